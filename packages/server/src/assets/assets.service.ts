import type {
  AssetId,
  AssetList,
  AssetRules,
  ChangeAsset,
  ListAssets,
  MoveAsset,
  PlaceAsset,
  RecordVerdict,
  RegisterAsset,
} from '@nhipcau/contracts';
import { can, mayEver, movesFreely, useRefusal } from '@nhipcau/domain';
import type { Updateable } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import type { AssetTables } from '../database/tables/assets.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, meaningOf, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { addEvent, assetRules } from './asset-parts.ts';
import { type AssetRecord, findAsset, listAssets, mayRead, verdictsOf, viewOf } from './assets.repository.ts';

const meanings = { asset_code: 'ASSET_CODE_TAKEN', asset_serial: 'ASSET_SERIAL_TAKEN' } as const;

/** What each way out of use is called in the history of a device. */
const outWords = {
  store: 'stored',
  spare: 'made spare',
  repair: 'sent to repair',
  retired: 'retired',
} as const;

/** The inventory of devices: what there is, where it stands, whether it may be used (R-AST-01, R-AST-10, R-AST-11). */
export class AssetsService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** Devices this person may look at, by their number. */
  async list(only: z.output<typeof ListAssets>, { person }: Worker): Promise<AssetList> {
    const { database, clock } = this.#parts;
    const { rules } = await assetRules(database, clock.now());
    const units = await Units.read(database);
    const verdicts = await verdictsOf(database, null);
    return {
      assets: (await listAssets(database, only))
        .filter((asset) => mayRead(person, asset, units))
        .map((asset) => viewOf(asset, { rules, units, person, verdicts: verdicts.get(asset.assetId) ?? [] })),
      rules,
      mayRegister: mayEver(person.grants, 'asset.write'),
    };
  }

  /** @throws {AppError} ORGANISATION_UNKNOWN, NOT_ALLOWED, ASSET_CODE_TAKEN, ASSET_SERIAL_TAKEN, DATES_REVERSED */
  async register(body: RegisterAsset, worker: Worker): Promise<{ assetId: string }> {
    const { database, clock } = this.#parts;
    return database.transaction().execute(async (trx) => {
      const at = clock.now();
      const units = await Units.read(trx);
      if (!units.find(body.ownerId) || !units.find(body.custodianId))
        throw new AppError('ORGANISATION_UNKNOWN');
      if (
        ![body.custodianId, body.ownerId].some((id) =>
          can(worker.person.grants, 'asset.write', units.placeOf(id)),
        )
      )
        throw new AppError('NOT_ALLOWED', { action: 'asset.write' });
      await checkPast(trx, body.acquiredOn, at);
      const assetId = await insertAsset(trx, body, at);
      await addEvent(trx, { assetId, what: 'registered', words: body.model, at }, worker.person);
      await auditAct(trx, worker, {
        at,
        action: 'asset.register',
        subject: assetId,
        facts: { code: body.code, custodianId: body.custodianId },
      });
      return { assetId };
    });
  }

  /** @throws {AppError} ASSET_UNKNOWN, NOT_ALLOWED, ASSET_CHANGED_MEANWHILE, ASSET_CODE_TAKEN, ASSET_SERIAL_TAKEN */
  async change(assetId: AssetId, { revision, ...body }: ChangeAsset, worker: Worker): Promise<void> {
    await this.#work(assetId, worker, async (trx, { asset, units, at }) => {
      if (!units.find(body.ownerId)) throw new AppError('ORGANISATION_UNKNOWN');
      if (asset.revision !== revision) throw new AppError('ASSET_CHANGED_MEANWHILE');
      await checkPast(trx, body.acquiredOn, at);
      await updateAsset(trx, asset, {
        code: body.code,
        kind: body.kind,
        model: body.model,
        serial: body.serial,
        owner_id: body.ownerId,
        keeper: body.keeper,
        funding: body.funding,
        acquired_on: body.acquiredOn,
        note: body.note,
      });
      return { action: 'asset.change', what: 'changed', words: body.model };
    });
  }

  /**
   * A device is put to use at a site. Where the text asks for a consent, one that stands elsewhere needs the request that was
   * granted for exactly this place, which is done by it.
   *
   * @throws {AppError} ASSET_UNKNOWN, NOT_ALLOWED, SITE_UNKNOWN, ASSET_STEP_IMPOSSIBLE, ASSET_NEEDS_CONSENT, ASSET_NOT_CLEARED
   */
  async place(assetId: AssetId, { siteId, room }: PlaceAsset, worker: Worker): Promise<void> {
    await this.#work(assetId, worker, async (trx, { asset, units, rules }) => {
      const site = units.site(siteId);
      if (!site) throw new AppError('SITE_UNKNOWN');
      if (asset.state === 'retired' || asset.state === 'lent')
        throw new AppError('ASSET_STEP_IMPOSSIBLE', { state: asset.state });
      await checkCleared(trx, rules, asset);
      if (!movesFreely(rules, asset, { siteId, room }))
        await finishRelocation(trx, asset, { siteId, room }, rules);
      await updateAsset(trx, asset, { state: 'inUse', site_id: siteId, room });
      return {
        action: 'asset.place',
        what: 'placed',
        words: [site.name, room].filter((word) => word !== null).join(', '),
      };
    });
  }

  /** @throws {AppError} ASSET_UNKNOWN, NOT_ALLOWED, ASSET_STEP_IMPOSSIBLE, ASSET_NOT_CLEARED */
  async move(assetId: AssetId, { to, reason, cause }: MoveAsset, worker: Worker): Promise<void> {
    await this.#work(assetId, worker, async (trx, { asset, rules, at }) => {
      const { state } = asset;
      if (state === to || state === 'retired' || state === 'lent')
        throw new AppError('ASSET_STEP_IMPOSSIBLE', { state });
      const changed = cause !== null || state === 'repair' ? { cause: cause ?? 'repaired', causeAt: at } : {};
      // A spare is ready the moment it is needed: what may not be used is none.
      if (to === 'spare') await checkCleared(trx, rules, { ...asset, ...changed });
      await updateAsset(trx, asset, {
        state: to,
        site_id: null,
        room: null,
        ...('cause' in changed ? { cause: changed.cause, cause_at: new Date(at) } : {}),
      });
      return { action: 'asset.move', what: outWords[to], words: reason };
    });
  }

  /** @throws {AppError} ASSET_UNKNOWN, NOT_ALLOWED, DATES_REVERSED */
  async judge(assetId: AssetId, body: RecordVerdict, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const asset = await known(trx, assetId);
      const units = await Units.read(trx);
      authorise(worker.person, 'asset.judge', units.placeOf(asset.custodianId, asset.siteId));
      await checkPast(trx, body.on, at);
      await trx
        .insertInto('asset_verdict')
        .values({
          asset_id: assetId,
          kind: body.kind,
          passed: body.passed,
          by_whom: body.by,
          document: body.document,
          on_day: body.on,
          words: body.words,
          at: new Date(at),
          by_name: worker.person.name,
        })
        .execute();
      const words = [body.passed ? 'đạt' : 'không đạt', body.by, body.document].filter((one) => one !== null);
      await addEvent(trx, { assetId, what: body.kind, words: words.join(', '), at }, worker.person);
      await auditAct(trx, worker, {
        at,
        action: `asset.${body.kind}`,
        subject: assetId,
        facts: { passed: body.passed, document: body.document },
      });
    });
  }

  async #work(
    assetId: AssetId,
    worker: Worker,
    act: (
      trx: Executor,
      held: { asset: AssetRecord; units: Units; rules: AssetRules; at: number },
    ) => Promise<{ action: string; what: string; words: string }>,
  ): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const asset = await known(trx, assetId);
      const units = await Units.read(trx);
      authorise(worker.person, 'asset.write', units.placeOf(asset.custodianId, asset.siteId));
      const { rules } = await assetRules(trx, at);
      const { action, what, words } = await act(trx, { asset, units, rules, at });
      await addEvent(trx, { assetId, what, words, at }, worker.person);
      await auditAct(trx, worker, { at, action, subject: assetId, facts: { code: asset.code, words } });
    });
  }
}

/** @throws {AppError} ASSET_UNKNOWN */
export async function known(trx: Executor, assetId: string): Promise<AssetRecord> {
  const asset = await findAsset(trx, assetId, { lock: true });
  if (!asset) throw new AppError('ASSET_UNKNOWN');
  return asset;
}

type AssetValues = Omit<Updateable<AssetTables['asset']>, 'id' | 'revision'>;

export async function updateAsset(trx: Executor, asset: AssetRecord, values: AssetValues): Promise<void> {
  try {
    await trx
      .updateTable('asset')
      .set({ ...values, revision: asset.revision + 1 })
      .where('id', '=', asset.assetId)
      .execute();
  } catch (cause) {
    throw meaningOf(cause, meanings);
  }
}

/** @throws {AppError} ASSET_CODE_TAKEN, ASSET_SERIAL_TAKEN */
export async function insertAsset(trx: Executor, body: RegisterAsset, at: number): Promise<string> {
  const assetId = uuidv7();
  try {
    await trx
      .insertInto('asset')
      .values({
        id: assetId,
        code: body.code,
        kind: body.kind,
        model: body.model,
        serial: body.serial,
        owner_id: body.ownerId,
        custodian_id: body.custodianId,
        keeper: body.keeper,
        site_id: null,
        room: null,
        state: 'store',
        funding: body.funding,
        acquired_on: body.acquiredOn,
        cause: body.cause,
        cause_at: new Date(at),
        note: body.note,
        at: new Date(at),
      })
      .execute();
  } catch (cause) {
    throw meaningOf(cause, meanings);
  }
  return assetId;
}

/** @throws {AppError} ASSET_NOT_CLEARED with what is missing and the article that asks for it */
export async function checkCleared(
  trx: Executor,
  rules: AssetRules,
  asset: Pick<AssetRecord, 'assetId' | 'kind' | 'cause' | 'causeAt'>,
): Promise<void> {
  const verdicts = (await verdictsOf(trx, [asset.assetId])).get(asset.assetId) ?? [];
  const refusal = useRefusal(rules, { ...asset, verdicts });
  if (refusal === null) return;
  const rule = refusal === 'opinionMissing' ? rules.opinion : rules.inspection;
  throw new AppError('ASSET_NOT_CLEARED', { why: refusal, clause: rule?.cite[0]?.article ?? null });
}

/** @throws {AppError} ASSET_NEEDS_CONSENT */
async function finishRelocation(
  trx: Executor,
  asset: AssetRecord,
  { siteId, room }: { siteId: string; room: string | null },
  rules: AssetRules,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('asset_request')
    .set({ state: 'done' })
    .where('asset_id', '=', asset.assetId)
    .where('kind', '=', 'relocation')
    .where('state', '=', 'granted')
    .where('to_site_id', '=', siteId)
    .where((query) => query.or([query('to_room', 'is', null), query('to_room', '=', room ?? '')]))
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n)
    throw new AppError('ASSET_NEEDS_CONSENT', {
      by: rules.relocation?.label ?? null,
      clause: rules.relocation?.cite[0]?.article ?? null,
    });
}

/** @throws {AppError} DATES_REVERSED */
export async function checkPast(trx: Executor, day: string | null, now: number): Promise<void> {
  const { today } = await assetRules(trx, now);
  if (day !== null && day > today) throw new AppError('DATES_REVERSED', { today });
}
