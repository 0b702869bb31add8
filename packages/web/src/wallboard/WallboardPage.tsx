import './wallboard.css';
import { systemClock } from '@nhipcau/base';
import type { WallboardView } from '@nhipcau/contracts';
import { useEffect, useState } from 'react';
import { useWakeLock } from '../consoles/terminal/use-wake-lock.ts';
import { openSocket } from '../room/browser-socket.ts';
import { useStore } from '../state/use-store.ts';
import { useLanguage } from '../text/language.tsx';
import { Brand } from '../ui/Brand.tsx';
import { dateAndTime, timeOfDay } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { useSecond } from '../ui/use-now.ts';
import { WallMeetingView } from './WallMeetingView.tsx';
import { WallboardLine } from './wallboard-line.ts';

/** How long each meeting stands when several run. */
const TURN_MS = 15_000;
/** A server of another release has brought another page: it is fetched, and not again and again. */
const RELOAD_AFTER_MS = 60_000;

/** `/man-hinh#TOKEN`: a screen on a wall, without sign-in. Only shows, comes back by itself. */
export function WallboardPage() {
  const { t } = useLanguage();
  const [token] = useState(() => globalThis.location.hash.slice(1));
  const [line, setLine] = useState<WallboardLine | null>(null);
  useWakeLock();
  useEffect(() => {
    if (token === '') return;
    const url = new URL('/ws/wallboard', globalThis.location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const opened = new WallboardLine({
      clock: systemClock,
      token,
      openSocket: (signal) => openSocket(url.href, { signal }),
      onOutdated: () => void systemClock.after(RELOAD_AFTER_MS, () => globalThis.location.reload()),
    });
    opened.start();
    setLine(opened);
    return () => opened.close();
  }, [token]);
  if (token === '') return <main className="center-page">{t('hall.noToken')}</main>;
  return line && <Screen line={line} />;
}

function Screen({ line }: { line: WallboardLine }) {
  const { t, language } = useLanguage();
  const state = useStore(line.store, (whole) => whole);
  const now = useSecond() + state.clockOffsetMs;
  if (state.line.kind === 'refused')
    return (
      <main className="hall hall-center">
        <Brand size={72} />
        <FailureText code={state.line.code} />
        <p>{t('hall.refusedHint')}</p>
      </main>
    );
  return (
    <main className="hall" data-line={state.line.kind}>
      <header className="hall-head">
        <Brand size={56} />
        <span className="hall-name">{state.view?.name ?? ''}</span>
        <time className="hall-clock">{timeOfDay(now, language)}</time>
      </header>
      {state.line.kind === 'away' && (
        <p className="hall-away" role="alert">
          {t('hall.away', { when: timeOfDay(state.line.since + state.clockOffsetMs, language) })}
        </p>
      )}
      {state.view === null ? (
        <p className="hall-center">{t('hall.connectingServer')}</p>
      ) : (
        <Content view={state.view} now={now} />
      )}
    </main>
  );
}

function Content({ view: { meetings, upcoming }, now }: { view: WallboardView; now: number }) {
  const { t, language } = useLanguage();
  const turn = meetings.length === 0 ? 0 : Math.floor(now / TURN_MS) % meetings.length;
  const meeting = meetings[turn];
  if (meeting)
    return (
      <WallMeetingView
        key={meeting.meetingId}
        meeting={meeting}
        now={now}
        turn={meetings.length > 1 ? t('hall.turn', { n: turn + 1, all: meetings.length }) : null}
      />
    );
  return (
    <section className="hall-center">
      <h1>{t('hall.nothing')}</h1>
      {upcoming && (
        <p>
          {t('hall.upcoming')}
          <br />
          <strong>{upcoming.title}</strong>
          <br />
          {dateAndTime(upcoming.plannedStart, language)}
        </p>
      )}
    </section>
  );
}
