import { type LocalDate, OrganisationId, OrganisationKind } from '@nhipcau/contracts';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { addEvent } from '../assets/asset-parts.ts';
import type { Executor } from '../database/database.ts';
import { violates } from '../database/violations.ts';
import { setEdge } from './changes.ts';
import { versionsOf } from './organisation-lists.ts';
import { openVersion } from './organisation-versions.ts';
import { insertOrganisation } from './organisations.service.ts';

/** A row of a confirmed sheet, complete and checked. */
interface Row {
  readonly act: 'add' | 'change';
  readonly id: string;
  readonly cells: Readonly<Record<string, string>>;
  readonly fields: readonly string[];
}
interface Context {
  readonly today: LocalDate;
  readonly decree: string | null;
  /** When and by whom it is confirmed. */
  readonly at?: number;
  readonly byName?: string;
}

const orNull = (value: string | undefined): string | null =>
  value === undefined || value === '' ? null : value;

/** @throws {AppError} IMPORT_STALE when the database knows better than the preview did */
export async function writeRow(trx: Executor, kind: string, row: Row, context: Context): Promise<void> {
  try {
    if (kind === 'organisation') await writeOrganisation(trx, row, context);
    else if (kind === 'site') await writeSite(trx, row);
    else if (kind === 'asset') await writeAsset(trx, row, context);
    else await writeRoom(trx, row);
  } catch (cause) {
    if (
      violates(cause, 'site_number_key') ||
      violates(cause, 'organisation_version_code') ||
      violates(cause, 'asset_serial')
    )
      throw stale(row.id, cause);
    throw cause;
  }
}

const stale = (id: string, cause: unknown): AppError => new AppError('IMPORT_STALE', { id }, { cause });

async function writeOrganisation(trx: Executor, { act, id, cells, fields }: Row, { today, decree }: Context) {
  const values = {
    code: cells['code'] ?? '',
    name: cells['name'] ?? '',
    levelCode: cells['levelCode'] ?? '',
    kind: OrganisationKind.parse(cells['kind']),
    address: orNull(cells['address']),
    telephone: orNull(cells['telephone']),
    email: orNull(cells['email']),
  };
  const parent = orNull(cells['parentId']);
  const parentId = parent === null ? null : OrganisationId.parse(parent);
  if (act === 'add') {
    await insertOrganisation(trx, id, { ...values, parentId });
    return;
  }
  if (fields.includes('parentId'))
    await setEdge(trx, { tree: 'administrative', childId: id, parentId, from: today, decree });
  if (fields.some((field) => field !== 'parentId')) {
    const last = (await versionsOf(trx, id)).at(-1);
    // A second correction on the day a version began ends nothing: a version lasts at least a day.
    if (last?.validFrom !== null && last?.validFrom !== undefined && last.validFrom >= today)
      throw new AppError('ORGANISATION_CHANGE_REFUSED', { organisationId: id, from: today });
    await openVersion(trx, id, { ...values, decree }, { from: today });
  }
}

async function writeSite(trx: Executor, { act, id, cells }: Row): Promise<void> {
  const values = {
    organisation_id: cells['organisationId'] ?? '',
    number: Number(cells['number']),
    name: cells['name'] ?? '',
    level_code: cells['levelCode'] ?? '',
    address: orNull(cells['address']),
    room: cells['room'] ?? '',
    terminal: cells['terminal'] ?? '',
    node_id: cells['nodeId'] ?? '',
    network: cells['network'] ?? '',
    roles: (cells['roles'] ?? '').split(/[,;|\s]+/).filter((role) => role !== ''),
    duty_title: orNull(cells['dutyTitle']),
    duty_phone: orNull(cells['dutyPhone']),
  };
  // A site of a sheet is only proposed: it is admitted where the regulation asks for it, by whoever may.
  if (act === 'add')
    await trx
      .insertInto('site')
      .values({ id, ...values, status: 'proposed' })
      .execute();
  else await trx.updateTable('site').set(values).where('id', '=', id).execute();
}

async function writeRoom(trx: Executor, { act, id, cells }: Row): Promise<void> {
  const values = {
    site_id: cells['siteId'] ?? '',
    name: cells['name'] ?? '',
    kind: cells['kind'] ?? 'site',
    seats: cells['seats'] ? Number(cells['seats']) : null,
    status: cells['status'] ?? 'open',
  };
  if (act === 'add')
    await trx
      .insertInto('room')
      .values({ id, ...values })
      .execute();
  else await trx.updateTable('room').set(values).where('id', '=', id).execute();
}

async function writeAsset(
  trx: Executor,
  { act, id, cells }: Row,
  { at = 0, byName = '' }: Context,
): Promise<void> {
  const values = {
    kind: cells['kind'] ?? '',
    model: cells['name'] ?? '',
    serial: orNull(cells['serial']),
    owner_id: cells['ownerId'] ?? '',
    keeper: orNull(cells['keeper']),
    funding: cells['funding'] ?? '',
    acquired_on: orNull(cells['acquiredOn']),
    note: orNull(cells['note']),
  };
  if (act === 'change') {
    const { id: assetId } = await trx
      .updateTable('asset')
      .set((query) => ({ ...values, revision: query('revision', '+', 1) }))
      .where('code', '=', id)
      .returning('id')
      .executeTakeFirstOrThrow();
    await addEvent(trx, { assetId, what: 'changed', words: values.model, at }, { name: byName });
    return;
  }
  const assetId = uuidv7();
  const siteId = orNull(cells['siteId']);
  await trx
    .insertInto('asset')
    .values({
      id: assetId,
      code: id,
      ...values,
      custodian_id: cells['custodianId'] ?? '',
      site_id: siteId,
      room: siteId === null ? null : orNull(cells['room']),
      state: siteId === null ? 'store' : 'inUse',
      cause: cells['cause'] ?? 'existing',
      cause_at: new Date(at),
      at: new Date(at),
    })
    .execute();
  await addEvent(trx, { assetId, what: 'registered', words: values.model, at }, { name: byName });
}
