import type { MicSound } from '@nhipcau/contracts';

/** One second of a microphone before any muting; levels in dBFS. */
export interface MicSecond {
  /** Effective value of its loudest and of its quietest tenth of a second. */
  readonly loudestDb: number;
  readonly softestDb: number;
  /** Tenths of a second in which the wave was cut off at full scale. */
  readonly clipped: number;
}

/** What a judgement looks back on. Somebody who speaks takes a breath every few seconds. */
export const MIC_MEMORY_S = 8;
/** A single knock on the table is no distortion; three cut tenths in so many seconds are. */
export const CLIPPED_TENTHS = 3;
const CLIPPING_WITHIN_S = 3;
/** Distortion is over when it was clean so long: louder and softer words of one sentence are not two states. */
const CLEAN_S = 5;
/** Highest permitted level of speech (EBU R 68: 9 dB beneath full scale); held longer than a word it is near cutting. */
export const TOO_LOUD_DB = -9;
const TOO_LOUD_S = 2;
/** 24 dB beneath the alignment level of −18 dBFS (EBU R 68): the highest gain of an operator, 12 dB, mends half of it. */
export const TOO_QUIET_DB = -42;
/** Beneath the noise of any connected microphone: cable out, switched off at its foot, wrong input. */
export const DEAD_DB = -70;
/** A voice swings further than this between its words and its pauses; a fan does not. */
export const VOICE_SWING_DB = 6;

/**
 * What can be said of a microphone (rule MN-21).
 *
 * @param seconds - the newest last, at most `MIC_MEMORY_S` are looked at
 * @param before - the judgement of a second ago
 */
export function micSoundOf(seconds: readonly MicSecond[], before: MicSound): MicSound {
  const seen = seconds.slice(-MIC_MEMORY_S);
  if (isTooLoud(seen, before)) return 'loud';
  const loudest = Math.max(...seen.map(({ loudestDb }) => loudestDb));
  if (loudest >= TOO_QUIET_DB) return 'good';
  // A pause is no fault: only what lasts is told.
  if (seen.length < MIC_MEMORY_S) return before === 'loud' ? 'unknown' : before;
  const softest = Math.min(...seen.map(({ softestDb }) => softestDb));
  return loudest < DEAD_DB || loudest - softest < VOICE_SWING_DB ? 'silent' : 'quiet';
}

function isTooLoud(seen: readonly MicSecond[], before: MicSound): boolean {
  const last = seen.slice(-CLIPPING_WITHIN_S);
  const cut = last.reduce((sum, { clipped }) => sum + clipped, 0);
  const over = last.filter(({ loudestDb }) => loudestDb > TOO_LOUD_DB).length;
  if (cut >= CLIPPED_TENTHS || over >= TOO_LOUD_S) return true;
  const lately = seen.slice(-CLEAN_S);
  return before === 'loud' && lately.some(({ clipped, loudestDb }) => clipped > 0 || loudestDb > TOO_LOUD_DB);
}

/** Full scale as converters and the limiters of browsers leave it, not quite 1. */
const FULL_SCALE = 0.985;
/** So many samples in a row at full scale are a cut wave; a single one is a peak that just fits. */
const CUT_SAMPLES = 3;
const FLOOR_DB = -90;

/** Loudness of a piece of sound, and whether its wave is cut off at full scale. @param samples - −1…1 */
export function lookAtSound(samples: Float32Array): { readonly db: number; readonly clipped: boolean } {
  let power = 0;
  let run = 0;
  let longest = 0;
  for (const sample of samples) {
    power += sample * sample;
    run = Math.abs(sample) >= FULL_SCALE ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  const effective = Math.sqrt(power / Math.max(1, samples.length));
  const db = Math.max(FLOOR_DB, Math.min(0, 20 * Math.log10(Math.max(effective, 1e-9))));
  return { db, clipped: longest >= CUT_SAMPLES };
}
