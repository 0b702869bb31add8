import type { Quality } from '@nhipcau/contracts';

type Known = Exclude<Quality, 'unknown'>;

/** From the best word to the worst. */
export const qualityWords: readonly Known[] = ['good', 'fair', 'poor', 'bad'];

/**
 * Highest figure that still deserves each word. Loss as a share: above 3 % is degradation by R-MON-03. Round trip: speech
 * becomes laboured beyond 300 ms both ways (ITU-T G.114). The worst figure decides.
 */
export const qualityThresholds = {
  loss: [0.01, 0.03, 0.08],
  rttMs: [150, 300, 600],
  jitterMs: [30, 60, 120],
} as const;

/** What is measured of a line at one moment; each figure may be unknown. */
export interface LineFigures {
  readonly loss: number | null;
  readonly rttMs: number | null;
  readonly jitterMs: number | null;
}

/** The word for a line's figures (rule MN-9); `unknown` when none is known. */
export function wordOf(figures: LineFigures): Quality {
  const words = (['loss', 'rttMs', 'jitterMs'] as const).flatMap((figure): Known[] => {
    const value = figures[figure];
    if (value === null) return [];
    const rank = qualityThresholds[figure].findIndex((limit) => value <= limit);
    return [qualityWords[rank] ?? 'bad'];
  });
  return words.reduce(worseOf, 'unknown');
}

/** The worse of two words; what is known counts before what is not. */
export function worseOf(a: Quality, b: Quality): Quality {
  if (a === 'unknown') return b;
  if (b === 'unknown') return a;
  return qualityWords.indexOf(a) >= qualityWords.indexOf(b) ? a : b;
}
