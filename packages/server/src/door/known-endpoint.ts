import { EndpointKind, type MeetingId, SiteId } from '@nhipcau/contracts';
import type { CallingEndpoint } from '@nhipcau/domain';
import { hashSecret } from '../access/secrets.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';

/** What the system knows of an endpoint, whatever it says of itself. */
export interface KnownEndpoint extends Omit<CallingEndpoint, 'site'> {
  readonly siteId: SiteId | null;
  readonly deviceId: string | null;
  readonly endpoint: EndpointKind | null;
}

const stranger: KnownEndpoint = {
  siteId: null,
  deviceId: null,
  endpoint: null,
  isApproved: true,
  isOfOtherMeeting: false,
  hasNoLink: true,
};

/** By its room, else by the link that it was made of, else by the account of somebody who serves a site. */
export async function knownEndpoint(
  database: Database,
  { meetingId, caller, link }: { meetingId: MeetingId; caller: Caller; link: string | null },
): Promise<KnownEndpoint> {
  if (caller.kind === 'room') {
    const { siteId, deviceId } = caller;
    const isOfOtherMeeting = caller.meetingId !== meetingId;
    return {
      ...stranger,
      ...(await deviceFacts(database, deviceId)),
      siteId,
      isOfOtherMeeting,
      hasNoLink: false,
    };
  }
  const row = link === null ? undefined : await findLink(database, link);
  if (row) {
    const isOfOtherMeeting = row.meeting_id !== meetingId;
    const facts = await deviceFacts(database, row.personal_device_id);
    const endpoint = EndpointKind.parse(row.endpoint);
    return { ...stranger, ...facts, endpoint, siteId: SiteId.parse(row.site_id), isOfOtherMeeting };
  }
  if (caller.kind !== 'user') return stranger;
  const seated = caller.session.grants.find(
    ({ role, scope }) => (role === 'chair' || role === 'technician') && scope.kind === 'site',
  );
  return seated?.scope.kind === 'site' ? { ...stranger, siteId: seated.scope.siteId } : stranger;
}

const findLink = (database: Database, link: string) =>
  database
    .selectFrom('room_link')
    .select(['meeting_id', 'site_id', 'personal_device_id', 'endpoint'])
    .where('secret_hash', '=', hashSecret(link))
    .executeTakeFirst();

/** A terminal of a site needs no approval of its own. */
async function deviceFacts(
  database: Database,
  deviceId: string | null,
): Promise<Pick<KnownEndpoint, 'deviceId' | 'endpoint' | 'isApproved'>> {
  if (deviceId === null) return { deviceId, endpoint: 'siteTerminal', isApproved: true };
  const device = await database
    .selectFrom('personal_device')
    .select('state')
    .where('id', '=', deviceId)
    .executeTakeFirst();
  return { deviceId, endpoint: 'personalDevice', isApproved: device?.state === 'approved' };
}
