import './secretary.css';
import { MeetingId } from '@nhipcau/contracts';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { SignedIn } from '../../access/SignedIn.tsx';
import { Agenda } from '../../conduct/Agenda.tsx';
import { AttendancePanel } from '../../conduct/AttendancePanel.tsx';
import { ChairQueue } from '../../conduct/ChairQueue.tsx';
import { DirectionPanel } from '../../conduct/DirectionPanel.tsx';
import { PostsNotice } from '../../conduct/PostsNotice.tsx';
import { LiveBar } from '../../live/LiveBar.tsx';
import { LiveMeetingProvider } from '../../live/LiveMeetingProvider.tsx';
import { useConnection, usePhase } from '../../live/use-live.ts';
import { useLanguage } from '../../text/language.tsx';
import { timeOfDay } from '../../ui/durations.ts';
import { FailureText } from '../../ui/FailureText.tsx';
import { useSecond } from '../../ui/use-now.ts';
import { ServerBanner } from '../operator/ServerBanner.tsx';

/** `/chu-toa/$meetingId/thu-ky`: beside the chair's screen, for who keeps the order of the meeting at hand. */
export function SecretaryPage() {
  const params = useParams({ from: '/chu-toa/$meetingId/thu-ky' });
  return (
    <SignedIn>
      {() => (
        <LiveMeetingProvider meetingId={MeetingId.parse(params.meetingId)} wantsStills={false}>
          <Desk />
        </LiveMeetingProvider>
      )}
    </SignedIn>
  );
}

function Desk() {
  const { t, language } = useLanguage();
  const connection = useConnection();
  const phase = usePhase();
  const [refusal, setRefusal] = useState<string | null>(null);
  useSecond();
  useEffect(() => {
    document.title = t('secretary.title');
  }, [t]);
  return (
    <div className="secretary">
      <LiveBar title={t('secretary.title')}>
        <time className="secretary-clock">{timeOfDay(connection.now(), language)}</time>
      </LiveBar>
      <ServerBanner />
      <PostsNotice />
      {phase !== null && phase !== 'live' ? (
        <main className="center-page">{t('secretary.notLive')}</main>
      ) : (
        <main className="secretary-main">
          <Agenda />
          <div>
            <ChairQueue onRefused={setRefusal} />
            <FailureText code={refusal} />
            <AttendancePanel />
          </div>
          <DirectionPanel />
        </main>
      )}
    </div>
  );
}
