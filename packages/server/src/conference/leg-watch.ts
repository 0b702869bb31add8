import type { ConferenceEventBody, ConferenceState, Instant, SeatObserved } from '@nhipcau/contracts';

/** A leg that was asked for anew counts as back when its seat has it, is connected, and its line was measured. */
export function restoredSeats(state: ConferenceState, seats: readonly SeatObserved[]): SeatObserved[] {
  const legOf = ({ siteId }: SeatObserved) =>
    state.roster.find((entry) => entry.siteId === siteId)?.leg ?? Number.POSITIVE_INFINITY;
  return seats.filter(
    (seat) =>
      state.legs?.pending.some((pending) => pending === seat.siteId) === true &&
      seat.state === 'connected' &&
      seat.quality !== 'unknown' &&
      seat.leg >= legOf(seat),
  );
}

/** What is written of the legs that are back. */
export function restoredLegs(
  state: ConferenceState,
  seats: readonly SeatObserved[],
  now: Instant,
): ConferenceEventBody[] {
  return restoredSeats(state, seats).flatMap(({ siteId, quality, leg }): ConferenceEventBody[] => {
    const { legs } = state;
    if (siteId === null || legs === null || leg < 1) return [];
    return [{ type: 'leg.restored', siteId, leg, afterMs: Math.max(0, now - legs.at), quality }];
  });
}
