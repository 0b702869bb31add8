import type { Command, Instant, Knock } from '@nhipcau/contracts';
import { endpointOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { checkTerminal } from '../assets/terminal-use.ts';
import type { Database } from '../database/database.ts';
import type { SiteProfile } from '../directory/directory.repository.ts';
import type { MeetingRecord } from '../meetings/meetings.repository.ts';
import { checkEndpoint } from '../security/endpoints.service.ts';
import { isSecret } from '../security/secret-meetings.ts';

/**
 * What stands against letting in an endpoint that waits, whoever asks for it: the same as against a room link for it. Into a
 * meeting with state secrets nobody comes by the door.
 *
 * @throws {AppError} SITE_UNKNOWN, SITE_NOT_ADMITTED, SECRET_MEANS_NOT_APPROVED, DEVICE_NOT_APPROVED, ENDPOINT_KIND_NOT_ADMITTED, TERMINAL_NOT_CLEARED
 * @rule CN-11 (R-CON-12)
 */
export async function checkAdmission(
  database: Database,
  {
    asks,
    command,
    record,
    profile,
    now,
  }: {
    asks: Knock;
    command: Extract<Command, { type: 'door.admit' }>;
    record: MeetingRecord;
    profile: SiteProfile | undefined;
    now: Instant;
  },
): Promise<void> {
  const { siteId } = command;
  const { meetingId } = record;
  if (!profile) throw new AppError('SITE_UNKNOWN', { siteId });
  if (profile.status !== 'admitted') throw new AppError('SITE_NOT_ADMITTED', { siteId });
  if (await isSecret(database, meetingId)) throw new AppError('SECRET_MEANS_NOT_APPROVED', { siteId });
  const kind = endpointOf(asks, command);
  // A device of somebody's own is approved by its own act, and known by its link.
  if (asks.why === 'deviceNotApproved' || (kind === 'personalDevice' && asks.endpoint !== kind))
    throw new AppError('DEVICE_NOT_APPROVED', { state: null });
  await checkEndpoint(database, { kind, meetingId, now });
  if (kind === 'siteTerminal') await checkTerminal(database, { siteId, now });
}
