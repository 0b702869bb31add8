import { isDeepStrictEqual } from 'node:util';
import { Statistics } from '@nhipcau/contracts';
import pg from 'pg';
import type { SignedIn } from '../headless-room/console-line.ts';
import { withOfficeServer } from './office-server.ts';
import { inMs, percentile } from './percentiles.ts';
import type { BenchSettings } from './settings.ts';

const SITES = 611;
const SESSIONS = 20_000;
const SITES_EACH = 30;
const WARM_UP = 3;
const ROUNDS = 20;
const [FROM, TO] = ['2026-01-01', '2026-03-31'];

export interface ReportResult {
  readonly bench: 'report';
  readonly sites: number;
  readonly sessions: number;
  readonly siteSessions: number;
  readonly n: number;
  /** Median of a quarter's figures, from the request to the whole answer. */
  readonly ms: number | null;
  readonly p99Ms: number | null;
  /** What the answer says is what the sessions themselves say, counted by SQL of its own. */
  readonly equal: boolean;
}

/** A quarter of Hà Nội: 611 sites, 20,000 sessions, asked of a running server one after the other. */
export async function report({
  n,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<ReportResult> {
  const fill = async (url: string): Promise<Counted> => {
    const counted = await fillQuarter(url);
    await settle(url);
    say(`${counted.sites} sites, ${counted.sessions} sessions, ${counted.siteSessions} of a site`);
    return counted;
  };
  return withOfficeServer({ name: 'report', locality: 'ha-noi', portBase, fill }, async (person, counted) => {
    const measured: number[] = [];
    let last: Statistics | null = null;
    for (let round = -WARM_UP; round < Math.min(n, ROUNDS); round += 1) {
      const askedAt = performance.now();
      last = await askQuarter(person);
      const ms = performance.now() - askedAt;
      if (round < 0) continue;
      measured.push(ms);
      say(`${round + 1}: ${ms.toFixed(0)} ms`);
    }
    return {
      bench: 'report',
      sites: counted.sites,
      sessions: counted.sessions,
      siteSessions: counted.siteSessions,
      n: measured.length,
      ms: inMs(percentile(measured, 0.5)),
      p99Ms: inMs(percentile(measured, 0.99)),
      equal: last !== null && isDeepStrictEqual(saidOf(last), countedOf(counted)),
    };
  });
}

/** The figures of the quarter, as a person sees them. */
export async function askQuarter({ url, cookie }: SignedIn): Promise<Statistics> {
  const response = await fetch(`${url}/api/statistics?from=${FROM}&to=${TO}`, { headers: { cookie } });
  const reply: unknown = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(reply));
  return Statistics.parse(reply);
}

/** What the answer and the count of one's own have in common. */
export const saidOf = ({ sessions, sites, takers }: Statistics) => ({
  sessions: sessions.sessions,
  durationMs: sessions.durationMs,
  siteSessions: sites.sessions,
  ofUnits: takers.reduce((sum, { figures }) => sum + figures.sessions, 0),
});
export const countedOf = ({ sessions, durationMs, siteSessions }: Counted): ReturnType<typeof saidOf> => ({
  sessions,
  durationMs,
  siteSessions,
  ofUnits: siteSessions,
});

interface Counted {
  readonly sites: number;
  readonly sessions: number;
  readonly durationMs: number;
  readonly siteSessions: number;
}

/** As a database is that has had its time. */
async function settle(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('vacuum (analyze)');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

/** Sessions with their sites as the closing leaves them, and what they amount to, counted from the sessions alone. */
export async function fillQuarter(
  databaseUrl: string,
  { sessions = SESSIONS, sitesEach = SITES_EACH } = {},
): Promise<Counted> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into site (id, organisation_id, number, name, level_code, room, terminal, node_id, network, roles, status)
        select 'bench-' || i, o.id, 20000 + i, 'Điểm cầu ' || i, o.level_code, 'Phòng họp', 'vcs', node.id, 'cityWan',
            '{satellite}', 'admitted'
          from generate_series(1, greatest(0, ${SITES} - (select count(*)::int from site))) i
          cross join (select id from mcu_node where parent_id is null limit 1) node
          join (select id, level_code, row_number() over (order by id) - 1 as at, count(*) over () as many
              from organisation where level_code <> 'central') o on o.at = i % o.many`,
    );
    await client.query(
      `create temp table seat as select id, row_number() over (order by id) - 1 as place from site
        where status = 'admitted' order by number limit ${SITES}`,
    );
    await client.query('alter table meeting disable trigger all');
    await client.query('alter table meeting_site disable trigger all');
    await client.query(`
      insert into meeting (id, title, phase, planned_start, chair_site_id, cascade, created_at, started_at, ended_at, kind,
          urgency, locality, regulation_version)
        select 'bench-' || i, 'Cuộc họp ' || i, 'ended', moment.at, seat.id, false, moment.at, moment.at,
            moment.at + (30 + i % 150) * interval '1 minute', (array['agency', 'leadership', 'central'])[1 + i % 3],
            case when i % 20 = 0 then 'urgent' else 'planned' end, 'ha-noi', 1
          from generate_series(0, ${sessions - 1}) i
          cross join lateral (select timestamptz '2026-01-01 08:00+07' + (i % 90) * interval '1 day'
            + (i % 8) * interval '1 hour' as at) moment
          join seat on seat.place = i % ${SITES}`);
    await client.query(`
      insert into meeting_site (meeting_id, site_id, may_present)
        select 'bench-' || i, seat.id, false from generate_series(0, ${sessions - 1}) i
          cross join generate_series(0, ${sitesEach - 1}) as nth
          join seat on seat.place = (i + nth * 17) % ${SITES}`);
    await client.query('alter table meeting enable trigger all');
    await client.query('alter table meeting_site enable trigger all');
    await client.query(`
      insert into session_figure (meeting_id, on_day, host_id, kind, urgency, duration_ms, sites, recorded, rehearsals,
          incidents, duties, late_duties, computed_at)
        select m.id, (m.started_at at time zone 'Asia/Ho_Chi_Minh')::date, site.organisation_id, m.kind, m.urgency,
            extract(epoch from m.ended_at - m.started_at) * 1000, ${sitesEach}, false, 0, 0, 4, 0, now()
          from meeting m join site on site.id = m.chair_site_id where m.id like 'bench-%'`);
    await client.query(`
      insert into session_site_figure (meeting_id, site_id, on_day, organisation_id, area_id, session_ms, connected_ms,
          loss_class, loss_ms, longest_loss_ms, good_s, picture, sound, line)
        select f.meeting_id, s.site_id, f.on_day, site.organisation_id, owner.parent_id, f.duration_ms,
            f.duration_ms - loss.ms, case when loss.ms > 900000 then 'long' when loss.ms > 0 then 'short' else 'none' end,
            loss.ms, loss.ms, f.duration_ms / 1000, 'good', 'good', 'fair'
          from session_figure f join meeting_site s on s.meeting_id = f.meeting_id
          join site on site.id = s.site_id join organisation owner on owner.id = site.organisation_id
          cross join lateral (select (abs(hashtext(f.meeting_id || s.site_id)) % 40) * 30000 * (f.sites % 2) as ms) loss`);
    const { rows } = await client.query<Counted>(`
      select count(*)::int as sessions, sum(extract(epoch from ended_at - started_at) * 1000)::float8 as "durationMs",
          (select count(*)::int from meeting_site s join meeting m on m.id = s.meeting_id where m.phase = 'ended') as
            "siteSessions", (select count(*)::int from seat) as sites
        from meeting where phase = 'ended'`);
    const [counted] = rows;
    if (!counted) throw new Error('nothing was counted');
    return counted;
  } finally {
    await client.end();
  }
}
