import '../../access/access.css';
import type { MeetingSummary, SessionInfo } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { phaseText } from '../../access/phase-text.ts';
import { fetchMeetings } from '../../api/calls.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { dateAndTime } from '../../ui/durations.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LoadState } from '../LoadState.tsx';

/** The meetings one may conduct, sit in or watch, each with the door to it. */
export function MeetingCards({ session }: { session: SessionInfo }) {
  const t = useText();
  const meetings = useQuery({
    queryKey: ['meetings'],
    queryFn: ({ signal }) => fetchMeetings(signal),
    refetchInterval: 10_000,
  });
  return (
    <section aria-labelledby="home-meetings" className="home-part wide">
      <h2 id="home-meetings">{t('home.title')}</h2>
      <LoadState query={meetings} isEmpty={(data) => data.meetings.length === 0} empty={t('home.empty')}>
        {({ meetings: all }) => {
          const over = all.filter(({ phase }) => phase === 'ended');
          const ahead = all
            .filter((meeting) => !over.includes(meeting))
            .toSorted((a, b) => a.plannedStart - b.plannedStart);
          return (
            <>
              {ahead.length > 0 ? (
                <MeetingList meetings={ahead} session={session} />
              ) : (
                <p className="muted">{t('home.empty')}</p>
              )}
              {over.length > 0 && (
                <details>
                  <summary>{`${t(phaseText.ended)} (${over.length})`}</summary>
                  <MeetingList meetings={over} session={session} />
                </details>
              )}
            </>
          );
        }}
      </LoadState>
    </section>
  );
}

function MeetingList({
  meetings,
  session,
}: {
  readonly meetings: readonly MeetingSummary[];
  readonly session: SessionInfo;
}) {
  return (
    <ul className="meeting-list">
      {meetings.map((meeting) => (
        <MeetingCard key={meeting.meetingId} meeting={meeting} session={session} />
      ))}
    </ul>
  );
}

function MeetingCard({ meeting, session }: { meeting: MeetingSummary; session: SessionInfo }) {
  const { t, language } = useLanguage();
  const { meetingId, phase } = meeting;
  const mayConduct =
    session.role === 'operator' || session.role === 'administrator' || session.role === 'observer';
  const maySit = session.role === 'chair' && session.siteId === meeting.chairSiteId;
  return (
    <li className="panel meeting-card">
      <div>
        <h3>{meeting.title}</h3>
        <dl>
          <div>
            <dt className="visually-hidden">{t('home.phase')}</dt>
            <dd className={`phase ${phase}`}>{t(phaseText[phase])}</dd>
          </div>
          <div>
            <dt>{t('home.plannedStart')}</dt>
            <dd>{dateAndTime(meeting.plannedStart, language)}</dd>
          </div>
          <div>
            <dt>{t('home.chairSite')}</dt>
            <dd>{meeting.chairSiteName}</dd>
          </div>
          <div>
            <dt>{t('home.sites')}</dt>
            <dd>{meeting.siteCount}</dd>
          </div>
        </dl>
      </div>
      <div className="acts">
        {phase === 'scheduled' && (
          <Link className="button quiet" to="/quy-che/$meetingId" params={{ meetingId }}>
            {t('reg.meetingOpen')}
          </Link>
        )}
        {maySit && (
          <Link className="button primary" to="/chu-toa/$meetingId" params={{ meetingId }}>
            <Icon name="chair" />
            {t('home.openChair')}
          </Link>
        )}
        {mayConduct && (
          <>
            <Link className="button" to="/dieu-hanh/$meetingId/so-do" params={{ meetingId }}>
              <Icon name="map" />
              {t('home.openMap')}
            </Link>
            <Link className="button primary" to="/dieu-hanh/$meetingId" params={{ meetingId }}>
              <Icon name="broadcast" />
              {t('home.openConsole')}
            </Link>
          </>
        )}
      </div>
    </li>
  );
}
