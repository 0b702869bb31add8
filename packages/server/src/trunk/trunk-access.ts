import type { MeetingId } from '@nhipcau/contracts';
import { can } from '@nhipcau/domain';
import { meetingPlace } from '../access/meeting-place.ts';
import { AppError } from '../app-error.ts';
import type { AuditActor } from '../audit/audit.repository.ts';
import type { LiveMeeting } from '../conference/live-meeting.ts';
import type { LiveMeetings } from '../conference/live-meetings.ts';
import type { Database } from '../database/database.ts';
import type { Acting } from './peers.service.ts';

export const actingAs = ({ person }: Acting): AuditActor => ({
  actorKind: 'user',
  actorId: person.userId,
  actorName: person.name,
});

/** The meeting, for who conducts it with others. @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
export async function meetingOf(
  { database, meetings }: { readonly database: Database; readonly meetings: LiveMeetings },
  meetingId: MeetingId,
  { person }: Acting,
): Promise<LiveMeeting> {
  const meeting = await meetings.open(meetingId);
  const chairSiteId = meeting.state.chairSiteId ?? meeting.record.chairSiteId;
  const place = await meetingPlace(database, { meetingId, chairSiteId }, person.grants);
  if (!can(person.grants, 'trunk.conduct', place))
    throw new AppError('NOT_ALLOWED', { action: 'trunk.conduct' });
  return meeting;
}
