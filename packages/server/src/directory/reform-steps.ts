import { type LocalDate, OrganisationId, type OrganisationVersion } from '@nhipcau/contracts';
import type { ReformPlan } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Executor } from '../database/database.ts';
import { setEdge, tell } from './changes.ts';
import { versionsOf } from './organisation-lists.ts';
import { closeVersion, openVersion } from './organisation-versions.ts';
import { insertOrganisation } from './organisations.service.ts';

/**
 * Lays a reform down in versions, edges and lineage from its day on. Until that day nothing of today changes.
 *
 * @rule DY-4 (R-DIR-01)
 */
export async function layDown(
  trx: Executor,
  plan: ReformPlan,
  { reformId, on }: { reformId: string; on: LocalDate },
): Promise<void> {
  const idOf = new Map<string, string>();
  const known = await trx
    .selectFrom('organisation')
    .select(['id', 'code'])
    .where('ended_on', 'is', null)
    .execute();
  for (const { id, code } of known) idOf.set(code, id);
  for (const { unit, code } of plan.renames) idOf.set(code, unit.id);
  await tell(trx, { since: on, reform: reformId });
  for (const created of superiorsFirst(plan.creates)) {
    const id = OrganisationId.parse(`o-${uuidv7()}`);
    const parent = created.parentCode === null ? undefined : idOf.get(created.parentCode);
    await insertOrganisation(trx, id, {
      code: created.code,
      name: created.name,
      levelCode: created.levelCode,
      kind: created.kind,
      parentId: parent === undefined ? null : OrganisationId.parse(parent),
      address: null,
      telephone: null,
      email: null,
    });
    idOf.set(created.code, id);
  }
  await tell(trx, { since: '', reform: '' });
  for (const { unit, code, name, decree } of plan.renames) {
    const last = (await versionsOf(trx, unit.id)).at(-1);
    if (last) await openVersion(trx, unit.id, renamed(last, { code, name, decree }), { from: on, reformId });
  }
  for (const { unit, parentCode, decree } of plan.moves)
    await setEdge(trx, {
      tree: 'administrative',
      childId: unit.id,
      parentId: idOf.get(parentCode) ?? null,
      from: on,
      decree,
      reformId,
    });
  for (const { unit } of plan.ends) {
    await closeVersion(trx, unit.id, { from: on, reformId });
    await trx
      .updateTable('organisation_edge')
      .set({ valid_to: on, closed_by: reformId })
      .where('child_id', '=', unit.id)
      .where('valid_to', 'is', null)
      .execute();
  }
  await insertLineage(trx, plan, idOf, { reformId, on });
}

const renamed = (last: OrganisationVersion, change: { code: string; name: string; decree: string }) => ({
  ...last,
  ...change,
});

function superiorsFirst(creates: ReformPlan['creates']): ReformPlan['creates'] {
  const byCode = new Map(creates.map((created) => [created.code, created]));
  const ordered = new Set<ReformPlan['creates'][number]>();
  const take = (created: ReformPlan['creates'][number]): void => {
    if (ordered.has(created)) return;
    const parent = created.parentCode === null ? undefined : byCode.get(created.parentCode);
    if (parent) take(parent);
    ordered.add(created);
  };
  for (const created of creates) take(created);
  return [...ordered];
}

async function insertLineage(
  trx: Executor,
  { lineage }: ReformPlan,
  idOf: ReadonlyMap<string, string>,
  { reformId, on }: { reformId: string; on: LocalDate },
): Promise<void> {
  for (const { unit, toCode, relation, decree } of lineage) {
    const to = idOf.get(toCode);
    if (to === undefined || to === unit.id) continue;
    await trx
      .insertInto('organisation_lineage')
      .values({ from_id: unit.id, to_id: to, relation, on_day: on, decree, reform_id: reformId })
      .execute();
  }
}

/** Takes a reform that has not begun out of versions, edges and lineage again; what it closed goes on. */
export async function takeBack(trx: Executor, reformId: string): Promise<void> {
  await trx.deleteFrom('organisation_lineage').where('reform_id', '=', reformId).execute();
  for (const table of ['organisation_edge', 'organisation_version'] as const)
    await trx.deleteFrom(table).where('opened_by', '=', reformId).execute();
  for (const table of ['organisation_edge', 'organisation_version'] as const)
    await trx
      .updateTable(table)
      .set({ valid_to: null, closed_by: null })
      .where('closed_by', '=', reformId)
      .execute();
  await sql`delete from organisation where not exists
    (select from organisation_version v where v.organisation_id = organisation.id)`.execute(trx);
}

/** What the day of a reform brings beside names and trees: sites, rights and accounts go with their organisations. */
export async function moveWhatBelongs(trx: Executor, reformId: string, on: LocalDate): Promise<void> {
  await tell(trx, { today: on });
  // Sites of units that go on under another name carry it, where they carried the old one.
  await sql`update site set name = version.name
    from organisation_version version, organisation_version before
    where version.opened_by = ${reformId} and version.organisation_id = site.organisation_id
      and before.organisation_id = version.organisation_id and before.valid_to = version.valid_from
      and before.closed_by = ${reformId} and site.name = before.name`.execute(trx);
  // Sites of units that went into others; of a divided unit they go to the first.
  await sql`update site set organisation_id = heir.id, level_code = heir.level_code,
      name = case when site.name = source.name
        then left(heir.name || ' (cơ sở ' || regexp_replace(source.name, '^UBND ', '') || ')', 200) else site.name end
    from (select distinct on (from_id) from_id, to_id from organisation_lineage
        where reform_id = ${reformId} order by from_id, id) line
      join organisation source on source.id = line.from_id
      join organisation heir on heir.id = line.to_id
    where site.organisation_id = line.from_id and source.ended_on = ${on}::date`.execute(trx);
  // What ended without an heir has no meetings any more.
  await sql`update site set status = 'closed' from organisation
    where organisation.id = site.organisation_id and organisation.ended_on = ${on}::date`.execute(trx);
  await sql`update user_account set organisation_id = line.to_id from organisation_lineage line
    where line.reform_id = ${reformId} and user_account.organisation_id = line.from_id
      and ${ONE_HEIR}`.execute(trx);
  await sql`update user_grant set scope_id = line.to_id from organisation_lineage line
    where line.reform_id = ${reformId} and user_grant.scope_kind = 'organisation'
      and user_grant.scope_id = line.from_id and ${ONE_HEIR}
      and not exists (select from user_grant other where other.user_id = user_grant.user_id
        and other.role = user_grant.role and other.scope_kind = 'organisation' and other.scope_id = line.to_id)`.execute(
    trx,
  );
  await sql`update level set valid_to = ${on}::date where valid_to is null
    and exists (select from organisation where level_code = level.code and ended_on = ${on}::date)
    and not exists (select from organisation where level_code = level.code and ended_on is null)`.execute(
    trx,
  );
}

/** The unit ended and only one took its place; of a divided unit nobody can say whose people they now are. */
const ONE_HEIR = sql<boolean>`(select count(*) from organisation_lineage heirs
  where heirs.from_id = line.from_id and heirs.reform_id = line.reform_id) = 1
  and exists (select from organisation where id = line.from_id and ended_on is not null)`;
