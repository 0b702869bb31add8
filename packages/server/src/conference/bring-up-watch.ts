import type { Clock, Timer } from '@nhipcau/base';
import type { Actor, ConferenceState, Instant, SiteId } from '@nhipcau/contracts';
import { breachInstant, chamberHolding, observe, stateOfPart } from '@nhipcau/domain';
import { openBringUps } from './live-entities.ts';
import type { MeetingJournal } from './meeting-journal.ts';
import type { Observations } from './observations.ts';

export interface BringUpWatchOptions {
  readonly journal: MeetingJournal;
  readonly observations: Observations;
  readonly clock: Clock;
  readonly now: () => Instant;
}

/** The stopwatch of running bring-ups: looks whether what is observed changes one, and when its limit passes. */
export class BringUpWatch {
  readonly #options: BringUpWatchOptions;
  #measuring = false;
  #limit: Timer | null = null;

  constructor(options: BringUpWatchOptions) {
    this.#options = options;
  }

  /** Whether one is running at all. */
  get isRunning(): boolean {
    return openBringUps(this.#options.journal.state).length > 0;
  }

  /** Looks whether what is observed changes a running bring-up; many reports in a row are one look. */
  measure(actor: Actor): void {
    const { journal, observations, now } = this.#options;
    if (this.#measuring || journal.closed || !this.isRunning) return;
    this.#measuring = true;
    void journal
      .enqueue(actor, () => {
        this.#measuring = false;
        return observe(journal.state, (siteId) => observations.measure(this.#roomOf(siteId), siteId), now());
      })
      .finally(() => {
        this.#measuring = false;
      });
  }

  /** The limit of a bring-up passes also when nothing else happens. */
  armLimit(): void {
    const { journal, clock, now } = this.#options;
    this.close();
    const instants = openBringUps(journal.state).flatMap((bringUp) => breachInstant(bringUp) ?? []);
    if (instants.length === 0 || journal.closed) return;
    const delayMs = Math.max(0, Math.min(...instants) - now());
    this.#limit = clock.after(delayMs, () => this.measure({ kind: 'time' }));
  }

  close(): void {
    this.#limit?.cancel();
    this.#limit = null;
  }

  /** The meeting as the room knows it that a site is in: its chair is who calls. */
  #roomOf(siteId: SiteId): ConferenceState {
    const { state } = this.#options.journal;
    const chamberId = chamberHolding(state, siteId)?.chamberId ?? null;
    return stateOfPart(state, chamberId) ?? state;
  }
}
