/** What was seen of a line during one second. */
export interface LineSecond {
  readonly receiveKbps: number;
  /** Share of packets lost, 0…1; null when nothing was expected. */
  readonly loss: number | null;
}

/** What a line is believed to carry, found out by watching its loss. */
export interface LineCapacity {
  /** Kilobits per second; null: no limit was met. */
  readonly kbps: number | null;
  /** Seconds in a row with loss, and without. */
  readonly lossy: number;
  readonly clean: number;
  /** Clean seconds before more is tried; doubled by every try that failed. */
  readonly patience: number;
}

export const unknownCapacity: LineCapacity = { kbps: null, lossy: 0, clean: 0, patience: 15 };

/** Loss at which a line counts as overfull, and below which it counts as clean: between them nothing changes. */
const LOSSY = 0.02;
const CLEAN = 0.005;
/** Seconds of loss before it is believed; one lost burst is no thin line. */
const LOSSY_SECONDS = 2;
const BACK_OFF = 0.85;
const STEP_UP = 1.15;
const MAX_PATIENCE = 300;
const LEAST_KBPS = 200;
/** A line that carries this much carries every budget; it is not limited any more. */
const ENOUGH_KBPS = 20_000;
const WARM_UP_PATIENCE = unknownCapacity.patience;

/**
 * The next belief after one more second: down quickly to what really arrives, up slowly and more rarely the more often
 * it failed (rule LK-8).
 */
export function nextCapacity(before: LineCapacity, { receiveKbps, loss }: LineSecond): LineCapacity {
  if (loss === null) return { ...before, lossy: 0 };
  if (loss >= LOSSY) {
    const lossy = before.lossy + 1;
    if (lossy < LOSSY_SECONDS) return { ...before, lossy, clean: 0 };
    const seen = Math.max(LEAST_KBPS, Math.round(receiveKbps * BACK_OFF));
    // What is lost on a line this wide is not lost for want of room.
    if (seen >= ENOUGH_KBPS) return { ...before, lossy: 0, clean: 0 };
    const isLower = before.kbps === null || seen < before.kbps;
    const patience = before.kbps === null ? before.patience : Math.min(MAX_PATIENCE, before.patience * 2);
    return { kbps: isLower ? seen : before.kbps, lossy: 0, clean: 0, patience };
  }
  if (loss > CLEAN || before.kbps === null) return { ...before, lossy: 0, clean: 0 };
  const clean = before.clean + 1;
  if (clean < before.patience) return { ...before, lossy: 0, clean };
  const kbps = Math.round(before.kbps * STEP_UP);
  return kbps >= ENOUGH_KBPS
    ? unknownCapacity
    : { kbps, lossy: 0, clean: 0, patience: Math.max(WARM_UP_PATIENCE, before.patience) };
}
