import { type Clock, present } from '@nhipcau/base';
import { instant, type MoveWave, RegistrationData } from '@nhipcau/contracts';
import { roomForWave } from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import type { Worker } from '../registration/parts.ts';
import { findProfile } from '../regulation/regulation.repository.ts';
import { asRefusal, lockSchedule, rangeText } from './booking-writer.ts';
import { type Wanted, wantedBy } from './demand.ts';
import { storedWaves } from './waves.repository.ts';

/** Lays single rehearsal waves elsewhere; they stay there when the meeting is booked anew (SC-12). */
export class WaveMoves {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(parts: { database: Database; clock: Clock }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
  }

  /** @throws {AppError} NOT_ALLOWED, MEETING_NOT_FOUND, NOT_FOUND, BAD_MESSAGE, WAVE_OUT_OF_ORDER, SLOT_TAKEN */
  async move(meetingId: string, to: MoveWave, { person, correlationId }: Worker): Promise<void> {
    authorise(person, 'schedule.write', {});
    if (to.end <= to.start) throw new AppError('BAD_MESSAGE', { path: 'end' });
    await this.#database.transaction().execute(async (trx) => {
      await lockSchedule(trx);
      const wanted = await wantedFor(trx, meetingId);
      const waves = await storedWaves(trx, meetingId);
      const wave = waves.find(({ stage, district }) => stage === to.stage && district === to.groupId);
      if (!wave) throw new AppError('NOT_FOUND', { stage: to.stage });
      const now = instant(this.#clock.now());
      const before = wanted.windows[0]?.start ?? wanted.data.official.start;
      const room = roomForWave(waves, to.stage, { before, notBefore: now });
      if (to.start < room.start || to.end > room.end)
        throw new AppError('WAVE_OUT_OF_ORDER', { notBefore: room.start, notAfter: room.end });
      await rebook(trx, wanted, { ...wave, meetingId, to });
      await appendAudit(trx, {
        at: now,
        actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
        action: 'schedule.moveWave',
        subject: meetingId,
        facts: { stage: to.stage, group: to.groupId, start: to.start, end: to.end },
        correlationId,
      });
    });
  }
}

/** @throws {AppError} MEETING_NOT_FOUND */
async function wantedFor(trx: Executor, meetingId: string): Promise<Wanted> {
  const file = await trx
    .selectFrom('registration')
    .select(['data', 'locality', 'regulation_version'])
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  if (!file) throw new AppError('MEETING_NOT_FOUND', { meetingId });
  const profile = present(
    await findProfile(trx, file.locality, file.regulation_version),
    'the regulation of a file',
  );
  const data = RegistrationData.parse(file.data);
  return wantedBy(trx, { meetingId: null, data, profile });
}

/** Moves the bookings of a wave's rooms and the wave itself. @throws {AppError} SLOT_TAKEN */
async function rebook(
  trx: Executor,
  wanted: Wanted,
  wave: Awaited<ReturnType<typeof storedWaves>>[number] & { meetingId: string; to: MoveWave },
): Promise<void> {
  const rooms = wave.siteIds.flatMap((siteId) => {
    const room = wanted.roomOf.get(siteId);
    return room ? [`${room.kind} ${room.resourceId}`] : [];
  });
  const [was, is] = [rangeText(wave), rangeText(wave.to)];
  await sql`update booking set during = ${is}::tstzrange
    where meeting_id = ${wave.meetingId} and kind = 'rehearsal' and during = ${was}::tstzrange
      and resource_kind || ' ' || resource_id = any(${rooms}::text[])`
    .execute(trx)
    .catch((cause: unknown) => {
      throw asRefusal(cause, wanted);
    });
  await trx
    .updateTable('rehearsal_wave')
    .set({ during: is, chosen: true })
    .where('meeting_id', '=', wave.meetingId)
    .where('stage', '=', wave.stage)
    .where('group_id', '=', wave.district ?? '')
    .execute();
}
