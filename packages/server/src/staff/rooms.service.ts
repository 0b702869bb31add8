import { type JudgeRoom, LocalDate, type RoomSheet } from '@nhipcau/contracts';
import { roomStanding } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, dayOf, rulesNow, type StaffParts, type Worker } from './staff-parts.ts';
import { Units } from './units.ts';

/** Condition sheets of the rooms (R-DIR-10). */
export class RoomsService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} SITE_UNKNOWN, NOT_ALLOWED */
  async read(siteId: string, { person }: Worker): Promise<RoomSheet> {
    const { database, clock } = this.#parts;
    const units = await Units.read(database);
    const site = units.site(siteId);
    if (!site) throw new AppError('SITE_UNKNOWN');
    authorise(person, 'staff.read', units.placeOf(site.organisationId, siteId));
    const { rules, today } = await rulesNow(database, clock);
    return roomSheet(database, siteId, rules, today);
  }

  /** @throws {AppError} SITE_UNKNOWN, NOT_ALLOWED, CONDITION_UNKNOWN, DATES_REVERSED */
  async judge(siteId: string, body: z.output<typeof JudgeRoom>, worker: Worker): Promise<RoomSheet> {
    const { database, clock } = this.#parts;
    return database.transaction().execute(async (trx) => {
      const { rules, today, now } = await rulesNow(trx, clock);
      const units = await Units.read(trx);
      const site = units.site(siteId);
      if (!site) throw new AppError('SITE_UNKNOWN');
      authorise(worker.person, 'staff.write', units.placeOf(site.organisationId, siteId));
      if (!rules.roomConditions.some(({ key }) => key === body.key)) throw new AppError('CONDITION_UNKNOWN');
      if (body.assessedOn > today) throw new AppError('DATES_REVERSED', { today });
      await trx
        .insertInto('room_condition')
        .values({
          site_id: siteId,
          condition_key: body.key,
          result: body.result,
          assessed_on: body.assessedOn,
          assessor: body.assessor,
          expires_on: body.expiresOn,
          note: body.note,
          at: new Date(now),
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, {
        at: now,
        action: 'room.judge',
        subject: siteId,
        facts: { key: body.key, result: body.result },
      });
      return roomSheet(trx, siteId, rules, today);
    });
  }
}

type Rules = Awaited<ReturnType<typeof rulesNow>>['rules'];

/** The newest judgement of each condition. */
export async function roomSheet(
  executor: Executor,
  siteId: string,
  rules: Rules,
  today: string,
): Promise<RoomSheet> {
  const sheets = (await newestSheets(executor, [siteId])).get(siteId) ?? [];
  const { standing } = roomStanding(rules, sheets, today);
  return {
    standing,
    conditions: rules.roomConditions.map(({ key, label, mandatory, cite }) => {
      const sheet = sheets.find((one) => one.key === key);
      return {
        key,
        label,
        mandatory,
        cite,
        result: sheet?.result ?? null,
        isExpired: sheet?.expiresOn != null && sheet.expiresOn < today,
        assessedOn: sheet?.assessedOn ?? null,
        assessor: sheet?.assessor ?? null,
        expiresOn: sheet?.expiresOn ?? null,
        note: sheet?.note ?? null,
      };
    }),
  };
}

export async function newestSheets(executor: Executor, siteIds: readonly string[]) {
  if (siteIds.length === 0) return new Map<string, never[]>();
  const rows = await executor
    .selectFrom('room_condition')
    .distinctOn(['site_id', 'condition_key'])
    .select([
      'site_id',
      'condition_key',
      'result',
      'assessor',
      'note',
      sql<string>`assessed_on::text`.as('assessed_on'),
      sql<string | null>`expires_on::text`.as('expires_on'),
    ])
    .where('site_id', 'in', siteIds)
    .orderBy('site_id')
    .orderBy('condition_key')
    .orderBy('id', 'desc')
    .execute();
  const sheets = rows.map((row) => ({
    siteId: row.site_id,
    key: row.condition_key,
    result: row.result === 'met' ? ('met' as const) : ('failed' as const),
    assessor: row.assessor,
    note: row.note,
    assessedOn: LocalDate.parse(row.assessed_on),
    expiresOn: dayOf(row.expires_on),
  }));
  return Map.groupBy(sheets, ({ siteId }) => siteId);
}
