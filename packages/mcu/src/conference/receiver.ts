import type { SiteId } from '@nhipcau/contracts';
import type { Seat as WatchingSeat } from '@nhipcau/domain';
import type { types } from 'mediasoup';
import type { SeatWant } from '../rooms/seat-consumer.ts';

/** Consumers of one receiver on one router. */
export interface ReceiverMedia {
  readonly router: types.Router;
  /** Whether packets of a stream are let through. */
  isFlowing(key: string): boolean;
  /** Brings the consumers to what is wanted; starts what has to be opened and returns at once. */
  reconcile(wants: readonly SeatWant[], rtpCapabilities: types.RtpCapabilities): void;
}

/** Whoever is served streams of a meeting: the seat of a room, a watching console, the recorder. */
export interface Receiver {
  /** Its own site, of which it receives nothing; null for a receiver that sends nothing. */
  readonly siteId: SiteId | null;
  readonly watching: WatchingSeat;
  /** Somebody is there, so that something new is worth opening. */
  readonly occupied: boolean;
  readonly receiving: boolean;
  readonly media: ReceiverMedia | null;
  readonly rtpCapabilities: types.RtpCapabilities | null;
}
