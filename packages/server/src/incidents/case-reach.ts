import { type Action, type HeldGrant, MeetingId, type SessionInfo } from '@nhipcau/contracts';
import { type CaseReach, can } from '@nhipcau/domain';
import type { Units } from '../staff/units.ts';
import type { CaseMeeting } from './case-meeting.ts';
import type { CaseRecord, PartyRecord } from './cases.repository.ts';

/** What somebody holds as an official; partners see what they are told of, never a whole area (R-SEC-09). */
export const officialOf = ({ grants }: Pick<SessionInfo, 'grants'>): readonly HeldGrant[] =>
  grants.filter(({ role }) => role !== 'partner');

export const isOfWhole = (
  person: SessionInfo,
  action: Action,
  { meetingId, hostPath }: CaseMeeting,
): boolean =>
  can(officialOf(person), action, {
    meetingId: MeetingId.parse(meetingId),
    organisationPath: hostPath,
  });

/**
 * From where this person looks at a case; empty when it is not their business.
 *
 * @rule IN-11 (R-MON-05, R-SEC-09)
 */
export function reachesOf(
  person: SessionInfo,
  action: Action,
  {
    record,
    meeting,
    parties,
    units,
    isEscalated,
  }: {
    readonly record: CaseRecord;
    readonly meeting: CaseMeeting;
    readonly parties: readonly PartyRecord[];
    readonly units: Units;
    /** Nobody answered: those who are next are told too. */
    readonly isEscalated: boolean;
  },
): CaseReach[] {
  const reaches: CaseReach[] = [];
  if (isOfWhole(person, action, meeting)) reaches.push('whole');
  const site = record.siteId === null ? undefined : units.site(record.siteId);
  if (site && can(officialOf(person), action, units.placeOf(site.organisationId, site.siteId)))
    reaches.push('site');
  const told = parties.filter(({ isNext }) => isEscalated || !isNext);
  if (ownParty(person, { parties: told, units }, action) !== null) reaches.push('party');
  return reaches;
}

/** The party as which somebody is told and answers; null: none. */
export function ownParty(
  { grants }: SessionInfo,
  { parties, units }: { readonly parties: readonly PartyRecord[]; readonly units: Units },
  action: Action = 'incident.handle',
): number | null {
  const own = grants.filter(({ scope }) => scope.kind === 'organisation');
  const found = parties.find(
    ({ organisationId }) =>
      organisationId !== null && can(own, action, { organisationPath: units.pathOf(organisationId) }),
  );
  return found?.party ?? null;
}
