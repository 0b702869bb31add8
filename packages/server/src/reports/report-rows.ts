import type { ReportColumn, ReportForm, ReportRow, ReportValue } from '@nhipcau/contracts';
import { judgementOf } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { wordOnRating } from '../evaluation/evaluations.repository.ts';

/** What a report is counted from. */
export interface Counted {
  readonly form: ReportForm;
  readonly from: string;
  readonly to: string;
  readonly meetingId: string | null;
  /** Null: everything of the installation. */
  readonly organisationId: string | null;
  /** A rating counts with the second statement only (rule EV-3). */
  readonly needsConfirmation: boolean;
}

type Cells = Partial<Record<ReportColumn, ReportValue>>;
type Row = Pick<ReportRow, 'key' | 'name'> & { readonly cells: Cells };
const MINUTE_MS = 60_000;
const MOST_WORDS = 500;

/** The rows of a report as the system counted them, before anybody corrected a figure. */
export function countRows(executor: Executor, counted: Counted): Promise<Row[]> {
  switch (counted.form) {
    case 'quality':
      return qualityRows(executor, counted);
    case 'sessionLog':
      return sessionRows(executor, counted);
    case 'count':
      return countedRows(executor, counted);
    case 'use':
      return useRows(executor, counted);
    case 'execution':
      return dutyRows(executor, counted);
  }
}

const words = (text: string | null): string | null => (text === null ? null : text.slice(0, MOST_WORDS));
const minutes = (ms: number): number => Math.round(ms / MINUTE_MS);
const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10;

const within = ({ from, to, meetingId }: Counted) =>
  sql`f.on_day between ${from}::date and ${to}::date and (${meetingId}::text is null or f.meeting_id = ${meetingId})`;

interface SiteSums {
  readonly id: string;
  readonly name: string;
  readonly terminal: string;
  readonly sessions: number;
  readonly total: number;
  readonly long: number;
  readonly longest: number;
  readonly sound: number;
  readonly line: number;
  readonly picture: number;
  readonly rated: number;
  readonly good: number;
  readonly unconfirmed: number;
  readonly ms: number;
  readonly connected: number;
  readonly incidents: number;
  readonly late: number;
  readonly attendance: number | null;
  readonly causes: string | null;
}

/** Every site that was somebody's in the period, and what it did; those that took part in nothing too. */
async function siteSums(executor: Executor, counted: Counted): Promise<SiteSums[]> {
  const { organisationId, meetingId, needsConfirmation } = counted;
  const { rows } = await sql<SiteSums>`
    select site.id, site.name, site.terminal, count(f.meeting_id)::int as sessions,
        count(*) filter (where f.loss_class = 'total')::int as total,
        count(*) filter (where f.loss_class = 'long')::int as long,
        coalesce(max(f.longest_loss_ms) filter (where f.loss_class in ('long', 'total')), 0)::float8 as longest,
        count(*) filter (where counts and f.sound <> 'poor')::int as sound,
        count(*) filter (where counts and f.line <> 'poor')::int as line,
        count(*) filter (where counts and f.picture <> 'poor')::int as picture,
        count(f.sound) filter (where counts)::int as rated,
        count(*) filter (where counts and f.sound <> 'poor' and f.line <> 'poor' and f.picture <> 'poor')::int as good,
        count(f.sound) filter (where not counts)::int as unconfirmed,
        coalesce(sum(f.session_ms), 0)::float8 as ms, coalesce(sum(f.connected_ms), 0)::float8 as connected,
        coalesce(sum(f.incidents), 0)::int as incidents, coalesce(sum(f.bring_ups_late), 0)::int as late,
        sum(f.attendance)::int as attendance,
        (select string_agg(distinct step.event ->> 'causeWords', '; ')
          from session_site_figure lost
          join incident_case fault on fault.meeting_id = lost.meeting_id and fault.site_id = lost.site_id
          join incident_step step on step.case_id = fault.id and step.act = 'close'
          where lost.site_id = site.id and lost.loss_class in ('long', 'total')
            and lost.on_day between ${counted.from}::date and ${counted.to}::date
            and (${meetingId}::text is null or lost.meeting_id = ${meetingId})) as causes
      from site
      left join session_site_figure f on f.site_id = site.id and ${within(counted)}
        and (${organisationId}::text is null or f.organisation_id = ${organisationId})
      cross join lateral (
        select ${needsConfirmation ? sql`coalesce(${wordOnRating('f')}, false)` : sql`true`} as counts
      ) statements
      where f.meeting_id is not null
        or (${meetingId}::text is null and site.status in ('admitted', 'suspended')
          and (${organisationId}::text is null or site.organisation_id = ${organisationId}))
      group by site.id order by site.number`.execute(executor);
  return rows;
}

async function qualityRows(executor: Executor, counted: Counted): Promise<Row[]> {
  return (await siteSums(executor, counted)).map((site) => ({
    key: site.id,
    name: site.name,
    cells: {
      device: site.terminal === 'vcs' ? 'VCS' : 'Trình duyệt',
      sessions: site.sessions,
      lossTotal: site.total,
      lossLong: site.long,
      cause: words(site.causes),
      repair: site.longest === 0 ? null : `${minutes(site.longest)} phút`,
      sound: judgementOf(site.sound, site.rated),
      line: judgementOf(site.line, site.rated),
      picture: judgementOf(site.picture, site.rated),
      good: site.rated === 0 ? null : site.good,
      unconfirmed: counted.needsConfirmation ? site.unconfirmed : null,
      minutes: minutes(site.ms),
      connected: share(site.connected, site.ms),
      incidents: site.incidents,
      callsLate: site.late,
      attendance: site.attendance,
    },
  }));
}

/** Work on the devices of each site in the span, and what was left to be mended at its end. */
async function careOf(executor: Executor, { from, to }: Counted) {
  const { rows } = await sql<{ id: string; open: number; care: number; repairs: number; cost: number }>`
    select site.id,
        (select count(*)::int from outstanding_issue issue where issue.site_id = site.id
          and (issue.at at time zone 'Asia/Ho_Chi_Minh')::date <= ${to}::date
          and (issue.fixed_at is null or (issue.fixed_at at time zone 'Asia/Ho_Chi_Minh')::date > ${to}::date)) as open,
        count(work.id) filter (where work.task <> 'repair')::int as care,
        count(work.id) filter (where work.task = 'repair')::int as repairs,
        coalesce(sum(work.cost), 0)::float8 as cost
      from site
      left join asset on asset.site_id = site.id
      left join asset_upkeep work on work.asset_id = asset.id and work.done_on between ${from}::date and ${to}::date
      group by site.id`.execute(executor);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The use of each site: sessions, incidents, maintenance; needs are the unit's own words (BD Đ16.3d, R-RPT-04). */
async function useRows(executor: Executor, counted: Counted): Promise<Row[]> {
  const care = await careOf(executor, counted);
  return (await siteSums(executor, counted)).map((site) => {
    const own = care.get(site.id);
    return {
      key: site.id,
      name: site.name,
      cells: {
        sessions: site.sessions,
        minutes: minutes(site.ms),
        connected: share(site.connected, site.ms),
        incidents: site.incidents,
        open: own?.open ?? 0,
        maintenance: own?.care ?? 0,
        repairs: own?.repairs ?? 0,
        upkeepCost: own?.cost ?? 0,
        needs: null,
      },
    };
  });
}

/** Whose sessions: all, or those the unit hosted. */
const hosted = ({ organisationId }: Counted) =>
  sql`(${organisationId}::text is null or f.host_id = ${organisationId})`;

async function sessionRows(executor: Executor, counted: Counted): Promise<Row[]> {
  const { rows } = await sql<{
    id: string;
    content: string;
    time: string;
    recorded: boolean;
    causes: string | null;
    technician: string | null;
    telecom: string | null;
  }>`
    select f.meeting_id as id,
        case when r.data #>> '{secret,declared}' = 'true' then coalesce(r.file_number, '') else m.title end as content,
        to_char(m.started_at at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') || ' – '
          || to_char(m.ended_at at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') || ' ngày '
          || to_char(m.started_at at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY') as time,
        f.recorded or coalesce((r.data #>> '{technical,recording}')::boolean, false) as recorded,
        (select string_agg(distinct step.event ->> 'causeWords', '; ') from incident_case fault
          join incident_step step on step.case_id = fault.id and step.act = 'close'
          where fault.meeting_id = f.meeting_id) as causes,
        r.data #>> '{technician,name}' as technician,
        (select string_agg(distinct last.name, ', ') from duty_post post
          join lateral (select name from duty_assignment a where a.post_id = post.id order by a.id desc limit 1) last on true
          where post.meeting_id = f.meeting_id and post.session = 'official' and post.dropped_at is null
            and 'telecom' = any(post.providers)) as telecom
      from session_figure f join meeting m on m.id = f.meeting_id
      left join registration r on r.meeting_id = f.meeting_id
      where ${within(counted)} and ${hosted(counted)}
      order by m.started_at, m.id`.execute(executor);
  return rows.map((row) => ({
    key: row.id,
    name: row.content.slice(0, 300),
    cells: {
      content: words(row.content),
      time: row.time,
      recording: row.recorded ? 'Có' : 'Không',
      cause: words(row.causes),
      siteTechnician: words(row.technician),
      telecomTechnician: words(row.telecom),
    },
  }));
}

async function countedRows(executor: Executor, counted: Counted): Promise<Row[]> {
  const { rows } = await sql<{
    host: string | null;
    name: string | null;
    kind: string | null;
    kind_name: string | null;
    sessions: number;
    ms: number;
    sites: number;
    rehearsals: number;
    urgent: number;
    mixed: number;
    recorded: number;
    incidents: number;
    causes: string | null;
  }>`
    select f.host_id as host, min(o.name) as name, f.kind, min(k.name) as kind_name, count(*)::int as sessions,
        sum(f.duration_ms)::float8 as ms, sum(f.sites)::int as sites, sum(f.rehearsals)::int as rehearsals,
        count(*) filter (where f.urgency = 'urgent')::int as urgent,
        count(*) filter (where r.data ->> 'form' = 'mixed')::int as mixed,
        count(*) filter (where f.recorded)::int as recorded, sum(f.incidents)::int as incidents,
        string_agg(distinct fault.words, '; ') as causes
      from session_figure f
      left join registration r on r.meeting_id = f.meeting_id
      left join organisation o on o.id = f.host_id
      left join meeting m on m.id = f.meeting_id
      left join lateral (
        select kind ->> 'name' as name from regulation_profile p, jsonb_array_elements(p.document -> 'kinds') kind
          where p.locality = m.locality and p.version = m.regulation_version and kind ->> 'key' = f.kind
      ) k on true
      left join lateral (
        select string_agg(distinct step.event ->> 'causeWords', '; ') as words from incident_case c
          join incident_step step on step.case_id = c.id and step.act = 'close' where c.meeting_id = f.meeting_id
      ) fault on true
      where ${within(counted)} and ${hosted(counted)}
      group by f.host_id, f.kind order by min(o.name) nulls last, f.kind`.execute(executor);
  return rows.map((row) => ({
    key: `${row.host ?? ''}:${row.kind ?? ''}`,
    name: row.name ?? 'Không có hồ sơ đăng ký',
    cells: {
      kind: row.kind_name ?? row.kind,
      sessions: row.sessions,
      minutes: minutes(row.ms),
      sites: row.sites,
      rehearsals: row.rehearsals,
      urgent: row.urgent,
      mixed: row.mixed,
      recorded: row.recorded,
      incidents: row.incidents,
      cause: words(row.causes),
    },
  }));
}

/** Every duty of the text: how often it was owed in the period, and how often it came late. */
async function dutyRows(executor: Executor, { from, to, organisationId }: Counted): Promise<Row[]> {
  const { rows } = await sql<{ duty: string; owed: number; late: number }>`
    select d.entry ->> 'duty' as duty, count(*)::int as owed,
        count(*) filter (where d.state in ('late', 'impossible'))::int as late
      from deadline d join registration r on r.meeting_id = d.meeting_id
      where d.state <> 'void' and (d.due_at at time zone 'Asia/Ho_Chi_Minh')::date between ${from}::date and ${to}::date
        and (${organisationId}::text is null or r.host_organisation_id = ${organisationId})
      group by 1 order by 1`.execute(executor);
  return rows.map(({ duty, owed, late }) => ({
    key: duty.slice(0, 200),
    name: duty.slice(0, 300),
    cells: { owed, late },
  }));
}
