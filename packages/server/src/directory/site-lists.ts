import { Room, type RoomKind, SiteLine, type SitePage, type SiteQuery } from '@nhipcau/contracts';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { searchWords, siteHas } from './directory.repository.ts';

type Sites = SelectQueryBuilder<Tables, 'site', Record<never, never>>;

function filtered(query: Sites, { level, status, node, role, kind, under }: SiteQuery): Sites {
  let kept = query;
  if (level !== undefined) kept = kept.where('site.level_code', '=', level);
  if (status !== undefined) kept = kept.where('site.status', '=', status);
  if (node !== undefined) kept = kept.where('site.node_id', '=', node);
  if (kind !== undefined)
    kept = kept.where('site.organisation_id', 'in', (eb) =>
      eb.selectFrom('organisation').select('id').where('kind', '=', kind),
    );
  if (role !== undefined) kept = kept.where(sql<boolean>`${role} = any (site.roles)`);
  if (under !== undefined)
    kept = kept.where(
      sql<boolean>`site.organisation_id in (
        with recursive below (id) as (
          select ${under}::text
          union
          select child.id from organisation child join below on child.parent_id = below.id
        ) select id from below)`,
    );
  return kept;
}

/**
 * Sites in Vietnamese order of their names, or by number, page by page. Each page costs the same, however far down; how many
 * there are is counted with the first.
 */
export async function listSitePage(executor: Executor, query: SiteQuery): Promise<SitePage> {
  const words = await searchWords(executor, query.search);
  const sites: Sites = executor.selectFrom('site');
  const found = filtered(words.length > 0 ? sites.where(siteHas(words)) : sites, query);
  const isFirst = query.cursor === undefined;
  const rows = await executor
    .selectFrom(pageOf(found, query).as('page'))
    .innerJoin('organisation as org', 'org.id', 'page.organisation_id')
    .selectAll('page')
    .select('org.name as organisation_name')
    .$if(isFirst, (page) =>
      page.select(found.select((eb) => eb.fn.countAll<string>().as('count')).as('total')),
    )
    .$if(query.sort === 'name', (page) => page.orderBy('page.sort_key').orderBy('page.id'))
    .$if(query.sort !== 'name', (page) => page.orderBy('page.number'))
    .execute();
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    total: isFirst ? Number(rows[0]?.total ?? 0) : null,
    next:
      rows.length > query.limit && last
        ? writeCursor(query.sort === 'name' ? last.sort_key : `${last.number}`, last.id)
        : null,
    sites: shown.map((row) =>
      SiteLine.parse({
        siteId: row.id,
        number: row.number,
        name: row.name,
        levelCode: row.level_code,
        organisationId: row.organisation_id,
        organisationName: row.organisation_name,
        nodeId: row.node_id,
        network: row.network,
        terminal: row.terminal,
        roles: row.roles,
        status: row.status,
      }),
    ),
  };
}

/** One more than the page has, so that it is known whether another follows; the organisations are looked up for these alone. */
function pageOf(found: Sites, { sort, cursor, limit }: SiteQuery) {
  const lines = found.select([
    'site.id',
    'site.number',
    'site.name',
    'site.level_code',
    'site.organisation_id',
    'site.node_id',
    'site.network',
    'site.terminal',
    'site.roles',
    'site.status',
    'site.sort_key',
  ]);
  const after = cursor === undefined ? null : readCursor(cursor);
  if (sort !== 'name') {
    const numbered = lines.orderBy('site.number').limit(limit + 1);
    return after === null
      ? numbered
      : numbered.where('site.number', '>', Number.parseInt(after.key, 10) || 0);
  }
  const named = lines
    .orderBy('site.sort_key')
    .orderBy('site.id')
    .limit(limit + 1);
  return after === null
    ? named
    : named.where(sql<boolean>`(site.sort_key, site.id) > (${after.key} collate "C", ${after.id})`);
}

const MOST_ROOMS = 1000;

/** Rooms of a kind or of a site; those the regulation names come first. */
export async function listRooms(
  executor: Executor,
  { kind, site }: { kind?: RoomKind | undefined; site?: string | undefined },
): Promise<Room[]> {
  const rows = await executor
    .selectFrom('room')
    .innerJoin('site', 'site.id', 'room.site_id')
    .select([
      'room.id',
      'room.site_id',
      'site.name as site_name',
      'room.name',
      'room.kind',
      'room.seats',
      'room.status',
    ])
    .$if(kind !== undefined, (query) => query.where('room.kind', '=', kind ?? ''))
    .$if(site !== undefined, (query) => query.where('room.site_id', '=', site ?? ''))
    .orderBy(sql`room.kind = 'site'`)
    .orderBy('site.number')
    .orderBy('room.id')
    .limit(MOST_ROOMS)
    .execute();
  return rows.map((row) =>
    Room.parse({
      roomId: row.id,
      siteId: row.site_id,
      siteName: row.site_name,
      name: row.name,
      kind: row.kind,
      seats: row.seats,
      status: row.status,
    }),
  );
}
