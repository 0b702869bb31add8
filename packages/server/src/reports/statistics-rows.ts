import { BringUpPart, OrganisationId, type SiteFigures } from '@nhipcau/contracts';
import type { CallSums } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Sessions of one host, kind and month. */
export interface SessionRow {
  readonly month: string;
  readonly hostId: string | null;
  readonly kind: string | null;
  readonly urgency: string | null;
  readonly sessions: number;
  readonly durationMs: number;
  readonly recorded: number;
  readonly rehearsals: number;
  readonly sites: number;
  readonly incidents: number;
  readonly duties: number;
  readonly lateDuties: number;
}

export async function readSessions(executor: Executor, { from, to }: Span): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select to_char(on_day, 'YYYY-MM') as month, host_id as "hostId", kind, urgency, count(*)::int as sessions,
        sum(duration_ms)::float8 as "durationMs", count(*) filter (where recorded)::int as recorded,
        sum(rehearsals)::int as rehearsals, sum(sites)::int as sites, sum(incidents)::int as incidents,
        sum(duties)::int as duties, sum(late_duties)::int as "lateDuties"
      from session_figure where on_day between ${from}::date and ${to}::date
      group by 1, 2, 3, 4`.execute(executor);
  return rows;
}

/** What the sites of one unit did in one month. */
export interface SiteRow extends SiteFigures {
  readonly month: string;
  readonly organisationId: OrganisationId;
  readonly areaId: string | null;
}

export async function readSites(executor: Executor, { from, to }: Span): Promise<SiteRow[]> {
  const { rows } = await sql<Omit<SiteRow, 'organisationId'> & { organisationId: string }>`
    select to_char(min(on_day), 'YYYY-MM') as month, organisation_id as "organisationId", area_id as "areaId",
        count(*)::int as sessions, sum(session_ms)::float8 as "sessionMs", sum(connected_ms)::float8 as "connectedMs",
        count(*) filter (where loss_class = 'none')::int as "lossNone",
        count(*) filter (where loss_class = 'short')::int as "lossShort",
        count(*) filter (where loss_class = 'long')::int as "lossLong",
        count(*) filter (where loss_class = 'total')::int as "lossTotal", sum(loss_ms)::float8 as "lossMs",
        sum(good_s)::int as "goodS", sum(fair_s)::int as "fairS", sum(poor_s)::int as "poorS", sum(bad_s)::int as "badS",
        count(sound)::int as rated,
        count(*) filter (where sound <> 'poor' and picture <> 'poor' and line <> 'poor')::int as "ratedWell",
        sum(incidents)::int as incidents, coalesce(sum(attendance), 0)::int as attendance,
        sum(bring_ups)::int as "bringUps", sum(bring_ups_late)::int as "bringUpsLate",
        sum(bring_ups_done)::int as "bringUpsDone", sum(bring_up_ms)::float8 as "bringUpMs"
      from session_site_figure where on_day between ${from}::date and ${to}::date
      group by extract(year from on_day), extract(month from on_day), organisation_id, area_id`.execute(
    executor,
  );
  return rows.map((row) => ({ ...row, organisationId: OrganisationId.parse(row.organisationId) }));
}

export interface CallRow extends CallSums {
  readonly siteId: string;
  readonly organisationId: OrganisationId;
  readonly areaId: string | null;
  readonly operator: string;
}

/** Calls to the chair's screen in closed sessions, with the length of each part (the last four run side by side). */
export async function readCalls(executor: Executor, { from, to }: Span): Promise<CallRow[]> {
  const parts = {
    operator: sql`b.pushed_at - b.requested_at`,
    layout: sql`b.layout_at - b.pushed_at`,
    chairSees: sql`b.chair_sees_at - b.layout_at`,
    chairHears: sql`b.chair_hears_at - b.layout_at`,
    siteSees: sql`b.site_sees_at - b.layout_at`,
    siteHears: sql`b.site_hears_at - b.layout_at`,
  } as const;
  const columns = BringUpPart.options.map(
    (part) => sql`
      coalesce(sum(greatest(0, extract(epoch from ${parts[part]}) * 1000)), 0)::float8 as ${sql.ref(`${part}_ms`)},
      count(${parts[part]})::int as ${sql.ref(`${part}_count`)}`,
  );
  const { rows } = await sql<
    Record<string, number> & {
      site: string;
      owner: string;
      area: string | null;
      requested_by: string;
      calls: number;
      late: number;
      done: number;
      done_ms: number;
    }
  >`
    select b.site_id as site, f.organisation_id as owner, f.area_id as area, b.requested_by, count(*)::int as calls,
        count(*) filter (where b.breached)::int as late, count(b.established_at)::int as done,
        coalesce(sum(b.established_ms), 0)::float8 as done_ms, ${sql.join(columns)}
      from bring_up b join session_site_figure f on f.meeting_id = b.meeting_id and f.site_id = b.site_id
      where f.on_day between ${from}::date and ${to}::date
      group by 1, 2, 3, 4`.execute(executor);
  return rows.map((row) => {
    const part = (name: BringUpPart) => ({ ms: row[`${name}_ms`] ?? 0, count: row[`${name}_count`] ?? 0 });
    return {
      siteId: row.site,
      organisationId: OrganisationId.parse(row.owner),
      areaId: row.area,
      operator: row.requested_by,
      calls: row.calls,
      late: row.late,
      done: row.done,
      doneMs: row.done_ms,
      parts: {
        operator: part('operator'),
        layout: part('layout'),
        chairSees: part('chairSees'),
        chairHears: part('chairHears'),
        siteSees: part('siteSees'),
        siteHears: part('siteHears'),
      },
    };
  });
}

/** Names of units as they were last called within a span, or as they are called today. */
export async function unitNames(
  executor: Executor,
  { to }: Span,
): Promise<{
  former: ReadonlyMap<string, string>;
  present: ReadonlyMap<string, string>;
  ended: ReadonlySet<string>;
  lineage: readonly { from: string; to: string }[];
}> {
  const { rows } = await sql<{ id: string; former: string | null; present: string; ended: boolean }>`
    select o.id, o.name as present, o.ended_on is not null as ended, v.name as former
      from organisation o
      left join lateral (
        select name from organisation_version where organisation_id = o.id and coalesce(valid_from <= ${to}::date, true)
          order by valid_from desc nulls last limit 1
      ) v on true`.execute(executor);
  const lineage = await executor
    .selectFrom('organisation_lineage')
    .select(['from_id as from', 'to_id as to'])
    .where(sql<boolean>`on_day <= (now() at time zone 'Asia/Ho_Chi_Minh')::date`)
    .execute();
  return {
    former: new Map(rows.map(({ id, former, present }) => [id, former ?? present])),
    present: new Map(rows.map(({ id, present }) => [id, present])),
    ended: new Set(rows.filter(({ ended }) => ended).map(({ id }) => id)),
    lineage,
  };
}
