import '../terminal/terminal.css';
import './chair.css';
import { MeetingId, type SessionInfo } from '@nhipcau/contracts';
import { useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { SignedIn } from '../../access/SignedIn.tsx';
import { requestTicket } from '../../api/calls.ts';
import { LiveMeetingProvider } from '../../live/LiveMeetingProvider.tsx';
import { useLive, useMeeting } from '../../live/use-live.ts';
import { LevelMeter } from '../../room/level-meter.ts';
import { LocalMedia } from '../../room/local-media.ts';
import type { SeatOptions } from '../../screen/use-room.ts';
import { useText } from '../../text/language.tsx';
import { PreJoin } from '../terminal/PreJoin.tsx';
import { TerminalView } from '../terminal/TerminalView.tsx';
import { useLocalMedia } from '../terminal/use-local-media.ts';
import { CallPanel } from './CallPanel.tsx';

/** The chair's screen: sees whom it called, calls others, knows how long it took. */
export function ChairPage() {
  const params = useParams({ from: '/chu-toa/$meetingId' });
  return (
    <SignedIn>
      {(session) => (
        <LiveMeetingProvider meetingId={MeetingId.parse(params.meetingId)} wantsStills={false}>
          <ChairSeat session={session} />
        </LiveMeetingProvider>
      )}
    </SignedIn>
  );
}

function ChairSeat({ session }: { session: SessionInfo }) {
  const t = useText();
  const meeting = useMeeting();
  const [media] = useState(() => ({ local: new LocalMedia(), meter: new LevelMeter() }));
  const [joining, setJoining] = useState(false);
  const ready = useLocalMedia(media.local, media.meter);
  const meetingId = meeting?.meetingId ?? null;
  const siteId = session.siteId;
  const siteName = useLive('siteList', (live) =>
    siteId === null ? null : (live.site(siteId)?.name ?? null),
  );
  const seat = useMemo<SeatOptions | null>(
    () =>
      joining && meetingId !== null && siteId !== null
        ? {
            ...media,
            obtainTicket: (unreachable) =>
              requestTicket(meetingId, { kind: 'site', siteId }, { unreachable }),
          }
        : null,
    [joining, media, meetingId, siteId],
  );
  const own = useMemo(
    () => (meetingId === null || siteId === null ? null : { meetingId, siteId }),
    [meetingId, siteId],
  );
  if (siteId === null) return <main className="center-page">{t('chair.noSite')}</main>;
  if (seat === null || own === null)
    return (
      <PreJoin
        local={media.local}
        meter={media.meter}
        siteName={siteName ?? session.name}
        ready={ready && meetingId !== null}
        onJoin={() => {
          media.meter.resume();
          setJoining(true);
        }}
      />
    );
  return (
    <div className="chair-page">
      <TerminalView
        session={own}
        seat={seat}
        local={media.local}
        meter={media.meter}
        onLeave={() => setJoining(false)}
      />
      <CallPanel />
    </div>
  );
}
