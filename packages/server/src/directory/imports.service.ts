import { createHash } from 'node:crypto';
import type { Clock } from '@nhipcau/base';
import { ImportPreview, ImportResult, instant, type RowFault, type SheetKind } from '@nhipcau/contracts';
import {
  checkAssetRows,
  checkOrganisationRows,
  checkRoomRows,
  checkSiteRows,
  type ImportFacts,
  type SheetRow,
} from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import { actorOf, appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { authorise, type Caller, personOf } from '../http/caller.ts';
import { dayOf } from './as-of.ts';
import { directoryRevision, lockDirectory, project, tell } from './changes.ts';
import { writeRow } from './import-writers.ts';
import { sheetColumns } from './sheet-columns.ts';
import { fieldRows } from './sheet-rows.ts';
import { currentRows } from './sheet-values.ts';
import { readSheet } from './spreadsheet/read-sheet.ts';
import { type SheetFormat, sheetTypes, writeSheet } from './spreadsheet/write-sheet.ts';

const MOST_FAULTS_TOLD = 2000;
const MOST_CHANGES_TOLD = 100;

const Planned = z.array(
  z.strictObject({
    row: z.int(),
    act: z.enum(['add', 'change']),
    id: z.string(),
    cells: z.record(z.string(), z.string()),
    fields: z.array(z.string()),
  }),
);
type PlannedRow = z.infer<typeof Planned>[number];

const checks: Readonly<Record<SheetKind, (rows: readonly SheetRow[], facts: ImportFacts) => RowFault[]>> = {
  organisation: checkOrganisationRows,
  site: checkSiteRows,
  room: checkRoomRows,
  asset: checkAssetRows,
};

/** Takes organisations, sites and rooms from a sheet in two steps: look, then confirm exactly what was shown. */
export class ImportsService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * What a file would do. Nothing of the directory is changed.
   *
   * @throws {AppError} NOT_ALLOWED, SHEET_UNREADABLE, SHEET_TOO_LARGE
   */
  async preview(
    { kind, fileName, bytes }: { kind: SheetKind; fileName: string; bytes: Buffer },
    caller: Caller,
  ): Promise<ImportPreview> {
    const person = personOf(caller);
    authorise(person, 'directory.import', {});
    const sheet = fieldRows(await readSheet(bytes), sheetColumns[kind]);
    const current = await currentRows(this.#database, kind);
    const rows = sheet.rows.map((row) => completed(row, current, kind));
    const facts = await importFacts(this.#database);
    const faults = [...sheet.faults, ...checks[kind](rows, facts)];
    // A row with a fault is neither new nor changed: it is the fault that is told of it.
    const faulty = new Set(faults.map(({ row }) => row));
    const sound = rows.filter(({ row }) => !faulty.has(row));
    const planned = sound.flatMap((row) => plannedRow(row, current));
    const batchId = uuidv7();
    await this.#database
      .insertInto('import_batch')
      .values({
        id: batchId,
        kind,
        file_name: fileName,
        file_hash: createHash('sha256').update(bytes).digest(),
        rows: JSON.stringify(planned),
        against: await directoryRevision(this.#database),
        faults: faults.length,
        uploaded_by: person.userId,
        uploaded_at: new Date(this.#clock.now()),
      })
      .execute();
    const added = planned.filter(({ act }) => act === 'add').length;
    return ImportPreview.parse({
      batchId,
      kind,
      fileName,
      rows: rows.length,
      added,
      changed: planned.length - added,
      same: sound.length - planned.length,
      faults: faults.sort((a, b) => a.row - b.row).slice(0, MOST_FAULTS_TOLD),
      faultCount: faults.length,
      sample: planned.slice(0, MOST_CHANGES_TOLD).map(({ row, act, id, cells, fields }) => ({
        row,
        act,
        id: id.slice(0, 64),
        name: (cells['name'] ?? '').slice(0, 200),
        fields,
      })),
    });
  }

  /**
   * Writes what the preview showed. The second time the same answer, without writing again.
   *
   * @throws {AppError} IMPORT_UNKNOWN, IMPORT_HAS_FAULTS, IMPORT_STALE, NOT_ALLOWED
   */
  async confirm(batchId: string, caller: Caller): Promise<ImportResult> {
    const person = personOf(caller);
    authorise(person, 'directory.import', {});
    return this.#database.transaction().execute(async (trx) => {
      await lockDirectory(trx);
      const batch = await trx
        .selectFrom('import_batch')
        .selectAll()
        .where('id', '=', batchId)
        .where('uploaded_by', '=', person.userId)
        .where('kind', '<>', 'reform')
        .forUpdate()
        .executeTakeFirst();
      if (!batch) throw new AppError('IMPORT_UNKNOWN', { batchId });
      if (batch.state === 'confirmed') return ImportResult.parse(batch.result);
      if (batch.faults > 0) throw new AppError('IMPORT_HAS_FAULTS', { faults: batch.faults });
      if (batch.against !== (await directoryRevision(trx))) throw new AppError('IMPORT_STALE', { batchId });
      const result = await this.#write(trx, batchId, batch.kind, Planned.parse(batch.rows), person.name);
      await appendAudit(trx, {
        at: this.#clock.now(),
        actor: actorOf(caller),
        action: 'directory.import',
        subject: batchId,
        facts: { kind: batch.kind, file: batch.file_name, hash: batch.file_hash.toString('hex'), ...result },
      });
      return result;
    });
  }

  async #write(
    trx: Executor,
    batchId: string,
    kind: string,
    rows: readonly PlannedRow[],
    byName: string,
  ): Promise<ImportResult> {
    const at = this.#clock.now();
    const context = { today: dayOf(at), decree: null, at, byName };
    await tell(trx, { today: context.today });
    for (const row of inOrder(rows)) await writeRow(trx, kind, row, context);
    if (kind === 'organisation') await project(trx, context.today);
    const added = rows.filter(({ act }) => act === 'add').length;
    const result = ImportResult.parse({
      batchId,
      added,
      changed: rows.length - added,
      confirmedAt: instant(at),
    });
    await trx
      .updateTable('import_batch')
      .set({ state: 'confirmed', confirmed_at: new Date(at), result: JSON.stringify(result) })
      .where('id', '=', batchId)
      .execute();
    return result;
  }

  /** The whole list as a file, in the columns an import takes. */
  async export(kind: SheetKind, format: SheetFormat): Promise<{ bytes: Buffer; contentType: string }> {
    const columns = sheetColumns[kind];
    const rows = [...(await currentRows(this.#database, kind)).values()];
    const bytes = await writeSheet(format, {
      name: kind,
      header: columns.map(({ heading }) => heading),
      rows: rows.map((row) => columns.map(({ field }) => row[field] ?? '')),
    });
    return { bytes, contentType: sheetTypes[format] };
  }
}

const usual: Readonly<Record<SheetKind, Readonly<Record<string, string>>>> = {
  organisation: {},
  site: { terminal: 'vcs', network: 'tslcd', roles: 'satellite', room: 'Phòng họp trực tuyến' },
  room: { kind: 'site', status: 'open' },
  asset: { funding: 'state', cause: 'existing' },
};

/** What the sheet leaves out stays as it is; a new row gets the usual values. */
function completed(
  { row, cells }: SheetRow,
  current: ReadonlyMap<string, Readonly<Record<string, string>>>,
  kind: SheetKind,
): SheetRow {
  const known = current.get(cells['id'] ?? '');
  if (known) return { row, cells: { ...known, ...cells } };
  const given = Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== ''));
  return { row, cells: { ...usual[kind], ...cells, ...usual[kind], ...given } };
}

function plannedRow(
  { row, cells }: SheetRow,
  current: ReadonlyMap<string, Readonly<Record<string, string>>>,
): PlannedRow[] {
  const id = cells['id'] ?? '';
  const known = current.get(id);
  if (!known) return [{ row, act: 'add', id, cells: { ...cells }, fields: Object.keys(cells) }];
  const fields = Object.keys(cells).filter((field) => (known[field] ?? '') !== cells[field]);
  return fields.length === 0 ? [] : [{ row, act: 'change', id, cells: { ...cells }, fields }];
}

/** Superiors before those below them. */
function inOrder(rows: readonly PlannedRow[]): PlannedRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ordered = new Set<PlannedRow>();
  const take = (row: PlannedRow): void => {
    if (ordered.has(row)) return;
    const parent = byId.get(row.cells['parentId'] ?? '');
    if (parent && parent.act === 'add') take(parent);
    ordered.add(row);
  };
  for (const row of rows) take(row);
  return [...ordered];
}

async function importFacts(executor: Executor): Promise<ImportFacts> {
  const levels = await executor.selectFrom('level').select('code').where('valid_to', 'is', null).execute();
  const nodes = await executor.selectFrom('mcu_node').select('id').execute();
  const organisations = await executor
    .selectFrom('organisation')
    .select(['id', 'code', 'parent_id'])
    .where('ended_on', 'is', null)
    .execute();
  const sites = await executor.selectFrom('site').select(['id', 'number']).execute();
  const assets = await executor
    .selectFrom('asset')
    .select(['code', 'kind', 'serial', 'custodian_id', 'site_id', 'room', 'cause'])
    .execute();
  return {
    levels: levels.map(({ code }) => code),
    nodes: nodes.map(({ id }) => id),
    organisations: new Map(
      organisations.map(({ id, code, parent_id }) => [id, { code, parentId: parent_id }]),
    ),
    sites: new Map(sites.map(({ id, number }) => [id, { number }])),
    assets: new Map(
      assets.map((row) => [
        row.code,
        {
          kind: row.kind,
          serial: row.serial ?? '',
          custodianId: row.custodian_id,
          siteId: row.site_id ?? '',
          room: row.room ?? '',
          cause: row.cause,
        },
      ]),
    ),
  };
}
