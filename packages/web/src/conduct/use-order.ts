import type { Instant, OrderPosition, ScriptSegment, SiteId } from '@nhipcau/contracts';
import { instant } from '@nhipcau/contracts';
import { currentIndex, type OrderClock, orderClock } from '@nhipcau/domain';
import { useConnection, useLive, useWholeMeeting } from '../live/use-live.ts';
import { useSecond } from '../ui/use-now.ts';

export interface OrderInView extends OrderClock {
  readonly position: OrderPosition;
  readonly segments: readonly ScriptSegment[];
  /** Of the segment that is on, from 1; 0 before the first. */
  readonly place: number;
  readonly now: Instant;
}

/** The running order and its times, each second anew; null while the meeting has none. */
export function useOrder(): OrderInView | null {
  const meeting = useWholeMeeting();
  const segments = useLive('order', (live) => live.segments());
  const connection = useConnection();
  useSecond();
  const position = meeting?.order ?? null;
  if (position === null || meeting?.phase !== 'live') return null;
  const now = instant(Math.trunc(connection.now()));
  const order = { segments, current: position.current };
  return { ...orderClock(order, now), position, segments, place: currentIndex(order) + 1, now };
}

/** `Nguyễn Văn A – UBND xã`, or whichever of the two is known. */
export function useSpeakerName(): (segment: ScriptSegment) => string | null {
  const { live } = useConnection();
  const nameOf = (siteId: SiteId) => live.site(siteId)?.name ?? siteId;
  return ({ speaker, speakerSiteId }) =>
    [speaker, speakerSiteId === null ? null : nameOf(speakerSiteId)].filter(Boolean).join(' – ') || null;
}
