import { type Instant, instant, type MeetingId, RoomCamera, type SiteId } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';

export interface ToldCamera {
  readonly meetingId: string;
  readonly camera: RoomCamera;
  readonly toldAt: Instant;
}

/** What the room of a site told of its camera last. */
export async function cameraOf(executor: Executor, siteId: SiteId): Promise<ToldCamera | null> {
  const row = await executor
    .selectFrom('site_camera')
    .select(['meeting_id', 'camera', 'told_at'])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    meetingId: row.meeting_id,
    camera: RoomCamera.parse(row.camera),
    toldAt: instant(row.told_at.getTime()),
  };
}

/** Whether the room of a site lets the consoles of this meeting turn its camera (rule CM-11). */
export async function isLent(executor: Executor, meetingId: MeetingId, siteId: SiteId): Promise<boolean> {
  const told = await cameraOf(executor, siteId);
  return told?.meetingId === meetingId && told.camera.lent;
}

export async function keepCamera(
  executor: Executor,
  siteId: SiteId,
  { meetingId, camera, toldAt }: ToldCamera,
): Promise<void> {
  const row = { meeting_id: meetingId, camera: JSON.stringify(camera), told_at: new Date(toldAt) };
  await executor
    .insertInto('site_camera')
    .values({ site_id: siteId, ...row })
    .onConflict((conflict) => conflict.column('site_id').doUpdateSet(row))
    .execute();
}

/** Names of the positions of these sites' cameras; a site without any is left out. */
export async function positionsOf(
  executor: Executor,
  siteIds: readonly SiteId[],
): Promise<ReadonlyMap<string, string[]>> {
  if (siteIds.length === 0) return new Map();
  const rows = await executor
    .selectFrom('site_camera')
    .select(['site_id', 'camera'])
    .where('site_id', 'in', siteIds)
    .execute();
  return new Map(
    rows.map(({ site_id, camera }) => [site_id, RoomCamera.parse(camera).presets.map(({ name }) => name)]),
  );
}
