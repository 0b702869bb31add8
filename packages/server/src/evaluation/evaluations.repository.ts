import {
  type Instant,
  instant,
  JudgedFigures,
  LossClass,
  PeriodAct,
  SessionEvaluationAct,
  SiteId,
  SiteRating,
} from '@nhipcau/contracts';
import type { Period, PeriodRecord, SiteSession } from '@nhipcau/domain';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Executor } from '../database/database.ts';

interface Made {
  readonly key: string;
  readonly at: Instant;
  readonly userId: string;
  readonly byName: string;
}

/** One person acts on an evaluation at a time. */
export const lockEvaluation = (executor: Executor, subject: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`evaluation ${subject}`}, 171))`.execute(executor);

export async function isKnownEvaluationKey(executor: Executor, key: string): Promise<boolean> {
  const row = await executor
    .selectFrom('evaluation_act')
    .select('id')
    .where('key', '=', key)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertEvaluationAct(
  executor: Executor,
  of: { readonly meetingId: string } | { readonly period: string },
  record: SessionEvaluationAct | PeriodAct,
  { key, at, userId, byName }: Made,
): Promise<void> {
  await executor
    .insertInto('evaluation_act')
    .values({
      key,
      meeting_id: 'meetingId' in of ? of.meetingId : null,
      period: 'period' in of ? of.period : null,
      site_id: 'siteId' in record ? record.siteId : null,
      act: record.act,
      record: JSON.stringify(record),
      at: new Date(at),
      user_id: userId,
      by_name: byName,
    })
    .execute();
}

export async function sessionActs(executor: Executor, meetingId: string) {
  const rows = await executor
    .selectFrom('evaluation_act')
    .select(['record', 'at', 'by_name'])
    .where('meeting_id', '=', meetingId)
    .orderBy('id')
    .execute();
  return rows.map(({ record, at, by_name }) => ({
    act: SessionEvaluationAct.parse(record),
    at: instant(at.getTime()),
    byName: by_name,
  }));
}

export async function periodRecords(executor: Executor, period: string): Promise<PeriodRecord[]> {
  const rows = await executor
    .selectFrom('evaluation_act')
    .select(['id', 'record', 'at', 'by_name'])
    .where('period', '=', period)
    .orderBy('id')
    .execute();
  return rows.map(({ id, record, at, by_name }) => ({
    ...PeriodAct.parse(record),
    id,
    at: instant(at.getTime()),
    byName: by_name,
  }));
}

/** The first day of which there are figures: before it nothing can be judged. */
export async function firstFigureDay(executor: Executor): Promise<string | null> {
  const row = await executor
    .selectFrom('session_site_figure')
    .select(sql<string | null>`min(on_day)::text`.as('on_day'))
    .executeTakeFirst();
  return row?.on_day ?? null;
}

/** Sessions of the sites of a locality's own meetings in a period, by site. */
export async function sessionsOfPeriod(
  executor: Executor,
  { from, to }: Pick<Period, 'from' | 'to'>,
): Promise<Map<string, SiteSession[]>> {
  const { rows } = await sql<{
    site_id: string;
    session_ms: string;
    connected_ms: string;
    loss_class: string;
    picture: string | null;
    sound: string | null;
    line: string | null;
    incidents: number;
    agreed: boolean | null;
  }>`
    select figure.site_id, figure.session_ms, figure.connected_ms, figure.loss_class, figure.picture, figure.sound,
      figure.line, figure.incidents, ${wordOnRating('figure')} as agreed
    from session_site_figure figure
    where figure.on_day between ${from} and ${to}`.execute(executor);
  return Map.groupBy(
    rows.map((row) => ({ siteId: row.site_id, ...sessionOf(row) })),
    ({ siteId }) => siteId,
  );
}

const Rated = SiteRating.pick({ picture: true, sound: true, line: true });

const sessionOf = (row: {
  session_ms: string;
  connected_ms: string;
  loss_class: string;
  picture: string | null;
  sound: string | null;
  line: string | null;
  incidents: number;
  agreed: boolean | null;
}): SiteSession => ({
  sessionMs: Number(row.session_ms),
  connectedMs: Number(row.connected_ms),
  lossClass: LossClass.parse(row.loss_class),
  rating:
    row.picture === null ? null : Rated.parse({ picture: row.picture, sound: row.sound, line: row.line }),
  confirmed: row.agreed,
  incidents: row.incidents,
});

/**
 * What whoever confirms said of the rating that stands for a site of a session, a row with `meeting_id` and `site_id`: a word
 * about an earlier rating says nothing of a later one.
 */
export const wordOnRating = (figure: string) => sql<boolean | null>`(
  select (word.record ->> 'agreed')::boolean from evaluation_act word
    where word.meeting_id = ${sql.ref(`${figure}.meeting_id`)} and word.site_id = ${sql.ref(`${figure}.site_id`)}
      and word.act = 'confirmRating'
      and word.at >= (select max(rated.at) from ending_step rated where rated.meeting_id = word.meeting_id
        and rated.site_id = word.site_id and rated.act = 'rate')
    order by word.id desc limit 1)`;

/** By site: issues nobody mended until the end of a period. */
export async function issuesOpenAt(executor: Executor, to: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ site_id: string; open: number }>`
    select site_id, count(*)::int as open from outstanding_issue
    where at::date <= ${to}::date and (fixed_at is null or fixed_at::date > ${to}::date)
    group by site_id`.execute(executor);
  return new Map(rows.map(({ site_id, open }) => [site_id, open]));
}

const Kept = z.array(JudgedFigures).max(3_000);

/** The figures a period was published with; null: not published. */
export async function publishedFigures(
  executor: Executor,
  period: string,
): Promise<{ figures: JudgedFigures[]; objectBy: Instant } | null> {
  const row = await executor
    .selectFrom('evaluation_figures')
    .select(['figures', 'object_by'])
    .where('period', '=', period)
    .executeTakeFirst();
  return row ? { figures: Kept.parse(row.figures), objectBy: instant(row.object_by.getTime()) } : null;
}

export async function keepFigures(
  executor: Executor,
  {
    period,
    at,
    objectBy,
    figures,
  }: {
    readonly period: string;
    readonly at: Instant;
    readonly objectBy: Instant;
    readonly figures: readonly JudgedFigures[];
  },
): Promise<void> {
  await executor
    .insertInto('evaluation_figures')
    .values({
      period,
      at: new Date(at),
      object_by: new Date(objectBy),
      figures: JSON.stringify(figures),
    })
    .execute();
}

/** What is measured of a session at its sites; empty until its figures were made. */
export async function measuredSites(executor: Executor, meetingId: string) {
  const rows = await executor
    .selectFrom('session_site_figure')
    .innerJoin('site', 'site.id', 'session_site_figure.site_id')
    .select([
      'site.id',
      'site.name',
      'session_site_figure.loss_class',
      'session_site_figure.loss_ms',
      'session_site_figure.incidents',
      'session_site_figure.bring_ups_late',
    ])
    .where('session_site_figure.meeting_id', '=', meetingId)
    .orderBy('site.number')
    .execute();
  return rows.map((row) => ({
    siteId: SiteId.parse(row.id),
    name: row.name,
    lossClass: LossClass.parse(row.loss_class),
    lossMs: Number(row.loss_ms),
    incidents: row.incidents,
    bringUpsLate: row.bring_ups_late,
  }));
}
