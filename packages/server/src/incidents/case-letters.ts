import { type IncidentType, MeetingId } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';
import type { Letter, Recipient } from '../notices/outbox.ts';
import { lettersTo, mailboxes } from '../staff/asking.ts';
import type { CaseMeeting } from './case-meeting.ts';
import type { FoundParty } from './case-parties.ts';

const recipientOf = ({ kind, organisationId, siteId, accountRole }: FoundParty): Recipient | null => {
  if (organisationId !== null) return { kind: 'organisation', organisationId };
  if (siteId !== null) return { kind: 'site', siteId };
  return kind === 'accounts' && accountRole !== null
    ? { kind: 'profileRole', role: `account:${accountRole}` }
    : null;
};

/**
 * Where something fails and since when, to whoever is to see to it; never what the meeting is about (R-SEC-09). Of a secret
 * meeting nothing leaves by mail (R-SEC-07).
 */
export async function caseLetters(
  executor: Executor,
  { meetingId, data, fileNumber, isSecret }: CaseMeeting,
  {
    caseId,
    template,
    type,
    place,
    at,
    parties,
  }: {
    caseId: string;
    template: 'incident.opened' | 'incident.silent';
    type: IncidentType;
    place: string;
    at: number;
    parties: readonly FoundParty[];
  },
): Promise<Letter[]> {
  const withMail = isSecret ? new Set<string>() : await mailboxes(executor);
  return parties.flatMap((party) => {
    const recipient = recipientOf(party);
    if (recipient === null) return [];
    const id = party.organisationId ?? party.siteId ?? `account:${party.accountRole ?? ''}`;
    const hasMailbox = party.organisationId !== null && withMail.has(party.organisationId);
    return lettersTo(
      { recipient, id, hasMailbox, isOffice: true },
      {
        key: `${template}:${caseId}:${type}`,
        // Letters belong to files; a meeting that operators planned among themselves has none.
        meetingId: data === null ? null : MeetingId.parse(meetingId),
        template,
        facts: {
          fault: type,
          place,
          startsAt: at,
          fileNumber: fileNumber ?? '',
          path: `/su-co/${meetingId}`,
        },
      },
    );
  });
}

/** Whoever keeps watch over the whole: nobody else is left to ask. */
export const watchers: readonly FoundParty[] = (['operator', 'desk'] as const).map((accountRole) => ({
  role: accountRole,
  roleName: accountRole,
  kind: 'accounts',
  organisationId: null,
  siteId: null,
  accountRole,
  name: accountRole,
  person: null,
  phone: null,
  isNext: true,
}));
