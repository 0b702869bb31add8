import type { ChairAnswer, ChairRules, Site } from '@nhipcau/contracts';

/**
 * Whether a meeting may be chaired from this site: the rules of the locality, else on the host's request where the text
 * knows one, else not. A text that names no site, or only the usual ones, leaves the others
 * to the site's own flag.
 *
 * @rule DY-6 (HB I.3; VP Đ3, Đ6.3; BD Đ9.3; HN Đ5.6, Đ10.1; QN Đ3.5; R-DIR-04)
 */
export function chairAnswer(
  { sites, othersByFlag, onRequest }: ChairRules,
  { levelCode, roles }: Pick<Site, 'levelCode' | 'roles'>,
): ChairAnswer {
  const flagged = roles.includes('chair');
  if (sites.length === 0) return { may: flagged ? 'yes' : 'no', cite: [] };
  const rule = sites.find(
    (candidate) => candidate.levels.includes(levelCode) && (!candidate.flagged || flagged),
  );
  if (rule) return { may: 'yes', cite: rule.cite };
  if (othersByFlag && flagged) return { may: 'yes', cite: [] };
  if (onRequest) return { may: 'onRequest', cite: onRequest.cite };
  return { may: 'no', cite: sites.flatMap(({ cite }) => cite).slice(0, 5) };
}
