import { type Clock, TypedEmitter } from '@nhipcau/base';
import {
  type DecideDevice,
  DeviceCondition,
  PersonalDevice,
  type PersonalDeviceList,
  type RegisterDevice,
} from '@nhipcau/contracts';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import type { Administering } from './accounts.service.ts';
import { controlRules } from './control.service.ts';

/** Computers, tablets and telephones of people's own, with the conditions under which they may take part (R-SEC-08). */
export class PersonalDevicesService {
  readonly #database: Database;
  readonly #clock: Clock;
  /** An approval was withdrawn, and is so in the database. */
  readonly events = new TypedEmitter<{ withdrawn: [] }>();

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  async list(): Promise<PersonalDeviceList> {
    const { personalDevice } = await controlRules(this.#database, this.#clock.now());
    const rows = await this.#database
      .selectFrom('personal_device')
      .innerJoin('organisation', 'organisation.id', 'organisation_id')
      .selectAll('personal_device')
      .select('organisation.name as organisation_name')
      .orderBy(sql`state <> 'waiting'`)
      .orderBy('registered_at', 'desc')
      .limit(2_000)
      .execute();
    return {
      rule: personalDevice?.cite[0] ?? null,
      devices: rows.map((row) =>
        PersonalDevice.parse({
          id: row.id,
          name: row.name,
          kind: row.kind,
          identifier: row.identifier,
          ownerName: row.owner_name,
          organisationId: row.organisation_id,
          organisationName: row.organisation_name,
          conditions: row.conditions,
          state: row.state,
          registeredAt: row.registered_at.getTime(),
          decidedAt: row.decided_at?.getTime() ?? null,
          reason: row.reason,
        }),
      ),
    };
  }

  /** @throws {AppError} DEVICE_EXISTS, NOT_ALLOWED */
  async register(device: RegisterDevice, acting: Administering): Promise<void> {
    const at = this.#clock.now();
    await this.#database.transaction().execute(async (trx) => {
      await this.#authorise(trx, device.organisationId, acting);
      const id = uuidv7();
      await trx
        .insertInto('personal_device')
        .values({
          id,
          name: device.name.normalize('NFC'),
          kind: device.kind,
          identifier: device.identifier,
          owner_name: device.ownerName.normalize('NFC'),
          organisation_id: device.organisationId,
          conditions: JSON.stringify([...new Set(device.conditions)]),
          registered_at: new Date(at),
          registered_by: acting.person.userId,
        })
        .execute()
        .catch((cause: unknown) => {
          throw isUniqueViolation(cause, 'personal_device_identifier_key')
            ? new AppError('DEVICE_EXISTS', {}, { cause })
            : cause;
        });
      await this.#record(trx, acting, 'device.register', id, { identifier: device.identifier });
    });
  }

  /** Approved only with every condition recorded as met. @throws {AppError} DEVICE_UNKNOWN, DEVICE_DECIDED, DEVICE_NOT_APPROVED */
  async decide(id: string, decision: DecideDevice, acting: Administering): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('personal_device')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw new AppError('DEVICE_UNKNOWN');
      await this.#authorise(trx, row.organisation_id, acting);
      const due = decision.decision === 'revoke' ? 'approved' : 'waiting';
      if (row.state !== due) throw new AppError('DEVICE_DECIDED', { state: row.state });
      const missing = DeviceCondition.options.find(
        (condition) => !listed(row.conditions).includes(condition),
      );
      if (decision.decision === 'approve' && missing)
        throw new AppError('DEVICE_NOT_APPROVED', { condition: missing });
      const state = ({ approve: 'approved', refuse: 'refused', revoke: 'revoked' } as const)[
        decision.decision
      ];
      const reason = decision.decision === 'approve' ? null : decision.reason;
      await trx
        .updateTable('personal_device')
        .set({
          state,
          reason,
          decided_at: new Date(this.#clock.now()),
          decided_by: acting.person.userId,
        })
        .where('id', '=', id)
        .execute();
      if (state === 'revoked') await endRoomsOf(trx, id, this.#clock.now());
      await this.#record(trx, acting, `device.${decision.decision}`, id, { reason });
    });
    if (decision.decision === 'revoke') this.events.emit('withdrawn');
  }

  async #authorise(trx: Executor, organisationId: string, { person }: Administering): Promise<void> {
    const path = await organisationPath(trx, organisationId);
    if (path.length === 0) throw new AppError('NOT_FOUND');
    authorise(person, 'site.admit', { organisationPath: path });
  }

  async #record(
    trx: Executor,
    { person, correlationId }: Administering,
    action: string,
    subject: string,
    facts: Record<string, unknown>,
  ): Promise<void> {
    const actor = { actorKind: 'user' as const, actorId: person.userId, actorName: person.name };
    await appendAudit(trx, { at: this.#clock.now(), actor, action, subject, facts, correlationId });
  }
}

const listed = (conditions: unknown): readonly unknown[] => (Array.isArray(conditions) ? conditions : []);

/**
 * Whether a device of somebody's own may become a room.
 *
 * @throws {AppError} DEVICE_NOT_APPROVED
 * @rule AC-16 (HN Đ6.8)
 */
export async function checkPersonalDevice(trx: Executor, deviceId: string | null): Promise<void> {
  const device = await trx
    .selectFrom('personal_device')
    .select('state')
    .where('id', '=', deviceId)
    .executeTakeFirst();
  if (device?.state !== 'approved')
    throw new AppError('DEVICE_NOT_APPROVED', { state: device?.state ?? null });
}

/** Rooms that a device opened before its approval ended are its rooms no more. */
async function endRoomsOf(trx: Executor, deviceId: string, at: number): Promise<void> {
  await trx
    .updateTable('room_session')
    .set({ expires_at: sql`greatest(${new Date(at)}, opened_at + interval '1 millisecond')` })
    .where('expires_at', '>', new Date(at))
    .where('link_hash', 'in', (query) =>
      query.selectFrom('room_link').select('secret_hash').where('personal_device_id', '=', deviceId),
    )
    .execute();
}
