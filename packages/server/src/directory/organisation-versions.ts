import type { LocalDate, OrganisationVersion } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';

/** Ends the open version at `from` and begins another. */
export async function openVersion(
  trx: Executor,
  organisationId: string,
  version: Omit<OrganisationVersion, 'validFrom' | 'validTo'>,
  { from, reformId = null }: { from: LocalDate; reformId?: string | null },
): Promise<void> {
  await closeVersion(trx, organisationId, { from, reformId });
  await trx
    .insertInto('organisation_version')
    .values({
      organisation_id: organisationId,
      valid_from: from,
      code: version.code,
      name: version.name,
      level_code: version.levelCode,
      kind: version.kind,
      address: version.address,
      telephone: version.telephone,
      email: version.email,
      decree: version.decree,
      opened_by: reformId,
      closed_by: null,
    })
    .execute();
}

export async function closeVersion(
  trx: Executor,
  organisationId: string,
  { from, reformId }: { from: LocalDate; reformId: string | null },
): Promise<void> {
  await trx
    .updateTable('organisation_version')
    .set({ valid_to: from, closed_by: reformId })
    .where('organisation_id', '=', organisationId)
    .where('valid_to', 'is', null)
    .execute();
}
