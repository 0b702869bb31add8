import { systemClock } from '@nhipcau/base';
import type { MeetingId } from '@nhipcau/contracts';
import { type ReactNode, useEffect, useState } from 'react';
import { openSocket } from '../room/browser-socket.ts';
import { useStore } from '../state/use-store.ts';
import { useReloadWhenOutdated } from '../ui/use-reload-when-outdated.ts';
import { LiveConnection } from './live-connection.ts';
import { LiveContext } from './use-live.ts';
import { usePresence } from './use-presence.ts';

/** Keeps the stream of one meeting open while its pages are shown. */
export function LiveMeetingProvider({
  meetingId,
  wantsStills,
  children,
}: {
  meetingId: MeetingId;
  wantsStills: boolean;
  children: ReactNode;
}) {
  const [connection, setConnection] = useState<LiveConnection | null>(null);
  useEffect(() => {
    const url = new URL('/ws/console', globalThis.location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const opened = new LiveConnection({
      clock: systemClock,
      meetingId,
      wantsStills,
      newId: () => crypto.randomUUID(),
      openSocket: (signal) => openSocket(url.href, { signal }),
    });
    opened.start();
    setConnection(opened);
    return () => opened.close();
  }, [meetingId, wantsStills]);
  usePresence(connection);
  if (connection === null) return null;
  return (
    <LiveContext value={connection}>
      <Renewal connection={connection} />
      {children}
    </LiveContext>
  );
}

/** Fetches the page anew when the server is of another release. */
function Renewal({ connection }: { connection: LiveConnection }) {
  useReloadWhenOutdated(
    useStore(connection.store, ({ line }) => (line.kind === 'refused' ? line.code : null)),
  );
  return null;
}
