import { systemClock } from '@nhipcau/base';
import type { NodeId } from '@nhipcau/contracts';
import { Device } from 'mediasoup-client';
import { useEffect, useMemo, useState } from 'react';
import { openSocket } from '../room/browser-socket.ts';
import type { LevelMeter } from '../room/level-meter.ts';
import type { LocalMedia, LocalMediaState } from '../room/local-media.ts';
import { RoomClient, type Ticket } from '../room/room-client.ts';
import { initialRoomState, isFlowing, type RoomState } from '../room/room-state.ts';
import { Store } from '../state/store.ts';
import { useStore } from '../state/use-store.ts';
import type { PictureSource } from './PaneView.tsx';
import { videoPool } from './video-pool.ts';

export interface SeatOptions {
  readonly obtainTicket: (unreachable?: NodeId) => Promise<Ticket>;
  readonly local: LocalMedia | null;
  readonly meter: LevelMeter | null;
  readonly onFailure?: (cause: unknown, where: string) => void;
}

const nobody = new Store<RoomState>(initialRoomState);

/** A seat for as long as the component is there; `options` must keep their identity. Null options: no seat yet. */
export function useRoom(options: SeatOptions | null): { client: RoomClient | null; room: RoomState } {
  const [client, setClient] = useState<RoomClient | null>(null);
  useEffect(() => {
    if (options === null) return;
    const taken = new RoomClient({
      clock: systemClock,
      openSocket,
      createDevice: () => Device.factory(),
      obtainTicket: options.obtainTicket,
      local: options.local,
      meter: options.meter,
      onFailure: options.onFailure ?? keepFailure,
      onStreamClosing: (stream) => videoPool.freeze(stream),
    });
    setClient(taken);
    taken.start();
    return () => {
      void taken.leave();
      setClient(null);
    };
  }, [options]);
  const store = client?.store ?? nobody;
  const room = useStore(store, (state) => state);
  return { client, room };
}

/** The newest failures of the page, kept for the support hand-out; the page goes on by itself. */
export const keptFailures: { at: number; where: string; cause: string }[] = [];
function keepFailure(cause: unknown, where: string): void {
  keptFailures.push({
    at: Date.now(),
    where,
    cause: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause),
  });
  if (keptFailures.length > 100) keptFailures.shift();
}

/** Pictures of a seat, named by the roster when the page knows it, else by the streams themselves. */
export function usePictureSource(
  room: RoomState,
  local: LocalMediaState | null,
  rosterName: (siteId: string) => string | null = noName,
): PictureSource {
  const ownCamera = useTrackStream(local?.cameraOn ? local.cameraTrack : null);
  const ownContent = useTrackStream(local?.contentTrack ?? null);
  const [names] = useState(() => new Map<string, string>());
  for (const { siteId, siteName } of room.streams.values()) names.set(siteId, siteName);
  const cued = room.view?.cued ?? none;
  useEffect(() => {
    // Decoded out of sight: a take then moves a running picture into its pane.
    const ready = [...room.streams.values()].filter(
      ({ siteId, source }) => source === 'camera' && cued.some((id) => id === siteId),
    );
    videoPool.prepare(new Set(ready.map(({ stream }) => stream)));
  }, [room.streams, cued]);
  return useMemo(
    () => ({
      streams: room.streams,
      ownCamera,
      ownContent,
      ownName: room.joined?.siteName ?? '',
      nameOf: (siteId) => rosterName(siteId) ?? names.get(siteId) ?? null,
      isFlowing: (siteId, source) =>
        [...room.streams.values()].some(
          (stream) =>
            stream.siteId === siteId &&
            stream.source === source &&
            isFlowing(room.flows, stream.siteId, source),
        ),
      isUnreachable: (siteId) => room.unreachable.some((id) => id === siteId),
    }),
    [room.streams, room.flows, room.unreachable, room.joined, ownCamera, ownContent, rosterName, names],
  );
}

const noName = () => null;
const none: readonly string[] = [];

export function useTrackStream(track: MediaStreamTrack | null): MediaStream | null {
  return useMemo(() => (track === null ? null : new MediaStream([track])), [track]);
}
