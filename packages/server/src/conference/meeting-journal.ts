import { SerialQueue } from '@nhipcau/base';
import type {
  Actor,
  ChamberId,
  CommandId,
  ConferenceEvent,
  ConferenceEventBody,
  ConferenceState,
  Instant,
  MeetingId,
  NodeId,
  UserId,
} from '@nhipcau/contracts';
import { apply } from '@nhipcau/domain';
import type { FastifyBaseLogger } from 'fastify';
import type { AuditLine } from '../audit/audit.repository.ts';
import { type CommandOutcome, type EventStore, LOG_LENGTH, type LoadedMeeting } from './event-store.ts';

/** Why events are stored, and what is stored with them. */
export interface Change {
  readonly actor: Actor;
  readonly at: Instant;
  readonly command?: { readonly commandId: CommandId; readonly userId: UserId };
  /** On whose stage; left out: the common room's, or it is about the whole meeting. */
  readonly chamberId?: ChamberId | null;
  readonly audit?: AuditLine;
  readonly happening?: { readonly happeningId: string; readonly nodeId: NodeId };
}

export interface MeetingJournalOptions {
  readonly meetingId: MeetingId;
  readonly loaded: LoadedMeeting;
  readonly store: EventStore;
  readonly log: FastifyBaseLogger;
  readonly now: () => Instant;
  /** One event is stored and applied; the state is that after all that were stored with it. */
  readonly onEvent: (event: ConferenceEvent) => void;
  readonly onCommitted: (before: ConferenceState, next: ConferenceState, change: Change) => void;
}

/**
 * State and log of one meeting, and the one queue through which both change: decided, stored, applied, and only then told.
 */
export class MeetingJournal {
  readonly #options: MeetingJournalOptions;
  readonly #queue = new SerialQueue();
  readonly #log: ConferenceEvent[];
  #state: ConferenceState;
  #closed = false;

  constructor(options: MeetingJournalOptions) {
    this.#options = options;
    this.#state = options.loaded.state;
    this.#log = [...options.loaded.log];
  }

  get state(): ConferenceState {
    return this.#state;
  }

  /** The last events, as many as consoles are shown. */
  get log(): readonly ConferenceEvent[] {
    return this.#log;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Runs after everything that changes the meeting before it. */
  run<T>(task: () => Promise<T>): Promise<T> {
    return this.#queue.run(task);
  }

  /** Stores events and only then lets anybody see them. To be called in the queue. */
  async commit(bodies: readonly ConferenceEventBody[], change: Change): Promise<void> {
    const events = bodies.map(
      (body, index): ConferenceEvent => ({
        meetingId: this.#options.meetingId,
        seq: this.#state.seq + 1 + index,
        at: change.at,
        actor: change.actor,
        commandId: change.command?.commandId ?? null,
        chamberId: change.chamberId ?? null,
        body,
      }),
    );
    const before = this.#state;
    const next = events.reduce(apply, before);
    if (!(await this.#store(events, next, change, { ok: true, seq: next.seq, at: change.at }))) return;
    this.#state = next;
    for (const event of events) {
      this.#log.push(event);
      if (this.#log.length > LOG_LENGTH) this.#log.shift();
      this.#options.onEvent(event);
    }
    this.#options.onCommitted(before, next, change);
  }

  /** Keeps the answer to a command that changed nothing. To be called in the queue. */
  async refuse(outcome: CommandOutcome, change: Change): Promise<void> {
    await this.#store([], this.#state, change, outcome);
  }

  /**
   * Decides and stores in the queue what nobody waits for.
   *
   * @returns resolves in any case, when it is done with
   */
  enqueue(actor: Actor, decideNow: () => ConferenceEventBody[]): Promise<void> {
    return this.#queue
      .run(async () => {
        const bodies = this.#closed || this.#state.phase !== 'live' ? [] : decideNow();
        if (bodies.length > 0) await this.commit(bodies, { actor, at: this.#options.now() });
      })
      .catch((cause: unknown) => {
        const { log, meetingId } = this.#options;
        log.error({ err: cause, meetingId }, 'event could not be stored');
      });
  }

  /** Nothing is decided any more; what is in the queue is let pass. */
  close(): void {
    this.#closed = true;
  }

  #store(
    events: readonly ConferenceEvent[],
    state: ConferenceState,
    { at, command, audit, happening }: Change,
    outcome: CommandOutcome,
  ): Promise<boolean> {
    const { store, meetingId } = this.#options;
    return store.append({
      meetingId,
      state,
      events,
      at,
      ...(command ? { command: { ...command, outcome } } : {}),
      ...(audit ? { audit } : {}),
      ...(happening ? { happening } : {}),
    });
  }
}
