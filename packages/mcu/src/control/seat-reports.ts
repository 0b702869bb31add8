import type { Clock, NoteOf, Timer } from '@nhipcau/base';
import type { controlServer, MeetingId, SeatId, SeatObserved } from '@nhipcau/contracts';

export type SeatsReport = NoteOf<typeof controlServer, 'observed.seats'>;

/** Least time between two reports of one meeting. */
export const REPORT_EVERY_MS = 100;

export interface SeatSource {
  /** Number of the wish that the meeting follows, and its seats; null: no such meeting. */
  meeting(meetingId: MeetingId): {
    readonly epoch: number;
    readonly seq: number;
    readonly seats: readonly SeatObserved[];
  } | null;
  seat(meetingId: MeetingId, seatId: SeatId): SeatObserved | null;
}

/** Collects changes of seats and reports them together, at most ten times a second and meeting. */
export class SeatReports {
  readonly #clock: Clock;
  readonly #source: SeatSource;
  readonly #changed = new Map<MeetingId, Set<SeatId>>();
  #send: ((report: SeatsReport) => void) | null = null;
  #timer: Timer | null = null;

  constructor(clock: Clock, source: SeatSource) {
    this.#clock = clock;
    this.#source = source;
  }

  /** The server is there: it is told of all seats of the given meetings. Null: it is away. */
  connect(send: ((report: SeatsReport) => void) | null, meetingIds: Iterable<MeetingId> = []): void {
    this.#send = send;
    this.#changed.clear();
    this.#timer?.cancel();
    this.#timer = null;
    for (const meetingId of meetingIds) this.full(meetingId);
  }

  /** Reports every seat of a meeting. */
  full(meetingId: MeetingId): void {
    const meeting = this.#source.meeting(meetingId);
    if (!this.#send || !meeting) return;
    this.#changed.delete(meetingId);
    const { epoch, seq, seats } = meeting;
    this.#send({ meetingId, epoch, seq, full: true, seats: [...seats], gone: [] });
  }

  changed(meetingId: MeetingId, seatId: SeatId): void {
    if (!this.#send) return;
    const seats = this.#changed.get(meetingId) ?? new Set<SeatId>();
    this.#changed.set(meetingId, seats.add(seatId));
    this.#timer ??= this.#clock.after(REPORT_EVERY_MS, () => this.#report());
  }

  #report(): void {
    this.#timer = null;
    for (const [meetingId, seatIds] of this.#changed) {
      const meeting = this.#source.meeting(meetingId);
      if (!meeting) continue;
      const seats: SeatObserved[] = [];
      const gone: SeatId[] = [];
      for (const seatId of seatIds) {
        const seat = this.#source.seat(meetingId, seatId);
        if (seat) seats.push(seat);
        else gone.push(seatId);
      }
      this.#send?.({ meetingId, epoch: meeting.epoch, seq: meeting.seq, full: false, seats, gone });
    }
    this.#changed.clear();
  }
}
