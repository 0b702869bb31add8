import type { Actor, ConferenceState, Instant, Knock, KnockId, MeetingId } from '@nhipcau/contracts';
import { goneKnocks, isWaiting, knock, leftDoor } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { AuditLine } from '../audit/audit.repository.ts';
import type { MeetingJournal } from '../conference/meeting-journal.ts';

interface MeetingDoorOptions {
  readonly meetingId: MeetingId;
  readonly journal: MeetingJournal;
  readonly now: () => Instant;
}

/** The door of one meeting: who waits outside is part of its log, when each asked last is kept beside it (R-CON-12). */
export class MeetingDoor {
  readonly #options: MeetingDoorOptions;
  readonly #askedAt = new Map<KnockId, Instant>();
  /** Who waited when the server started has until then to ask again. */
  readonly #openedAt: Instant;

  constructor(options: MeetingDoorOptions) {
    this.#options = options;
    this.#openedAt = options.now();
  }

  get state(): ConferenceState {
    return this.#options.journal.state;
  }

  /**
   * An endpoint begins to wait; in place of one that says to be the same site.
   *
   * @throws {AppError} MEETING_NOT_LIVE, DOOR_FULL
   */
  async knock(
    asks: Omit<Knock, 'answer' | 'at'>,
    { actor, audit }: { actor: Actor; audit: Omit<AuditLine, 'at' | 'meetingId'> },
  ): Promise<Instant> {
    const { journal, meetingId, now } = this.#options;
    return journal.run(async () => {
      const at = now();
      if (this.state.phase !== 'live') throw new AppError('MEETING_NOT_LIVE');
      const before = this.state.knocks
        .filter((known) => isWaiting(known) && known.siteId !== null && known.siteId === asks.siteId)
        .flatMap(({ knockId }) => leftDoor(this.state, knockId));
      const replaced = new Set(before.map((left) => ('knockId' in left ? left.knockId : null)));
      const others = this.state.knocks.filter(({ knockId }) => !replaced.has(knockId));
      const decided = knock({ knocks: others }, { ...asks, at });
      if (!decided.ok) throw new AppError(decided.error.code, decided.error.facts);
      await journal.commit([...before, ...decided.value], { actor, at, audit: { ...audit, at, meetingId } });
      this.#askedAt.set(asks.knockId, at);
      return at;
    });
  }

  /** It asks for its answer; null: nobody knows it any more. */
  asked(knockId: KnockId): Knock | null {
    const known = this.state.knocks.find((asks) => asks.knockId === knockId) ?? null;
    if (known && isWaiting(known)) this.#askedAt.set(knockId, this.#options.now());
    return known;
  }

  leave(knockId: KnockId): Promise<void> {
    return this.#options.journal.enqueue({ kind: 'time' }, () => leftDoor(this.state, knockId));
  }

  /** One look each second: who went away without a word. */
  look(): void {
    const { journal, now } = this.#options;
    const { knocks } = this.state;
    for (const knockId of this.#askedAt.keys())
      if (!knocks.some((asks) => asks.knockId === knockId && isWaiting(asks))) this.#askedAt.delete(knockId);
    if (!knocks.some(isWaiting)) return;
    const decideNow = () =>
      goneKnocks(this.state, (knockId) => this.#askedAt.get(knockId) ?? this.#openedAt, now());
    if (decideNow().length > 0) void journal.enqueue({ kind: 'time' }, decideNow);
  }
}
