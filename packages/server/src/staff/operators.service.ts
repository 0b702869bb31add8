import {
  type AppointOperator,
  type ChangeOperator,
  type DeficitList,
  type EndOperator,
  type ListOperators,
  LocalDate,
  type Operator,
  type OperatorList,
} from '@nhipcau/contracts';
import { can, inScope, missingFields, replacementDueOn, staffingDeficits } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { readWorkingCalendar } from '../regulation/regulation.repository.ts';
import { asMember, findPerson, listPeople, type OperatorRecord } from './operators.repository.ts';
import { tellOffice } from './replacement-letters.ts';
import { auditAct, rulesNow, type TellingParts, type Worker } from './staff-parts.ts';
import { Units } from './units.ts';

/** Who works at the units' sites (R-DIR-12), and which units have too few (R-DIR-13). */
export class OperatorsService {
  readonly #parts: Omit<TellingParts, 'jobs'>;

  constructor(parts: Omit<TellingParts, 'jobs'>) {
    this.#parts = parts;
  }

  async list(
    query: z.output<typeof ListOperators>,
    { person }: Worker,
  ): Promise<z.input<typeof OperatorList>> {
    const { database, clock } = this.#parts;
    const { today } = await rulesNow(database, clock);
    const units = await Units.read(database);
    const people = await listPeople(database, { ...query, on: query.ended ? undefined : today });
    const readable = people.filter((one) =>
      can(person.grants, 'staff.read', units.placeOf(one.organisationId, one.siteId)),
    );
    return { operators: readable.map((one) => viewOf(one, units, person)) };
  }

  /** @throws {AppError} ORGANISATION_UNKNOWN, NOT_ALLOWED, OPERATOR_FIELD_MISSING, OPERATOR_SITE_MISMATCH */
  async appoint(body: AppointOperator, worker: Worker): Promise<Operator> {
    const { database, clock } = this.#parts;
    return database.transaction().execute(async (trx) => {
      const { rules, now } = await rulesNow(trx, clock);
      const units = await Units.read(trx);
      if (!units.find(body.organisationId)) throw new AppError('ORGANISATION_UNKNOWN');
      authorise(worker.person, 'staff.write', units.placeOf(body.organisationId, body.siteId));
      if (body.siteId !== null && units.site(body.siteId)?.organisationId !== body.organisationId)
        throw new AppError('OPERATOR_SITE_MISMATCH');
      refuseMissing(missingFields(rules, body));
      const personId = uuidv7();
      await trx
        .insertInto('operator_person')
        .values({
          id: personId,
          organisation_id: body.organisationId,
          site_id: body.siteId,
          duty: body.duty,
          name: body.name,
          title: body.title,
          email: body.email,
          telephone: body.telephone,
          trained_on: body.trainedOn,
          from_on: body.fromOn,
          to_on: null,
          created_at: new Date(now),
          changed_at: new Date(now),
        })
        .execute();
      await auditAct(trx, worker, {
        at: now,
        action: 'staff.appoint',
        subject: personId,
        facts: { duty: body.duty, unit: body.organisationId },
      });
      return viewOf(await known(trx, personId), units, worker.person);
    });
  }

  /** @throws {AppError} OPERATOR_UNKNOWN, NOT_ALLOWED, OPERATOR_ENDED, OPERATOR_FIELD_MISSING, OPERATOR_CHANGED_MEANWHILE */
  async change(personId: string, body: ChangeOperator, worker: Worker): Promise<Operator> {
    const { database, clock } = this.#parts;
    return database.transaction().execute(async (trx) => {
      const { rules, now, today } = await rulesNow(trx, clock);
      const { record, units } = await this.#writable(trx, personId, worker);
      if (record.toOn !== null && record.toOn <= today) throw new AppError('OPERATOR_ENDED');
      refuseMissing(missingFields(rules, body));
      const { numUpdatedRows } = await trx
        .updateTable('operator_person')
        .set({
          duty: body.duty,
          name: body.name,
          title: body.title,
          email: body.email,
          telephone: body.telephone,
          trained_on: body.trainedOn,
          revision: body.revision + 1,
          changed_at: new Date(now),
        })
        .where('id', '=', personId)
        .where('revision', '=', body.revision)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows !== 1n) throw new AppError('OPERATOR_CHANGED_MEANWHILE');
      if (body.trainedOn !== null) await closeNeeds(trx, personId, body.trainedOn);
      await auditAct(trx, worker, { at: now, action: 'staff.change', subject: personId });
      return viewOf(await known(trx, personId), units, worker.person);
    });
  }

  /**
   * Ends somebody's service and opens the replacement (R-DIR-14).
   *
   * @throws {AppError} OPERATOR_UNKNOWN, NOT_ALLOWED, OPERATOR_ENDED, DATES_REVERSED
   */
  async end(personId: string, body: z.output<typeof EndOperator>, worker: Worker): Promise<Operator> {
    const { database, clock, outbox } = this.#parts;
    return database.transaction().execute(async (trx) => {
      const { rules, now, profile } = await rulesNow(trx, clock);
      const { record, units } = await this.#writable(trx, personId, worker);
      if (body.endedOn < record.fromOn) throw new AppError('DATES_REVERSED', { from: record.fromOn });
      const { numUpdatedRows } = await trx
        .updateTable('operator_person')
        .set({ to_on: body.endedOn, revision: record.revision + 1, changed_at: new Date(now) })
        .where('id', '=', personId)
        .where('to_on', 'is', null)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows !== 1n) throw new AppError('OPERATOR_ENDED');
      const owner = { locality: profile.locality, organisationId: record.organisationId };
      const dueOn =
        rules.replacement === null
          ? null
          : replacementDueOn(await readWorkingCalendar(trx), owner, {
              from: body.endedOn,
              workingDays: rules.replacement.withinWorkingDays,
            });
      await trx
        .insertInto('replacement')
        .values({
          leaving_id: personId,
          ended_on: body.endedOn,
          due_on: dueOn,
          reason: body.reason,
          successor_id: null,
          notified_on: null,
          notice: null,
        })
        .execute();
      await tellOffice(trx, outbox, {
        profile,
        leavingId: personId,
        unit: units.nameOf(record.organisationId),
        person: record.name,
        endedOn: body.endedOn,
        successor: null,
      });
      await auditAct(trx, worker, {
        at: now,
        action: 'staff.end',
        subject: personId,
        facts: { endedOn: body.endedOn },
      });
      return viewOf(await known(trx, personId), units, worker.person);
    });
  }

  /** Units below their minimum, of those this person may read. */
  async deficits({ person }: Worker): Promise<DeficitList> {
    const { database, clock } = this.#parts;
    const { rules, today } = await rulesNow(database, clock);
    const units = await Units.read(database);
    const readable = units.all.filter(({ organisationId, siteIds }) =>
      [null, ...siteIds].some((siteId) =>
        can(person.grants, 'staff.read', units.placeOf(organisationId, siteId)),
      ),
    );
    const people = await listPeople(database, { on: today });
    const counted = readable.filter(
      (unit) =>
        (unit.siteIds.length > 0 || unit.kind === 'telecom') &&
        rules.staffing.some(({ scope }) => inScope(scope, unit)),
    );
    return {
      unitCount: counted.length,
      deficits: staffingDeficits(rules, readable, people.map(asMember)).map(
        ({ cite, siteId, organisationId, ...deficit }) => {
          const site = siteId === null ? undefined : units.site(siteId);
          const unit = units.find(organisationId);
          if (!unit) throw new AppError('ORGANISATION_UNKNOWN');
          return {
            ...deficit,
            organisationId: unit.organisationId,
            organisationName: unit.name,
            siteId: site?.siteId ?? null,
            siteName: site?.name ?? null,
            cite: [...cite],
          };
        },
      ),
    };
  }

  async #writable(trx: Executor, personId: string, { person }: Worker) {
    const record = await known(trx, personId);
    const units = await Units.read(trx);
    authorise(person, 'staff.write', units.placeOf(record.organisationId, record.siteId));
    return { record, units };
  }
}

async function known(executor: Executor, personId: string): Promise<OperatorRecord> {
  const record = await findPerson(executor, personId);
  if (!record) throw new AppError('OPERATOR_UNKNOWN');
  return record;
}

/** What somebody needed to learn is learnt on that day. */
async function closeNeeds(trx: Executor, personId: string, doneOn: LocalDate): Promise<void> {
  await trx
    .updateTable('training_need')
    .set((eb) => ({ done_on: eb.fn<string>('greatest', [eb.val(doneOn), 'opened_on']) }))
    .where('person_id', '=', personId)
    .where('done_on', 'is', null)
    .execute();
}

function refuseMissing(fields: readonly string[]): void {
  if (fields.length > 0) throw new AppError('OPERATOR_FIELD_MISSING', { fields: fields.join(', ') });
}

function viewOf(record: OperatorRecord, units: Units, { grants }: Worker['person']): Operator {
  const { organisationId, siteId, fromOn, ...rest } = record;
  return {
    ...rest,
    organisationId,
    organisationName: units.nameOf(organisationId),
    siteId,
    siteName: siteId === null ? null : (units.site(siteId)?.name ?? null),
    fromOn: LocalDate.parse(fromOn),
    mayChange: can(grants, 'staff.write', units.placeOf(organisationId, siteId)),
  };
}
