import { Level, Organisation, RosterEntry, Site, type SiteStatus, TreeNode } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import { siteOf } from './site-row.ts';

/** A site as a meeting shows it: its roster entry, where the wall groups it, and who is on duty. */
export interface SiteProfile {
  readonly entry: RosterEntry;
  readonly levelCode: string;
  readonly status: SiteStatus;
  readonly groupId: string;
  readonly groupName: string;
  readonly duty: { readonly title: string; readonly phone: string } | null;
}

/** Rank of the level under whose organisations the wall groups sites: the district. */
const GROUP_RANK = 2;

/** What somebody typed, as words: no marks, nothing but letters, digits, `-` and `/`. */
export async function searchWords(executor: Executor, typed: string | undefined): Promise<string[]> {
  if (typed === undefined || typed.trim() === '') return [];
  const { rows } = await sql<{
    words: string[] | null;
  }>`${prepared}select directory_words(${typed}) as words`.execute(executor);
  return rows[0]?.words ?? [];
}

/**
 * Sites in whose name each of these words begins a word, or whose number begins with it.
 *
 * @param words - of `searchWords`: letters without marks, digits, `-` and `/`
 */
export const siteHas = (words: readonly string[]) =>
  sql<boolean>`site.search_words @@ ${beginningWith(words)}`;

/** All of these words, each as the beginning of one. @param words - of `searchWords` */
export const beginningWith = (words: readonly string[]) =>
  sql`${words.map((word) => `'${word}':*`).join(' & ')}::tsquery`;

/** As many as the live console takes at once; the directory itself is paged (`listSitePage`). */
const MOST_SITES = 2000;
const MOST_ORGANISATIONS = 5000;

export async function listSites(
  executor: Executor,
  { search, level }: { search?: string | undefined; level?: string | undefined },
): Promise<Site[]> {
  const words = await searchWords(executor, search);
  let query = executor
    .selectFrom('site')
    .innerJoin('level', 'level.code', 'site.level_code')
    .selectAll('site')
    .orderBy('level.rank')
    .orderBy('site.sort_key')
    .orderBy('site.number')
    .limit(MOST_SITES);
  if (level !== undefined) query = query.where('level_code', '=', level);
  if (words.length > 0) query = query.where(siteHas(words));
  const rows = await query.execute();
  return rows.map(siteOf);
}

export async function listOrganisations(
  executor: Executor,
): Promise<{ levels: Level[]; organisations: Organisation[] }> {
  const levels = await executor
    .selectFrom('level')
    .select(['code', 'rank', 'name'])
    .orderBy('rank')
    .execute();
  const rows = await executor
    .selectFrom('organisation')
    .innerJoin('level', 'level.code', 'organisation.level_code')
    .selectAll('organisation')
    .orderBy('level.rank')
    .where('organisation.ended_on', 'is', null)
    .where('organisation.begins_on', 'is', null)
    .orderBy('organisation.sort_key')
    .limit(MOST_ORGANISATIONS)
    .execute();
  return {
    levels: levels.map((row) => Level.parse(row)),
    organisations: rows.map((row) =>
      Organisation.parse({
        organisationId: row.id,
        code: row.code,
        name: row.name,
        levelCode: row.level_code,
        kind: row.kind,
        parentId: row.parent_id,
        address: row.address,
        telephone: row.telephone,
        email: row.email,
      }),
    ),
  };
}

export interface NodeRecord {
  readonly node: TreeNode;
  readonly role: string;
  readonly roomUrl: string | null;
}

/** All media nodes, parents before children. */
export async function listNodes(executor: Executor): Promise<NodeRecord[]> {
  const rows = await executor.selectFrom('mcu_node').selectAll().orderBy('role').orderBy('id').execute();
  return rows.map((row) => ({
    node: TreeNode.parse({
      nodeId: row.id,
      parentId: row.parent_id,
      name: row.name,
      linkUrl: row.link_url,
      publicKey: row.public_key,
      ...(row.standby_id === null ? {} : { standbyId: row.standby_id }),
    }),
    role: row.role,
    roomUrl: row.room_url,
  }));
}

const profiles = (executor: Executor) =>
  executor
    .selectFrom('site')
    .innerJoin('organisation as own', 'own.id', 'site.organisation_id')
    .innerJoin('level as own_level', 'own_level.code', 'site.level_code')
    .leftJoin('organisation as upper', 'upper.id', 'own.parent_id')
    .leftJoin('level as upper_level', 'upper_level.code', 'upper.level_code')
    .select([
      'site.id',
      'site.number',
      'site.name',
      'site.node_id',
      'site.level_code',
      'site.status',
      'site.duty_title',
      'site.duty_phone',
      'own.id as own_id',
      'own.name as own_name',
      'own_level.rank as own_rank',
      'own_level.name as level_name',
      'upper.id as upper_id',
      'upper.name as upper_name',
      'upper_level.rank as upper_rank',
    ]);

type ProfileRow = Awaited<ReturnType<ReturnType<typeof profiles>['execute']>>[number];

function groupOf(row: ProfileRow): { groupId: string; groupName: string } {
  if (row.own_rank === GROUP_RANK) return { groupId: row.own_id, groupName: row.own_name };
  if (row.upper_rank === GROUP_RANK && row.upper_id !== null && row.upper_name !== null)
    return { groupId: row.upper_id, groupName: row.upper_name };
  return { groupId: row.level_code, groupName: row.level_name };
}

const SiteStatusWord = Site.shape.status;

function profileOf(row: ProfileRow, mayPresent: boolean): SiteProfile {
  return {
    entry: RosterEntry.parse({
      siteId: row.id,
      number: row.number,
      name: row.name,
      nodeId: row.node_id,
      mayPresent,
      leg: 0,
    }),
    levelCode: row.level_code,
    status: SiteStatusWord.parse(row.status),
    ...groupOf(row),
    duty:
      row.duty_title !== null && row.duty_phone !== null
        ? { title: row.duty_title, phone: row.duty_phone }
        : null,
  };
}

/** Sites invited to a meeting as it was planned, by number. */
export async function listInvited(executor: Executor, meetingId: string): Promise<SiteProfile[]> {
  const rows = await profiles(executor)
    .innerJoin('meeting_site', 'meeting_site.site_id', 'site.id')
    .select('meeting_site.may_present')
    .where('meeting_site.meeting_id', '=', meetingId)
    .orderBy('site.number')
    .execute();
  return rows.map((row) => profileOf(row, row.may_present));
}

export async function findSites(executor: Executor, siteIds: readonly string[]): Promise<SiteProfile[]> {
  if (siteIds.length === 0) return [];
  const rows = await profiles(executor).where('site.id', 'in', siteIds).orderBy('site.number').execute();
  return rows.map((row) => profileOf(row, false));
}
