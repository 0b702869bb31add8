import { type ChairRules, type LocalDate, OfficeRules, SiteDetail } from '@nhipcau/contracts';
import { chairAnswer } from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { days } from './as-of.ts';
import { organisationPath } from './organisation-path.ts';
import { listRooms } from './site-lists.ts';
import { siteOf } from './site-row.ts';

/** Rules of a text that says nothing of chair sites. */
const silent: ChairRules = { sites: [], onRequest: null };

/** What the home locality's newest text says of chair sites. */
async function homeChairRules(executor: Executor, today: LocalDate): Promise<ChairRules> {
  const row = await executor
    .selectFrom('regulation_profile as profile')
    .innerJoin('locality', 'locality.code', 'profile.locality')
    .select(sql<unknown>`profile.document -> 'office' -> 'chair'`.as('chair'))
    .where('locality.is_home', '=', true)
    .where(sql<boolean>`profile.valid_from <= ${today}::date`)
    .orderBy('profile.valid_from', 'desc')
    .orderBy('profile.version', 'desc')
    .limit(1)
    .executeTakeFirst();
  const rules = OfficeRules.shape.chair.safeParse(row?.chair ?? undefined);
  return rules.success ? rules.data : silent;
}

/** @throws {AppError} SITE_UNKNOWN */
export async function siteDetail(executor: Executor, siteId: string, today: LocalDate): Promise<SiteDetail> {
  const row = await executor.selectFrom('site').selectAll().where('id', '=', siteId).executeTakeFirst();
  if (!row) throw new AppError('SITE_UNKNOWN', { siteId });
  const site = siteOf(row);
  const path = await organisationPath(executor, row.organisation_id);
  const names = await executor
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('id', 'in', path.length === 0 ? [row.organisation_id] : path)
    .execute();
  const history = await executor
    .selectFrom('site_version as v')
    .innerJoin('organisation', 'organisation.id', 'v.organisation_id')
    .select([
      'v.name',
      'organisation.name as organisation_name',
      'v.level_code',
      'v.node_id',
      'v.status',
      ...days('v'),
    ])
    .where('v.site_id', '=', siteId)
    .orderBy(sql`v.valid_from nulls first`)
    .limit(500)
    .execute();
  return SiteDetail.parse({
    site,
    path: path.map((id) => ({
      organisationId: id,
      name: names.find((entry) => entry.id === id)?.name ?? '',
    })),
    rooms: await listRooms(executor, { site: siteId }),
    chair: chairAnswer(await homeChairRules(executor, today), site),
    history: history.map((entry) => ({
      validFrom: entry.valid_from,
      validTo: entry.valid_to,
      name: entry.name,
      organisationName: entry.organisation_name,
      levelCode: entry.level_code,
      nodeId: entry.node_id,
      status: entry.status,
    })),
  });
}
