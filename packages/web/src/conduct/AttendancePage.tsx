import './attendance.css';
import { type Attendance, type LiveSite, MeetingId } from '@nhipcau/contracts';
import { useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { SignedIn } from '../access/SignedIn.tsx';
import { LiveMeetingProvider } from '../live/LiveMeetingProvider.tsx';
import { useConnection, useLive, useSites, useWholeMeeting } from '../live/use-live.ts';
import { useLanguage } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';
import { Icon } from '../ui/Icon.tsx';

/** `/dieu-hanh/$meetingId/tham-du`: who attends where, asked and answered on one page that prints as it is (R-CDT-15). */
export function AttendancePage() {
  const params = useParams({ from: '/dieu-hanh/$meetingId/tham-du' });
  return (
    <SignedIn>
      {() => (
        <LiveMeetingProvider meetingId={MeetingId.parse(params.meetingId)} wantsStills={false}>
          <Sheet />
        </LiveMeetingProvider>
      )}
    </SignedIn>
  );
}

function Sheet() {
  const { t } = useLanguage();
  const connection = useConnection();
  const meeting = useWholeMeeting();
  const sites = useSites();
  const attendance = useLive('connecting', (live) => live.attendance());
  const known = new Map(attendance.map((one) => [one.siteId, one]));
  const open = sites.filter(({ siteId }) => (known.get(siteId)?.count ?? null) === null);
  const people = attendance.reduce((sum, { count }) => sum + (count ?? 0), 0);
  return (
    <main className="attendance-page">
      <header>
        <h1>{t('attend.title')}</h1>
        <p>{meeting?.title ?? ''}</p>
        <p className="attendance-acts">
          <button
            type="button"
            className="button primary"
            disabled={open.length === 0 || meeting?.phase !== 'live'}
            onClick={() =>
              void connection.give({
                type: 'attendance.ask',
                siteIds: open.map(({ siteId }) => siteId),
              })
            }
          >
            {t('attend.askAll', { n: open.length })}
          </button>
          <button type="button" className="button" onClick={() => globalThis.print()}>
            <Icon name="content" />
            {t('attend.print')}
          </button>
        </p>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('attend.number')}</th>
            <th scope="col">{t('attend.site')}</th>
            <th scope="col">{t('attend.count')}</th>
            <th scope="col">{t('attend.people')}</th>
            <th scope="col">{t('attend.at')}</th>
          </tr>
        </thead>
        <tbody>
          {sites.map((site) => (
            <Row key={site.siteId} site={site} attendance={known.get(site.siteId) ?? null} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={5}>{t('attend.total', { people, sites: sites.length - open.length })}</td>
          </tr>
        </tfoot>
      </table>
    </main>
  );
}

function Row({ site, attendance }: { site: LiveSite; attendance: Attendance | null }) {
  const { t, language } = useLanguage();
  return (
    <tr>
      <td>{site.number}</td>
      <th scope="row">{site.name}</th>
      {attendance?.count != null ? (
        <>
          <td>{attendance.count}</td>
          <td>{attendance.people}</td>
          <td>{attendance.givenAt === null ? '' : timeOfDay(attendance.givenAt, language)}</td>
        </>
      ) : (
        <>
          <td colSpan={2}>
            <ByTelephone site={site} />
          </td>
          <td className="muted">{attendance?.askedAt != null ? t('attend.asked') : ''}</td>
        </>
      )}
    </tr>
  );
}

/** For an answer that came by telephone. */
function ByTelephone({ site }: { site: LiveSite }) {
  const { t } = useLanguage();
  const connection = useConnection();
  const [count, setCount] = useState('');
  const [people, setPeople] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void connection.give({
      type: 'attendance.note',
      siteId: site.siteId,
      count: Number(count),
      people: people.trim(),
    });
  };
  return (
    <form className="attendance-note" onSubmit={submit}>
      <input
        className="input"
        type="number"
        required
        min={0}
        max={100_000}
        aria-label={t('attend.countOf', { site: site.name })}
        value={count}
        onChange={({ target }) => setCount(target.value)}
      />
      <input
        className="input"
        maxLength={2000}
        aria-label={t('attend.peopleOf', { site: site.name })}
        value={people}
        onChange={({ target }) => setPeople(target.value)}
      />
      <button type="submit" className="button quiet" disabled={count === ''}>
        {t('attend.note')}
      </button>
    </form>
  );
}
