import { setTimeout as pause } from 'node:timers/promises';
import type { SiteId } from '@nhipcau/contracts';
import type { LoadRoom } from '../../load/load-room.ts';

const SOURCES = ['camera', 'mic'] as const;
/** Without a packet for so long a picture stands still. */
const STILL_MS = 400;
const LOOK_EVERY_MS = 10;

const lastPacketAt = (room: LoadRoom, siteId: SiteId): number =>
  Math.min(...SOURCES.map((source) => room.streamOf(siteId, source)?.lastAt ?? 0));

/** Waits until picture and sound of a site arrive at all these rooms. @throws after `timeoutMs` */
export async function untilReceiving(
  rooms: readonly LoadRoom[],
  siteId: SiteId,
  timeoutMs = 60_000,
): Promise<void> {
  const isMissing = (room: LoadRoom) =>
    room.siteId !== siteId && performance.now() - lastPacketAt(room, siteId) > STILL_MS;
  for (const end = performance.now() + timeoutMs; rooms.some(isMissing); await pause(LOOK_EVERY_MS))
    if (performance.now() > end)
      throw new Error(`${rooms.filter(isMissing).length} of ${rooms.length} rooms do not receive ${siteId}`);
}

/**
 * Breaks something and measures, for each room, from that instant until picture and sound arrive again.
 *
 * @returns milliseconds; null for a room at which they did not come back in time
 */
export async function timeToReturn(
  rooms: readonly LoadRoom[],
  siteId: SiteId,
  breakIt: () => void | Promise<void>,
  timeoutMs = 60_000,
): Promise<(number | null)[]> {
  const from = performance.now();
  await breakIt();
  // What was on its way still arrives.
  await pause(STILL_MS);
  const back = new Map<LoadRoom, number>();
  for (const end = from + timeoutMs; back.size < rooms.length && performance.now() < end; ) {
    for (const room of rooms) {
      const at = lastPacketAt(room, siteId);
      if (!back.has(room) && performance.now() - at < STILL_MS / 4) back.set(room, at - from);
    }
    await pause(LOOK_EVERY_MS);
  }
  return rooms.map((room) => back.get(room) ?? null);
}

/** Frames of one stream that ought to have arrived, and those that did, by their RTP timestamps. */
export class FrameCounter {
  #first: number | null = null;
  #last = 0;
  readonly #seen = new Set<number>();
  readonly #ticks: number;

  /** @param ticks - of the RTP clock between two frames */
  constructor(ticks: number) {
    this.#ticks = ticks;
  }

  take(packet: Buffer): void {
    const timestamp = packet.readUInt32BE(4);
    this.#first ??= timestamp;
    this.#last = Math.max(this.#last, (timestamp - this.#first) >>> 0);
    this.#seen.add(timestamp);
  }

  get lost(): number {
    return Math.max(0, Math.round(this.#last / this.#ticks) + 1 - this.#seen.size);
  }

  get frames(): number {
    return this.#seen.size;
  }
}
