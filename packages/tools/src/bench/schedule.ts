import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegistrationChecked, SiteList } from '@nhipcau/contracts';
import pg from 'pg';
import { z } from 'zod';
import { type SignedIn, signIn } from '../headless-room/console-line.ts';
import { type Installation, startInstallation } from '../start/installation.ts';
import { cpuBetween, familyCpu } from './live/processes.ts';
import { inMs, percentile } from './percentiles.ts';
import type { BenchSettings } from './settings.ts';

const MEETINGS = 100_000;
const SITES_EACH = 8;
const REQUESTS_PER_S = 100;
/** Five seconds: until then the server compiles what is asked all the time, after a minute in which nothing was. */
const WARM_UP = 500;
const SAMPLE_MS = 1_000 / REQUESTS_PER_S;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HTTP_TIMEOUT_MS = 120_000;

export interface ScheduleResult {
  readonly bench: 'schedule';
  readonly meetings: number;
  readonly bookings: number;
  readonly requestsPerS: number;
  readonly n: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** The same questions asked before there was any history. */
  readonly emptyP50Ms: number | null;
  readonly emptyP99Ms: number | null;
  /** p99 with the history by p99 without. */
  readonly ratio: number | null;
  /** Processor time of one request with the history, whatever else the machine does. */
  readonly serverCpuMs: number;
  readonly databaseCpuMs: number;
}

/**
 * Registrations checked with all their conflicts, a hundred a second whatever the answers take, by a running server over a
 * history of 100 000 meetings; the same without the history first, as the measure.
 */
export async function schedule({
  n,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<ScheduleResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nhipcau-bench-schedule-'));
  const installation = await startInstallation({
    portBase,
    dataDir,
    locality: 'ha-noi',
    isOfficeOnly: true,
    env: { NHIPCAU_IDLE_LOCK: 'false', NHIPCAU_REQUESTS_PER_MINUTE: '60000' },
  });
  try {
    const person = await signIn(installation.url, 'trucban', installation.password ?? '');
    const sites = await siteIds(person);
    const count = n * 20;
    const empty = await measure(person, sites, count);
    say(`without history: p99 ${percentile(empty, 0.99)?.toFixed(1)} ms`);
    const bookings = await fill(installation.databaseUrl, say);
    const before = used(installation);
    const full = await measure(person, sites, count);
    const after = used(installation);
    const each = (cpuMs: number) => Math.round((cpuMs / (count + WARM_UP)) * 100) / 100;
    const [emptyP99Ms, p99Ms] = [inMs(percentile(empty, 0.99)), inMs(percentile(full, 0.99))];
    return {
      bench: 'schedule',
      meetings: MEETINGS,
      bookings,
      requestsPerS: REQUESTS_PER_S,
      n: full.length,
      p50Ms: inMs(percentile(full, 0.5)),
      p99Ms,
      emptyP50Ms: inMs(percentile(empty, 0.5)),
      emptyP99Ms,
      ratio: p99Ms === null || emptyP99Ms === null ? null : Math.round((p99Ms / emptyP99Ms) * 100) / 100,
      serverCpuMs: each(cpuBetween(before.server, after.server)),
      databaseCpuMs: each(cpuBetween(before.database, after.database)),
    };
  } finally {
    await installation.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

type CpuTimes = ReadonlyMap<number, number>;

/** Processor time so far of the two, by process. */
function used({ server, databasePid }: Installation): { server: CpuTimes; database: CpuTimes } {
  const postmaster = databasePid();
  return {
    server: server.pid === null ? new Map() : familyCpu(server.pid),
    database: postmaster === null ? new Map() : familyCpu(postmaster),
  };
}

interface Places {
  readonly siteIds: readonly string[];
  readonly chairId: string;
  readonly hostId: string;
}

async function siteIds(person: SignedIn): Promise<Places> {
  const { sites } = SiteList.parse(await request(person, '/api/sites'));
  const chair = sites.find(({ roles, status }) => roles.includes('chair') && status === 'admitted');
  if (!chair) throw new Error('the sample has no chair site');
  const admitted = sites.filter(({ status }) => status === 'admitted').map(({ siteId }) => siteId);
  return { siteIds: admitted, chairId: chair.siteId, hostId: chair.organisationId };
}

/** Sent every ten milliseconds; waiting for one does not hold up the next. */
async function measure(person: SignedIn, places: Places, count: number): Promise<number[]> {
  const measured: number[] = [];
  const running: Promise<void>[] = [];
  const begunAt = performance.now();
  for (let index = -WARM_UP; index < count; index += 1) {
    const due = begunAt + (index + WARM_UP) * SAMPLE_MS;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const ask = async () => {
      const answer = await request(person, '/api/registrations/check', question(places, index + WARM_UP));
      // From the instant it was due: a queue in front of the server counts.
      if (index >= 0) measured.push(performance.now() - due);
      RegistrationChecked.parse(answer);
    };
    running.push(ask());
  }
  await Promise.all(running);
  return measured;
}

function question({ siteIds: ids, chairId, hostId }: Places, index: number): object {
  const others = Array.from({ length: SITES_EACH }, (_, at) => ids[(index * 13 + at * 7) % ids.length]);
  const day = Math.floor((Date.now() + 7 * HOUR_MS) / DAY_MS) * DAY_MS - 7 * HOUR_MS;
  const start = day + (2 + (index % 28)) * DAY_MS + (8 + (index % 8)) * HOUR_MS;
  const sites = [...new Set([chairId, ...others])].map((siteId) => ({
    siteId,
    attendance: 10,
    contactName: 'Chánh Văn phòng',
    contactPhone: '0900 000 101',
    mayPresent: false,
  }));
  return { data: registration({ start, sites, chairId, hostId }), reception: null };
}

const registration = ({
  start,
  sites,
  chairId,
  hostId,
}: {
  start: number;
  sites: readonly object[];
  chairId: string;
  hostId: string;
}): object => ({
  title: 'Giao ban trực tuyến',
  content: 'Giao ban công tác tuần',
  kind: 'agency',
  urgency: 'planned',
  urgentCause: null,
  purpose: 'otherManagement',
  form: 'online',
  hostOrganisationId: hostId,
  chairBody: 'agency',
  chairPerson: null,
  chairTitle: null,
  venue: null,
  basis: null,
  official: { start, end: start + HOUR_MS },
  rehearsal: null,
  chairSiteId: chairId,
  sites,
  script: null,
  technician: { name: 'Kỹ thuật viên điểm cầu', phone: '0900 000 199' },
  staffRequest: null,
  technical: {
    recording: false,
    slides: false,
    video: false,
    projector: false,
    speaking: false,
    storeMedia: false,
    headquartersRoom: false,
    other: null,
  },
  secret: { declared: false, protectionPlan: null },
  invitation: null,
  upstream: null,
});

/**
 * A history of eleven years up to a month from now: every working hour some rooms are taken, never one twice. Of the
 * files only what the calendar shows of them.
 */
async function fill(databaseUrl: string, say: (text: string) => void): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      insert into registration (meeting_id, file_number, locality, regulation_version, state, revision, data,
          host_organisation_id, starts_at, ends_at, created_by, created_at, registered_at, decided_at, confirmed_at)
        select 'bench-' || i, 'B/' || i, p.locality, p.version, 'confirmed', 1,
            jsonb_build_object('title', 'Cuộc họp ' || i, 'secret', jsonb_build_object('declared', false),
              'sites', '[]'::jsonb),
            o.id, at, at + interval '1 hour', u.id, at - interval '7 days', at - interval '7 days', at - interval '7 days',
            at - interval '7 days'
          from generate_series(0, ${MEETINGS - 1}) i
          cross join lateral (select date_trunc('day', now()) + interval '30 days' - (i / 25) * interval '1 day'
            + (1 + (i % 25) / 3) * interval '1 hour' as at) moment
          cross join (select locality, version from regulation_profile where locality = 'ha-noi' limit 1) p
          cross join (select id from organisation order by id limit 1) o
          cross join (select id from user_account order by id limit 1) u`);
    say(`${MEETINGS} files`);
    // Within one hour three meetings, each with its own third of the rooms.
    const { rowCount } = await client.query(`
      insert into booking (resource_kind, resource_id, during, meeting_id, kind, is_firm)
        select 'room', room.id, tstzrange(r.starts_at, r.ends_at), r.meeting_id, 'official', true
          from registration r
          cross join lateral (select substr(r.meeting_id, 7)::integer as i) number
          cross join generate_series(0, ${SITES_EACH - 1}) place
          cross join (select count(*) as many from room) rooms
          join (select id, row_number() over (order by id) - 1 as at from room) room
            on room.at = (i % 3) * (many / 3) + ((i / 3) * 11 + place) % (many / 3)
          where r.meeting_id like 'bench-%'`);
    // A history of years: housekeeping has been over it, and what it wrote is on the disk.
    await client.query('vacuum (analyze)');
    await client.query('checkpoint');
    say(`${rowCount} bookings`);
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}

const Failed = z.object({ code: z.string() });

async function request({ url, cookie }: SignedIn, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
  });
  const reply: unknown = await response.json();
  if (!response.ok) throw new Error(`${path}: ${Failed.safeParse(reply).data?.code ?? response.status}`);
  return reply;
}
