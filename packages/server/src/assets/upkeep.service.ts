import {
  type AssetId,
  instant,
  LocalDate,
  type OverdueUpkeep,
  type PlanUpkeepCost,
  type RecordUpkeep,
  type UpkeepHistory,
  type UpkeepList,
  type UpkeepTask,
} from '@nhipcau/contracts';
import { can, upkeepDue, upkeepPlanPaper, upkeepRulesFor, upkeepSince } from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import type { Press } from '../documents/press.ts';
import type { PrintFormat } from '../documents/print-job.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { addEvent, assetRules } from './asset-parts.ts';
import { type AssetRecord, findAsset, listAssets, mayRead } from './assets.repository.ts';
import { checkPast, known } from './assets.service.ts';

/** Work that was not planned. */
const REPAIR = 'repair';

const SHOWN_OVERDUE = 10;

/** Maintenance and care of devices: what is due, what was done, what the year is to cost (R-AST-08, R-AST-09). */
export class UpkeepService {
  readonly #parts: StaffParts & { readonly press: Pick<Press, 'print'> };

  constructor(parts: StaffParts & { readonly press: Pick<Press, 'print'> }) {
    this.#parts = parts;
  }

  async overdue(worker: Worker): Promise<OverdueUpkeep> {
    const { tasks } = await this.list(worker);
    const overdue = tasks.filter(({ state, mayWrite }) => state === 'overdue' && mayWrite);
    return { count: overdue.length, tasks: overdue.slice(0, SHOWN_OVERDUE) };
  }

  async list({ person }: Worker): Promise<UpkeepList> {
    const { database, clock } = this.#parts;
    const { rules, today } = await assetRules(database, clock.now());
    const units = await Units.read(database);
    const done = await lastDone(database);
    const costs = await costsOf(database, yearOf(today));
    const tasks = (await listAssets(database))
      .filter((asset) => mayRead(person, asset, units))
      .flatMap((asset): UpkeepTask[] =>
        upkeepRulesFor(rules, { ...asset, sinceOn: upkeepSince(asset) }).map((rule) => {
          const doneOn = done.get(`${asset.assetId} ${rule.key}`) ?? null;
          const { dueOn, state } = upkeepDue(rule, { sinceOn: upkeepSince(asset), doneOn }, today);
          return {
            assetId: asset.assetId,
            code: asset.code,
            kind: asset.kind,
            model: asset.model,
            custodianId: asset.custodianId,
            custodianName: units.nameOf(asset.custodianId),
            siteName: asset.siteId === null ? null : (units.site(asset.siteId)?.name ?? null),
            task: rule.key,
            label: rule.label,
            by: rule.by,
            everyMonths: rule.everyMonths,
            dueOn: LocalDate.parse(dueOn),
            state,
            doneOn: doneOn === null ? null : LocalDate.parse(doneOn),
            cost: costs.get(`${asset.assetId} ${rule.key}`) ?? null,
            mayWrite: can(person.grants, 'asset.write', units.placeOf(asset.custodianId, asset.siteId)),
          };
        }),
      );
    return {
      today,
      tasks: tasks.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0)),
      rules: rules.upkeep.map(({ key, label, by, everyMonths, cite, note }) => ({
        task: key,
        label,
        by,
        everyMonths,
        cite,
        note,
      })),
      plan: rules.plan,
    };
  }

  /** What was done on a device, the newest first. @throws {AppError} ASSET_UNKNOWN, NOT_ALLOWED */
  async history(assetId: AssetId, { person }: Worker): Promise<UpkeepHistory> {
    const { database } = this.#parts;
    const asset = await findAsset(database, assetId);
    if (!asset) throw new AppError('ASSET_UNKNOWN');
    if (!mayRead(person, asset, await Units.read(database)))
      throw new AppError('NOT_ALLOWED', { action: 'asset.read' });
    const rows = await database
      .selectFrom('asset_upkeep')
      .selectAll()
      .select(sql<string>`done_on::text`.as('day'))
      .where('asset_id', '=', assetId)
      .orderBy('done_on', 'desc')
      .orderBy('id', 'desc')
      .limit(500)
      .execute();
    return {
      records: rows.map((row) => ({
        task: row.task,
        label: row.label,
        doneOn: LocalDate.parse(row.day),
        worker: row.worker,
        fault: row.fault,
        words: row.words,
        cost: row.cost === null ? null : Number(row.cost),
        byName: row.by_name,
        at: instant(row.at.getTime()),
      })),
    };
  }

  /** @throws {AppError} ASSET_UNKNOWN, NOT_ALLOWED, UPKEEP_UNKNOWN, DATES_REVERSED */
  async record(assetId: AssetId, body: RecordUpkeep, worker: Worker): Promise<void> {
    await this.#work(assetId, worker, async (trx, asset, at) => {
      await checkPast(trx, body.doneOn, at);
      const label = await labelOf(trx, asset, body.task, at);
      await trx
        .insertInto('asset_upkeep')
        .values({
          asset_id: assetId,
          task: body.task,
          label,
          done_on: body.doneOn,
          worker: body.worker,
          fault: body.fault,
          words: body.words,
          cost: body.cost,
          at: new Date(at),
          by_name: worker.person.name,
        })
        .execute();
      const words = [label, body.fault, body.words].filter((one) => one !== null).join('; ');
      await addEvent(trx, { assetId, what: 'upkeep', words, at }, worker.person);
      return { action: 'asset.upkeep', facts: { code: asset.code, task: body.task, doneOn: body.doneOn } };
    });
  }

  /** @throws {AppError} ASSET_UNKNOWN, NOT_ALLOWED, UPKEEP_UNKNOWN */
  async planCost(assetId: AssetId, { task, year, cost }: PlanUpkeepCost, worker: Worker): Promise<void> {
    await this.#work(assetId, worker, async (trx, asset, at) => {
      await labelOf(trx, asset, task, at);
      await trx
        .deleteFrom('asset_upkeep_cost')
        .where('asset_id', '=', assetId)
        .where('task', '=', task)
        .where('year', '=', year)
        .execute();
      if (cost !== null)
        await trx
          .insertInto('asset_upkeep_cost')
          .values({ asset_id: assetId, task, year, cost, at: new Date(at), by_name: worker.person.name })
          .execute();
      return { action: 'asset.upkeep.cost', facts: { code: asset.code, task, year, cost } };
    });
  }

  /** The plan of the year of one custodian, or of all that this person may look at. */
  async print(organisationId: string | undefined, format: PrintFormat, worker: Worker): Promise<Buffer> {
    const { tasks, today, plan } = await this.list(worker);
    const units = await Units.read(this.#parts.database);
    const own = tasks.filter((task) => organisationId === undefined || task.custodianId === organisationId);
    const paper = upkeepPlanPaper(own, {
      year: yearOf(today),
      unit: organisationId === undefined ? null : units.nameOf(organisationId),
      article: plan?.cite.map(({ article }) => article).join(', ') ?? null,
    });
    return this.#parts.press.print(paper, format);
  }

  async #work(
    assetId: AssetId,
    worker: Worker,
    act: (
      trx: Executor,
      asset: AssetRecord,
      at: number,
    ) => Promise<{ action: string; facts: Record<string, unknown> }>,
  ): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const asset = await known(trx, assetId);
      const units = await Units.read(trx);
      authorise(worker.person, 'asset.write', units.placeOf(asset.custodianId, asset.siteId));
      const { action, facts } = await act(trx, asset, at);
      await auditAct(trx, worker, { at, action, subject: assetId, facts });
    });
  }
}

const yearOf = (day: string): number => Number(day.slice(0, 4));

/** @throws {AppError} UPKEEP_UNKNOWN when the text knows no such work on such a device */
async function labelOf(trx: Executor, asset: AssetRecord, task: string, at: number): Promise<string> {
  if (task === REPAIR) return 'Sửa chữa';
  const { rules } = await assetRules(trx, at);
  const rule = rules.upkeep.find(
    ({ key, kinds }) => key === task && (kinds === null || kinds.includes(asset.kind)),
  );
  if (!rule) throw new AppError('UPKEEP_UNKNOWN', { task });
  return rule.label;
}

/** When each work was done last, by `asset task`. */
export async function lastDone(executor: Executor): Promise<Map<string, string>> {
  const rows = await executor
    .selectFrom('asset_upkeep')
    .select(['asset_id', 'task', sql<string>`max(done_on)::text`.as('day')])
    .groupBy(['asset_id', 'task'])
    .execute();
  return new Map(rows.map((row) => [`${row.asset_id} ${row.task}`, row.day]));
}

async function costsOf(executor: Executor, year: number): Promise<Map<string, number>> {
  const rows = await executor
    .selectFrom('asset_upkeep_cost')
    .select(['asset_id', 'task', 'cost'])
    .where('year', '=', year)
    .execute();
  return new Map(rows.map((row) => [`${row.asset_id} ${row.task}`, Number(row.cost)]));
}
