import {
  type ChairRules,
  type DirectoryRules,
  Network,
  type OfficeRules,
  OrganisationKind,
  type RegistrationData,
  Site,
  SiteId,
  SiteStatus,
} from '@nhipcau/contracts';
import { chairAnswer, type DirectoryFacts, type ShortOfTrained, staffingDeficits } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import { asMember, listPeople } from '../staff/operators.repository.ts';
import { Units } from '../staff/units.ts';

/** Ids of these organisations and of all below them. */
export const subtreeOf = (organisationIds: readonly string[]) => sql<string>`(
  with recursive below (id) as (
    select id from organisation where id = any(${[...organisationIds]}::text[])
    union
    select lower.id from organisation lower join below on lower.parent_id = below.id
  )
  select id from below)`;

interface FactRow {
  readonly host_level: string | null;
  readonly host_kind: string | null;
  /** Null in the one row of a registration without known sites. */
  readonly id: string | null;
  readonly status: string;
  readonly roles: string[];
  readonly level_code: string;
  readonly network: string;
  readonly is_of_host: boolean;
}

/** What the directory knows of the host and the sites of a registration, and who may chair by the locality's text. */
export async function directoryFactsOf(
  executor: Executor,
  { hostOrganisationId, sites }: RegistrationData,
  { chair: chairRules, directory }: Pick<OfficeRules, 'chair' | 'directory'>,
  today: string,
): Promise<DirectoryFacts> {
  const siteIds = [...new Set(sites.map(({ siteId }) => siteId))];
  const { rows } = await sql<FactRow>`${prepared}
    with recursive above (site_id, id) as (
      select id, organisation_id from site where id = any(${siteIds}::text[])
      union
      select above.site_id, organisation.parent_id from above join organisation on organisation.id = above.id
        where organisation.parent_id is not null
    )
    select host.level_code as host_level, host.kind as host_kind, site.id, site.status, site.roles, site.level_code,
        site.network,
        of_host.site_id is not null as is_of_host
      from (select ${hostOrganisationId}::text as id) asked
      left join organisation host on host.id = asked.id
      left join site on site.id = any(${siteIds}::text[])
      left join above of_host on of_host.site_id = site.id and of_host.id = asked.id`.execute(executor);
  const short = await shortOfTrained(executor, directory, siteIds, today);
  return { host: hostOf(rows[0]), sites: sitesOf(rows, chairRules, short) };
}

/** Of the sites those whose unit has fewer trained people than the text wants; nothing is read where it wants none. */
async function shortOfTrained(
  executor: Executor,
  { staffing }: DirectoryRules,
  siteIds: readonly string[],
  today: string,
): Promise<Map<string, ShortOfTrained>> {
  const rules = staffing.filter(({ trained }) => trained);
  if (rules.length === 0 || siteIds.length === 0) return new Map();
  const units = await Units.read(executor);
  const people = (await listPeople(executor, { on: today })).map(asMember);
  const invited = siteIds.flatMap((siteId) => units.site(siteId) ?? []);
  const hosts = new Set(invited.map(({ organisationId }) => organisationId));
  const deficits = staffingDeficits(
    { staffing: rules },
    units.all.filter(({ organisationId }) => hosts.has(organisationId)),
    people,
  );
  return new Map(
    invited.flatMap((site) => {
      const found = deficits.find(
        ({ organisationId, siteId }) =>
          organisationId === site.organisationId && (siteId === null || siteId === site.siteId),
      );
      if (!found) return [];
      const { present, required, cite } = found;
      return [[site.siteId, { siteName: site.name, present, required, cite }] as const];
    }),
  );
}

const hostOf = (row: FactRow | undefined): DirectoryFacts['host'] =>
  row && row.host_level !== null
    ? { levelCode: row.host_level, kind: OrganisationKind.parse(row.host_kind) }
    : null;

const withShort = (short: ShortOfTrained | undefined) => (short ? { shortOfTrained: short } : {});

const sitesOf = (
  rows: readonly FactRow[],
  chairRules: ChairRules,
  short: ReadonlyMap<string, ShortOfTrained>,
): DirectoryFacts['sites'] =>
  new Map(
    rows.flatMap(({ id, status, roles, level_code, network, is_of_host }) =>
      id === null
        ? []
        : [
            [
              SiteId.parse(id),
              {
                status: SiteStatus.parse(status),
                network: Network.parse(network),
                chair: chairAnswer(chairRules, {
                  levelCode: level_code,
                  roles: Site.shape.roles.parse(roles),
                }),
                isOfHost: is_of_host,
                ...withShort(short.get(id)),
              },
            ] as const,
          ],
    ),
  );
