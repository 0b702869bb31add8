import './connect.css';
import { MeetingId } from '@nhipcau/contracts';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { SignedIn } from '../access/SignedIn.tsx';
import { ServerBanner } from '../consoles/operator/ServerBanner.tsx';
import { LiveBar } from '../live/LiveBar.tsx';
import { LiveMeetingProvider } from '../live/LiveMeetingProvider.tsx';
import { useConnection, useWholeMeeting } from '../live/use-live.ts';
import { useText } from '../text/language.tsx';
import { clockText } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useSecond } from '../ui/use-now.ts';
import { ConnectBoard } from './ConnectBoard.tsx';
import { ConnectSite } from './ConnectSite.tsx';
import { ConnectSlaves } from './ConnectSlaves.tsx';
import { ConnectSteps } from './ConnectSteps.tsx';
import type { ConnectState } from './connect-state.ts';
import { useConnectDesk, useLiveRules } from './use-connect.ts';
import { useConnectKeys } from './use-connect-keys.ts';

/** `/dieu-hanh/$meetingId/ket-noi`: every site before the session at one glance, called, tried and written down by keys. */
export function ConnectPage() {
  const params = useParams({ from: '/dieu-hanh/$meetingId/ket-noi' });
  return (
    <SignedIn>
      {() => (
        <LiveMeetingProvider meetingId={MeetingId.parse(params.meetingId)} wantsStills={false}>
          <Connect />
        </LiveMeetingProvider>
      )}
    </SignedIn>
  );
}

function Connect() {
  const t = useText();
  const meeting = useWholeMeeting();
  const rules = useLiveRules(meeting?.meetingId);
  const desk = useConnectDesk();
  const [filter, setFilter] = useState<ConnectState | null>(null);
  const number = useConnectKeys(desk);
  return (
    <div className="connect-page">
      <LiveBar title={t('connect.title')}>
        <TimeLeft plannedStart={meeting?.plannedStart ?? null} />
      </LiveBar>
      <ServerBanner />
      {desk.refusal !== null && <FailureText code={desk.refusal} />}
      {meeting?.phase === 'live' && rules !== null ? (
        <main className="connect-main">
          <div className="connect-left">
            <div className="connect-acts">
              <button
                type="button"
                className="button air"
                disabled={desk.callable.length === 0}
                onClick={desk.callAll}
              >
                <Icon name="phone" />
                {t('connect.callAll', { n: desk.callable.length })}
                <kbd>{t('connect.key.all')}</kbd>
              </button>
              <button type="button" className="button" onClick={desk.next}>
                <Icon name="next" />
                {t('connect.next')}
                <kbd>{t('connect.key.next')}</kbd>
              </button>
              <output className="connect-number" aria-label={t('connect.number')}>
                {number}
              </output>
            </div>
            <ConnectBoard desk={desk} filter={filter} onFilter={setFilter} />
          </div>
          <div className="connect-right">
            <ConnectSlaves rules={rules} />
            <ConnectSteps rules={rules} give={desk.give} />
            <ConnectSite key={desk.chosen?.site.siteId ?? ''} desk={desk} rules={rules} />
          </div>
        </main>
      ) : (
        <main className="center-page">
          <p className="muted">{t(meeting === null ? 'common.loading' : 'connect.none')}</p>
        </main>
      )}
    </div>
  );
}

function TimeLeft({ plannedStart }: { plannedStart: number | null }) {
  const t = useText();
  const connection = useConnection();
  useSecond();
  if (plannedStart === null) return null;
  const leftMs = plannedStart - connection.now();
  return (
    <strong className="connect-left-time">
      {leftMs > 0 ? t('connect.left', { time: clockText(leftMs) }) : t('connect.begun')}
    </strong>
  );
}
