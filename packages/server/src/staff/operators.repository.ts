import { OperatorDuty, OrganisationId, SiteId } from '@nhipcau/contracts';
import type { StaffMember } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { day, dayOf } from './staff-parts.ts';

const people = (executor: Executor) =>
  executor
    .selectFrom('operator_person')
    .select([
      'id',
      'organisation_id',
      'site_id',
      'duty',
      'name',
      'title',
      'email',
      'telephone',
      'revision',
      day('trained_on').as('trained_on'),
      day('from_on').as('from_on'),
      day('to_on').as('to_on'),
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof people>['execute']>>[number];

export type OperatorRecord = ReturnType<typeof recordOf>;

const recordOf = (row: Row) => ({
  personId: row.id,
  organisationId: OrganisationId.parse(row.organisation_id),
  siteId: row.site_id === null ? null : SiteId.parse(row.site_id),
  duty: OperatorDuty.parse(row.duty),
  name: row.name,
  title: row.title,
  email: row.email,
  telephone: row.telephone,
  trainedOn: dayOf(row.trained_on),
  fromOn: row.from_on ?? '',
  toOn: dayOf(row.to_on),
  revision: row.revision,
});

/** People of the register; `on` keeps those in service on a day. The first day of the end is no service any more. */
export async function listPeople(
  executor: Executor,
  {
    on,
    organisationId,
    search,
  }: { on?: string | undefined; organisationId?: string | undefined; search?: string | undefined } = {},
): Promise<OperatorRecord[]> {
  const words = (search ?? '').split(/\s+/).filter((word) => word !== '');
  let query = people(executor).orderBy('organisation_id').orderBy('duty').orderBy('name').limit(5_000);
  if (on !== undefined)
    query = query.where((eb) =>
      eb.and([eb('from_on', '<=', on), eb.or([eb('to_on', 'is', null), eb('to_on', '>', on)])]),
    );
  if (organisationId !== undefined) query = query.where('organisation_id', '=', organisationId);
  for (const word of words)
    query = query.where(
      sql<boolean>`fold_text(name || ' ' || coalesce(title, '') || ' ' || coalesce(telephone, '')) like '%' || replace(replace(fold_text(${word}), '%', ''), '_', '') || '%'`,
    );
  return (await query.execute()).map(recordOf);
}

export async function findPerson(executor: Executor, personId: string): Promise<OperatorRecord | null> {
  const row = await people(executor).where('id', '=', personId).executeTakeFirst();
  return row ? recordOf(row) : null;
}

export const asMember = ({ organisationId, siteId, duty, trainedOn }: OperatorRecord): StaffMember => ({
  organisationId,
  siteId,
  duty,
  isTrained: trainedOn !== null,
});
