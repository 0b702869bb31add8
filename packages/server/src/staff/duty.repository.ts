import { instant, MeetingId, OrganisationId, RegistrationData } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** What a duty sheet tells of its meeting: never what it is about. */
export type SheetHead = NonNullable<Awaited<ReturnType<typeof readSheetHead>>>;

export async function readSheetHead(executor: Executor, meetingId: string) {
  const row = await executor
    .selectFrom('registration')
    .leftJoin('duty_override', 'duty_override.meeting_id', 'registration.meeting_id')
    .select([
      'registration.meeting_id',
      'file_number',
      'locality',
      'regulation_version',
      'data',
      'host_organisation_id',
      'starts_at',
      'duty_override.reason',
      'duty_override.by_name',
      'duty_override.at',
    ])
    .where('registration.meeting_id', '=', meetingId)
    .executeTakeFirst();
  if (!row) return null;
  const { reason, by_name, at } = row;
  return {
    meetingId: MeetingId.parse(row.meeting_id),
    fileNumber: row.file_number,
    locality: row.locality,
    regulationVersion: row.regulation_version,
    isSecret: RegistrationData.parse(row.data).secret.declared,
    hostId: OrganisationId.parse(row.host_organisation_id),
    startsAt: instant(row.starts_at.getTime()),
    override:
      reason !== null && by_name !== null && at !== null
        ? { reason, byName: by_name, at: instant(at.getTime()) }
        : null,
  };
}

const posts = (executor: Executor) =>
  executor
    .selectFrom('duty_post')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('duty_assignment')
          .select(['person_id', 'name', 'unit', 'telephone', 'at'])
          .whereRef('duty_assignment.post_id', '=', 'duty_post.id')
          .orderBy('duty_assignment.id', 'desc')
          .limit(1)
          .as('filled'),
      (join) => join.onTrue(),
    )
    .select([
      'duty_post.id',
      'meeting_id',
      'key',
      'label',
      'session',
      'site_id',
      'district_id',
      'providers',
      'starts_at',
      'ends_at',
      'obligatory',
      'dropped_at',
      'filled.person_id',
      'filled.name',
      'filled.unit',
      'filled.telephone',
      'filled.at',
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof posts>['execute']>>[number];
export type PostRecord = ReturnType<typeof recordOf>;

const recordOf = (row: Row) => ({
  postId: row.id,
  meetingId: row.meeting_id,
  key: row.key,
  label: row.label,
  session: row.session === 'rehearsal' ? ('rehearsal' as const) : ('official' as const),
  siteId: row.site_id,
  districtId: row.district_id,
  providers: row.providers,
  startsAt: row.starts_at.getTime(),
  endsAt: row.ends_at.getTime(),
  obligatory: row.obligatory,
  isDropped: row.dropped_at !== null,
  filled:
    row.name !== null && row.unit !== null && row.telephone !== null && row.at !== null
      ? {
          personId: row.person_id,
          name: row.name,
          unit: row.unit,
          telephone: row.telephone,
          at: instant(row.at.getTime()),
        }
      : null,
});

/** Posts of a meeting that are needed, by time and place. */
export async function readPosts(executor: Executor, meetingId: string): Promise<PostRecord[]> {
  const rows = await posts(executor)
    .where('meeting_id', '=', meetingId)
    .where('dropped_at', 'is', null)
    .orderBy('starts_at')
    .orderBy(sql`duty_post.obligatory desc`)
    .orderBy('key')
    .orderBy('duty_post.id')
    .execute();
  return rows.map(recordOf);
}

export async function findPost(executor: Executor, postId: string): Promise<PostRecord | null> {
  const row = await posts(executor).where('duty_post.id', '=', postId).executeTakeFirst();
  return row ? recordOf(row) : null;
}
