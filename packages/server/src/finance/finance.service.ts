import type { Clock } from '@nhipcau/base';
import {
  type AgreeOnCost,
  type AllowanceList,
  type BudgetTable,
  type CostStatement,
  instant,
  MeetingId,
  type NoteCosts,
  OrganisationId,
  type ProposeBudget,
  type RegulationProfile,
  type SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import { can, inScope, type Payment, paymentsOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import { asUnit, Units } from '../staff/units.ts';
import { type PaidMeeting, paidMeetings, proposalsOf, servedBy, usesOf } from './finance.repository.ts';

/** Who pays what, who is supported, what units propose (R-FIN-01, R-FIN-03, R-FIN-04): each for the own unit and below. */
export class FinanceService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  async statement(month: string, person: SessionInfo): Promise<CostStatement> {
    const [profile, units, meetings] = await Promise.all([
      this.#profile(),
      Units.read(this.#database),
      paidMeetings(this.#database, month),
    ]);
    const rules = profile.office.finance.payers;
    const mine = reachOf(person, 'finance.read', units);
    const sums = new Map<string, Sums>();
    const shown: CostStatement['meetings'] = [];
    const linesCounted = new Set<string>();
    for (const meeting of meetings) {
      const payments = paymentsOf(rules, meeting);
      addUp(sums, payments, linesCounted);
      if ([meeting.hostId, ...payments.map(({ payerId }) => payerId)].some((id) => id !== null && mine(id)))
        shown.push(meetingOf(meeting, payments, { units, person }));
    }
    return {
      month,
      rules,
      units: [...sums]
        .filter(([id]) => mine(id))
        .map(([id, sum]) => ({ organisationId: OrganisationId.parse(id), name: units.nameOf(id), ...sum }))
        .sort((a, b) => a.name.localeCompare(b.name, 'vi')),
      meetings: shown,
    };
  }

  /** @throws {AppError} MEETING_NOT_FOUND, SITE_NOT_INVITED, NOT_ALLOWED */
  async agree({ meetingId, siteId, payer, note }: AgreeOnCost, worker: Worker): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('session_figure')
        .leftJoin('session_site_figure', (join) =>
          join
            .onRef('session_site_figure.meeting_id', '=', 'session_figure.meeting_id')
            .on('session_site_figure.site_id', '=', siteId),
        )
        .select(['session_figure.host_id', 'session_site_figure.organisation_id'])
        .where('session_figure.meeting_id', '=', meetingId)
        .executeTakeFirst();
      if (!row) throw new AppError('MEETING_NOT_FOUND');
      if (row.organisation_id === null) throw new AppError('SITE_NOT_INVITED', { siteId });
      const units = await Units.read(trx);
      if (!reachOf(worker.person, 'finance.write', units)(row.host_id))
        throw new AppError('NOT_ALLOWED', { action: 'finance.write' });
      const at = this.#clock.now();
      await trx
        .insertInto('cost_agreement')
        .values({
          meeting_id: meetingId,
          site_id: siteId,
          payer,
          note,
          at: new Date(at),
          user_id: worker.person.userId,
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, { at, action: 'finance.agree', subject: siteId, meetingId });
    });
  }

  /**
   * Costs follow the rules of the State; the host may note what they were.
   *
   * @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED
   * @rule FN-6 (HN Đ11.4; R-FIN-05)
   */
  async note({ meetingId, words }: NoteCosts, worker: Worker): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('session_figure')
        .select('host_id')
        .where('meeting_id', '=', meetingId)
        .executeTakeFirst();
      if (!row) throw new AppError('MEETING_NOT_FOUND');
      if (!reachOf(worker.person, 'finance.write', await Units.read(trx))(row.host_id))
        throw new AppError('NOT_ALLOWED', { action: 'finance.write' });
      const at = this.#clock.now();
      const { userId, name } = worker.person;
      await trx
        .insertInto('cost_note')
        .values({ meeting_id: meetingId, words, at: new Date(at), user_id: userId, by_name: name })
        .execute();
      await auditAct(trx, worker, { at, action: 'finance.note', subject: meetingId, meetingId });
    });
  }

  async allowances(month: string, person: SessionInfo): Promise<AllowanceList> {
    const profile = await this.#profile();
    const units = await Units.read(this.#database);
    const mine = reachOf(person, 'finance.read', units);
    const rule = profile.office.finance.allowance;
    const people = rule === null ? [] : await servedBy(this.#database, month);
    return {
      month,
      article: rule?.cite[0]?.article ?? null,
      people: people
        .filter(({ unitId }) => mine(unitId))
        .map(({ unitId: _unit, meetingId, startedAt, ...one }) => ({
          ...one,
          meetingId: MeetingId.parse(meetingId),
          startedAt: instant(startedAt.getTime()),
        })),
    };
  }

  async budget(year: number, person: SessionInfo): Promise<BudgetTable> {
    const { budget } = (await this.#profile()).office.finance;
    const units = await Units.read(this.#database);
    const [proposals, uses] = await Promise.all([
      proposalsOf(this.#database, year),
      usesOf(this.#database, year - 1),
    ]);
    const mine = reachOf(person, 'finance.read', units);
    const mayWrite = reachOf(person, 'finance.write', units);
    const categories = budget?.categories ?? [];
    const concerned = units.all
      .map((unit) => ({
        unit,
        asked: categories.filter(({ scope }) => inScope(scope, asUnit(unit))).map(({ key }) => key),
        amounts: proposals.get(unit.organisationId) ?? [],
      }))
      .filter(
        ({ unit, asked, amounts }) =>
          mine(unit.organisationId) &&
          (amounts.length > 0 || (asked.length > 0 && (unit.siteIds.length > 0 || unit.kind === 'telecom'))),
      );
    return {
      year,
      compiledBy: budget?.compiledBy ?? null,
      categories,
      units: concerned.map(({ unit: { organisationId, name, siteIds }, asked, amounts }) => ({
        organisationId,
        name,
        sites: siteIds.length,
        sessions: uses.get(organisationId)?.sessions ?? 0,
        minutes: uses.get(organisationId)?.minutes ?? 0,
        amounts,
        asked,
        mayWrite: mayWrite(organisationId),
      })),
    };
  }

  /** @throws {AppError} BUDGET_HEADING_UNKNOWN, NOT_ALLOWED, NOT_FOUND */
  async propose(
    { year, organisationId, category, amount, basis }: ProposeBudget,
    worker: Worker,
  ): Promise<void> {
    const { budget } = (await this.#profile()).office.finance;
    await this.#database.transaction().execute(async (trx) => {
      const units = await Units.read(trx);
      const unit = units.find(organisationId);
      if (!unit) throw new AppError('NOT_FOUND', { organisationId });
      if (!reachOf(worker.person, 'finance.write', units)(organisationId))
        throw new AppError('NOT_ALLOWED', { action: 'finance.write' });
      const heading = budget?.categories.find(({ key }) => key === category);
      if (!heading || !inScope(heading.scope, asUnit(unit)))
        throw new AppError('BUDGET_HEADING_UNKNOWN', { category });
      const at = this.#clock.now();
      await trx
        .insertInto('budget_proposal')
        .values({
          year,
          organisation_id: organisationId,
          category,
          amount,
          basis,
          at: new Date(at),
          user_id: worker.person.userId,
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, {
        at,
        action: 'finance.propose',
        subject: organisationId,
        facts: { year, category, amount },
      });
    });
  }

  #profile(): Promise<RegulationProfile> {
    return regulationInForce(this.#database, { now: instant(this.#clock.now()) });
  }
}

interface Sums {
  lines: number;
  chairServices: number;
  endServices: number;
  agreed: number;
}

/** A line is leased by the month, however many meetings it carries. */
function addUp(sums: Map<string, Sums>, payments: readonly Payment[], lines: Set<string>): void {
  for (const { cost, siteId, isChair, payerId, agreed } of payments) {
    if (payerId === null) continue;
    const sum = sums.get(payerId) ?? { lines: 0, chairServices: 0, endServices: 0, agreed: 0 };
    sums.set(payerId, sum);
    if (cost === 'line') {
      if (!lines.has(siteId)) sum.lines += 1;
      lines.add(siteId);
    } else if (cost === 'service') {
      if (isChair) sum.chairServices += 1;
      else sum.endServices += 1;
      if (agreed) sum.agreed += 1;
    }
  }
}

function meetingOf(
  meeting: PaidMeeting,
  payments: readonly Payment[],
  { units, person }: { units: Units; person: SessionInfo },
): CostStatement['meetings'][number] {
  const isOwn = reachOf(person, 'finance.write', units)(meeting.hostId);
  const groups = Map.groupBy(payments, ({ cost, payerId }) => `${cost} ${payerId ?? ''}`);
  return {
    meetingId: MeetingId.parse(meeting.meetingId),
    title: meeting.title,
    startedAt: instant(meeting.startedAt.getTime()),
    host: meeting.hostId === null ? '' : units.nameOf(meeting.hostId),
    shares: [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const { cost, payerId } = first;
      return [
        {
          cost,
          payerId: payerId === null ? null : OrganisationId.parse(payerId),
          payer: payerId === null ? '' : units.nameOf(payerId),
          sites: group.length,
          agreed: group.filter(({ agreed }) => agreed).length,
        },
      ];
    }),
    sites: meeting.sites
      .filter(({ isChair }) => !isChair)
      .map(({ siteId, ownerId, agreedBy }) => ({
        siteId: SiteId.parse(siteId),
        name: units.site(siteId)?.name ?? siteId,
        ownerId: OrganisationId.parse(ownerId),
        agreedBy,
      })),
    mayAgree: isOwn,
    note: meeting.note && { ...meeting.note, at: instant(Date.parse(meeting.note.at)) },
    mayNote: isOwn,
  };
}

/** Whose money somebody sees or sets: of the own unit and what lies below it. */
const reachOf =
  ({ grants }: SessionInfo, action: 'finance.read' | 'finance.write', units: Units) =>
  (id: string | null): boolean =>
    can(grants, action, id === null ? {} : { organisationPath: units.pathOf(id) });
