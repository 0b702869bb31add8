import {
  type ChairAnswer,
  type Citation,
  type Finding,
  MAX_SITES,
  type Network,
  type OrganisationKind,
  type RegistrationData,
  type RegulationProfile,
  type SiteId,
  type SiteStatus,
} from '@nhipcau/contracts';
import { fault, warning } from './finding.ts';

/** What the directory knows of those a registration names. */
export interface DirectoryFacts {
  /** Null: there is no such organisation. */
  readonly host: { readonly levelCode: string; readonly kind: OrganisationKind } | null;
  readonly sites: ReadonlyMap<
    SiteId,
    {
      readonly status: SiteStatus;
      /** Over what it reaches its node. */
      readonly network: Network;
      /** Whether the locality's text lets a meeting be chaired from it. */
      readonly chair: ChairAnswer;
      /** It belongs to the host or to an organisation below it. */
      readonly isOfHost: boolean;
      /** Its unit has fewer trained people than the text wants. */
      readonly shortOfTrained?: ShortOfTrained;
    }
  >;
}

/** A site whose unit has fewer trained people than its text wants. */
export interface ShortOfTrained {
  readonly siteName: string;
  readonly present: number;
  readonly required: number;
  readonly cite: readonly Citation[];
}

/** A list of 2 000 sites that are all wrong is not told site by site. */
const MOST_TOLD = 50;

/**
 * The sites exist, are admitted, named once, within the kind's reach, and one of them may chair. *
 * @rule RE-14 (R-DIR-02, R-DIR-04, R-REG-15; HN Đ10.1; QN Đ3.5, Đ6.3)
 */
export function checkSites(
  profile: RegulationProfile,
  data: RegistrationData,
  { sites }: DirectoryFacts,
): Finding[] {
  const rule = profile.office.registration.kinds[data.kind];
  const seen = new Set<string>();
  const findings = data.sites.flatMap(({ siteId }, index) => {
    const field = `sites.${index}`;
    if (seen.has(siteId)) return [fault('siteTwice', { field, facts: { siteId } })];
    seen.add(siteId);
    const site = sites.get(siteId);
    if (!site) return [fault('siteUnknown', { field, facts: { siteId } })];
    if (site.status !== 'admitted')
      return [fault('siteNotAdmitted', { field, facts: { siteId, status: site.status } })];
    if (rule?.reach === 'ownSubtree' && !site.isOfHost)
      return [fault('siteOutsideReach', { field, facts: { siteId }, cite: rule.cite })];
    return [];
  });
  return [...findings.slice(0, MOST_TOLD), ...checkChairSite(data, sites), ...shortOfTrained(data, sites)];
}

/**
 * The installation carries as many sites as are named; a site named twice is one.
 *
 * @rule CD-12 (R-MCU-09)
 */
export function checkSize({ sites }: RegistrationData, maxSites: number = MAX_SITES): Finding[] {
  const wanted = new Set(sites.map(({ siteId }) => siteId)).size;
  return wanted > maxSites
    ? [fault('tooManySites', { field: 'sites', facts: { wanted, most: maxSites } })]
    : [];
}

/**
 * Sites that are invited although their unit has too few trained people: named, and decided by people.
 *
 * @rule TN-5 (R-TRN-01, R-DIR-13; BD Đ6.6, Đ16.1c, QN Đ13.2)
 */
function shortOfTrained(data: RegistrationData, sites: DirectoryFacts['sites']): Finding[] {
  return data.sites
    .flatMap(({ siteId }, index) => {
      const short = sites.get(siteId)?.shortOfTrained;
      if (!short) return [];
      const { siteName, present, required, cite } = short;
      return [
        warning('siteShortOfTrained', {
          field: `sites.${index}`,
          facts: { siteName, present, required },
          cite,
        }),
      ];
    })
    .slice(0, MOST_TOLD);
}

function checkChairSite(
  { chairSiteId, sites: registered }: RegistrationData,
  sites: DirectoryFacts['sites'],
): Finding[] {
  const field = 'chairSiteId';
  if (chairSiteId === null) return [fault('chairSiteMissing', { field })];
  if (!registered.some(({ siteId }) => siteId === chairSiteId))
    return [fault('chairSiteNotAmongSites', { field })];
  const chair = sites.get(chairSiteId)?.chair;
  if (chair?.may === 'no') return [fault('chairSiteNotCapable', { field, cite: chair.cite })];
  // By naming it the host asks for it to be set up; those who decide are told.
  if (chair?.may === 'onRequest') return [warning('chairSiteOnRequest', { field, cite: chair.cite })];
  return [];
}
