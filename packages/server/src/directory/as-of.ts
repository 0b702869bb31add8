import { type Instant, instant, LocalDate } from '@nhipcau/contracts';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** Local day of the installation; all five localities, and the whole country, live by this zone. */
const ZONE = 'Asia/Ho_Chi_Minh';
const HOURS_AHEAD_MS = 7 * 3_600_000;

const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE });
export const dayOf = (at: number): LocalDate => LocalDate.parse(dayFormat.format(at));

/** 00:00 of a day. */
export const startOfDay = (day: LocalDate): Instant =>
  instant(Date.parse(`${day}T00:00:00Z`) - HOURS_AHEAD_MS);

/** `day` lies in the days of a row of this alias. */
export const holds = (alias: string, day: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(`${alias}.valid_from`)} is null or ${sql.ref(`${alias}.valid_from`)} <= ${day}::date)
    and (${sql.ref(`${alias}.valid_to`)} is null or ${sql.ref(`${alias}.valid_to`)} > ${day}::date)`;

/** Day columns as text: node-postgres would make instants of them. */
export const days = (alias: string) =>
  [
    sql<string | null>`${sql.ref(`${alias}.valid_from`)}::text`.as('valid_from'),
    sql<string | null>`${sql.ref(`${alias}.valid_to`)}::text`.as('valid_to'),
  ] as const;

/** Names of organisations and sites as they were on a day. What did not exist then is absent. */
export interface Names {
  readonly organisations: ReadonlyMap<string, string>;
  readonly sites: ReadonlyMap<string, string>;
}

/**
 * The names of a meeting's day, for the snapshot its documents keep.
 *
 * @rule DY-2 (R-DIR-01)
 */
export async function namesAsOf(
  executor: Executor,
  {
    organisationIds,
    siteIds,
    day,
  }: { organisationIds: readonly string[]; siteIds: readonly string[]; day: LocalDate },
): Promise<Names> {
  const organisations =
    organisationIds.length === 0
      ? []
      : await executor
          .selectFrom('organisation_version as v')
          .select(['v.organisation_id as id', 'v.name'])
          .where('v.organisation_id', 'in', organisationIds)
          .where(holds('v', day))
          .execute();
  const sites =
    siteIds.length === 0
      ? []
      : await executor
          .selectFrom('site_version as v')
          .select(['v.site_id as id', 'v.name'])
          .where('v.site_id', 'in', siteIds)
          .where(holds('v', day))
          .execute();
  const named = (rows: readonly { id: string; name: string }[]) =>
    new Map(rows.map(({ id, name }) => [id, name]));
  return { organisations: named(organisations), sites: named(sites) };
}
