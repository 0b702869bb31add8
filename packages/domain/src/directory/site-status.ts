import type { SiteStatus } from '@nhipcau/contracts';

/** Where an officer may bring a site by hand; admission itself is decided on its file (R-DIR-02). */
const moves: Readonly<Record<SiteStatus, readonly SiteStatus[]>> = {
  proposed: ['closed'],
  admitted: ['suspended', 'closed'],
  suspended: ['admitted', 'closed'],
  closed: ['proposed'],
};

/**
 * States a site may be given next, its present one first.
 *
 * @rule DY-8 (R-DIR-02, default)
 */
export const nextSiteStatuses = (status: SiteStatus): readonly SiteStatus[] => [status, ...moves[status]];
