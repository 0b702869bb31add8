import type { SiteId } from '@nhipcau/contracts';

export interface Still {
  readonly version: number;
  readonly jpeg: Buffer;
}

/** Start of every JPEG (ITU-T T.81, annex B: SOI, then a marker). */
const JPEG_START = Buffer.from([0xff, 0xd8, 0xff]);
/** Pictures a second that the server takes for one meeting; with more sites each sends less often. */
const MAX_PER_SECOND = 60;
const USUAL_PERIOD_MS = 3_000;

/** Newest still picture of each room of a meeting, in memory only: at most one per site. */
export class Stills {
  readonly #stills = new Map<SiteId, Still>();

  /** @returns number of the picture, or null when it is not a JPEG */
  put(siteId: SiteId, jpegBase64: string): number | null {
    const jpeg = Buffer.from(jpegBase64, 'base64');
    if (!jpeg.subarray(0, JPEG_START.length).equals(JPEG_START)) return null;
    const version = this.versionOf(siteId) + 1;
    this.#stills.set(siteId, { version, jpeg });
    return version;
  }

  get(siteId: SiteId): Still | null {
    return this.#stills.get(siteId) ?? null;
  }

  /** 0: none yet. */
  versionOf(siteId: SiteId): number {
    return this.#stills.get(siteId)?.version ?? 0;
  }

  delete(siteId: SiteId): void {
    this.#stills.delete(siteId);
  }
}

/** Milliseconds between the pictures of one room; 0 while nobody looks. */
export function stillPeriodMs(sites: number, viewers: number): number {
  if (viewers === 0) return 0;
  return Math.max(USUAL_PERIOD_MS, Math.ceil(sites / MAX_PER_SECOND) * 1000);
}
