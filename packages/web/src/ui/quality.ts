import type { Quality } from '@nhipcau/contracts';
import type { TextKey } from '../text/catalogue.ts';

/** The five words for a line, the same everywhere, each with a shape of its own. */
export const qualityText = {
  good: 'quality.good',
  fair: 'quality.fair',
  poor: 'quality.poor',
  bad: 'quality.bad',
  unknown: 'quality.unknown',
} as const satisfies Record<Quality, TextKey>;

/** Share of a level meter that a loudness fills, 0…1; −60 dBFS and below is empty. */
export function meterShare(db: number | null): number {
  return db === null ? 0 : Math.max(0, Math.min(1, (db + 60) / 60));
}

/** A microphone louder than this risks distortion, dBFS. */
export const LOUD_DB = -8;
