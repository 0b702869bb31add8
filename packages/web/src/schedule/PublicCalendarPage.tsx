import './schedule.css';
import type { ErrorCode, PublicCalendar, PublicSession } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { OfficeStyle } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { fetchPublicCalendar } from './calls.ts';
import { dateAt, dayStart, daysOf, shiftDay } from './page-search.ts';
import { dayWords, timeWords } from './time-words.ts';

const REFRESH_MS = 60_000;
const NOT_PUBLIC = 'CALENDAR_NOT_PUBLIC' satisfies ErrorCode;

/** Confirmed sessions of a week for everybody, without a sign-in (R-SCH-05). */
export function PublicCalendarPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { ngay } = useSearch({ from: '/lich-cong-khai' });
  const date = ngay ?? dateAt(Date.now());
  const days = daysOf(date, true);
  const from = dayStart(days[0] ?? date);
  const to = dayStart(shiftDay(days.at(-1) ?? date, 1));
  const query = useQuery({
    queryKey: ['publicCalendar', from],
    queryFn: ({ signal }) => fetchPublicCalendar(from, to, signal),
    refetchInterval: ({ state }) => (codeOf(state.error) === NOT_PUBLIC ? false : REFRESH_MS),
  });
  if (codeOf(query.error) === NOT_PUBLIC) return <NothingPublished />;
  const go = (day: string) => void navigate({ to: '/lich-cong-khai', search: { ngay: day }, replace: true });
  return (
    <OfficeStyle>
      <main className="public-calendar">
        <header>
          <h1>{t('schedule.public.title')}</h1>
          {query.data && (
            <p className="muted">
              {t('schedule.public.subtitle', { locality: query.data.locality, article: query.data.article })}
            </p>
          )}
          <div className="schedule-toolbar">
            <Button onClick={() => go(shiftDay(date, -7))}>{t('schedule.previous')}</Button>
            <Button onClick={() => go(dateAt(Date.now()))}>{t('schedule.today')}</Button>
            <Button onClick={() => go(shiftDay(date, 7))}>{t('schedule.next')}</Button>
          </div>
        </header>
        <LoadState
          query={query}
          isEmpty={({ sessions }) => sessions.length === 0}
          empty={t('schedule.public.none')}
        >
          {({ sessions }) => <Week sessions={sessions} days={days} />}
        </LoadState>
      </main>
    </OfficeStyle>
  );
}

/** Where the regulation publishes nothing there is no week to look at, and nothing to try again. */
function NothingPublished() {
  const { t } = useLanguage();
  return (
    <OfficeStyle>
      <main className="public-calendar">
        <header>
          <h1>{t('schedule.public.title')}</h1>
        </header>
        <p>{t('error.CALENDAR_NOT_PUBLIC')}</p>
      </main>
    </OfficeStyle>
  );
}

function Week({ sessions, days }: { sessions: PublicCalendar['sessions']; days: readonly string[] }) {
  const { language } = useLanguage();
  return days.map((day) => {
    const ofDay = sessions.filter(({ start }) => dateAt(start) === day);
    if (ofDay.length === 0) return null;
    return (
      <section key={day}>
        <h2>{dayWords(dayStart(day), language)}</h2>
        <ul className="public-sessions">
          {ofDay.map((session) => (
            <Session key={`${session.start} ${session.end} ${session.title}`} session={session} />
          ))}
        </ul>
      </section>
    );
  });
}

function Session({ session }: { session: PublicSession }) {
  const { t, language } = useLanguage();
  const { start, end, title, hostName, chairSite, siteCount, isUrgent, state } = session;
  return (
    <li>
      <time>{`${timeWords(start, language)} – ${timeWords(end, language)}`}</time>
      <div>
        <strong>{title ?? t('schedule.public.secret')}</strong>
        {hostName !== null && <p>{hostName}</p>}
        {chairSite !== null && <p className="muted">{`${t('schedule.public.chair')}: ${chairSite}`}</p>}
      </div>
      <div className="public-marks">
        {isUrgent && <Tag color="red">{t('schedule.urgent')}</Tag>}
        <Tag>{t(`schedule.public.state.${state}`)}</Tag>
        {siteCount !== null && (
          <span className="muted">{t('schedule.public.sites', { count: siteCount })}</span>
        )}
      </div>
    </li>
  );
}
