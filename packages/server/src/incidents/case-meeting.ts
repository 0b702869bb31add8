import { type OrganisationId, RegistrationData, type RegulationProfile, Urgency } from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { findProfile } from '../regulation/regulation.repository.ts';

/** A meeting as its faults need it; one that operators planned among themselves has no file. */
export interface CaseMeeting {
  readonly meetingId: string;
  readonly title: string;
  readonly phase: 'scheduled' | 'live' | 'ended';
  readonly kind: string;
  readonly urgency: Urgency;
  readonly profile: RegulationProfile | null;
  readonly data: RegistrationData | null;
  readonly fileNumber: string | null;
  readonly isSecret: boolean;
  /** The host and all above it; empty without a file. */
  readonly hostPath: readonly OrganisationId[];
}

/** @throws {AppError} MEETING_NOT_FOUND */
export async function readCaseMeeting(executor: Executor, meetingId: string): Promise<CaseMeeting> {
  const row = await executor
    .selectFrom('meeting')
    .leftJoin('registration', 'registration.meeting_id', 'meeting.id')
    .select([
      'meeting.title',
      'meeting.phase',
      'meeting.kind',
      'meeting.urgency',
      'meeting.locality',
      'meeting.regulation_version',
      'registration.file_number',
      'registration.data',
      'registration.host_organisation_id',
    ])
    .where('meeting.id', '=', meetingId)
    .executeTakeFirst();
  if (!row) throw new AppError('MEETING_NOT_FOUND', { meetingId });
  const data = row.data === null ? null : RegistrationData.parse(row.data);
  const isSecret = data?.secret.declared === true;
  return {
    meetingId,
    title: isSecret ? (row.file_number ?? '') : row.title,
    phase: row.phase === 'live' ? 'live' : row.phase === 'ended' ? 'ended' : 'scheduled',
    kind: row.kind ?? '',
    urgency: row.urgency === null ? 'planned' : Urgency.parse(row.urgency),
    profile:
      row.locality === null || row.regulation_version === null
        ? null
        : await findProfile(executor, row.locality, row.regulation_version),
    data,
    fileNumber: row.file_number,
    isSecret,
    hostPath:
      row.host_organisation_id === null ? [] : await organisationPath(executor, row.host_organisation_id),
  };
}
