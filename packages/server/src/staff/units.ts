import { Level, Organisation, type OrganisationId, Site, SiteId } from '@nhipcau/contracts';
import type { Unit, UnitWithSites } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

const UnitRow = Organisation.pick({
  organisationId: true,
  code: true,
  name: true,
  levelCode: true,
  kind: true,
  parentId: true,
});
const SiteRow = Site.pick({ siteId: true, organisationId: true, name: true, levelCode: true, status: true });

export interface StaffUnit extends UnitWithSites {
  readonly organisationId: OrganisationId;
  readonly name: string;
  readonly parentId: OrganisationId | null;
}
export type StaffSite = ReturnType<typeof SiteRow.parse>;

/** All organisations and their sites as staff rules look at them, read at once. */
export class Units {
  readonly #units: ReadonlyMap<string, StaffUnit>;
  readonly #sites: ReadonlyMap<string, StaffSite>;
  readonly #districtRank: ReadonlyMap<string, number>;

  private constructor(units: StaffUnit[], sites: StaffSite[], levels: Level[]) {
    this.#units = new Map(units.map((unit) => [unit.organisationId, unit]));
    this.#sites = new Map(sites.map((site) => [site.siteId, site]));
    this.#districtRank = new Map(levels.map(({ code, rank }) => [code, rank]));
  }

  static async read(executor: Executor): Promise<Units> {
    const sites = await executor
      .selectFrom('site')
      .select(['id', 'organisation_id', 'name', 'level_code', 'status'])
      .orderBy('number')
      .execute();
    const rows = await executor
      .selectFrom('organisation')
      .innerJoin('level', 'level.code', 'organisation.level_code')
      .select([
        'organisation.id',
        'organisation.code',
        'organisation.name',
        'organisation.level_code',
        'organisation.kind',
        'organisation.parent_id',
      ])
      .orderBy('level.rank')
      .orderBy(sql`organisation.name collate "vi-x-icu"`)
      .execute();
    const levels = await executor.selectFrom('level').select(['code', 'rank', 'name']).execute();
    const organisations = rows.map((row) =>
      UnitRow.parse({
        organisationId: row.id,
        code: row.code,
        name: row.name,
        levelCode: row.level_code,
        kind: row.kind,
        parentId: row.parent_id,
      }),
    );
    const parsedSites = sites.map((row) =>
      SiteRow.parse({
        siteId: row.id,
        organisationId: row.organisation_id,
        name: row.name,
        levelCode: row.level_code,
        status: row.status,
      }),
    );
    const byId = new Map(organisations.map((one) => [one.organisationId, one]));
    const sitesOf = Map.groupBy(
      parsedSites.filter(({ status }) => status === 'admitted' || status === 'suspended'),
      ({ organisationId }) => organisationId,
    );
    return new Units(
      organisations.map((one) => {
        const parent = one.parentId === null ? undefined : byId.get(one.parentId);
        return {
          ...one,
          parent: parent ? { levelCode: parent.levelCode, kind: parent.kind } : null,
          siteIds: (sitesOf.get(one.organisationId) ?? []).map(({ siteId }) => siteId),
        };
      }),
      parsedSites,
      levels.map((level) => Level.parse(level)),
    );
  }

  get all(): StaffUnit[] {
    return [...this.#units.values()];
  }

  get sites(): StaffSite[] {
    return [...this.#sites.values()];
  }

  find(organisationId: string): StaffUnit | undefined {
    return this.#units.get(organisationId);
  }

  site(siteId: string): StaffSite | undefined {
    return this.#sites.get(siteId);
  }

  nameOf(organisationId: string): string {
    return this.#units.get(organisationId)?.name ?? organisationId;
  }

  /** The unit and all above it. */
  pathOf(organisationId: string): OrganisationId[] {
    const path: OrganisationId[] = [];
    let unit = this.#units.get(organisationId);
    while (unit && !path.includes(unit.organisationId)) {
      path.push(unit.organisationId);
      unit = unit.parentId === null ? undefined : this.#units.get(unit.parentId);
    }
    return path;
  }

  /** The district an organisation lies in: itself or one above it at the level of communes' parents; null above. */
  districtOf(organisationId: string): OrganisationId | null {
    const found = this.pathOf(organisationId).find((id) => {
      const level = this.#units.get(id)?.levelCode;
      return level !== undefined && this.#districtRank.get(level) === DISTRICT_RANK;
    });
    return found ?? null;
  }

  /** Where a unit, or a site of it, stands for questions of rights. */
  placeOf(
    organisationId: string,
    siteId?: string | null,
  ): { organisationPath: OrganisationId[]; siteId?: SiteId } {
    const organisationPath = this.pathOf(organisationId);
    return siteId ? { organisationPath, siteId: SiteId.parse(siteId) } : { organisationPath };
  }
}

/** Rank of the level under whose organisations communes lie. */
const DISTRICT_RANK = 2;

export const asUnit = ({ organisationId, code, levelCode, kind, parent }: StaffUnit): Unit => ({
  organisationId,
  code,
  levelCode,
  kind,
  parent,
});
