import type { Action, SessionInfo } from '@nhipcau/contracts';
import { can } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import type { CaseMeeting } from '../incidents/case-meeting.ts';
import { isOfWhole, officialOf } from '../incidents/case-reach.ts';
import { resolveParties } from '../notices/parties.ts';
import type { Units } from '../staff/units.ts';

/** From where somebody looks at the time after a meeting. */
export interface EndingReach {
  readonly whole: boolean;
  /** Of the party that takes over what is left to be mended. */
  readonly mends: boolean;
  ofSite(siteId: string): boolean;
}

export async function endingReach(
  executor: Executor,
  meeting: CaseMeeting,
  { person, action, units }: { person: SessionInfo; action: Action; units: Units },
): Promise<EndingReach> {
  const whole = isOfWhole(person, action, meeting);
  const { profile, data } = meeting;
  const roles = profile?.office.ending.issues?.takenOverBy ?? [];
  const parties = profile === null ? [] : await resolveParties(executor, { profile, data }, roles);
  return {
    whole,
    mends: parties.some(
      ({ organisationId }) =>
        organisationId !== null &&
        can(person.grants, action, { organisationPath: units.pathOf(organisationId) }),
    ),
    ofSite: (siteId) => {
      const site = units.site(siteId);
      return (
        whole ||
        (site !== undefined &&
          can(officialOf(person), action, units.placeOf(site.organisationId, site.siteId)))
      );
    },
  };
}
