import { type BackoffOptions, backoffMs, type Clock, type Timer } from '@nhipcau/base';

/**
 * Acts of repair, mildest first (rule RC-5; architecture, 30-second budget: everything is tried within it). `standby`:
 * asks the server where the seat is now, and joins there.
 */
export type RepairStep = 'restartIce' | 'newTransports' | 'rejoin' | 'standby';

/** When each step is taken while signalling stands, milliseconds after the trouble began. */
export const REPAIR_AFTER_MS = {
  restartIce: 2_500,
  newTransports: 8_000,
  rejoin: 12_000,
  standby: 18_000,
} as const;

/** Without signalling joining is all that is left: first where the room was, then where the server says. */
const REJOIN_BACKOFF = { firstMs: 300, maxMs: 3_000 } as const;

/** Between attempts that got in but brought no media. */
const AGAIN_MS = 12_000;

const isJoining = (step: RepairStep | null): boolean => step === 'rejoin' || step === 'standby';

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
 * again, there or at the standby, with jittered backoff for ever. Ends only when somebody says the media is back.
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
    for (const step of ['restartIce', 'newTransports', 'rejoin', 'standby'] as const)
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
    if (this.#state.kind === 'troubled' && !isJoining(this.#state.step)) this.#take('newTransports');
  }

  /** The signalling socket is gone, or an attempt to join failed: the only step left is to join again. */
  socketLost(): void {
    if (this.#closed) return;
    if (this.#state.kind === 'whole') this.#begin();
    this.#cancel();
    const attempt = this.#state.kind === 'troubled' ? this.#state.attempt : 0;
    this.#timers.push(
      this.#options.clock.after(backoffMs(attempt, this.#backoff), () =>
        this.#take(attempt === 0 ? 'rejoin' : 'standby'),
      ),
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
    const attempt = this.#state.attempt + (isJoining(step) ? 1 : 0);
    this.#change({ ...this.#state, step, attempt });
    if (isJoining(step)) {
      // Joined but still without media after a while: join again, wherever the seat is by then.
      const againMs = step === 'rejoin' ? REPAIR_AFTER_MS.standby - REPAIR_AFTER_MS.rejoin : AGAIN_MS;
      this.#cancel();
      this.#timers.push(this.#options.clock.after(againMs, () => this.#take('standby')));
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
