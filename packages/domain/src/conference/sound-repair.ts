import type { SoundRepair } from '@nhipcau/contracts';

/** A sound that is sent and not heard is repaired after this, and once more by the next step after this again. */
export const SILENT_MS = 5_000;
/** After both steps the line is left alone so long: what they did not mend, a third time does not. */
export const REPAIR_PAUSE_MS = 60_000;
/** Less is comfort noise: nobody speaks (Opus sends 50 packets a second of a voice and 2.5 of silence). */
export const SOUNDING_PACKETS_PER_S = 10;

/** What was seen of one sound at one seat. */
export interface SoundWatch {
  /** Since when it is sent and not heard; null: it is heard, or nothing is sent. */
  readonly silentSince: number | null;
  /** The last step that was taken in this silence, and when. */
  readonly repaired: { readonly step: SoundRepair; readonly at: number; readonly since: number } | null;
}

export const untouchedSound: SoundWatch = { silentSince: null, repaired: null };

export interface SoundLook {
  /** The node lets the sound through, and its room really sends some. */
  readonly sent: boolean;
  /** The endpoint says that it hears it. */
  readonly heard: boolean;
}

export interface SoundVerdict {
  readonly watch: SoundWatch;
  readonly act: SoundRepair | null;
  /** It is heard again after a repair: the step that helped, and how long it was silent. */
  readonly mended: { readonly step: SoundRepair; readonly silentMs: number } | null;
}

/**
 * What counts of the looks before: nothing once the sound was held back, or was not there for longer than any repair takes.
 * That somebody hears a later speech says nothing of a repair in an earlier one.
 *
 * @param seenAt - when the sound was there last; null: never
 */
export const soundBefore = (watch: SoundWatch, seenAt: number | null, now: number): SoundWatch =>
  seenAt !== null && now - seenAt <= REPAIR_PAUSE_MS ? watch : untouchedSound;

/** What follows from a look at one sound at one seat (rule MN-20). */
export function watchSound(before: SoundWatch, { sent, heard }: SoundLook, now: number): SoundVerdict {
  if (heard) {
    const { repaired } = before;
    const mended = repaired && { step: repaired.step, silentMs: now - repaired.since };
    return { watch: untouchedSound, act: null, mended };
  }
  // Nothing is sent: who hears nothing is right, and what was seen before says nothing any more.
  if (!sent) return { watch: { ...before, silentSince: null }, act: null, mended: null };
  const silentSince = before.silentSince ?? now;
  const watch = { ...before, silentSince };
  const step = stepDue(watch, now);
  if (step === null) return { watch, act: null, mended: null };
  const since = before.repaired?.since ?? silentSince;
  return { watch: { silentSince: now, repaired: { step, at: now, since } }, act: step, mended: null };
}

function stepDue({ silentSince, repaired }: SoundWatch, now: number): SoundRepair | null {
  if (silentSince === null || now - silentSince < SILENT_MS) return null;
  if (repaired === null) return 'consumer';
  if (repaired.step === 'consumer') return 'transports';
  return now - repaired.at >= REPAIR_PAUSE_MS ? 'consumer' : null;
}
