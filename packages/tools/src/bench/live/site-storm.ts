import type { EndpointStats, MeetingId, SeatObserved, SiteId } from '@nhipcau/contracts';
import { instant } from '@nhipcau/contracts';
import { aSeatOf, type SpeakingNode } from './speaking-node.ts';

/** Reports of a node are gathered to ten a second. */
const REPORT_EVERY_MS = 100;
/** Changes people have to see at once: a site drops, comes back, opens or closes its microphone. */
const CHANGES_PER_S = 20;
/** Each room tells its line's figures as often as a terminal does. */
const STATS_EVERY_MS = 2_000;

const qualities = ['good', 'good', 'fair', 'poor'] as const;

/** 230 rooms whose states change, as one node reports them. */
export class SiteStorm {
  readonly #node: SpeakingNode;
  readonly #meetingId: MeetingId;
  readonly #still: string;
  readonly #seats: SeatObserved[];
  readonly #stillAt: number[];
  #timer: NodeJS.Timeout | null = null;
  #turn = 0;
  #statsTurn = 0;
  /** Changes of state that were reported. */
  changes = 0;

  constructor(
    node: SpeakingNode,
    { meetingId, siteIds, still }: { meetingId: MeetingId; siteIds: readonly SiteId[]; still: string },
  ) {
    this.#node = node;
    this.#meetingId = meetingId;
    this.#still = still;
    this.#seats = siteIds.map((siteId) => aSeatOf(siteId));
    this.#stillAt = siteIds.map((_, index) => Date.now() + index * 20);
  }

  /** Everybody is there, each with a picture. */
  arrive(): void {
    this.#node.reportSeats(this.#meetingId, this.#seats);
    for (const { siteId } of this.#seats)
      if (siteId !== null) this.#node.putStill(this.#meetingId, siteId, this.#still);
  }

  /** What the wall should show of a site. */
  seatOf(siteId: SiteId): SeatObserved | undefined {
    return this.#seats.find((seat) => seat.siteId === siteId);
  }

  /** Sites that never drop: whoever gives commands chooses among them. */
  get steady(): SiteId[] {
    return this.#seats.flatMap(({ siteId }, index) => (siteId === null || drops(index) ? [] : [siteId]));
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#report(), REPORT_EVERY_MS);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #report(): void {
    const changed = new Set<number>();
    for (let n = 0; n < (CHANGES_PER_S * REPORT_EVERY_MS) / 1000; n += 1) {
      // Every seventh, so that changes are spread over the whole wall.
      const index = (this.#turn++ * 7) % this.#seats.length;
      this.#change(index);
      changed.add(index);
    }
    const told = Math.ceil((this.#seats.length * REPORT_EVERY_MS) / STATS_EVERY_MS);
    for (let n = 0; n < told; n += 1) {
      const index = this.#statsTurn++ % this.#seats.length;
      this.#measure(index);
      changed.add(index);
    }
    this.#node.reportSeats(
      this.#meetingId,
      [...changed].flatMap((index) => this.#seats[index] ?? []),
    );
    this.#sendStills();
  }

  #change(index: number): void {
    const seat = this.#seats[index];
    if (!seat) return;
    this.changes += 1;
    const since = instant(Date.now());
    if (drops(index))
      this.#seats[index] = {
        ...seat,
        state: seat.state === 'connected' ? 'reconnecting' : 'connected',
        since,
      };
    else this.#seats[index] = { ...seat, mic: seat.mic === 'open' ? 'muted' : 'open' };
  }

  #measure(index: number): void {
    const seat = this.#seats[index];
    if (!seat) return;
    const quality = qualities[(index + this.#statsTurn) % qualities.length] ?? 'good';
    this.#seats[index] = { ...seat, quality, stats: figures(this.#statsTurn) };
  }

  #sendStills(): void {
    const every = this.#node.stillEveryMs;
    if (every === 0) return;
    const now = Date.now();
    for (const [index, { siteId }] of this.#seats.entries()) {
      if (siteId === null || now < (this.#stillAt[index] ?? 0)) continue;
      this.#stillAt[index] = now + every;
      this.#node.putStill(this.#meetingId, siteId, this.#still);
    }
  }
}

/** Half of the sites drop and come back; the others open and close their microphones. */
const drops = (index: number): boolean => index % 2 === 1;

const figures = (turn: number): EndpointStats => ({
  sendHeight: 180,
  sendFps: 25,
  sendKbps: 140 + (turn % 20),
  contentKbps: null,
  receiveKbps: 1_100,
  rttMs: 20 + (turn % 15),
  jitterMs: 3,
  loss: (turn % 5) / 100,
  echoCancellation: true,
  micDb: -60 + (turn % 50),
  micSound: 'good',
  videoCodec: 'H264',
});
