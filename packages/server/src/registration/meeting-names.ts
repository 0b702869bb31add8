import type { LocalDate, Registration, SiteId } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';
import { dayOf, holds, namesAsOf } from '../directory/as-of.ts';

/** What the host and the sites of a file are called in it. */
export interface MeetingNames {
  readonly host: string;
  readonly sites: ReadonlyMap<string, string>;
}

interface KeptName {
  readonly kind: 'host' | 'site';
  readonly id: string;
  readonly name: string;
  readonly above: string | null;
}

/**
 * From its confirmation on a file keeps the names of its day; sites added later keep theirs; a file whose confirmation
 * is taken back keeps none.
 *
 * @rule RE-25 (R-DIR-01)
 */
export async function keepNames(
  transaction: Executor,
  before: Registration,
  after: Registration,
): Promise<void> {
  const { meetingId, confirmedAt } = after;
  if (confirmedAt === null || before.confirmedAt === null) {
    if (confirmedAt === null && before.confirmedAt === null) return;
    await transaction.deleteFrom('meeting_name').where('meeting_id', '=', meetingId).execute();
  }
  if (confirmedAt === null || (before.confirmedAt !== null && before.data === after.data)) return;
  const names = await namesOfDay(transaction, after, dayOf(after.data.official.start));
  if (names.length === 0) return;
  await transaction
    .insertInto('meeting_name')
    .values(
      names.map(({ kind, id, name, above }) => ({
        meeting_id: meetingId,
        kind,
        subject_id: id,
        name,
        above,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function namesOfDay(executor: Executor, { data }: Registration, day: LocalDate): Promise<KeptName[]> {
  const siteIds = idsOf(data);
  const above = await aboveOn(executor, data.hostOrganisationId, day);
  const owners = await ownersOn(executor, siteIds, day);
  const names = await namesAsOf(executor, {
    organisationIds: [data.hostOrganisationId, ...(above === null ? [] : [above]), ...owners.values()],
    siteIds,
    day,
  });
  const hostName = names.organisations.get(data.hostOrganisationId);
  const kept: KeptName[] = siteIds.flatMap((id) => {
    const name = names.sites.get(id);
    const owner = names.organisations.get(owners.get(id) ?? '') ?? null;
    return name === undefined ? [] : [{ kind: 'site', id, name, above: owner }];
  });
  if (hostName !== undefined)
    kept.push({
      kind: 'host',
      id: data.hostOrganisationId,
      name: hostName,
      above: names.organisations.get(above ?? '') ?? null,
    });
  return kept;
}

const idsOf = ({ sites, chairSiteId }: Registration['data']): SiteId[] => [
  ...new Set([...sites.map(({ siteId }) => siteId), ...(chairSiteId === null ? [] : [chairSiteId])]),
];

async function aboveOn(executor: Executor, organisationId: string, day: LocalDate): Promise<string | null> {
  const edge = await executor
    .selectFrom('organisation_edge as edge')
    .select('edge.parent_id')
    .where('edge.tree', '=', 'administrative')
    .where('edge.child_id', '=', organisationId)
    .where(holds('edge', day))
    .executeTakeFirst();
  return edge?.parent_id ?? null;
}

async function ownersOn(
  executor: Executor,
  siteIds: readonly string[],
  day: LocalDate,
): Promise<Map<string, string>> {
  if (siteIds.length === 0) return new Map();
  const rows = await executor
    .selectFrom('site_version as v')
    .select(['v.site_id', 'v.organisation_id'])
    .where('v.site_id', 'in', siteIds)
    .where(holds('v', day))
    .execute();
  return new Map(rows.map(({ site_id, organisation_id }) => [site_id, organisation_id]));
}

type SitesOf = (data: Registration['data']) => readonly SiteId[];

/** For lists: of all the sites of a file only the one that chairs. */
export const chairOf: SitesOf = ({ chairSiteId }) => (chairSiteId === null ? [] : [chairSiteId]);

/** Names of hosts and of the sites asked for, by meeting: those that were kept, else those of today. */
export async function namesOf(
  executor: Executor,
  registrations: readonly Registration[],
  sitesOf: SitesOf = idsOf,
): Promise<Map<string, MeetingNames>> {
  const hosts = [...new Set(registrations.map(({ data }) => data.hostOrganisationId))];
  const sites = [...new Set(registrations.flatMap(({ data }) => sitesOf(data)))];
  const kept = await keptNames(executor, registrations, [...hosts, ...sites]);
  const today = await namesOfToday(executor, hosts, sites);
  return new Map(
    registrations.map(({ meetingId, data }) => {
      const nameOf = (kind: KeptName['kind'], id: string) =>
        kept.get(`${meetingId} ${kind} ${id}`) ?? today.get(`${kind} ${id}`) ?? '';
      const sites = new Map(sitesOf(data).map((id) => [id, nameOf('site', id)]));
      return [meetingId, { host: nameOf('host', data.hostOrganisationId), sites }];
    }),
  );
}

async function keptNames(
  executor: Executor,
  registrations: readonly Registration[],
  subjectIds: readonly string[],
): Promise<Map<string, string>> {
  if (registrations.length === 0) return new Map();
  const meetingIds = registrations.map(({ meetingId }) => meetingId);
  const rows = await executor
    .selectFrom('meeting_name')
    .select(['meeting_id', 'kind', 'subject_id', 'name'])
    .where('meeting_id', 'in', meetingIds)
    .where('subject_id', 'in', subjectIds)
    .execute();
  return new Map(rows.map((row) => [`${row.meeting_id} ${row.kind} ${row.subject_id}`, row.name]));
}

async function namesOfToday(
  executor: Executor,
  hosts: readonly string[],
  sites: readonly string[],
): Promise<Map<string, string>> {
  const read = (table: 'organisation' | 'site', ids: readonly string[]) =>
    ids.length === 0
      ? []
      : executor.selectFrom(table).select(['id', 'name']).where('id', 'in', ids).execute();
  const [organisations, places] = [await read('organisation', hosts), await read('site', sites)];
  return new Map([
    ...organisations.map(({ id, name }) => [`host ${id}`, name] as const),
    ...places.map(({ id, name }) => [`site ${id}`, name] as const),
  ]);
}
