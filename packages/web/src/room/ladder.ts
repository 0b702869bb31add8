import { type BackoffOptions, backoffMs, type Clock, type Timer } from '@nhipcau/base';

/** Acts of repair, mildest first (architecture, 30-second budget: everything is tried within it). */
export type RepairStep = 'restartIce' | 'newTransports' | 'rejoin';

/** When each step is taken, milliseconds after the trouble began. */
export const REPAIR_AFTER_MS = { restartIce: 2_500, newTransports: 8_000, rejoin: 12_000 } as const;

const REJOIN_BACKOFF = { firstMs: 300, maxMs: 5_000 } as const;

export type LadderState =
  | { readonly kind: 'whole' }
  | {
      readonly kind: 'troubled';
      readonly since: number;
      readonly step: RepairStep | null;
      readonly attempt: number;
    };

export interface LadderOptions {
  readonly clock: Clock;
  /** Carries out a step. A failure of the step needs no report: the next one is on its way already. */
  readonly act: (step: RepairStep) => void;
  readonly onChange?: (state: LadderState) => void;
  readonly random?: () => number;
}

/**
 * Decides what to try when the line to the node is disturbed: first ICE restart, then new transports, then joining
 * again with jittered backoff for ever. Ends only when somebody says the media is back.
 */
export class RepairLadder {
  readonly #options: LadderOptions;
  readonly #backoff: BackoffOptions;
  #timers: Timer[] = [];
  #state: LadderState = { kind: 'whole' };
  #closed = false;

  constructor(options: LadderOptions) {
    this.#options = options;
    this.#backoff = options.random ? { ...REJOIN_BACKOFF, random: options.random } : REJOIN_BACKOFF;
  }

  get state(): LadderState {
    return this.#state;
  }

  /** The connection is disturbed but the signalling socket stands. Harmless when the ladder is being climbed already. */
  lineDisturbed(): void {
    if (this.#closed || this.#state.kind === 'troubled') return;
    this.#begin();
    for (const step of ['restartIce', 'newTransports', 'rejoin'] as const)
      this.#timers.push(this.#options.clock.after(REPAIR_AFTER_MS[step], () => this.#take(step)));
  }

  /** ICE gave up: no use in waiting for the first step's time. */
  lineFailed(): void {
    this.lineDisturbed();
    if (this.#state.kind === 'troubled' && this.#state.step === null) this.#take('restartIce');
  }

  /** The node lost its media worker: transports must be opened again at once. */
  transportsLost(): void {
    this.lineDisturbed();
    if (this.#state.kind === 'troubled' && this.#state.step !== 'rejoin') this.#take('newTransports');
  }

  /** The signalling socket is gone, or an attempt to join failed: the only step left is to join again. */
  socketLost(): void {
    if (this.#closed) return;
    if (this.#state.kind === 'whole') this.#begin();
    this.#cancel();
    const attempt = this.#state.kind === 'troubled' ? this.#state.attempt : 0;
    this.#timers.push(
      this.#options.clock.after(backoffMs(attempt, this.#backoff), () => this.#take('rejoin')),
    );
  }

  /** Media is really there again. */
  healthy(): void {
    this.#cancel();
    if (this.#state.kind !== 'whole') this.#change({ kind: 'whole' });
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #begin(): void {
    this.#change({ kind: 'troubled', since: this.#options.clock.now(), step: null, attempt: 0 });
  }

  #take(step: RepairStep): void {
    if (this.#closed || this.#state.kind !== 'troubled') return;
    const attempt = this.#state.attempt + (step === 'rejoin' ? 1 : 0);
    this.#change({ ...this.#state, step, attempt });
    if (step === 'rejoin') {
      // Joined but still without media after the whole time of the ladder: join again.
      this.#cancel();
      this.#timers.push(this.#options.clock.after(REPAIR_AFTER_MS.rejoin, () => this.#take('rejoin')));
    }
    this.#options.act(step);
  }

  #cancel(): void {
    for (const timer of this.#timers.splice(0)) timer.cancel();
  }

  #change(state: LadderState): void {
    this.#state = state;
    this.#options.onChange?.(state);
  }
}
