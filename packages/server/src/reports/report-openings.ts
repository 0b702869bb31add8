import type { Clock } from '@nhipcau/base';
import {
  type Instant,
  instant,
  type RegulationProfile,
  type ReportPeriod,
  type ReportRule,
  type SessionInfo,
} from '@nhipcau/contracts';
import {
  CalendarGapError,
  type DueReport,
  dueReports,
  inScope,
  OwnCalendar,
  remindAt,
} from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database, Executor } from '../database/database.ts';
import { holdersOf } from '../notices/parties.ts';
import { readWorkingCalendar, regulationInForce } from '../regulation/regulation.repository.ts';
import { asUnit, Units } from '../staff/units.ts';

/** Somebody who makes or gets reports; without an id the office that runs this installation. */
export interface Party {
  readonly id: string | null;
  readonly name: string;
}

export interface Opening {
  readonly period: ReportPeriod;
  readonly from: string;
  readonly to: string;
  readonly dueAt: Instant | null;
  readonly meetingId?: string;
  readonly demandedBy?: SessionInfo;
}

/** Opens the reports of the calendar whose time has come, each once for each of its authors (rule FG-10). */
export class ReportOpenings {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Opens what has come up since the last look. */
  async run(): Promise<void> {
    const now = instant(this.#clock.now());
    await this.#database.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(175176)`.execute(trx);
      const before = await trx.selectFrom('report_calendar').select('opened_until').executeTakeFirst();
      await sql`
        insert into report_calendar (opened_until) values (${new Date(now)})
          on conflict (single) do update set opened_until = excluded.opened_until
            where report_calendar.opened_until < excluded.opened_until`.execute(trx);
      // A new installation owes nothing of the time before it.
      if (before) await this.#open(trx, { after: instant(before.opened_until.getTime()), until: now });
    });
  }

  async #open(trx: Executor, span: { after: Instant; until: Instant }): Promise<void> {
    const profile = await regulationInForce(trx, { now: span.until });
    const calendar = new OwnCalendar(await readWorkingCalendar(trx), {
      locality: profile.locality,
      organisationId: null,
    });
    for (const rule of profile.office.reports.calendar)
      for (const due of dueWithin(rule, span, calendar, profile))
        await openReport(trx, profile, rule, due, span.until);
  }

  /** Reports that a locality asks for after each session. */
  async openForSession(trx: Executor, meetingId: string): Promise<void> {
    const session = await trx
      .selectFrom('session_figure')
      .select(sql<string>`on_day::text`.as('on_day'))
      .where('meeting_id', '=', meetingId)
      .executeTakeFirst();
    if (!session) return;
    const now = instant(this.#clock.now());
    const profile = await regulationInForce(trx, { now });
    for (const rule of profile.office.reports.calendar)
      if (rule.periods.some(({ period }) => period === 'session'))
        await openReport(
          trx,
          profile,
          rule,
          { period: 'session', from: session.on_day, to: session.on_day, dueAt: null, meetingId },
          now,
        );
  }
}

/** Nothing where the working calendar ends: the report opens once somebody has entered the year. */
function dueWithin(
  rule: ReportRule,
  span: { after: Instant; until: Instant },
  calendar: OwnCalendar,
  profile: RegulationProfile,
): DueReport[] {
  try {
    return dueReports(rule, span, calendar, profile);
  } catch (cause) {
    if (cause instanceof CalendarGapError) return [];
    throw cause;
  }
}

/** Writes a report for each author of a rule. */
export async function openReport(
  trx: Executor,
  profile: RegulationProfile,
  rule: ReportRule,
  { period, from, to, dueAt, meetingId, demandedBy }: Opening,
  now: Instant,
): Promise<void> {
  const units = await Units.read(trx);
  const recipients = await recipientsOf(trx, profile, rule, units, to);
  const reminders =
    dueAt === null ? [] : rule.reminders.map((offset) => new Date(remindAt(dueAt, offset, profile.timeZone)));
  for (const author of await authorsOf(trx, profile, rule, units)) {
    const recipient = recipients(author);
    const inserted = await trx
      .insertInto('report')
      .values({
        id: uuidv7(),
        rule: rule.key,
        form: rule.form,
        name: rule.name,
        annex: rule.annex,
        article: rule.cite[0]?.article ?? '',
        period,
        from_on: from,
        to_on: to,
        meeting_id: meetingId ?? null,
        author_id: author.id,
        author_name: author.name,
        whole: rule.author.kind === 'role',
        recipient_id: recipient?.id ?? null,
        recipient_name: recipient?.name ?? null,
        includes: rule.includes,
        reminders,
        demanded_by: demandedBy?.name ?? null,
        opened_at: new Date(now),
        due_at: dueAt === null ? null : new Date(dueAt),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted)
      await trx
        .insertInto('report_step')
        .values({
          report_id: inserted.id,
          act: 'open',
          at: new Date(now),
          user_id: demandedBy?.userId ?? null,
          by_name: demandedBy?.name ?? '',
          reason: null,
        })
        .execute();
  }
}

async function authorsOf(
  trx: Executor,
  profile: RegulationProfile,
  { author }: ReportRule,
  units: Units,
): Promise<Party[]> {
  if (author.kind === 'role') return [await partyOf(trx, profile, author.role)];
  return units.all
    .filter((unit) => unit.siteIds.length > 0 && author.scopes.some((scope) => inScope(scope, asUnit(unit))))
    .map(({ organisationId, name }) => ({ id: organisationId, name }));
}

/** Who holds a role here; a role of accounts is the office itself. */
export async function partyOf(trx: Executor, profile: RegulationProfile, role: string): Promise<Party> {
  const [holder] = await holdersOf(trx, { profile, data: null }, role);
  return holder?.organisationId
    ? { id: holder.organisationId, name: holder.name }
    : { id: null, name: profile.roles[role]?.name ?? role };
}

async function recipientsOf(
  trx: Executor,
  profile: RegulationProfile,
  { recipient }: ReportRule,
  units: Units,
  day: string,
): Promise<(author: Party) => Party | null> {
  if (recipient.kind === 'nobody') return () => null;
  if (recipient.kind === 'role') {
    const party = await partyOf(trx, profile, recipient.role);
    return (author) => (author.id !== null && author.id === party.id ? null : party);
  }
  const superiors = await reportingSuperiors(trx, day);
  return ({ id }) => {
    const above = id === null ? undefined : superiors.get(id);
    return above === undefined ? null : { id: above, name: units.nameOf(above) };
  };
}

/** To whom each unit reports on a day: by the reporting tree, which where nothing was laid down leads to the superior. */
async function reportingSuperiors(trx: Executor, day: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ child: string; parent: string }>`
    select distinct on (child_id) child_id as child, parent_id as parent from organisation_edge
      where coalesce(valid_from <= ${day}::date, true) and coalesce(valid_to > ${day}::date, true)
      order by child_id, tree = 'reporting' desc`.execute(trx);
  return new Map(rows.map(({ child, parent }) => [child, parent]));
}
