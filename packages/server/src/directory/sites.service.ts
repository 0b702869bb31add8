import type { Clock } from '@nhipcau/base';
import {
  type ChangeRoom,
  type ChangeSite,
  type CreateRoom,
  type CreateSite,
  SiteId,
  SiteStatus,
} from '@nhipcau/contracts';
import { nextSiteStatuses } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { actorOf, appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { violates } from '../database/violations.ts';
import { authorise, type Caller, personOf } from '../http/caller.ts';
import { dayOf } from './as-of.ts';
import { lockDirectory, tell } from './changes.ts';
import { organisationPath } from './organisation-path.ts';

type Done = { siteId: SiteId };

/** Opens and changes single sites and their rooms; the trigger of the site keeps what it was. */
export class SitesService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @throws {AppError} NOT_ALLOWED, ORGANISATION_UNKNOWN, SITE_NUMBER_TAKEN, BAD_MESSAGE */
  create(body: CreateSite, caller: Caller): Promise<Done> {
    const siteId = SiteId.parse(`s-${uuidv7()}`);
    const { room, ...fields } = body;
    return this.#write(caller, 'site.create', siteId, async (trx) => {
      await authoriseFor(trx, caller, body.organisationId);
      await trx
        .insertInto('site')
        .values({ id: siteId, ...columnsOf(fields), room, status: 'proposed' })
        .execute();
    });
  }

  /** @throws {AppError} NOT_ALLOWED, SITE_UNKNOWN, ORGANISATION_UNKNOWN, SITE_NUMBER_TAKEN, SITE_STATUS_REFUSED, BAD_MESSAGE */
  change(siteId: SiteId, { status, ...fields }: ChangeSite, caller: Caller): Promise<Done> {
    return this.#write(caller, 'site.change', siteId, async (trx) => {
      const before = await siteOf(trx, siteId);
      await authoriseFor(trx, caller, before.organisation_id);
      await authoriseFor(trx, caller, fields.organisationId);
      const present = SiteStatus.parse(before.status);
      if (!nextSiteStatuses(present).includes(status))
        throw new AppError('SITE_STATUS_REFUSED', { from: present, to: status });
      await trx
        .updateTable('site')
        .set({ ...columnsOf(fields), status })
        .where('id', '=', siteId)
        .execute();
    });
  }

  /** @throws {AppError} NOT_ALLOWED, SITE_UNKNOWN */
  createRoom({ siteId, name, kind, seats }: CreateRoom, caller: Caller): Promise<Done> {
    return this.#write(caller, 'room.create', siteId, async (trx) => {
      await authoriseFor(trx, caller, (await siteOf(trx, siteId)).organisation_id);
      await trx
        .insertInto('room')
        .values({ id: `p-${uuidv7()}`, site_id: siteId, name, kind, seats, status: 'open' })
        .execute();
    });
  }

  /** @throws {AppError} NOT_ALLOWED, ROOM_UNKNOWN, ROOM_BOOKED when it would be closed with bookings to come */
  async changeRoom(roomId: string, body: ChangeRoom, caller: Caller): Promise<Done> {
    const room = await this.#database
      .selectFrom('room')
      .select('site_id')
      .where('id', '=', roomId)
      .executeTakeFirst();
    if (!room) throw new AppError('ROOM_UNKNOWN', { roomId });
    return this.#write(caller, 'room.change', SiteId.parse(room.site_id), async (trx) => {
      await authoriseFor(trx, caller, (await siteOf(trx, room.site_id)).organisation_id);
      if (body.status === 'closed') await this.#refuseBooked(trx, roomId);
      await trx.updateTable('room').set(body).where('id', '=', roomId).execute();
    });
  }

  async #refuseBooked(trx: Executor, roomId: string): Promise<void> {
    const { rows } = await sql<{ booked: boolean }>`select exists (select from booking
      where resource_kind = 'room' and resource_id = ${roomId}
        and upper(during) > ${new Date(this.#clock.now())}) as booked`.execute(trx);
    if (rows[0]?.booked) throw new AppError('ROOM_BOOKED', { roomId });
  }

  /** One act on a site in one transaction, with its line in the audit. */
  async #write(
    caller: Caller,
    action: string,
    siteId: SiteId,
    act: (trx: Executor) => Promise<void>,
  ): Promise<Done> {
    const at = this.#clock.now();
    try {
      await this.#database.transaction().execute(async (trx) => {
        await lockDirectory(trx);
        await tell(trx, { today: dayOf(at) });
        await act(trx);
        await appendAudit(trx, { at, actor: actorOf(caller), action, subject: siteId });
      });
    } catch (cause) {
      throw siteFailure(cause);
    }
    return { siteId };
  }
}

const columnsOf = (fields: Omit<ChangeSite, 'status'>) => ({
  organisation_id: fields.organisationId,
  number: fields.number,
  name: fields.name,
  level_code: fields.levelCode,
  address: fields.address,
  terminal: fields.terminal,
  node_id: fields.nodeId,
  network: fields.network,
  roles: fields.roles,
  duty_title: fields.dutyTitle,
  duty_phone: fields.dutyPhone,
});

/** @throws {AppError} SITE_UNKNOWN */
async function siteOf(trx: Executor, siteId: string) {
  const row = await trx
    .selectFrom('site')
    .select(['organisation_id', 'status'])
    .where('id', '=', siteId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('SITE_UNKNOWN', { siteId });
  return row;
}

/** @throws {AppError} ORGANISATION_UNKNOWN, NOT_ALLOWED */
async function authoriseFor(trx: Executor, caller: Caller, organisationId: string): Promise<void> {
  const path = await organisationPath(trx, organisationId);
  if (path.length === 0) throw new AppError('ORGANISATION_UNKNOWN', { organisationId });
  authorise(personOf(caller), 'directory.write', { organisationPath: path });
}

function siteFailure(cause: unknown): unknown {
  if (violates(cause, 'site_number_key')) return new AppError('SITE_NUMBER_TAKEN', {}, { cause });
  if (violates(cause, 'site_node_id_fkey')) return new AppError('BAD_MESSAGE', { path: 'nodeId' }, { cause });
  if (violates(cause, 'site_level_code_fkey'))
    return new AppError('BAD_MESSAGE', { path: 'levelCode' }, { cause });
  return cause;
}
