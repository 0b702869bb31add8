import { type LocalDate, ServedPage, type ServedQuery } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { holds } from './as-of.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { searchWords } from './directory.repository.ts';

/** Which MCU served which site on a day; the sites of one of them, or those that match what was typed. */
export async function servedPage(
  executor: Executor,
  query: ServedQuery & { asOf: LocalDate },
): Promise<ServedPage> {
  const { asOf, limit } = query;
  const { rows: nodes } = await sql<{
    id: string;
    name: string;
    role: string;
    parent_id: string | null;
    sites: number;
  }>`
    with recursive cascade (id, depth) as (
      select id, 0 from mcu_node where parent_id is null
      union all select node.id, depth + 1 from mcu_node node join cascade on node.parent_id = cascade.id
    )
    select node.id, node.name, node.role, node.parent_id, (select count(*)::int from site_version v
        where v.node_id = node.id and v.status <> 'closed' and ${holds('v', asOf)}) as sites
      from mcu_node node join cascade on cascade.id = node.id order by cascade.depth, node.name limit 64`.execute(
    executor,
  );
  return ServedPage.parse({
    asOf,
    nodes: nodes.map(({ id, name, role, parent_id, sites }) => ({
      nodeId: id,
      name,
      role,
      parentId: parent_id,
      siteCount: sites,
    })),
    ...(await sitesOf(executor, query, limit)),
  });
}

async function sitesOf(executor: Executor, query: ServedQuery & { asOf: LocalDate }, limit: number) {
  const words = await searchWords(executor, query.search);
  if (query.node === undefined && words.length === 0) return { sites: [], total: 0, next: null };
  const conditions = [holds('v', query.asOf), sql<boolean>`v.status <> 'closed'`];
  if (query.node !== undefined) conditions.push(sql<boolean>`v.node_id = ${query.node}`);
  for (const word of words)
    conditions.push(
      sql<boolean>`(directory_text(v.name) like ${`% ${word}%`} or site.number::text = ${word})`,
    );
  const from = sql`from site_version v join site on site.id = v.site_id
    join organisation owner on owner.id = v.organisation_id where ${sql.join(conditions, sql` and `)}`;
  const counted = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(executor);
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  const { rows } = await sql<{
    id: string;
    number: number;
    name: string;
    owner: string;
    node_id: string;
    status: string;
    key: string;
  }>`select * from (
      select site.id, site.number, v.name, owner.name as owner, v.node_id, v.status,
        vi_sort_key(v.name) collate "C" as key ${from}) line
    where ${after === null ? sql`true` : sql`(line.key, line.id) > (${after.key} collate "C", ${after.id})`}
    order by line.key, line.id limit ${limit + 1}`.execute(executor);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    total: counted.rows[0]?.total ?? 0,
    next: rows.length > limit && last ? writeCursor(last.key, last.id) : null,
    sites: shown.map(({ id, number, name, owner, node_id, status }) => ({
      siteId: id,
      number,
      name,
      organisationName: owner,
      nodeId: node_id,
      status,
    })),
  };
}
