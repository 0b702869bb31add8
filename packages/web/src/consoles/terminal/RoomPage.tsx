import './terminal.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { fetchStanding, requestTicket } from '../../api/calls.ts';
import { ApiFailure } from '../../api/http.ts';
import { codeOf } from '../../office/LoadState.tsx';
import { LevelMeter } from '../../room/level-meter.ts';
import { LocalMedia } from '../../room/local-media.ts';
import type { SeatOptions } from '../../screen/use-room.ts';
import { useText } from '../../text/language.tsx';
import { Brand } from '../../ui/Brand.tsx';
import { FailureText } from '../../ui/FailureText.tsx';
import { FinishedView } from './FinishedView.tsx';
import { PreJoin } from './PreJoin.tsx';
import { enterByLink, type RoomSession, storedRoom } from './room-access.ts';
import { SelfCheckPanel } from './SelfCheckPanel.tsx';
import { TerminalView } from './TerminalView.tsx';
import { useLocalMedia } from './use-local-media.ts';

/** The room terminal: `/phong#<link secret>`; `?auto=1` joins by itself with the remembered devices. */
export function RoomPage() {
  const { session, failure } = useRoomSession();
  if (failure !== null) return <NoRoom {...failure} />;
  if (session === null) return <main className="center-page" aria-busy="true" />;
  return <Terminal session={session} />;
}

let entering: Promise<RoomSession> | null = null;

interface NoRoomWhy {
  readonly code: string;
  /** The meeting for which the link was made that does not open any more, and the link. */
  readonly door: { readonly meetingId: string; readonly link: string } | null;
}

function useRoomSession(): { session: RoomSession | null; failure: NoRoomWhy | null } {
  const [session, setSession] = useState<RoomSession | null>(null);
  const [failure, setFailure] = useState<NoRoomWhy | null>(null);
  useEffect(() => {
    let current = true;
    const secret = globalThis.location.hash.slice(1);
    const stored = storedRoom();
    if (secret === '') {
      if (stored) setSession(stored);
      else setFailure({ code: 'ROOM_LINK_INVALID', door: null });
      return;
    }
    // The link works once: a second run of this effect waits for the first.
    entering ??= enterByLink(secret);
    entering.then(
      (entered) => {
        if (current) setSession(entered);
      },
      (cause: unknown) => {
        entering = null;
        if (current) setFailure(whyNot(cause, secret));
      },
    );
    return () => {
      current = false;
    };
  }, []);
  return { session, failure };
}

function whyNot(cause: unknown, link: string): NoRoomWhy {
  if (!(cause instanceof ApiFailure)) return { code: 'INTERNAL', door: null };
  const { meetingId } = cause.facts;
  return { code: cause.code, door: typeof meetingId === 'string' ? { meetingId, link } : null };
}

function NoRoom({ code, door }: NoRoomWhy) {
  const t = useText();
  return (
    <main className="center-page">
      <Brand size={40} />
      <h1>{t('room.noLink')}</h1>
      <FailureText code={code} />
      <p className="muted">{t('room.noLinkHelp')}</p>
      {door !== null && (
        <Link className="button primary" to="/vao-hop/$meetingId" params={door} hash={door.link}>
          {t('door.askInstead')}
        </Link>
      )}
    </main>
  );
}

/** Why a room would not get in whatever its people do; anything else is left to the moment they join. */
const lasting = ['DEVICE_NOT_APPROVED', 'SITE_NOT_INVITED', 'MEETING_ENDED'];
const lastingRefusal = (code: string | null): string | null =>
  code !== null && lasting.includes(code) ? code : null;

function Terminal({ session }: { session: RoomSession }) {
  const kiosk = new URLSearchParams(globalThis.location.search).get('auto') === '1';
  const [media] = useState(() => ({ local: new LocalMedia(), meter: new LevelMeter() }));
  const [joining, setJoining] = useState(false);
  const ready = useLocalMedia(media.local, media.meter);
  const join = useCallback(() => {
    media.meter.resume();
    setJoining(true);
  }, [media]);
  useEffect(() => {
    if (kiosk && ready) setJoining(true);
  }, [kiosk, ready]);
  const seat = useMemo<SeatOptions | null>(
    () =>
      joining
        ? {
            ...media,
            obtainTicket: (unreachable) =>
              requestTicket(
                session.meetingId,
                { kind: 'site', siteId: session.siteId },
                { token: session.token, unreachable },
              ),
          }
        : null,
    [joining, media, session],
  );
  const standing = useQuery({
    queryKey: ['room', 'standing', session.meetingId, session.siteId],
    queryFn: () => fetchStanding(session, session.token),
    enabled: seat === null,
    retry: false,
    staleTime: 0,
  });
  const refusal = seat === null ? lastingRefusal(codeOf(standing.error)) : null;
  if (refusal !== null)
    return (
      <FinishedView
        reason={refusal === 'MEETING_ENDED' ? 'meetingEnded' : 'refused'}
        refusal={refusal}
        meetingId={session.meetingId}
        help={session.help}
        onAgain={() => void standing.refetch()}
      />
    );
  if (seat === null)
    return (
      <PreJoin
        local={media.local}
        meter={media.meter}
        siteName={session.siteName}
        ready={ready}
        onJoin={join}
      >
        {ready && <SelfCheckPanel session={session} local={media.local} />}
      </PreJoin>
    );
  return (
    <TerminalView
      session={session}
      seat={seat}
      local={media.local}
      meter={media.meter}
      onLeave={() => setJoining(false)}
    />
  );
}
