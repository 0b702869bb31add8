import type {
  ChairBody,
  DirectoryRules,
  DistrictOperatorRule,
  DutyPostRule,
  OrganisationKind,
} from '@nhipcau/contracts';

/** A site of the meeting, with its organisation and the district it lies in. */
export interface DutySite {
  readonly siteId: string;
  readonly levelCode: string;
  readonly organisationId: string;
  readonly organisationKind: OrganisationKind;
  /** Organisation of the district, itself when the site is a district's; null above the districts. */
  readonly districtId: string | null;
}

export interface DutyMeeting {
  readonly chairSiteId: string | null;
  readonly chairBody: ChairBody;
  readonly hostKind: OrganisationKind;
  readonly sites: readonly DutySite[];
  readonly official: { readonly start: number; readonly end: number };
  readonly rehearsal: { readonly start: number; readonly end: number } | null;
}

export interface DutyPost {
  readonly key: string;
  readonly label: string;
  readonly session: 'rehearsal' | 'official';
  readonly siteId: string | null;
  readonly districtId: string | null;
  readonly providers: readonly OrganisationKind[];
  readonly from: number;
  readonly to: number;
  readonly obligatory: boolean;
}

/**
 * Whose technician serves the district sites of this meeting: by the body that chairs, else by the kind of the host.
 *
 * @rule SF-11 (QN Đ13.2)
 */
export const districtOperatorOf = (
  { districtOperator }: Pick<DirectoryRules, 'districtOperator'>,
  { chairBody, hostKind }: Pick<DutyMeeting, 'chairBody' | 'hostKind'>,
): DistrictOperatorRule | null =>
  districtOperator.find(({ chairBodies }) => chairBodies.includes(chairBody)) ??
  districtOperator.find(({ hostKinds }) => hostKinds.includes(hostKind)) ??
  null;

type Place = Pick<DutyPost, 'siteId' | 'districtId'>;

/**
 * Posts that must be filled for a meeting and its rehearsal (R-DIR-23, R-SCH-08). Where the text says whose technician
 * serves the districts, posts filled by district organisations are narrowed to that kind.
 *
 * @rule SF-12 (BD Đ17.1b; HN Đ13; QN Đ14.1, Đ14.5, Đ13.2; VP Đ12-3; HB III.1, III.4)
 */
export function dutyPostsOf(rules: DirectoryRules, meeting: DutyMeeting): DutyPost[] {
  const operator = districtOperatorOf(rules, meeting);
  return rules.dutyPosts.flatMap((rule) =>
    sessionsOf(rule, meeting).flatMap(({ session, start, end }) =>
      placesOf(rule, narrowed(rule, meeting, operator)).map((place) => ({
        key: rule.key,
        label: rule.label,
        session,
        ...place,
        providers: rule.byHost && operator !== null ? [operator.unitKind] : rule.providers,
        from: start,
        to: end,
        obligatory: rule.obligatory,
      })),
    ),
  );
}

/** Where a district has sites of both trees, the one whose technician serves counts. */
function narrowed(
  { byHost, levels }: DutyPostRule,
  meeting: DutyMeeting,
  operator: DistrictOperatorRule | null,
): DutyMeeting {
  if (!byHost || operator === null) return meeting;
  const own = meeting.sites.filter(
    (site) =>
      site.organisationKind === operator.unitKind && (levels === null || levels.includes(site.levelCode)),
  );
  return own.length === 0 ? meeting : { ...meeting, sites: own };
}

function sessionsOf({ sessions }: DutyPostRule, { official, rehearsal }: DutyMeeting) {
  const planned = { rehearsal, official };
  return sessions.flatMap((session) => {
    const period = planned[session];
    return period === null ? [] : [{ session, ...period }];
  });
}

function placesOf({ place, levels }: DutyPostRule, { chairSiteId, sites }: DutyMeeting): Place[] {
  const meant = sites.filter(
    ({ levelCode, siteId }) =>
      (levels === null || levels.includes(levelCode)) && (place !== 'eachSite' || siteId !== chairSiteId),
  );
  switch (place) {
    case 'meeting':
      return [{ siteId: null, districtId: null }];
    case 'chairSite':
      return chairSiteId === null ? [] : [{ siteId: chairSiteId, districtId: null }];
    case 'eachSite':
      return meant.map(({ siteId, districtId }) => ({ siteId, districtId }));
    case 'eachDistrict': {
      const districts = new Set(meant.flatMap(({ districtId }) => (districtId === null ? [] : [districtId])));
      return [...districts].map((districtId) => ({ siteId: null, districtId }));
    }
  }
}

/** The same post of an earlier sheet is kept with its people when times change; two posts are the same by this. */
export const dutyPostIdentity = ({
  key,
  session,
  siteId,
  districtId,
}: Pick<DutyPost, 'key' | 'session' | 'siteId' | 'districtId'>): string =>
  [key, session, siteId ?? '', districtId ?? ''].join('|');
