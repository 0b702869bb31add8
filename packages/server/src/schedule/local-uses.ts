import type { Clock } from '@nhipcau/base';
import {
  type BookLocalUse,
  instant,
  type LocalUse,
  LocalUseList,
  OrganisationId,
  type PeriodQuery,
  type SessionInfo,
} from '@nhipcau/contracts';
import { can } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import type { Worker } from '../registration/parts.ts';
import { asRefusal, lockSchedule } from './booking-writer.ts';
import { checkPeriod } from './schedule-views.ts';

/** Uses of a room that are no conference: who keeps the room books them, conferences may go before them. */
export class LocalUses {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(parts: { database: Database; clock: Clock }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
  }

  /** Uses in a period, the soonest first; what gave way or was given back is shown as well. @throws {AppError} BAD_MESSAGE */
  async list(period: PeriodQuery, person: SessionInfo): Promise<LocalUseList> {
    checkPeriod(period);
    const rows = await this.#database
      .selectFrom('local_use')
      .innerJoin('room', 'room.id', 'local_use.room_id')
      .innerJoin('site', 'site.id', 'room.site_id')
      .innerJoin('organisation', 'organisation.id', 'local_use.organisation_id')
      .selectAll('local_use')
      .select(['room.name as room_name', 'site.name as site_name', 'organisation.name as owner_name'])
      .where('local_use.ends_at', '>', new Date(period.from))
      .where('local_use.starts_at', '<', new Date(period.to))
      .orderBy('local_use.starts_at')
      .limit(500)
      .execute();
    const mayOf = new Map<string, boolean>();
    for (const { organisation_id: id } of rows)
      if (!mayOf.has(id))
        mayOf.set(
          id,
          can(person.grants, 'registration.write', {
            organisationPath: await organisationPath(this.#database, id),
          }),
        );
    return LocalUseList.parse({
      uses: rows.map((row) => ({
        localUseId: row.id,
        roomId: row.room_id,
        title: row.title,
        start: instant(row.starts_at.getTime()),
        end: instant(row.ends_at.getTime()),
        state: row.state,
        roomName: row.room_name,
        siteName: row.site_name,
        ownerName: row.owner_name,
        mayRelease:
          row.state === 'booked' &&
          row.ends_at.getTime() > this.#clock.now() &&
          (mayOf.get(row.organisation_id) ?? false),
      })),
    });
  }

  /** @throws {AppError} ROOM_UNKNOWN, NOT_ALLOWED, SLOT_TAKEN, BAD_MESSAGE */
  async book(body: BookLocalUse, { person, correlationId }: Worker): Promise<LocalUse> {
    if (body.end <= body.start) throw new AppError('BAD_MESSAGE', { path: 'end' });
    const localUseId = uuidv7();
    await this.#database.transaction().execute(async (trx) => {
      const organisationId = await ownerOf(trx, body.roomId);
      const path = await organisationPath(trx, organisationId);
      authorise(person, 'registration.write', { organisationPath: path });
      await lockSchedule(trx);
      const at = this.#clock.now();
      await trx
        .insertInto('local_use')
        .values({
          id: localUseId,
          room_id: body.roomId,
          organisation_id: organisationId,
          title: body.title,
          starts_at: new Date(body.start),
          ends_at: new Date(body.end),
          created_by: person.userId,
          created_at: new Date(at),
        })
        .execute();
      await sql`insert into booking (resource_kind, resource_id, during, local_use_id, kind, is_firm)
        values ('room', ${body.roomId}, tstzrange(${new Date(body.start)}, ${new Date(body.end)}), ${localUseId}, 'local',
          true)`
        .execute(trx)
        .catch((cause: unknown) => {
          throw asRefusal(cause, null);
        });
      await appendAudit(trx, {
        at,
        actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
        action: 'schedule.bookLocalUse',
        subject: body.roomId,
        correlationId,
      });
    });
    return { localUseId, ...body, state: 'booked' };
  }

  /** @throws {AppError} NOT_FOUND, NOT_ALLOWED */
  async release(localUseId: string, { person, correlationId }: Worker): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const use = await trx
        .selectFrom('local_use')
        .select(['organisation_id', 'room_id', 'state'])
        .where('id', '=', localUseId)
        .forUpdate()
        .executeTakeFirst();
      if (!use) throw new AppError('NOT_FOUND', { localUseId });
      const path = await organisationPath(trx, OrganisationId.parse(use.organisation_id));
      authorise(person, 'registration.write', { organisationPath: path });
      if (use.state !== 'booked') return;
      await trx.updateTable('local_use').set({ state: 'released' }).where('id', '=', localUseId).execute();
      await trx.deleteFrom('booking').where('local_use_id', '=', localUseId).execute();
      await appendAudit(trx, {
        at: this.#clock.now(),
        actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
        action: 'schedule.releaseLocalUse',
        subject: use.room_id,
        correlationId,
      });
    });
  }
}

/** @throws {AppError} ROOM_UNKNOWN */
async function ownerOf(executor: Executor, roomId: string): Promise<string> {
  const row = await executor
    .selectFrom('room')
    .innerJoin('site', 'site.id', 'room.site_id')
    .select('site.organisation_id')
    .where('room.id', '=', roomId)
    .where('room.status', '=', 'open')
    .executeTakeFirst();
  if (!row) throw new AppError('ROOM_UNKNOWN', { roomId });
  return row.organisation_id;
}
