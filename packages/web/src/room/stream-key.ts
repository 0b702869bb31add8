import type { SiteId, Source } from '@nhipcau/contracts';

/** One source of one site, as a map key. */
export type StreamKey = `${string}/${Source}`;

export const streamKey = (siteId: SiteId, source: Source): StreamKey => `${siteId}/${source}`;
