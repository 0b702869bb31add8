import type { SpeakRequest } from '@nhipcau/contracts';
import type { LiveStore } from './live-store.ts';
import { chamberOf } from './rooms-of.ts';

/** Wishes that wait in the room that is looked at, in the order in which the server would grant them. */
export function queueIn(live: LiveStore): SpeakRequest[] {
  const whole = live.whole();
  const requests = new Map(live.speakRequests().map((request) => [request.requestId, request]));
  const isHere = ({ siteId }: SpeakRequest) =>
    (chamberOf(whole, siteId)?.chamberId ?? null) === live.chamberId();
  return (whole?.speakQueue ?? []).flatMap((requestId) => requests.get(requestId) ?? []).filter(isHere);
}

/** Who speaks on a grant now. */
export const speakingIn = (live: LiveStore): SpeakRequest[] =>
  live.speakRequests().filter(({ state }) => state === 'granted');
