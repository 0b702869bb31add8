import {
  instant,
  LocalDate,
  OperatorDuty,
  type ReplacementList,
  type SettleReplacement,
} from '@nhipcau/contracts';
import { can, dateOf, successionState } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { findPerson } from './operators.repository.ts';
import { lettersSentAt, replacementKey, tellOffice } from './replacement-letters.ts';
import { auditAct, day, dayOf, rulesNow, type TellingParts, type Worker } from './staff-parts.ts';
import { Units } from './units.ts';

/** Who left and who took over, and what the new ones must learn (R-DIR-14). */
export class ReplacementsService {
  readonly #parts: Omit<TellingParts, 'jobs'>;

  constructor(parts: Omit<TellingParts, 'jobs'>) {
    this.#parts = parts;
  }

  async list({ person }: Worker): Promise<z.input<typeof ReplacementList>> {
    const { database, clock } = this.#parts;
    const { rules, profile, today } = await rulesNow(database, clock);
    const units = await Units.read(database);
    const rows = await replacements(database).execute();
    const sentAt = await lettersSentAt(database);
    const readable = rows.filter((row) =>
      can(person.grants, 'staff.read', units.placeOf(row.organisation_id, row.site_id)),
    );
    return {
      notify: rules.replacement?.notify ?? null,
      replacements: readable.map((row) => {
        const endedOn = LocalDate.parse(row.ended_on);
        const dueOn = dayOf(row.due_on);
        const sent = sentAt.get(replacementKey(row.leaving_id, row.successor_id ?? ''));
        // What a person wrote down counts before the letter that left by itself.
        const notifiedOn =
          dayOf(row.notified_on) ?? (sent === undefined ? null : dateOf(instant(sent), profile.timeZone));
        const duty = OperatorDuty.parse(row.duty);
        return {
          leavingId: row.leaving_id,
          leavingName: row.leaving_name,
          organisationId: row.organisation_id,
          organisationName: units.nameOf(row.organisation_id),
          duty,
          endedOn,
          dueOn,
          successorId: row.successor_id,
          successorName: row.successor_name,
          notifiedOn,
          ...successionState({ duty, endedOn, dueOn, successorId: row.successor_id, notifiedOn }, today),
          mayChange: can(person.grants, 'staff.write', units.placeOf(row.organisation_id, row.site_id)),
        };
      }),
      needs: await this.#needs(units, person),
    };
  }

  async #needs(units: Units, person: Worker['person']): Promise<z.input<typeof ReplacementList>['needs']> {
    const rows = await this.#parts.database
      .selectFrom('training_need')
      .innerJoin('operator_person', 'operator_person.id', 'training_need.person_id')
      .select([
        'training_need.id',
        'training_need.cause',
        'training_need.person_id',
        'operator_person.name',
        'operator_person.organisation_id',
        'operator_person.site_id',
        day('training_need.opened_on').as('opened_on'),
        day('training_need.done_on').as('done_on'),
      ])
      .orderBy('training_need.opened_on', 'desc')
      .limit(5_000)
      .execute();
    return rows
      .filter((row) => can(person.grants, 'staff.read', units.placeOf(row.organisation_id, row.site_id)))
      .map((row) => ({
        needId: row.id,
        personId: row.person_id,
        name: row.name,
        organisationName: units.nameOf(row.organisation_id),
        cause: row.cause === 'replacement' ? ('replacement' as const) : ('appointment' as const),
        openedOn: LocalDate.parse(row.opened_on),
        doneOn: dayOf(row.done_on),
        mayChange: can(person.grants, 'staff.write', units.placeOf(row.organisation_id, row.site_id)),
      }));
  }

  /**
   * Names who took over; that opens a training need, unless the person is trained already.
   *
   * @throws {AppError} OPERATOR_UNKNOWN, NOT_ALLOWED, SUCCESSOR_INVALID, DATES_REVERSED
   */
  async settle(
    leavingId: string,
    body: z.output<typeof SettleReplacement>,
    worker: Worker,
  ): Promise<z.input<typeof ReplacementList>> {
    const { database, clock, outbox } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const { now, today, profile } = await rulesNow(trx, clock);
      const row = await replacements(trx).where('leaving_id', '=', leavingId).executeTakeFirst();
      if (!row) throw new AppError('OPERATOR_UNKNOWN');
      const units = await Units.read(trx);
      authorise(worker.person, 'staff.write', units.placeOf(row.organisation_id, row.site_id));
      const successor = await findPerson(trx, body.successorId);
      const serves = successor && (successor.toOn === null || successor.toOn > today);
      if (
        !successor ||
        !serves ||
        successor.personId === leavingId ||
        successor.organisationId !== row.organisation_id
      )
        throw new AppError('SUCCESSOR_INVALID');
      if (body.notifiedOn !== null && body.notifiedOn > today)
        throw new AppError('DATES_REVERSED', { today });
      await trx
        .updateTable('replacement')
        .set({ successor_id: successor.personId, notified_on: body.notifiedOn, notice: body.notice })
        .where('leaving_id', '=', leavingId)
        .execute();
      if (body.notifiedOn === null)
        await tellOffice(trx, outbox, {
          profile,
          leavingId,
          unit: units.nameOf(row.organisation_id),
          person: row.leaving_name,
          endedOn: row.ended_on ?? '',
          successor: { personId: successor.personId, name: successor.name },
        });
      if (successor.trainedOn === null) await openNeed(trx, successor.personId, today);
      await auditAct(trx, worker, {
        at: now,
        action: 'staff.replace',
        subject: leavingId,
        facts: { successorId: successor.personId },
      });
    });
    return this.list(worker);
  }
}

async function openNeed(trx: Executor, personId: string, openedOn: string): Promise<void> {
  await trx
    .insertInto('training_need')
    .values({ id: uuidv7(), person_id: personId, cause: 'replacement', opened_on: openedOn, done_on: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

const replacements = (executor: Executor) =>
  executor
    .selectFrom('replacement')
    .innerJoin('operator_person as leaving', 'leaving.id', 'replacement.leaving_id')
    .leftJoin('operator_person as successor', 'successor.id', 'replacement.successor_id')
    .select([
      'leaving_id',
      'successor_id',
      'leaving.organisation_id',
      'leaving.site_id',
      'leaving.duty',
      'leaving.name as leaving_name',
      'successor.name as successor_name',
      day('ended_on').as('ended_on'),
      day('due_on').as('due_on'),
      day('notified_on').as('notified_on'),
    ])
    .orderBy('replacement.ended_on', 'desc');
