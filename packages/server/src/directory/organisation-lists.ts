import {
  DatedLevel,
  type LocalDate,
  OrganisationDetail,
  OrganisationLine,
  type OrganisationPage,
  type OrganisationQuery,
  OrganisationVersion,
} from '@nhipcau/contracts';
import { onDay } from '@nhipcau/domain';
import { type RawBuilder, sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { days, holds } from './as-of.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { beginningWith, searchWords } from './directory.repository.ts';

/** Organisations as they stood on a day: the roots, the children of one, or those that match what was typed. */
export async function listOrganisationPage(
  executor: Executor,
  query: OrganisationQuery & { asOf: LocalDate },
): Promise<OrganisationPage> {
  const { asOf, tree, limit } = query;
  const words = await searchWords(executor, query.search);
  const conditions = [holds('v', asOf)];
  if (query.level !== undefined) conditions.push(sql<boolean>`v.level_code = ${query.level}`);
  if (query.kind !== undefined) conditions.push(sql<boolean>`v.kind = ${query.kind}`);
  if (words.length > 0) conditions.push(sql<boolean>`v.search_words @@ ${beginningWith(words)}`);
  const isSearch = words.length > 0 || query.level !== undefined || query.kind !== undefined;
  if (query.parent !== undefined) conditions.push(sql<boolean>`edge.parent_id = ${query.parent}`);
  else if (!isSearch) conditions.push(sql<boolean>`edge.parent_id is null`);
  const from = sql`from organisation_version v
    left join organisation_edge edge on edge.child_id = v.organisation_id and ${holds('edge', asOf)} and ${leads(tree, 'edge', asOf)}
    join level on level.code = v.level_code
    where ${sql.join(conditions, sql` and `)}`;
  const key = sql`lpad(level.rank::text, 3, '0') || v.sort_key`;
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  const { rows } = await sql<{
    id: string;
    code: string;
    name: string;
    level_code: string;
    kind: string;
    parent_id: string | null;
    child_count: number;
    site_count: number;
    key: string;
  }>`select * from (
      select v.organisation_id as id, v.code, v.name, v.level_code, v.kind, edge.parent_id,
        (${key}) collate "C" as key,
        (select count(*)::int from organisation_edge below where ${leads(tree, 'below', asOf)}
          and below.parent_id = v.organisation_id and ${holds('below', asOf)}) as child_count,
        (select count(*)::int from site_version here where here.organisation_id = v.organisation_id
          and ${holds('here', asOf)} and here.status <> 'closed') as site_count
      ${from}) line
    where ${after === null ? sql`true` : sql`(line.key, line.id) > (${after.key} collate "C", ${after.id})`}
    order by line.key, line.id limit ${limit + 1}`.execute(executor);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    asOf,
    levels: await listLevels(executor),
    // Counted with the first page alone: each page costs the same, however far down.
    total: after === null ? await countOf(executor, from) : null,
    next: rows.length > limit && last ? writeCursor(last.key, last.id) : null,
    organisations: shown.map((row) =>
      OrganisationLine.parse({
        organisationId: row.id,
        code: row.code,
        name: row.name,
        levelCode: row.level_code,
        kind: row.kind,
        parentId: row.parent_id,
        childCount: row.child_count,
        siteCount: row.site_count,
      }),
    ),
  };
}

async function countOf(executor: Executor, from: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(executor);
  return rows[0]?.total ?? 0;
}

/** This edge leads upwards in that tree: figures go to the superior where nothing else was laid down. */
const leads = (tree: OrganisationQuery['tree'], alias: string, asOf: LocalDate) =>
  tree === 'administrative'
    ? sql`${sql.ref(`${alias}.tree`)} = 'administrative'`
    : sql`(${sql.ref(`${alias}.tree`)} = 'reporting' or not exists (select from organisation_edge own
        where own.tree = 'reporting' and own.child_id = ${sql.ref(`${alias}.child_id`)} and ${holds('own', asOf)}))`;

export async function listLevels(executor: Executor): Promise<DatedLevel[]> {
  const rows = await executor
    .selectFrom('level')
    .select(['code', 'rank', 'name', ...days('level')])
    .orderBy('rank')
    .execute();
  return rows.map(({ code, rank, name, valid_from, valid_to }) =>
    DatedLevel.parse({ code, rank, name, validFrom: valid_from, validTo: valid_to }),
  );
}

/** @throws {AppError} ORGANISATION_UNKNOWN */
export async function organisationDetail(
  executor: Executor,
  organisationId: string,
  asOf: LocalDate,
): Promise<OrganisationDetail> {
  const versions = await versionsOf(executor, organisationId);
  if (versions.length === 0) throw new AppError('ORGANISATION_UNKNOWN', { organisationId });
  const edges = await executor
    .selectFrom('organisation_edge as edge')
    .innerJoin('organisation as upper', 'upper.id', 'edge.parent_id')
    .select(['edge.tree', 'upper.id', 'upper.name', 'edge.decree', ...days('edge')])
    .where('edge.child_id', '=', organisationId)
    .orderBy(sql`edge.valid_from nulls first`)
    .execute();
  const sites = await executor
    .selectFrom('site_version as v')
    .innerJoin('site', 'site.id', 'v.site_id')
    .select(['v.site_id', 'site.number', 'v.name', 'v.status'])
    .where('v.organisation_id', '=', organisationId)
    .where(holds('v', asOf))
    .orderBy('site.number')
    .limit(500)
    .execute();
  const reports = edges.find((edge) => edge.tree === 'reporting' && onDay([dated(edge)], asOf) !== null);
  return OrganisationDetail.parse({
    organisationId,
    asOf,
    now: onDay(versions, asOf),
    path: await pathOn(executor, organisationId, asOf),
    reportsTo: reports ? { organisationId: reports.id, name: reports.name } : null,
    versions,
    edges: edges.map((edge) => ({
      tree: edge.tree,
      parent: { organisationId: edge.id, name: edge.name },
      validFrom: edge.valid_from,
      validTo: edge.valid_to,
      decree: edge.decree,
    })),
    lineage: await lineageOf(executor, organisationId),
    sites: sites.map((row) => ({
      siteId: row.site_id,
      number: row.number,
      name: row.name,
      status: row.status,
    })),
  });
}

const dated = ({ valid_from, valid_to }: { valid_from: string | null; valid_to: string | null }) => ({
  validFrom: OrganisationVersion.shape.validFrom.parse(valid_from),
  validTo: OrganisationVersion.shape.validTo.parse(valid_to),
});

/** The oldest first. */
export async function versionsOf(executor: Executor, organisationId: string): Promise<OrganisationVersion[]> {
  const rows = await executor
    .selectFrom('organisation_version as v')
    .select([
      'v.code',
      'v.name',
      'v.level_code',
      'v.kind',
      'v.address',
      'v.telephone',
      'v.email',
      'v.decree',
      ...days('v'),
    ])
    .where('v.organisation_id', '=', organisationId)
    .orderBy(sql`v.valid_from nulls first`)
    .execute();
  return rows.map(({ level_code, valid_from, valid_to, ...row }) =>
    OrganisationVersion.parse({ ...row, levelCode: level_code, ...dated({ valid_from, valid_to }) }),
  );
}

/** Those above it on a day under their names of that day, the nearest first. */
async function pathOn(executor: Executor, organisationId: string, day: LocalDate) {
  const { rows } = await sql<{ id: string; name: string }>`
    with recursive path (id, depth) as (
      select edge.parent_id, 1 from organisation_edge edge
        where edge.tree = 'administrative' and edge.child_id = ${organisationId} and ${holds('edge', day)}
      union all
      select edge.parent_id, depth + 1 from organisation_edge edge join path on edge.child_id = path.id
        where edge.tree = 'administrative' and depth < 20 and ${holds('edge', day)}
    )
    select path.id, coalesce(v.name, organisation.name) as name from path
      join organisation on organisation.id = path.id
      left join organisation_version v on v.organisation_id = path.id and ${holds('v', day)}
      order by depth`.execute(executor);
  return rows.map(({ id, name }) => ({ organisationId: id, name }));
}

async function lineageOf(executor: Executor, organisationId: string) {
  const rows = await executor
    .selectFrom('organisation_lineage as line')
    .innerJoin('organisation as source', 'source.id', 'line.from_id')
    .innerJoin('organisation as target', 'target.id', 'line.to_id')
    .select([
      'line.from_id',
      'line.to_id',
      'source.name as from_name',
      'target.name as to_name',
      'line.relation',
      'line.decree',
      sql<string>`line.on_day::text`.as('on_day'),
    ])
    .where((eb) => eb.or([eb('line.from_id', '=', organisationId), eb('line.to_id', '=', organisationId)]))
    .orderBy('line.on_day')
    .orderBy('source.sort_key')
    .limit(1000)
    .execute();
  return rows.map((row) => ({
    direction: row.from_id === organisationId ? 'to' : 'from',
    other:
      row.from_id === organisationId
        ? { organisationId: row.to_id, name: row.to_name }
        : { organisationId: row.from_id, name: row.from_name },
    relation: row.relation,
    onDay: row.on_day,
    decree: row.decree,
  }));
}
