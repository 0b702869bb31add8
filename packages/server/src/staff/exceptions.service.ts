import {
  type ActOnException,
  type DraftException,
  instant,
  OrganisationId,
  QuotaException,
  type QuotaExceptionList,
} from '@nhipcau/contracts';
import { can, nextException, quotaStanding } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, rulesNow, type StaffParts, type Worker } from './staff-parts.ts';
import { asUnit, Units } from './units.ts';

const StateWord = QuotaException.shape.state;

/** Plans for more sites than the quota: drafted and reported by the district, decided by the city (R-DIR-06). */
export class ExceptionsService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  async list({ person }: Worker): Promise<z.input<typeof QuotaExceptionList>> {
    const { database } = this.#parts;
    const units = await Units.read(database);
    const rows = await select(database).execute();
    return {
      exceptions: rows
        .filter((row) => can(person.grants, 'staff.read', units.placeOf(row.organisation_id)))
        .map((row) => ({
          exceptionId: row.id,
          organisationId: OrganisationId.parse(row.organisation_id),
          organisationName: units.nameOf(row.organisation_id),
          state: StateWord.parse(row.state),
          sites: row.sites,
          plan: row.plan,
          need: row.need,
          responsibleName: units.nameOf(row.responsible_id),
          draftedAt: instant(row.drafted_at.getTime()),
          decisionNumber: row.decision_number,
          decisionOn: row.decision_day,
          reason: row.reason,
          mayWrite: can(person.grants, 'staff.write', units.placeOf(row.responsible_id)),
          mayDecide: can(person.grants, 'site.admit', units.placeOf(row.organisation_id)),
        }))
        .map((view) => QuotaException.parse(view)),
    };
  }

  /** @throws {AppError} ORGANISATION_UNKNOWN, NOT_ALLOWED, QUOTA_EXCEPTION_NOT_PROVIDED */
  async draft(body: DraftException, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const { rules, now } = await rulesNow(trx, clock);
      const units = await Units.read(trx);
      const unit = units.find(body.organisationId);
      // The district answers for a commune of its own.
      if (!unit || !units.pathOf(body.organisationId).includes(body.responsibleId))
        throw new AppError('ORGANISATION_UNKNOWN');
      authorise(worker.person, 'staff.write', units.placeOf(body.responsibleId));
      if (!quotaStanding(rules, asUnit(unit), { admitted: 0, granted: 0 }).mayBeExtended)
        throw new AppError('QUOTA_EXCEPTION_NOT_PROVIDED');
      const id = uuidv7();
      await trx
        .insertInto('quota_exception')
        .values({
          id,
          organisation_id: body.organisationId,
          state: 'drafted',
          sites: body.sites,
          plan: body.plan,
          need: body.need,
          responsible_id: body.responsibleId,
          drafted_at: new Date(now),
          decision_number: null,
          decision_on: null,
          reason: null,
        })
        .execute();
      await auditAct(trx, worker, {
        at: now,
        action: 'quota.draft',
        subject: id,
        facts: { unit: body.organisationId },
      });
    });
  }

  /** @throws {AppError} QUOTA_EXCEPTION_UNKNOWN, NOT_ALLOWED, QUOTA_EXCEPTION_STEP_IMPOSSIBLE */
  async act(exceptionId: string, body: ActOnException, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const now = clock.now();
      const row = await select(trx).where('id', '=', exceptionId).forUpdate().executeTakeFirst();
      if (!row) throw new AppError('QUOTA_EXCEPTION_UNKNOWN');
      const units = await Units.read(trx);
      const decides = body.act === 'accept' || body.act === 'refuse';
      if (decides) authorise(worker.person, 'site.admit', units.placeOf(row.organisation_id));
      else authorise(worker.person, 'staff.write', units.placeOf(row.responsible_id));
      const next = nextException(StateWord.parse(row.state), body.act);
      if (next === null)
        throw new AppError('QUOTA_EXCEPTION_STEP_IMPOSSIBLE', { state: row.state, act: body.act });
      await trx
        .updateTable('quota_exception')
        .set({
          state: next,
          ...(body.act === 'submit' ? { submitted_at: new Date(now) } : {}),
          ...(decides ? { decided_at: new Date(now) } : {}),
          ...(body.act === 'accept'
            ? { decision_number: body.decisionNumber, decision_on: body.decisionOn, reason: null }
            : {}),
          ...(body.act === 'refuse' ? { reason: body.reason } : {}),
        })
        .where('id', '=', exceptionId)
        .execute();
      await auditAct(trx, worker, { at: now, action: `quota.${body.act}`, subject: exceptionId });
    });
  }
}

const select = (executor: Executor) =>
  executor
    .selectFrom('quota_exception')
    .selectAll()
    .select(sql<string | null>`decision_on::text`.as('decision_day'))
    .orderBy('drafted_at', 'desc')
    .limit(2_000);
