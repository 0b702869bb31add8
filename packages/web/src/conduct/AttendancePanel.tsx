import './conduct.css';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useConnection, useLive, useMeetingId, useSites } from '../live/use-live.ts';
import { useLanguage } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';

/** Who has told how many attend, whom to ask; the whole list is a page that prints (R-CDT-15). */
export function AttendancePanel() {
  const { t, language } = useLanguage();
  const connection = useConnection();
  const meetingId = useMeetingId();
  const sites = useSites();
  const attendance = useLive('connecting', (live) => live.attendance());
  const [failure, setFailure] = useState<string | null>(null);
  const known = new Map(attendance.map((one) => [one.siteId, one]));
  const given = sites.flatMap((site) => {
    const one = known.get(site.siteId);
    return one?.count == null ? [] : [{ ...one, name: site.name }];
  });
  const open = sites.filter(({ siteId }) => known.get(siteId)?.count == null);
  const asked = open.filter(({ siteId }) => known.get(siteId)?.askedAt != null).length;
  const people = given.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const ask = async () => {
    const { state } = await connection.give({
      type: 'attendance.ask',
      siteIds: open.map(({ siteId }) => siteId),
    });
    setFailure(state.kind === 'refused' ? state.code : null);
  };
  return (
    <section className="attendance-panel" aria-labelledby="attendance-title">
      <header>
        <h2 id="attendance-title">{t('attend.title')}</h2>
        {meetingId !== null && (
          <Link
            className="button quiet"
            to="/dieu-hanh/$meetingId/tham-du"
            params={{ meetingId }}
            target="_blank"
          >
            {t('attend.list')}
          </Link>
        )}
      </header>
      <p>
        {t('attend.total', { people, sites: given.length })}
        {asked > 0 && <span className="muted"> {t('attend.waiting', { n: asked })}</span>}
      </p>
      <button
        type="button"
        className="button attendance-ask"
        disabled={open.length === 0}
        onClick={() => void ask()}
      >
        {t('attend.askAll', { n: open.length })}
      </button>
      <FailureText code={failure} />
      <ul>
        {given
          .toSorted((a, b) => (b.givenAt ?? 0) - (a.givenAt ?? 0))
          .slice(0, 6)
          .map(({ siteId, name, count, people: who, givenAt }) => (
            <li key={siteId} className="direction-line">
              <span className="muted">
                {givenAt === null ? '' : timeOfDay(givenAt, language).slice(0, 5)}
              </span>
              <strong className="agenda-words">{name}</strong>
              <span>{count}</span>
              <span className="muted">{who}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}
