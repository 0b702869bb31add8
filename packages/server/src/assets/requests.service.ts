import {
  type AskForAsset,
  type AssetId,
  AssetRequest,
  type AssetRequestList,
  type AssetRules,
  type DecideRequest,
  instant,
  RequestState,
  SheetFields,
} from '@nhipcau/contracts';
import { can, consentingUnit, consentTo, nextRequest, sheetChanges } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, meaningOf, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { addEvent, assetRules } from './asset-parts.ts';
import { type AssetRecord, findAsset, listAssets, mayRead } from './assets.repository.ts';
import { known } from './assets.service.ts';
import { addSheet, sheetsOf } from './sheets.ts';

/** Moves and changes of settings, asked of whom the text names before they are made (R-AST-03, R-AST-04). */
export class RequestsService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  async list(worker: Worker): Promise<AssetRequestList> {
    return { requests: await requestsOf(this.#parts, worker, null) };
  }

  /** @throws {AppError} ASSET_UNKNOWN, NOT_ALLOWED, SITE_UNKNOWN, ASSET_STEP_IMPOSSIBLE, ASSET_CONSENT_NOT_ASKED, ASSET_REQUEST_OPEN */
  async ask(assetId: AssetId, body: AskForAsset, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const asset = await known(trx, assetId);
      const units = await Units.read(trx);
      authorise(worker.person, 'asset.write', units.placeOf(asset.custodianId, asset.siteId));
      const { rules } = await assetRules(trx, at);
      if (consentTo(rules, body.kind) === null) throw new AppError('ASSET_CONSENT_NOT_ASKED');
      if (asset.state === 'retired') throw new AppError('ASSET_STEP_IMPOSSIBLE', { state: asset.state });
      if (body.kind === 'relocation' && !units.site(body.siteId)) throw new AppError('SITE_UNKNOWN');
      await insertRequest(trx, asset, body, { at, worker });
      await addEvent(trx, { assetId, what: 'asked', words: body.reason, at }, worker.person);
      await auditAct(trx, worker, {
        at,
        action: `asset.ask.${body.kind}`,
        subject: assetId,
        facts: { code: asset.code, reason: body.reason },
      });
    });
  }

  /** @throws {AppError} ASSET_REQUEST_UNKNOWN, NOT_ALLOWED, ASSET_REQUEST_DECIDED, REASON_REQUIRED */
  async decide(requestId: string, { granted, words }: DecideRequest, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const { request, asset, units } = await held(trx, requestId);
      const { rules } = await assetRules(trx, at);
      const rule = consentTo(rules, request.kind);
      if (rule === null || !mayConsent(worker, rule.by, asset, units))
        throw new AppError('NOT_ALLOWED', { action: 'asset.consent' });
      const next = nextRequest(request.state, granted ? 'grant' : 'refuse');
      if (next === null) throw new AppError('ASSET_REQUEST_DECIDED', { state: request.state });
      if (!granted && words === null) throw new AppError('REASON_REQUIRED');
      await trx
        .updateTable('asset_request')
        .set({ state: next, decided_at: new Date(at), decided_by_name: worker.person.name, words })
        .where('id', '=', requestId)
        .execute();
      await addEvent(trx, { assetId: asset.assetId, what: next, words: words ?? '', at }, worker.person);
      await auditAct(trx, worker, {
        at,
        action: `asset.request.${next}`,
        subject: requestId,
        facts: { code: asset.code, words },
      });
    });
  }

  /**
   * The settings were changed as it was granted: they stand in the next version of the sheet. A move is done by placing the
   * device.
   *
   * @throws {AppError} ASSET_REQUEST_UNKNOWN, NOT_ALLOWED, ASSET_STEP_IMPOSSIBLE
   */
  async finish(requestId: string, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const { request, asset, units } = await held(trx, requestId);
      authorise(worker.person, 'asset.write', units.placeOf(asset.custodianId, asset.siteId));
      const next = nextRequest(request.state, 'finish');
      if (next === null || request.kind !== 'configuration')
        throw new AppError('ASSET_STEP_IMPOSSIBLE', { state: request.state });
      await trx.updateTable('asset_request').set({ state: next }).where('id', '=', requestId).execute();
      const version = await addSheet(
        trx,
        { assetId: asset.assetId, fields: SheetFields.parse(request.changes), requestId },
        { at, byName: worker.person.name },
      );
      await addEvent(
        trx,
        { assetId: asset.assetId, what: 'sheet', words: String(version), at },
        worker.person,
      );
      await auditAct(trx, worker, {
        at,
        action: 'asset.request.done',
        subject: requestId,
        facts: { code: asset.code, version },
      });
    });
  }
}

const mayConsent = (
  { person }: Worker,
  by: Parameters<typeof consentingUnit>[0],
  asset: AssetRecord,
  units: Units,
): boolean => {
  const unit = consentingUnit(by, asset);
  return can(person.grants, 'asset.consent', unit === null ? {} : units.placeOf(unit));
};

async function insertRequest(
  trx: Executor,
  asset: AssetRecord,
  body: AskForAsset,
  { at, worker }: { at: number; worker: Worker },
): Promise<void> {
  try {
    await trx
      .insertInto('asset_request')
      .values({
        id: uuidv7(),
        asset_id: asset.assetId,
        kind: body.kind,
        from_site_id: asset.siteId,
        from_room: asset.room,
        to_site_id: body.kind === 'relocation' ? body.siteId : null,
        to_room: body.kind === 'relocation' ? body.room : null,
        changes: body.kind === 'configuration' ? JSON.stringify(body.fields) : null,
        reason: body.reason,
        asked_at: new Date(at),
        asked_by: worker.person.userId,
        asked_by_name: worker.person.name,
        decided_by_name: null,
        words: null,
      })
      .execute();
  } catch (cause) {
    throw meaningOf(cause, { asset_request_open: 'ASSET_REQUEST_OPEN' });
  }
}

async function held(trx: Executor, requestId: string) {
  const row = await trx
    .selectFrom('asset_request')
    .select(['asset_id', 'kind', 'state', 'changes'])
    .where('id', '=', requestId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('ASSET_REQUEST_UNKNOWN');
  const asset = await findAsset(trx, row.asset_id, { lock: true });
  if (!asset) throw new AppError('ASSET_UNKNOWN');
  const request = {
    kind: row.kind === 'relocation' ? ('relocation' as const) : ('configuration' as const),
    state: RequestState.parse(row.state),
    changes: row.changes,
  };
  return { request, asset, units: await Units.read(trx) };
}

/** Requests of one device, or of all that this person may look at; those that wait first. */
export async function requestsOf(
  { database, clock }: StaffParts,
  worker: Worker,
  assetId: string | null,
): Promise<AssetRequest[]> {
  const { rules } = await assetRules(database, clock.now());
  const units = await Units.read(database);
  const rows = await database
    .selectFrom('asset_request')
    .selectAll()
    .$if(assetId !== null, (query) => query.where('asset_id', '=', assetId ?? ''))
    .orderBy((query) =>
      query.case().when('state', '=', 'asked').then(0).when('state', '=', 'granted').then(1).else(2).end(),
    )
    .orderBy('asked_at', 'desc')
    .limit(1_000)
    .execute();
  const devices = new Map((await listAssets(database)).map((asset) => [String(asset.assetId), asset]));
  const sheets = await sheetsOf(database, [...new Set(rows.map((row) => row.asset_id))]);
  return rows.flatMap((row) => {
    const asset = devices.get(row.asset_id);
    if (!asset || !mayRead(worker.person, asset, units)) return [];
    return [requestView(row, asset, { rules, units, worker, sheet: sheets.get(row.asset_id)?.fields ?? {} })];
  });
}

type Row = Awaited<ReturnType<typeof anyRow>>;
const anyRow = (executor: Executor) =>
  executor.selectFrom('asset_request').selectAll().executeTakeFirstOrThrow();

function requestView(
  row: Row,
  asset: AssetRecord,
  { rules, units, worker, sheet }: { rules: AssetRules; units: Units; worker: Worker; sheet: SheetFields },
): AssetRequest {
  const kind = row.kind === 'relocation' ? 'relocation' : 'configuration';
  const rule = consentTo(rules, kind);
  const nameOf = (siteId: string | null) => (siteId === null ? null : (units.site(siteId)?.name ?? siteId));
  const mayWrite = can(worker.person.grants, 'asset.write', units.placeOf(asset.custodianId, asset.siteId));
  return AssetRequest.parse({
    requestId: row.id,
    assetId: asset.assetId,
    assetName: `${asset.code} · ${asset.model}`,
    kind,
    state: row.state,
    custodianName: units.nameOf(asset.custodianId),
    fromSite: nameOf(row.from_site_id),
    fromRoom: row.from_room,
    toSiteId: row.to_site_id,
    toSite: nameOf(row.to_site_id),
    toRoom: row.to_room,
    changes: row.changes === null ? [] : sheetChanges(sheet, SheetFields.parse(row.changes)),
    reason: row.reason,
    askedAt: instant(row.asked_at.getTime()),
    askedBy: row.asked_by_name,
    decidedAt: row.decided_at && instant(row.decided_at.getTime()),
    decidedBy: row.decided_by_name,
    words: row.words,
    consenter: rule?.label ?? '',
    cite: rule?.cite ?? [],
    mayDecide: row.state === 'asked' && rule !== null && mayConsent(worker, rule.by, asset, units),
    mayFinish: row.state === 'granted' && mayWrite,
  });
}
