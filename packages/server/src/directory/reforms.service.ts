import { createHash } from 'node:crypto';
import type { Clock } from '@nhipcau/base';
import {
  type LocalDate,
  Reform,
  ReformEffects,
  type ReformList,
  ReformPreview,
  type RowFault,
  type ScheduleReform,
} from '@nhipcau/contracts';
import { planReform, type ReformPlan, type ReformRow } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import { actorOf, appendAudit, systemActor } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { authorise, type Caller, personOf } from '../http/caller.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { dayOf, startOfDay } from './as-of.ts';
import { directoryRevision, lockDirectory, project } from './changes.ts';
import { codeFailure, DIRECTORY_DAY_QUEUE } from './organisations.service.ts';
import { changesOf, effectsOf, meetingsTouched } from './reform-effects.ts';
import { reformRows, unitsOfToday } from './reform-sheet.ts';
import { layDown, moveWhatBelongs, takeBack } from './reform-steps.ts';
import { readSheet } from './spreadsheet/read-sheet.ts';

const MOST_FAULTS_TOLD = 2000;
const Stored = z.strictObject({ rows: z.array(z.custom<ReformRow>()), effects: ReformEffects });

/** Reforms of the administrative division: a sheet is looked at, laid down for its day, and taken back until then. */
export class ReformsService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #jobs: Jobs;

  constructor({ database, clock, jobs }: { database: Database; clock: Clock; jobs: Jobs }) {
    this.#database = database;
    this.#clock = clock;
    this.#jobs = jobs;
  }

  /** @throws {AppError} NOT_ALLOWED, SHEET_UNREADABLE, SHEET_TOO_LARGE */
  async preview(fileName: string, bytes: Buffer, caller: Caller): Promise<ReformPreview> {
    const person = personOf(caller);
    authorise(person, 'directory.import', {});
    const { rows, faults: unread, count } = reformRows(await readSheet(bytes));
    const { plan, faults: unfit } = planReform(rows, await unitsOfToday(this.#database));
    const faults: RowFault[] = [...unread, ...unfit].sort((a, b) => a.row - b.row);
    const effects = await effectsOf(this.#database, plan, this.#clock.now());
    const batchId = uuidv7();
    await this.#database
      .insertInto('import_batch')
      .values({
        id: batchId,
        kind: 'reform',
        file_name: fileName,
        file_hash: createHash('sha256').update(bytes).digest(),
        rows: JSON.stringify({ rows, effects }),
        against: await directoryRevision(this.#database),
        faults: faults.length + (rows.length === 0 ? 1 : 0),
        uploaded_by: person.userId,
        uploaded_at: new Date(this.#clock.now()),
      })
      .execute();
    return ReformPreview.parse({
      batchId,
      fileName,
      rows: count,
      effectiveOn: plan.effectiveOn,
      decree: plan.decree,
      faults: faults.slice(0, MOST_FAULTS_TOLD),
      faultCount: faults.length,
      effects,
      changes: changesOf(plan),
      meetings: await meetingsTouched(this.#database, plan, this.#clock.now()),
    });
  }

  /**
   * Puts a previewed sheet down for its day; one whose day has come takes effect at once.
   *
   * @throws {AppError} IMPORT_UNKNOWN, IMPORT_HAS_FAULTS, IMPORT_STALE, ORGANISATION_CHANGE_REFUSED
   */
  async schedule({ batchId, name }: ScheduleReform, caller: Caller): Promise<Reform> {
    const person = personOf(caller);
    authorise(person, 'directory.import', {});
    const reformId = await this.#database.transaction().execute(async (trx) => {
      await lockDirectory(trx);
      const { plan, effects, rows } = await this.#planOf(trx, batchId, person.userId);
      const on = plan.effectiveOn;
      if (on === null) throw new AppError('IMPORT_HAS_FAULTS', { faults: 1 });
      const at = new Date(this.#clock.now());
      const id = uuidv7();
      await trx
        .insertInto('reform')
        .values({
          id,
          name,
          decree: plan.decree ?? name,
          effective_on: on,
          state: 'scheduled',
          sheet: JSON.stringify({ rows, effects }),
          created_by: person.userId,
          created_at: at,
        })
        .execute();
      try {
        await layDown(trx, plan, { reformId: id, on });
      } catch (cause) {
        throw codeFailure(cause);
      }
      await project(trx, this.#today);
      await trx
        .updateTable('import_batch')
        .set({ state: 'confirmed', confirmed_at: at, result: JSON.stringify({ reformId: id }) })
        .where('id', '=', batchId)
        .execute();
      await this.#jobs.put(trx, { queue: DIRECTORY_DAY_QUEUE, key: on, at: startOfDay(on), body: {} });
      await appendAudit(trx, {
        at: at.getTime(),
        actor: actorOf(caller),
        action: 'directory.reform.schedule',
        subject: id,
        facts: { name, decree: plan.decree, effectiveOn: on, ...effects },
      });
      return id;
    });
    await this.takeEffect();
    return this.#find(reformId);
  }

  async #planOf(trx: Executor, batchId: string, userId: string) {
    const batch = await trx
      .selectFrom('import_batch')
      .selectAll()
      .where('id', '=', batchId)
      .where('uploaded_by', '=', userId)
      .where('kind', '=', 'reform')
      .forUpdate()
      .executeTakeFirst();
    if (!batch) throw new AppError('IMPORT_UNKNOWN', { batchId });
    if (batch.faults > 0) throw new AppError('IMPORT_HAS_FAULTS', { faults: batch.faults });
    if (batch.state === 'confirmed' || batch.against !== (await directoryRevision(trx)))
      throw new AppError('IMPORT_STALE', { batchId });
    const { rows, effects } = Stored.parse(batch.rows);
    const plan: ReformPlan = planReform(rows, await unitsOfToday(trx)).plan;
    return { plan, effects, rows };
  }

  /** @throws {AppError} REFORM_UNKNOWN, REFORM_BEGUN */
  async withdraw(reformId: string, caller: Caller): Promise<Reform> {
    authorise(personOf(caller), 'directory.import', {});
    await this.#database.transaction().execute(async (trx) => {
      await lockDirectory(trx);
      const reform = await trx
        .selectFrom('reform')
        .select(['state', sql<string>`effective_on::text`.as('effective_on')])
        .where('id', '=', reformId)
        .forUpdate()
        .executeTakeFirst();
      if (!reform) throw new AppError('REFORM_UNKNOWN', { reformId });
      if (reform.state !== 'scheduled' || reform.effective_on <= this.#today)
        throw new AppError('REFORM_BEGUN', { reformId });
      await takeBack(trx, reformId);
      await project(trx, this.#today);
      await this.#settle(trx, reformId, 'withdrawn');
      await appendAudit(trx, {
        at: this.#clock.now(),
        actor: actorOf(caller),
        action: 'directory.reform.withdraw',
        subject: reformId,
      });
    });
    return this.#find(reformId);
  }

  /** Carries out every reform whose day has come. Called at 00:00, at a start, and whenever somebody doubts. */
  async takeEffect(): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      await lockDirectory(trx);
      // One day for all of it: at midnight a reform must not be settled by a projection of the day before.
      const today = this.#today;
      await project(trx, today);
      const due = await trx
        .selectFrom('reform')
        .select(['id', sql<LocalDate>`effective_on::text`.as('on')])
        .where('state', '=', 'scheduled')
        .where(sql<boolean>`effective_on <= ${today}::date`)
        .orderBy('effective_on')
        .execute();
      for (const { id, on } of due) {
        await moveWhatBelongs(trx, id, on);
        await this.#settle(trx, id, 'applied');
        await appendAudit(trx, {
          at: this.#clock.now(),
          actor: systemActor,
          action: 'directory.reform.apply',
          subject: id,
          facts: { effectiveOn: on },
        });
      }
    });
  }

  #settle(trx: Executor, reformId: string, state: 'applied' | 'withdrawn') {
    return trx
      .updateTable('reform')
      .set({ state, settled_at: new Date(this.#clock.now()) })
      .where('id', '=', reformId)
      .execute();
  }

  get #today(): LocalDate {
    return dayOf(this.#clock.now());
  }

  async #find(reformId: string): Promise<Reform> {
    const found = (await this.list()).reforms.find((reform) => reform.reformId === reformId);
    if (!found) throw new AppError('REFORM_UNKNOWN', { reformId });
    return found;
  }

  async list(): Promise<ReformList> {
    const rows = await this.#database
      .selectFrom('reform')
      .select(['id', 'name', 'decree', 'state', 'sheet', 'created_at', 'settled_at'])
      .select(sql<string>`effective_on::text`.as('effective_on'))
      .orderBy('effective_on', 'desc')
      .orderBy('created_at', 'desc')
      .limit(200)
      .execute();
    return {
      reforms: rows.map((row) =>
        Reform.parse({
          reformId: row.id,
          name: row.name,
          decree: row.decree,
          effectiveOn: row.effective_on,
          state: row.state,
          createdAt: row.created_at.getTime(),
          settledAt: row.settled_at?.getTime() ?? null,
          effects: Stored.parse(row.sheet).effects,
        }),
      ),
    };
  }
}
