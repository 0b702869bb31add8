import type { Clock } from '@nhipcau/base';
import {
  type ActOnPeriod,
  type ErrorCode,
  type Instant,
  instant,
  type JudgedFigures,
  ObjectionId,
  OrganisationId,
  type PeriodAct,
  type PeriodEvaluation,
  type PeriodList,
  type RegulationProfile,
  type SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import {
  can,
  checkPeriodAct,
  dateOf,
  limitOf,
  mayEver,
  OwnCalendar,
  type Period,
  type PeriodRefusal,
  periodPaper,
  periodStanding,
  periodsOf,
  siteFigures,
} from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import type { Press } from '../documents/press.ts';
import type { PaperFormat } from '../documents/print-job.ts';
import { type PrintedDocument, printedAs } from '../documents/printer.ts';
import { officialOf } from '../incidents/case-reach.ts';
import { holdersOf } from '../notices/parties.ts';
import { readWorkingCalendar, regulationInForce } from '../regulation/regulation.repository.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import {
  firstFigureDay,
  insertEvaluationAct,
  isKnownEvaluationKey,
  issuesOpenAt,
  keepFigures,
  lockEvaluation,
  periodRecords,
  publishedFigures,
  sessionsOfPeriod,
} from './evaluations.repository.ts';

const codes: Readonly<Record<PeriodRefusal, ErrorCode>> = {
  notOver: 'EVALUATION_NOT_OVER',
  published: 'EVALUATION_PUBLISHED',
  notPublished: 'EVALUATION_NOT_PUBLISHED',
  closed: 'EVALUATION_CLOSED',
  objectionTooLate: 'OBJECTION_TOO_LATE',
  objectionsOpen: 'OBJECTIONS_OPEN',
  objectionTime: 'OBJECTION_TIME',
  objectionUnknown: 'OBJECTION_UNKNOWN',
  objectionAnswered: 'OBJECTION_ANSWERED',
  unjudged: 'EVALUATION_UNJUDGED',
};
/** Years shown back from now. */
const YEARS = 5;

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly press: Pick<Press, 'print'>;
}
type Rules = NonNullable<RegulationProfile['office']['evaluation']['periodic']>;
interface Opened {
  readonly profile: RegulationProfile;
  readonly rules: Rules;
  readonly period: Period;
  readonly figures: readonly JudgedFigures[];
  readonly objectBy: Instant | null;
  readonly standing: ReturnType<typeof periodStanding>;
}

/** The system judged period by period, as the ground on which its lessor is paid (R-EVL-04). */
export class PeriodEvaluations {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Periods that have begun, the newest first; none where the text asks for none. */
  async list(): Promise<PeriodList> {
    const { database } = this.#parts;
    const { profile, today } = await this.#rules(database);
    const rules = profile.office.evaluation.periodic;
    const { execution } = profile.office.evaluation;
    const executionBy = execution === null ? null : (profile.roles[execution.by]?.name ?? execution.by);
    if (rules === null) return { periods: [], cite: [], executionBy };
    const first = await firstFigureDay(database);
    const year = Number(today.slice(0, 4));
    const periods = Array.from({ length: YEARS }, (_, back) => year - back)
      .flatMap((one) => periodsOf(rules, one).toReversed())
      .filter(({ from, to }) => from <= today && first !== null && to >= first);
    const views = [];
    for (const period of periods) {
      const standing = periodStanding(await periodRecords(database, period.period), period.to < today);
      const kept = await publishedFigures(database, period.period);
      views.push({
        ...period,
        state: standing.state,
        published: standing.published && kept ? { ...standing.published, objectBy: kept.objectBy } : null,
      });
    }
    return { periods: views, cite: rules.cite, executionBy };
  }

  /** @throws {AppError} EVALUATION_NOT_FORESEEN, NOT_ALLOWED */
  async read(period: string, person: SessionInfo): Promise<PeriodEvaluation> {
    const { database } = this.#parts;
    return this.#view(await this.#open(database, period), person);
  }

  /** @throws {AppError} as `read`, and EVALUATION_…, OBJECTION_…, SITE_NOT_INVITED */
  async act(period: string, { key, act }: ActOnPeriod, worker: Worker): Promise<PeriodEvaluation> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      await lockEvaluation(trx, period);
      const opened = await this.#open(trx, period);
      await this.#authorise(trx, opened, act, worker.person);
      if (await isKnownEvaluationKey(trx, key)) return;
      const at = instant(clock.now());
      const siteIds = opened.figures.map(({ siteId }) => siteId);
      const { standing, objectBy } = opened;
      const checked = checkPeriodAct(act, { standing, now: at, objectBy, siteIds });
      if (!checked.ok) throw new AppError(codes[checked.error], { period });
      if ('siteId' in act && !siteIds.includes(act.siteId))
        throw new AppError('SITE_NOT_INVITED', { siteId: act.siteId });
      if (act.act === 'publish') await this.#keep(trx, opened, at);
      const { userId, name: byName } = worker.person;
      await insertEvaluationAct(trx, { period }, act, { key, at, userId, byName });
      await auditAct(trx, worker, {
        at,
        action: `evaluation.${act.act}`,
        subject: period,
        facts: { ...act },
      });
    });
    return this.read(period, worker.person);
  }

  /** @throws {AppError} as `read`, and those of the press */
  async print(period: string, format: PaperFormat, person: SessionInfo): Promise<PrintedDocument> {
    const evaluation = await this.read(period, person);
    const paper = periodPaper(evaluation, { issuer: evaluation.by, superior: null });
    const bytes = await this.#parts.press.print(paper, format);
    return printedAs({ fileNumber: period, form: 'systemEvaluation', format }, bytes);
  }

  async #rules(executor: Executor) {
    const now = instant(this.#parts.clock.now());
    const profile = await regulationInForce(executor, { now });
    return { profile, today: dateOf(now, profile.timeZone) };
  }

  async #open(executor: Executor, key: string): Promise<Opened> {
    const { profile, today } = await this.#rules(executor);
    const rules = profile.office.evaluation.periodic;
    const period =
      rules === null
        ? undefined
        : periodsOf(rules, Number(key.slice(0, 4))).find((one) => one.period === key);
    if (rules === null || period === undefined) throw new AppError('EVALUATION_NOT_FORESEEN');
    const standing = periodStanding(await periodRecords(executor, key), period.to < today);
    const kept = await publishedFigures(executor, key);
    return {
      profile,
      rules,
      period,
      standing,
      figures: kept?.figures ?? (await this.#count(executor, profile, period)),
      objectBy: kept?.objectBy ?? null,
    };
  }

  async #count(executor: Executor, profile: RegulationProfile, period: Period): Promise<JudgedFigures[]> {
    const sessions = await sessionsOfPeriod(executor, period);
    const issues = await issuesOpenAt(executor, period.to);
    const ids = [...sessions.keys()];
    if (ids.length === 0) return [];
    const sites = await executor
      .selectFrom('site')
      .select(['id', 'name', 'organisation_id'])
      .where('id', 'in', ids)
      .orderBy('number')
      .execute();
    const needsConfirmation = profile.office.evaluation.session?.confirmedBy != null;
    return sites.map(({ id, name, organisation_id }) => ({
      siteId: SiteId.parse(id),
      name,
      organisationId: OrganisationId.parse(organisation_id),
      issuesOpen: issues.get(id) ?? 0,
      ...siteFigures(sessions.get(id) ?? [], { needsConfirmation, issuesOpen: issues.get(id) ?? 0 }),
    }));
  }

  /** The figures as they are published, and until when they may be objected to. */
  async #keep(trx: Executor, { profile, rules, period, figures }: Opened, at: Instant): Promise<void> {
    const calendar = new OwnCalendar(await readWorkingCalendar(trx), {
      locality: profile.locality,
      organisationId: null,
    });
    const { dueAt } = limitOf(
      { triggerAt: at, direction: 'after', offset: { n: rules.objectionDays, unit: 'workingDay' } },
      calendar,
      profile,
    );
    await keepFigures(trx, { period: period.period, at, objectBy: dueAt, figures });
  }

  async #authorise(executor: Executor, opened: Opened, act: PeriodAct, person: SessionInfo): Promise<void> {
    const isAllowed =
      act.act === 'object'
        ? await this.#mayObject(executor, opened, person, act.siteId)
        : can(officialOf(person), 'evaluation.decide', {});
    if (!isAllowed) throw new AppError('NOT_ALLOWED', { act: act.act });
  }

  /** The lessor of any site; a site of itself. */
  async #mayObject(
    executor: Executor,
    { profile, rules }: Opened,
    person: SessionInfo,
    siteId: SiteId | null,
  ): Promise<boolean> {
    const units = await Units.read(executor);
    const lessors = await holdersOf(executor, { profile, data: null }, rules.lessor);
    const isLessor = lessors.some(
      ({ organisationId }) =>
        organisationId !== null &&
        can(person.grants, 'evaluation.object', { organisationPath: units.pathOf(organisationId) }),
    );
    const site = siteId === null ? undefined : units.site(siteId);
    return (
      isLessor ||
      (site !== undefined &&
        can(officialOf(person), 'evaluation.object', units.placeOf(site.organisationId, site.siteId)))
    );
  }

  async #view(opened: Opened, person: SessionInfo): Promise<PeriodEvaluation> {
    const { profile, rules, period, standing, figures, objectBy } = opened;
    const { database } = this.#parts;
    const units = await Units.read(database);
    const official = officialOf(person);
    const isLessor = await this.#mayObject(database, opened, person, null);
    const isWhole = isLessor || can(official, 'evaluation.read', {});
    const sees = ({ siteId, organisationId }: Pick<JudgedFigures, 'siteId' | 'organisationId'>) =>
      isWhole || can(official, 'evaluation.read', units.placeOf(organisationId, siteId));
    const sites = figures.filter(sees);
    const seen = new Set(sites.map(({ siteId }) => siteId));
    const nameOf = new Map(figures.map(({ siteId, name }) => [siteId, name]));
    const decides = can(official, 'evaluation.decide', {});
    // Who may look at nothing of it is told so; an empty period is nobody's secret.
    if (figures.length > 0 && sites.length === 0 && !isWhole) throw new AppError('NOT_ALLOWED');
    return {
      ...period,
      state: standing.state,
      by: profile.roles[rules.by]?.name ?? rules.by,
      lessor: profile.roles[rules.lessor]?.name ?? rules.lessor,
      sites: sites.map((site) => {
        const judged = standing.judged.get(site.siteId);
        return { ...site, payment: judged?.payment ?? null, reason: judged?.reason ?? null };
      }),
      published: standing.published && objectBy !== null ? { ...standing.published, objectBy } : null,
      objections: standing.objections
        .filter(({ siteId }) => seen.has(siteId))
        .map(({ id, ...objection }) => ({
          ...objection,
          objectionId: ObjectionId.parse(id),
          siteName: nameOf.get(objection.siteId) ?? objection.siteId,
        })),
      closed: standing.closed,
      may: {
        judge: decides && standing.state === 'open',
        publish: decides && standing.state === 'open',
        object: standing.state === 'published' && (isLessor || mayEver(official, 'evaluation.object')),
        close: decides && standing.state === 'published',
      },
      cite: rules.cite,
    };
  }
}
