import {
  type ConnectContact,
  instant,
  type LiveRules,
  type MeetingId,
  type MeetingRules,
  silentLive,
  Urgency,
} from '@nhipcau/contracts';
import { slaveLimit } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import { readCaseMeeting } from '../incidents/case-meeting.ts';
import { resolveParties } from '../notices/parties.ts';
import { findProfile } from '../regulation/regulation.repository.ts';

/**
 * What the regulation a meeting was registered under says of connecting and conducting it: steps of its urgency, the
 * escalation where it holds for its class, by when its MCUs are joined.
 */
export async function liveRulesOf(executor: Executor, meetingId: MeetingId): Promise<MeetingRules> {
  const meeting = await executor
    .selectFrom('meeting')
    .select(['locality', 'regulation_version', 'kind', 'urgency', 'planned_start'])
    .where('id', '=', meetingId)
    .executeTakeFirst();
  const { locality, regulation_version: version, kind, urgency } = meeting ?? {};
  const profile = locality && version ? await findProfile(executor, locality, version) : null;
  const rules = profile?.office.live ?? silentLive;
  const slaveLinks =
    profile && meeting
      ? slaveLimit(profile, {
          kind: kind ?? '',
          urgency: urgency ? Urgency.parse(urgency) : 'planned',
          plannedStart: instant(meeting.planned_start.getTime()),
        })
      : null;
  return { ...narrowed(rules, { kind: kind ?? null, urgency: urgency ?? null }), slaveLinks };
}

/** Roles whose people sit at the meeting's chair site. */
const ofChairSite: readonly string[] = ['chairSite', 'centralSite'];

async function chairPhone(executor: Executor, meetingId: MeetingId): Promise<string | null> {
  const row = await executor
    .selectFrom('meeting')
    .innerJoin('site', 'site.id', 'meeting.chair_site_id')
    .select('site.duty_phone')
    .where('meeting.id', '=', meetingId)
    .executeTakeFirst();
  return row?.duty_phone ?? null;
}

/** Whom a site telephones that is not connected, with the numbers this installation knows. */
export async function connectContacts(
  executor: Executor,
  meetingId: MeetingId,
  { contacts }: LiveRules,
): Promise<ConnectContact[]> {
  if (contacts.length === 0) return [];
  const { profile, data } = await readCaseMeeting(executor, meetingId);
  if (profile === null) return [];
  return Promise.all(
    contacts.map(async ({ whom, role }) => {
      const parties = await resolveParties(executor, { profile, data }, [role]);
      const known = parties.find(({ phone }) => phone !== null)?.phone ?? null;
      return {
        whom,
        phone: known ?? (ofChairSite.includes(role) ? await chairPhone(executor, meetingId) : null),
      };
    }),
  );
}

function narrowed(
  rules: LiveRules,
  { kind, urgency }: { kind: string | null; urgency: Urgency | string | null },
): LiveRules {
  const { escalation, steps } = rules;
  const holds =
    escalation !== null && (escalation.kinds.length === 0 || escalation.kinds.some((one) => one === kind));
  return {
    ...rules,
    steps: steps.filter((step) => step.urgency === null || step.urgency === urgency),
    escalation: holds ? escalation : null,
  };
}
