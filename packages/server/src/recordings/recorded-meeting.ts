import {
  type Action,
  type Instant,
  MeetingId,
  type OrganisationId,
  RecordingRules,
  type SessionInfo,
} from '@nhipcau/contracts';
import { atStart, can, commonTerms, type Place, receiverOf, termsOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { type CaseMeeting, readCaseMeeting } from '../incidents/case-meeting.ts';
import { findMeeting } from '../meetings/meetings.repository.ts';
import { resolveParties } from '../notices/parties.ts';
import { Units } from '../staff/units.ts';

/** A meeting as whoever deals with what was recorded of it needs it. */
export interface RecordedMeetingFacts {
  readonly meeting: CaseMeeting;
  readonly rules: RecordingRules;
  readonly units: Units;
  readonly startedAt: Instant | null;
  /** The unit that records, by name. */
  readonly recorder: string;
  /** To whom it goes. */
  readonly receiverId: OrganisationId | null;
  /** Where it stands for rights: at its host or, without a file, its chair; and at whoever received it. */
  readonly places: readonly Place[];
}

const silent: RecordingRules = RecordingRules.parse({ handover: null, custodian: null, access: null });

/** @throws {AppError} MEETING_NOT_FOUND */
export async function readRecordedMeeting(
  executor: Executor,
  meetingId: string,
): Promise<RecordedMeetingFacts> {
  const meeting = await readCaseMeeting(executor, meetingId);
  const record = await findMeeting(executor, meetingId);
  if (!record) throw new AppError('MEETING_NOT_FOUND', { meetingId });
  const units = await Units.read(executor);
  const chair = units.site(record.chairSiteId)?.organisationId ?? null;
  const rules = meeting.profile?.office.recordings ?? silent;
  const [host = null] = meeting.hostPath;
  const receiverId = chair === null ? host : receiverOf(rules, { host, chair });
  const keepers = await receiversOf(executor, meetingId);
  const id = MeetingId.parse(meetingId);
  return {
    meeting,
    rules,
    units,
    startedAt: record.startedAt,
    recorder: await recorderName(executor, meeting),
    receiverId,
    places: [
      {
        meetingId: id,
        siteId: record.chairSiteId,
        organisationPath:
          meeting.hostPath.length > 0 ? meeting.hostPath : chair === null ? [] : units.pathOf(chair),
      },
      ...keepers.map((keeper) => ({ organisationPath: units.pathOf(keeper) })),
    ],
  };
}

export const mayAt = (
  { grants }: Pick<SessionInfo, 'grants'>,
  action: Action,
  places: readonly Place[],
): boolean => places.some((place) => can(grants, action, place));

/** @throws {AppError} NOT_ALLOWED */
export function authoriseAt(
  person: Pick<SessionInfo, 'grants'>,
  action: Action,
  places: readonly Place[],
): void {
  if (!mayAt(person, action, places)) throw new AppError('NOT_ALLOWED', { action });
}

/** The body somebody works for: as the account says, else where their first grant lies. */
export const bodyOf = ({
  organisationId,
  grants,
}: Pick<SessionInfo, 'organisationId' | 'grants'>): OrganisationId | null =>
  organisationId ??
  grants.flatMap(({ scope }) => (scope.kind === 'organisation' ? [scope.organisationId] : []))[0] ??
  null;

/** Organisations that signed for what was recorded. */
export async function receiversOf(executor: Executor, meetingId: string): Promise<string[]> {
  const rows = await executor
    .selectFrom('recording_handover')
    .select('to_organisation_id')
    .distinct()
    .where('meeting_id', '=', meetingId)
    .where('answer', '=', 'received')
    .execute();
  return rows.map((row) => row.to_organisation_id);
}

/** Who owes the hand-over by the locality's text, else whoever runs the system. */
async function recorderName(executor: Executor, { profile, data }: CaseMeeting): Promise<string> {
  if (profile === null) return atStart(commonTerms.operatingUnit);
  const [role] = profile.deadlines['rec.handover']?.[0]?.owes ?? [];
  if (role === undefined) return atStart(termsOf(profile).operatingUnit);
  const [party] = await resolveParties(executor, { profile, data }, [role]);
  return party?.name ?? role;
}
