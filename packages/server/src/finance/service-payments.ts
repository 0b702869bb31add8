import type { Clock } from '@nhipcau/base';
import {
  instant,
  type PeriodEvaluation,
  type RecordServicePayment,
  type RegulationProfile,
  type ServicePayments,
  type SessionInfo,
} from '@nhipcau/contracts';
import { can, dateOf, type Period, type PeriodStanding, periodStanding, periodsOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import { firstFigureDay, lockEvaluation, periodRecords } from '../evaluation/evaluations.repository.ts';
import { holdersOf } from '../notices/parties.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';

/** Years shown back from now. */
const YEARS = 5;

/** What was paid for the leased service, each on the ground of the closed evaluation of its period (R-FIN-02). */
export class ServicePaymentBook {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** For the office that pays and for the lessor. @throws {AppError} NOT_ALLOWED */
  async read(person: SessionInfo): Promise<ServicePayments> {
    const { profile, today, rules } = await this.#rules(this.#database);
    if (rules === null) return { lessor: null, cite: [], periods: [] };
    if (!(await mayRead(this.#database, profile, rules.lessor, person)))
      throw new AppError('NOT_ALLOWED', { action: 'finance.read' });
    const year = Number(today.slice(0, 4));
    const periods: ServicePayments['periods'] = [];
    const first = await firstFigureDay(this.#database);
    for (let back = 0; back < YEARS; back += 1)
      for (const period of periodsOf(rules, year - back).toReversed())
        if (period.from <= today && first !== null && period.to >= first)
          periods.push(await this.#view(period, await standingOf(this.#database, period, today), person));
    return { lessor: profile.roles[rules.lessor]?.name ?? rules.lessor, cite: rules.cite, periods };
  }

  /**
   * A payment needs a closed evaluation; what was recorded before stays, the newest counts.
   *
   * @throws {AppError} EVALUATION_NOT_FORESEEN, EVALUATION_NOT_CLOSED, NOT_ALLOWED
   * @rule FN-5 (QN Đ11.3; R-FIN-02)
   */
  async record({ period: key, amount, decision }: RecordServicePayment, worker: Worker): Promise<void> {
    const { person } = worker;
    if (!can(person.grants, 'finance.write', {}))
      throw new AppError('NOT_ALLOWED', { action: 'finance.write' });
    await this.#database.transaction().execute(async (trx) => {
      await lockEvaluation(trx, key);
      const { rules, today } = await this.#rules(trx);
      const period =
        rules === null
          ? undefined
          : periodsOf(rules, Number(key.slice(0, 4))).find((one) => one.period === key);
      if (period === undefined) throw new AppError('EVALUATION_NOT_FORESEEN');
      const { state } = await standingOf(trx, period, today);
      if (state !== 'closed') throw new AppError('EVALUATION_NOT_CLOSED', { period: key, state });
      const at = this.#clock.now();
      await trx
        .insertInto('service_payment')
        .values({
          period: key,
          amount,
          decision,
          at: new Date(at),
          user_id: person.userId,
          by_name: person.name,
        })
        .execute();
      await auditAct(trx, worker, { at, action: 'finance.pay', subject: key, facts: { amount, decision } });
    });
  }

  async #view(
    period: Period,
    { state, judged, closed }: PeriodStanding,
    person: SessionInfo,
  ): Promise<ServicePayments['periods'][number]> {
    const paid = await this.#database
      .selectFrom('service_payment')
      .select(['amount', 'decision', 'by_name', 'at'])
      .where('period', '=', period.period)
      .orderBy('id', 'desc')
      .executeTakeFirst();
    const sites = { full: 0, reduced: 0, withheld: 0 };
    for (const { payment } of judged.values()) sites[payment] += 1;
    return {
      ...period,
      state,
      outcome: closed?.outcome ?? null,
      sites,
      paid: paid
        ? {
            amount: paid.amount === null ? null : Number(paid.amount),
            decision: paid.decision,
            byName: paid.by_name,
            at: instant(paid.at.getTime()),
          }
        : null,
      mayRecord: state === 'closed' && can(person.grants, 'finance.write', {}),
    };
  }

  async #rules(executor: Executor) {
    const now = instant(this.#clock.now());
    const profile = await regulationInForce(executor, { now });
    return {
      profile,
      today: dateOf(now, profile.timeZone),
      rules: profile.office.evaluation.periodic,
    };
  }
}

const standingOf = async (
  executor: Executor,
  { period, to }: Pick<PeriodEvaluation, 'period' | 'to'>,
  today: string,
): Promise<PeriodStanding> => periodStanding(await periodRecords(executor, period), to < today);

async function mayRead(
  executor: Executor,
  profile: RegulationProfile,
  lessor: string,
  { grants }: SessionInfo,
): Promise<boolean> {
  if (can(grants, 'finance.read', {})) return true;
  const units = await Units.read(executor);
  const lessors = await holdersOf(executor, { profile, data: null }, lessor);
  return lessors.some(
    ({ organisationId }) =>
      organisationId !== null &&
      can(grants, 'finance.read', { organisationPath: units.pathOf(organisationId) }),
  );
}
