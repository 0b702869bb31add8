import './access.css';
import type { MeetingSummary, Role, SessionInfo } from '@nhipcau/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { fetchMeetings, signOut } from '../api/calls.ts';
import { ApiFailure } from '../api/http.ts';
import type { TextKey } from '../text/catalogue.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { Brand } from '../ui/Brand.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { Icon } from '../ui/Icon.tsx';
import { LanguageSwitch, ThemeSwitch } from '../ui/Switches.tsx';
import { phaseText } from './phase-text.ts';
import { SignedIn } from './SignedIn.tsx';

const roleText = {
  operator: 'role.operator',
  chair: 'role.chair',
  technician: 'role.technician',
  observer: 'role.observer',
  administrator: 'role.administrator',
} as const satisfies Record<Role, TextKey>;

export function HomePage() {
  return <SignedIn>{(session) => <Home session={session} />}</SignedIn>;
}

function Home({ session }: { session: SessionInfo }) {
  const t = useText();
  const meetings = useQuery({
    queryKey: ['meetings'],
    queryFn: ({ signal }) => fetchMeetings(signal),
    refetchInterval: 10_000,
  });
  const code =
    meetings.error === null ? null : meetings.error instanceof ApiFailure ? meetings.error.code : 'INTERNAL';
  const list = meetings.data?.meetings ?? [];
  return (
    <div className="home">
      <HomeBar session={session} />
      <main className="home-content">
        <h1>{t('home.title')}</h1>
        <p>{t('home.greeting', { name: session.name })}</p>
        <FailureText code={code} />
        {meetings.isSuccess && list.length === 0 && <p className="muted">{t('home.empty')}</p>}
        <ul className="meeting-list">
          {list.map((meeting) => (
            <MeetingCard key={meeting.meetingId} meeting={meeting} session={session} />
          ))}
        </ul>
      </main>
    </div>
  );
}

function HomeBar({ session }: { session: SessionInfo }) {
  const t = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const leave = async () => {
    await signOut();
    queries.clear();
    await navigate({ to: '/dang-nhap' });
  };
  return (
    <header className="app-bar">
      <Brand />
      <span className="push muted">{t(roleText[session.role])}</span>
      <Link className="button quiet" to="/quy-che">
        {t('reg.open')}
      </Link>
      <LanguageSwitch />
      <ThemeSwitch />
      <button type="button" className="button quiet" onClick={() => void leave()}>
        <Icon name="exit" />
        {t('home.signOut')}
      </button>
    </header>
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
        <h2>{meeting.title}</h2>
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
