import type { EndpointStats, Quality } from '@nhipcau/contracts';
import { qualityWords, wordOf, worseOf } from '@nhipcau/domain';

/** What is known of a seat's line at one moment. */
export interface LineFigures {
  readonly stats: EndpointStats | null;
  /** Age of `stats`, milliseconds. */
  readonly statsAgeMs: number;
  /** mediasoup's scores of the encodings received from the seat, 0…10; none while it sends nothing. */
  readonly scores: readonly number[];
  readonly connected: boolean;
}

type Known = Exclude<Quality, 'unknown'>;

/** Lowest mediasoup score that still deserves each word. */
export const scoreThresholds = [8, 6, 4] as const;

const STATS_LIFE_MS = 8_000;
/** Weighings in a row that must be better before the word rises; it falls at once. */
export const RISE_AFTER = 3;

const rankOfScore = (score: number): number => {
  const index = scoreThresholds.findIndex((limit) => score >= limit);
  return index === -1 ? scoreThresholds.length : index;
};

/** The word for one moment's figures, without memory. */
export function qualityOf({ stats, statsAgeMs, scores, connected }: LineFigures): Quality {
  if (!connected) return 'unknown';
  const fresh = statsAgeMs <= STATS_LIFE_MS ? stats : null;
  const byScore = scores.map((score): Quality => qualityWords[rankOfScore(score)] ?? 'bad');
  return [...byScore, fresh === null ? ('unknown' as const) : wordOf(fresh)].reduce<Quality>(
    worseOf,
    'unknown',
  );
}

/** Follows a line's quality: quick to fall, slow to rise, so that the word on the wall does not flicker. */
export class QualityMeter {
  #quality: Quality = 'unknown';
  #better = 0;

  get quality(): Quality {
    return this.#quality;
  }

  weigh(figures: LineFigures): Quality {
    const now = qualityOf(figures);
    if (now === 'unknown' || this.#quality === 'unknown' || rank(now) >= rank(this.#quality)) {
      this.#quality = now;
      this.#better = 0;
      return now;
    }
    this.#better += 1;
    if (this.#better < RISE_AFTER) return this.#quality;
    this.#quality = now;
    this.#better = 0;
    return now;
  }
}

const rank = (quality: Known): number => qualityWords.indexOf(quality);
