import {
  AssetId,
  AssetKind,
  type Handover,
  type HandoverList,
  HandoverState,
  instant,
  LocalDate,
  type OpenHandover,
  OrganisationId,
  type SignHandover,
} from '@nhipcau/contracts';
import { can, type HandoverRefusal, signHandover } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, meaningOf, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { addEvent, assetRules } from './asset-parts.ts';
import type { AssetRecord } from './assets.repository.ts';
import { known, updateAsset } from './assets.service.ts';

const codes = {
  closed: 'HANDOVER_CLOSED',
  signed: 'HANDOVER_SIGNED',
  sameHand: 'HANDOVER_SAME_HAND',
} as const satisfies Record<HandoverRefusal, string>;

/** Devices change hands by the signatures of both sides; whoever received them answers for them (R-AST-02). */
export class HandoversService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  async list(worker: Worker): Promise<HandoverList> {
    const { database, clock } = this.#parts;
    const { rules } = await assetRules(database, clock.now());
    return { handovers: await readHandovers(database, worker, null), cite: rules.custody?.cite ?? [] };
  }

  /** @throws {AppError} HANDOVER_UNKNOWN */
  async read(handoverId: string, worker: Worker): Promise<Handover> {
    const [handover] = await readHandovers(this.#parts.database, worker, handoverId);
    if (!handover) throw new AppError('HANDOVER_UNKNOWN');
    return handover;
  }

  /** @throws {AppError} ASSET_UNKNOWN, ORGANISATION_UNKNOWN, NOT_ALLOWED, HANDOVER_OF_SEVERAL, ASSET_STEP_IMPOSSIBLE, ASSET_IN_HANDOVER */
  async open(body: OpenHandover, worker: Worker): Promise<{ handoverId: string }> {
    const { database, clock } = this.#parts;
    return database.transaction().execute(async (trx) => {
      const at = clock.now();
      const units = await Units.read(trx);
      if (!units.find(body.toId)) throw new AppError('ORGANISATION_UNKNOWN');
      const devices: AssetRecord[] = [];
      for (const assetId of [...new Set(body.assetIds)].sort()) devices.push(await known(trx, assetId));
      const [first] = devices;
      const giver = first?.custodianId;
      if (
        giver === undefined ||
        devices.some(({ custodianId }) => custodianId !== giver) ||
        giver === body.toId
      )
        throw new AppError('HANDOVER_OF_SEVERAL');
      const stuck = devices.find(({ state }) => state === 'retired' || state === 'lent');
      if (stuck) throw new AppError('ASSET_STEP_IMPOSSIBLE', { state: stuck.state });
      authorise(worker.person, 'asset.write', units.placeOf(giver, first?.siteId ?? null));
      const handoverId = uuidv7();
      await insertHandover(trx, { ...body, handoverId, fromId: giver }, devices, at);
      await auditAct(trx, worker, {
        at,
        action: 'asset.handover.open',
        subject: handoverId,
        facts: { from: giver, to: body.toId, devices: devices.map(({ code }) => code) },
      });
      return { handoverId };
    });
  }

  /** @throws {AppError} HANDOVER_UNKNOWN, NOT_ALLOWED, HANDOVER_CLOSED, HANDOVER_SIGNED, HANDOVER_SAME_HAND */
  async sign(handoverId: string, { side, title }: SignHandover, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const row = await lockHandover(trx, handoverId);
      const units = await Units.read(trx);
      authorise(worker.person, 'asset.write', units.placeOf(side === 'giver' ? row.from_id : row.to_id));
      const signed = signHandover(
        { state: HandoverState.parse(row.state), giver: row.giver_user, receiver: row.receiver_user },
        side,
        worker.person.userId,
      );
      if ('refusal' in signed) throw new AppError(codes[signed.refusal]);
      const hand = { user: worker.person.userId, name: worker.person.name, title, at: new Date(at) };
      await trx
        .updateTable('asset_handover')
        .set({
          state: signed.state,
          ...(side === 'giver'
            ? { giver_user: hand.user, giver_name: hand.name, giver_title: title, giver_at: hand.at }
            : {
                receiver_user: hand.user,
                receiver_name: hand.name,
                receiver_title: title,
                receiver_at: hand.at,
              }),
        })
        .where('id', '=', handoverId)
        .execute();
      if (signed.state === 'done') await this.#passOn(trx, handoverId, row, { units, worker, at });
      await auditAct(trx, worker, {
        at,
        action: `asset.handover.sign.${side}`,
        subject: handoverId,
        facts: { title, state: signed.state },
      });
    });
  }

  /** @throws {AppError} HANDOVER_UNKNOWN, NOT_ALLOWED, HANDOVER_CLOSED */
  async withdraw(handoverId: string, reason: string, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const row = await lockHandover(trx, handoverId);
      const units = await Units.read(trx);
      if (!sidesOf(worker, row, units).length) throw new AppError('NOT_ALLOWED', { action: 'asset.write' });
      if (row.state !== 'open') throw new AppError('HANDOVER_CLOSED');
      await trx
        .updateTable('asset_handover')
        .set({ state: 'withdrawn', withdrawn_reason: reason })
        .where('id', '=', handoverId)
        .execute();
      await closeItems(trx, handoverId);
      await auditAct(trx, worker, {
        at: clock.now(),
        action: 'asset.handover.withdraw',
        subject: handoverId,
        facts: { reason },
      });
    });
  }

  /** The receiving unit answers for the devices from now on. */
  async #passOn(
    trx: Executor,
    handoverId: string,
    row: { from_id: string; to_id: string; keeper: string | null },
    { units, worker, at }: { units: Units; worker: Worker; at: number },
  ): Promise<void> {
    const items = await trx
      .selectFrom('asset_handover_item')
      .select('asset_id')
      .where('handover_id', '=', handoverId)
      .orderBy('asset_id')
      .execute();
    for (const { asset_id: assetId } of items) {
      const asset = await known(trx, assetId);
      await updateAsset(trx, asset, { custodian_id: row.to_id, keeper: row.keeper });
      const words = `${units.nameOf(row.from_id)} → ${units.nameOf(row.to_id)}`;
      await addEvent(trx, { assetId, what: 'handed over', words, at }, worker.person);
    }
    await closeItems(trx, handoverId);
  }
}

const closeItems = async (trx: Executor, handoverId: string): Promise<void> => {
  await trx
    .updateTable('asset_handover_item')
    .set({ open: false })
    .where('handover_id', '=', handoverId)
    .execute();
};

async function insertHandover(
  trx: Executor,
  { handoverId, fromId, toId, keeper, on, note }: OpenHandover & { handoverId: string; fromId: string },
  devices: readonly AssetRecord[],
  at: number,
): Promise<void> {
  await trx
    .insertInto('asset_handover')
    .values({
      id: handoverId,
      from_id: fromId,
      to_id: toId,
      keeper,
      handed_on: on,
      note,
      giver_user: null,
      giver_name: null,
      giver_title: null,
      receiver_user: null,
      receiver_name: null,
      receiver_title: null,
      withdrawn_reason: null,
      at: new Date(at),
    })
    .execute();
  try {
    await trx
      .insertInto('asset_handover_item')
      .values(devices.map(({ assetId }) => ({ handover_id: handoverId, asset_id: assetId })))
      .execute();
  } catch (cause) {
    throw meaningOf(cause, { asset_handover_once: 'ASSET_IN_HANDOVER' });
  }
}

async function lockHandover(trx: Executor, handoverId: string) {
  const row = await trx
    .selectFrom('asset_handover')
    .selectAll()
    .where('id', '=', handoverId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('HANDOVER_UNKNOWN');
  return row;
}

const sidesOf = ({ person }: Worker, row: { from_id: string; to_id: string }, units: Units) =>
  (['giver', 'receiver'] as const).filter((side) =>
    can(person.grants, 'asset.write', units.placeOf(side === 'giver' ? row.from_id : row.to_id)),
  );

async function readHandovers(
  executor: Executor,
  worker: Worker,
  handoverId: string | null,
): Promise<Handover[]> {
  const units = await Units.read(executor);
  const rows = await executor
    .selectFrom('asset_handover')
    .selectAll()
    .select(sql<string>`handed_on::text`.as('day'))
    .$if(handoverId !== null, (query) => query.where('id', '=', handoverId ?? ''))
    .orderBy(sql`state <> 'open'`)
    .orderBy('at', 'desc')
    .limit(500)
    .execute();
  const readable = rows.filter(
    (row) =>
      can(worker.person.grants, 'asset.read', units.placeOf(row.from_id)) ||
      can(worker.person.grants, 'asset.read', units.placeOf(row.to_id)),
  );
  const items =
    readable.length === 0
      ? []
      : await executor
          .selectFrom('asset_handover_item')
          .innerJoin('asset', 'asset.id', 'asset_id')
          .select(['handover_id', 'asset.id', 'asset.code', 'asset.kind', 'asset.model', 'asset.serial'])
          .where(
            'handover_id',
            'in',
            readable.map(({ id }) => id),
          )
          .orderBy('asset.code')
          .execute();
  const itemsOf = Map.groupBy(items, (item) => item.handover_id);
  return readable.map((row) => {
    const sides = row.state === 'open' ? sidesOf(worker, row, units) : [];
    return {
      handoverId: row.id,
      fromId: OrganisationId.parse(row.from_id),
      fromName: units.nameOf(row.from_id),
      toId: OrganisationId.parse(row.to_id),
      toName: units.nameOf(row.to_id),
      keeper: row.keeper,
      on: LocalDate.parse(row.day),
      note: row.note,
      state: HandoverState.parse(row.state),
      giver: signatureOf(row.giver_name, row.giver_title, row.giver_at),
      receiver: signatureOf(row.receiver_name, row.receiver_title, row.receiver_at),
      assets: (itemsOf.get(row.id) ?? []).map(({ id, code, kind, model, serial }) => ({
        assetId: AssetId.parse(id),
        code,
        kind: AssetKind.parse(kind),
        model,
        serial,
      })),
      // Whoever signed for one side does not sign for the other.
      maySign: sides.filter((side) => {
        const signed = signHandover(
          { state: 'open', giver: row.giver_user, receiver: row.receiver_user },
          side,
          worker.person.userId,
        );
        return !('refusal' in signed);
      }),
      mayWithdraw: sides.length > 0,
    };
  });
}

const signatureOf = (name: string | null, title: string | null, at: Date | null) =>
  name === null || title === null || at === null ? null : { name, title, at: instant(at.getTime()) };
