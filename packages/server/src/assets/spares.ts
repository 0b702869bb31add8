import { type AssetId, type CaseSpares, instant, type ReturnSpare, type SiteId } from '@nhipcau/contracts';
import { can, spareRefusal, useRefusal } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { addEvent, assetRules } from './asset-parts.ts';
import { type AssetRecord, findAsset, listAssets, mayRead, verdictsOf } from './assets.repository.ts';
import { checkCleared, known, updateAsset } from './assets.service.ts';
import { newestPlans } from './fallback.service.ts';

interface Loan {
  readonly caseId: string;
  readonly siteId: string;
  readonly spareId: AssetId;
  readonly removedId: AssetId | null;
  readonly at: number;
}

/**
 * A spare takes the place of what failed, in the transaction of the incident's act (R-INC-06).
 *
 * @throws {AppError} ASSET_UNKNOWN, NOT_ALLOWED, SPARE_NOT_AVAILABLE
 */
export async function lendSpare(trx: Executor, loan: Loan, worker: Worker): Promise<void> {
  const { caseId, siteId, spareId, removedId, at } = loan;
  const units = await Units.read(trx);
  const spare = await known(trx, spareId);
  if (!mayRead(worker.person, spare, units)) throw new AppError('NOT_ALLOWED', { action: 'asset.read' });
  const removed = removedId === null ? null : await known(trx, removedId);
  const { rules } = await assetRules(trx, at);
  const verdicts = (await verdictsOf(trx, [spareId])).get(spareId) ?? [];
  const why = spareRefusal(
    { state: spare.state, refusal: useRefusal(rules, { ...spare, verdicts }) },
    removed,
    siteId,
  );
  if (why !== null) throw new AppError('SPARE_NOT_AVAILABLE', { why, state: spare.state });
  const place = units.site(siteId)?.name ?? siteId;
  await updateAsset(trx, spare, { state: 'lent', site_id: siteId, room: removed?.room ?? null });
  await addEvent(trx, { assetId: spareId, what: 'lent', words: place, at }, worker.person);
  if (removed !== null) {
    await updateAsset(trx, removed, { state: 'repair', site_id: null, room: null });
    const words = `${place}, thay bằng ${spare.code}`;
    await addEvent(trx, { assetId: removed.assetId, what: 'sent to repair', words, at }, worker.person);
  }
  await trx
    .insertInto('asset_loan')
    .values({
      id: uuidv7(),
      spare_id: spareId,
      removed_id: removedId,
      case_id: caseId,
      site_id: siteId,
      lent_at: new Date(at),
    })
    .execute();
}

/** Spares of incidents: what can be taken, what was taken, and back again. */
export class SparesService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} INCIDENT_UNKNOWN */
  async ofCase(caseId: string, { person }: Worker): Promise<CaseSpares> {
    const { database, clock } = this.#parts;
    const found = await database
      .selectFrom('incident_case')
      .select('site_id')
      .where('id', '=', caseId)
      .executeTakeFirst();
    if (!found) throw new AppError('INCIDENT_UNKNOWN');
    const { rules } = await assetRules(database, clock.now());
    const units = await Units.read(database);
    const verdicts = await verdictsOf(database, null);
    const isReady = (asset: AssetRecord) =>
      useRefusal(rules, { ...asset, verdicts: verdicts.get(asset.assetId) ?? [] }) === null;
    const shown = (asset: AssetRecord) => ({
      assetId: asset.assetId,
      code: asset.code,
      kind: asset.kind,
      model: asset.model,
      keeper: asset.keeper,
      custodianName: units.nameOf(asset.custodianId),
    });
    const spares = (await listAssets(database, { state: 'spare' })).filter(
      (asset) => mayRead(person, asset, units) && isReady(asset),
    );
    const siteId = found.site_id;
    const devices =
      siteId === null
        ? []
        : (await listAssets(database, { siteId })).filter((asset) => mayRead(person, asset, units));
    const plans = siteId === null ? [] : ((await newestPlans(database, siteId)).get(siteId) ?? []);
    return {
      spares: spares.slice(0, 500).map(shown),
      devices: devices.slice(0, 500).map(shown),
      loans: await this.#loans(caseId, units, person),
      plans: plans.map(({ subject, plan }) => ({ subject, plan })),
      rule: rules.spares,
    };
  }

  async #loans(caseId: string, units: Units, person: Worker['person']): Promise<CaseSpares['loans']> {
    const { database } = this.#parts;
    const rows = await database
      .selectFrom('asset_loan')
      .selectAll()
      .where('case_id', '=', caseId)
      .orderBy('lent_at')
      .limit(100)
      .execute();
    const loans: CaseSpares['loans'] = [];
    for (const row of rows) {
      const spare = await findAsset(database, row.spare_id);
      const removed = row.removed_id === null ? null : await findAsset(database, row.removed_id);
      if (!spare) continue;
      loans.push({
        loanId: row.id,
        spare: `${spare.code} · ${spare.model}`,
        removed: removed && `${removed.code} · ${removed.model}`,
        lentAt: instant(row.lent_at.getTime()),
        returnedAt: row.returned_at && instant(row.returned_at.getTime()),
        mayReturn: row.returned_at === null && mayGiveBack(person, spare, units),
      });
    }
    return loans;
  }

  /**
   * The spare is kept ready again; what failed stands at the site again, when it may be used, or stays in repair.
   *
   * @throws {AppError} LOAN_UNKNOWN, NOT_ALLOWED, ASSET_STEP_IMPOSSIBLE, ASSET_NOT_CLEARED
   */
  async giveBack(loanId: string, { removedBack, words }: ReturnSpare, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const loan = await trx
        .selectFrom('asset_loan')
        .selectAll()
        .where('id', '=', loanId)
        .forUpdate()
        .executeTakeFirst();
      if (!loan) throw new AppError('LOAN_UNKNOWN');
      const units = await Units.read(trx);
      const spare = await known(trx, loan.spare_id);
      if (!mayGiveBack(worker.person, spare, units))
        throw new AppError('NOT_ALLOWED', { action: 'asset.write' });
      if (loan.returned_at !== null) throw new AppError('ASSET_STEP_IMPOSSIBLE', { state: spare.state });
      const room = spare.room;
      await updateAsset(trx, spare, { state: 'spare', site_id: null, room: null });
      await addEvent(trx, { assetId: spare.assetId, what: 'given back', words, at }, worker.person);
      if (removedBack && loan.removed_id !== null)
        await this.#reinstall(
          trx,
          { assetId: loan.removed_id, siteId: loan.site_id as SiteId, room, at },
          worker,
        );
      await trx
        .updateTable('asset_loan')
        .set({ returned_at: new Date(at) })
        .where('id', '=', loanId)
        .execute();
      await auditAct(trx, worker, {
        at,
        action: 'asset.spare.return',
        subject: spare.assetId,
        facts: { code: spare.code, removedBack },
      });
    });
  }

  /** What was repaired counts as repaired: where the text asks for it, it is inspected first. */
  async #reinstall(
    trx: Executor,
    { assetId, siteId, room, at }: { assetId: string; siteId: SiteId; room: string | null; at: number },
    worker: Worker,
  ): Promise<void> {
    const removed = await known(trx, assetId);
    if (removed.state !== 'repair') throw new AppError('ASSET_STEP_IMPOSSIBLE', { state: removed.state });
    const { rules } = await assetRules(trx, at);
    // An inspection made after it left the site is one of the repaired device.
    const left = await trx
      .selectFrom('asset_event')
      .select((query) => query.fn.max('at').as('at'))
      .where('asset_id', '=', assetId)
      .where('what', '=', 'sent to repair')
      .executeTakeFirst();
    const causeAt = left?.at.getTime() ?? at;
    await checkCleared(trx, rules, { ...removed, cause: 'repaired', causeAt });
    await updateAsset(trx, removed, {
      state: 'inUse',
      site_id: siteId,
      room,
      cause: 'repaired',
      cause_at: new Date(causeAt),
    });
    const units = await Units.read(trx);
    await addEvent(
      trx,
      { assetId, what: 'placed', words: units.site(siteId)?.name ?? siteId, at },
      worker.person,
    );
  }
}

const mayGiveBack = ({ grants }: Worker['person'], spare: AssetRecord, units: Units): boolean =>
  can(grants, 'asset.write', units.placeOf(spare.custodianId, spare.siteId)) ||
  (spare.siteId !== null &&
    can(
      grants,
      'incident.handle',
      units.placeOf(units.site(spare.siteId)?.organisationId ?? '', spare.siteId),
    ));
