import './operator.css';
import { MeetingId } from '@nhipcau/contracts';
import { useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { SignedIn } from '../../access/SignedIn.tsx';
import { SiteCameraPanel } from '../../camera/SiteCameraPanel.tsx';
import { DeskPosts } from '../../conduct/DeskPosts.tsx';
import { DeskTabs } from '../../conduct/DeskTabs.tsx';
import { AskForHelp, HelpPanel } from '../../conduct/HelpPanel.tsx';
import { PanePlans } from '../../conduct/PanePlans.tsx';
import { PollingPanel } from '../../conduct/PollingPanel.tsx';
import { WriteReport } from '../../conduct/WriteReport.tsx';
import { DoorAddress } from '../../door/DoorAddress.tsx';
import { DoorPanel } from '../../door/DoorPanel.tsx';
import { OpenCasesPanel } from '../../incidents/OpenCasesPanel.tsx';
import { LiveMeetingProvider } from '../../live/LiveMeetingProvider.tsx';
import type { LiveStore } from '../../live/live-store.ts';
import { useConnection, useLive, useMeetingId } from '../../live/use-live.ts';
import { TalkPanel } from '../../talkback/TalkPanel.tsx';
import { useText } from '../../text/language.tsx';
import { ActionBar } from './ActionBar.tsx';
import { BringUpPanel } from './BringUpPanel.tsx';
import { ChamberBar } from './ChamberBar.tsx';
import { CommandLine } from './CommandLine.tsx';
import { Desk } from './desk.ts';
import { DeskContext } from './desk-context.ts';
import { Help } from './Help.tsx';
import { InHand } from './InHand.tsx';
import { LastCommand } from './LastCommand.tsx';
import { Monitors } from './Monitors.tsx';
import { ReconnectPanel } from './ReconnectPanel.tsx';
import { RunningLog } from './RunningLog.tsx';
import { ServerBanner } from './ServerBanner.tsx';
import { TopBar } from './TopBar.tsx';
import { useDeskKeys } from './use-desk-keys.ts';
import { Wall } from './Wall.tsx';
import { WallBar } from './WallBar.tsx';

const readTitle = (live: LiveStore) => live.meeting()?.title ?? null;

/** The console of whoever conducts a meeting. */
export function OperatorPage() {
  const params = useParams({ from: '/dieu-hanh/$meetingId' });
  return (
    <SignedIn>
      {(session) => (
        <LiveMeetingProvider meetingId={MeetingId.parse(params.meetingId)} wantsStills>
          <DeskOf userId={session.userId} />
        </LiveMeetingProvider>
      )}
    </SignedIn>
  );
}

function DeskOf({ userId }: { userId: string }) {
  const connection = useConnection();
  const [desk, setDesk] = useState<Desk | null>(null);
  useEffect(() => setDesk(new Desk(connection, userId)), [connection, userId]);
  if (desk === null) return null;
  return (
    <DeskContext value={desk}>
      <Console desk={desk} userId={userId} />
    </DeskContext>
  );
}

function Console({ desk, userId }: { desk: Desk; userId: string }) {
  const t = useText();
  const meetingId = useMeetingId();
  const title = useLive('meeting', readTitle);
  const input = useRef<HTMLInputElement>(null);
  useDeskKeys(desk, input);
  useEffect(() => {
    document.title = title === null ? t('console.title') : `${title} – ${t('console.title')}`;
  }, [title, t]);
  return (
    <div className="console">
      <TopBar />
      <ServerBanner />
      {meetingId === null ? (
        <main className="center-page" aria-busy="true">
          <p className="muted">{t('common.loading')}</p>
        </main>
      ) : (
        <main className="console-main">
          <div className="console-wall">
            <div className="wall-tools">
              <WallBar />
              <ChamberBar />
            </div>
            <Wall />
          </div>
          <div className="console-side">
            <Monitors meetingId={meetingId} />
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
            <div className="console-panels scrolls" tabIndex={0}>
              <OpenCasesPanel meetingId={meetingId} />
              <DeskPosts userId={userId} />
              <DoorPanel />
              <HelpPanel />
              <TalkPanel meetingId={meetingId} />
              <BringUpPanel />
              <PanePlans />
              <PollingPanel />
            </div>
            <DeskTabs
              camera={(siteId) => <SiteCameraPanel key={siteId} meetingId={meetingId} siteId={siteId} />}
              log={
                <>
                  <WriteReport />
                  <RunningLog />
                  <ReconnectPanel />
                  <AskForHelp />
                  <DoorAddress meetingId={meetingId} />
                </>
              }
            />
          </div>
        </main>
      )}
      <footer className="console-desk">
        <div className="desk-row">
          <CommandLine inputRef={input} />
          <InHand />
          <LastCommand />
        </div>
        <ActionBar />
      </footer>
      <Help />
    </div>
  );
}
