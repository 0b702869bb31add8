import type { Instant, RoomJoined, SpeakNotice } from '@nhipcau/contracts';

/** What is added to this machine's time to get the server's, which alone counts (rule CD-17). */
export const serverOffset = ({ serverTime }: Pick<RoomJoined, 'serverTime'>, ownNow: number): number =>
  serverTime - ownNow;

/** Time left to whoever speaks, below zero when it is over; null: no limit, or nobody speaks here. */
export function speechLeftMs(
  notice: SpeakNotice | null,
  { ownNow, offsetMs }: { ownNow: number; offsetMs: number },
): number | null {
  if (notice?.kind !== 'speaking' || notice.until === null) return null;
  const until: Instant = notice.until;
  return until - (ownNow + offsetMs);
}
