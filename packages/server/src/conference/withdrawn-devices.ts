import { type Actor, type MeetingId, SiteId, UserId } from '@nhipcau/contracts';
import type { Database } from '../database/database.ts';

/** A device of somebody's own that was let into a meeting and is not approved any more. */
export interface WithdrawnDevice {
  readonly siteId: SiteId;
  readonly deviceId: string;
  readonly name: string;
  readonly reason: string | null;
  readonly by: Actor;
}

/** Devices that were let into this meeting and whose approval was withdrawn since, with who withdrew it. */
export async function withdrawnDevices(database: Database, meetingId: MeetingId): Promise<WithdrawnDevice[]> {
  const rows = await database
    .selectFrom('room_link as link')
    .innerJoin('personal_device as device', 'device.id', 'link.personal_device_id')
    .leftJoin('user_account as person', 'person.id', 'device.decided_by')
    .select([
      'link.site_id',
      'device.id',
      'device.name',
      'device.reason',
      'device.decided_by',
      'person.name as by_name',
    ])
    .distinctOn('device.id')
    .where('link.meeting_id', '=', meetingId)
    .where('device.state', '=', 'revoked')
    .orderBy('device.id')
    .orderBy('link.issued_at', 'desc')
    .execute();
  return rows.map(({ site_id, id, name, reason, decided_by, by_name }) => ({
    siteId: SiteId.parse(site_id),
    deviceId: id,
    name,
    reason,
    by:
      decided_by === null
        ? { kind: 'time' }
        : { kind: 'user', userId: UserId.parse(decided_by), name: by_name ?? decided_by },
  }));
}
