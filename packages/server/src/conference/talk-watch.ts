import {
  type ConferenceEventBody,
  type ConferenceState,
  type Instant,
  type NodeId,
  SeatId,
  type SiteId,
} from '@nhipcau/contracts';
import { abandonedTalks, talkPlans } from '@nhipcau/domain';

/** Ends calls on the talkback whose console went away without hanging up: its page was closed, its line is cut. */
export class TalkWatch {
  readonly #seenAt = new Map<SiteId, Instant>();

  /** One look each second. @param isSeated - whether a node reports such a seat as connected */
  look(
    state: ConferenceState,
    isSeated: (seatId: SeatId, nodeId: NodeId) => boolean,
    now: Instant,
  ): ConferenceEventBody[] {
    const open = new Set(state.talks.map(({ deskId }) => deskId));
    for (const deskId of this.#seenAt.keys()) if (!open.has(deskId)) this.#seenAt.delete(deskId);
    for (const { deskId, nodeId } of talkPlans(state).talks)
      if (isSeated(SeatId.parse(`monitor:${deskId}`), nodeId)) this.#seenAt.set(deskId, now);
    return abandonedTalks(state, ({ deskId }) => this.#seenAt.get(deskId) ?? null, now);
  }
}
