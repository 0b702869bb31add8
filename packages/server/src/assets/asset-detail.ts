import {
  type AssetDetail,
  AssetEvent,
  type AssetId,
  type FileSheet,
  instant,
  LocalDate,
} from '@nhipcau/contracts';
import { can, sheetChanges, unapprovedChanges } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { addEvent, assetRules } from './asset-parts.ts';
import { type AssetRecord, findAsset, mayRead, verdictsOf, viewOf } from './assets.repository.ts';
import { known } from './assets.service.ts';
import { grantedSettings } from './drift.ts';
import { requestsOf } from './requests.service.ts';
import { addSheet, reportedBy, sheetsOf } from './sheets.ts';

/** One device with everything that is known of it, and its technical sheet (R-AST-05, R-AST-06, R-AST-07). */
export class AssetDetails {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} ASSET_UNKNOWN, NOT_ALLOWED */
  async read(assetId: AssetId, worker: Worker): Promise<AssetDetail> {
    const { database, clock } = this.#parts;
    const { person } = worker;
    const asset = await findAsset(database, assetId);
    if (!asset) throw new AppError('ASSET_UNKNOWN');
    const units = await Units.read(database);
    if (!mayRead(person, asset, units)) throw new AppError('NOT_ALLOWED', { action: 'asset.read' });
    const { rules } = await assetRules(database, clock.now());
    const verdicts = (await verdictsOf(database, [assetId])).get(assetId) ?? [];
    const sheet = (await sheetsOf(database, [assetId])).get(assetId) ?? null;
    const place = units.placeOf(asset.custodianId, asset.siteId);
    const write = can(person.grants, 'asset.write', place);
    return {
      asset: viewOf(asset, { rules, units, person, verdicts }),
      history: await historyOf(database, assetId),
      verdicts: verdicts.map(({ kind, passed, by, document, on, words, byName }) => ({
        kind,
        passed,
        by,
        document,
        on: LocalDate.parse(on),
        words,
        byName,
      })),
      sheet: sheet && {
        version: sheet.version,
        fields: sheet.fields,
        at: sheet.at,
        byName: sheet.byName,
        code: sheet.code,
      },
      measured: await this.#measured(asset, sheet?.fields ?? null),
      requests: await requestsOf(this.#parts, worker, assetId),
      may: {
        write,
        judge: can(person.grants, 'asset.judge', place),
        sheet: write && (rules.configuration === null || sheet === null),
        place: write && (rules.relocation === null || asset.siteId === null),
      },
    };
  }

  async #measured(
    asset: AssetRecord,
    sheet: Parameters<typeof unapprovedChanges>[0] | null,
  ): Promise<AssetDetail['measured']> {
    const { database } = this.#parts;
    if (asset.kind !== 'vcs' || asset.siteId === null) return null;
    const reported = await reportedBy(database, asset.siteId);
    if (reported === null) return null;
    const granted = await grantedSettings(database, asset.assetId);
    const changes = sheet === null ? [] : unapprovedChanges(sheet, reported.fields, granted);
    return { ...reported, changes };
  }

  /**
   * Settings as they are to be from now on. The first sheet is filed by whoever sets the device up; after that, where the
   * text asks for a consent, it changes by a granted request alone. What the sheet did not speak of may be added.
   *
   * @throws {AppError} ASSET_UNKNOWN, NOT_ALLOWED, ASSET_NEEDS_CONSENT
   */
  async file(assetId: AssetId, { fields }: FileSheet, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const asset = await known(trx, assetId);
      const units = await Units.read(trx);
      authorise(worker.person, 'asset.write', units.placeOf(asset.custodianId, asset.siteId));
      const { rules } = await assetRules(trx, at);
      const before = (await sheetsOf(trx, [assetId])).get(assetId)?.fields ?? {};
      const changes = sheetChanges(before, fields);
      if (rules.configuration !== null && changes.some((change) => change.before !== null))
        throw new AppError('ASSET_NEEDS_CONSENT', {
          by: rules.configuration.label,
          clause: rules.configuration.cite[0]?.article ?? null,
        });
      if (changes.length === 0) return;
      const version = await addSheet(trx, { assetId, fields }, { at, byName: worker.person.name });
      await addEvent(trx, { assetId, what: 'sheet', words: String(version), at }, worker.person);
      await auditAct(trx, worker, {
        at,
        action: 'asset.sheet',
        subject: assetId,
        facts: { code: asset.code, version },
      });
    });
  }
}

async function historyOf(executor: Executor, assetId: string): Promise<AssetEvent[]> {
  const rows = await executor
    .selectFrom('asset_event')
    .select(['id', 'at', 'what', 'words', 'by_name'])
    .where('asset_id', '=', assetId)
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return rows.reverse().map((row) =>
    AssetEvent.parse({
      eventId: row.id,
      at: instant(row.at.getTime()),
      what: row.what,
      words: row.words,
      byName: row.by_name,
    }),
  );
}
