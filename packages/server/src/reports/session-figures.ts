import type { Clock } from '@nhipcau/base';
import { type ConferenceEvent, MeetingId, type SiteLosses } from '@nhipcau/contracts';
import { signalLosses } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { z } from 'zod';
import { eventsOf } from '../conference/event-log.ts';
import type { Database, Executor } from '../database/database.ts';
import { dayOf } from '../directory/as-of.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { PhaseFollower } from '../registration/conference-phases.ts';
import type { Move, MoveListener } from '../registration/move.ts';
import { findProfile } from '../regulation/regulation.repository.ts';

const FIGURES_QUEUE = 'figures.refresh';
const MINUTE_MS = 60_000;
const Refresh = z.strictObject({ meetingId: z.string(), at: z.int() });

/** Steps of a file after which its session may amount to something else: what it owed is settled. */
const settling: ReadonlySet<string> = new Set(['ended', 'closed']);

/**
 * Keeps what closed sessions amount to (rules FG-1, FG-2): computed when a session ends, when its file is closed, when a
 * site has judged it; anew for any session at any time, with the same result.
 */
export class SessionFigures implements PhaseFollower, MoveListener {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #jobs: Jobs;
  readonly #log: Logger;
  readonly #made: (transaction: Executor, meetingId: string) => Promise<void>;

  /** @param made - told in the same transaction when the figures of a session were made */
  constructor(parts: {
    database: Database;
    clock: Clock;
    jobs: Jobs;
    log: Logger;
    made: (transaction: Executor, meetingId: string) => Promise<void>;
  }) {
    this.#made = parts.made;
    this.#log = parts.log;
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#jobs = parts.jobs;
    parts.jobs.handle(FIGURES_QUEUE, async (body) => {
      await this.refresh(Refresh.parse(body).meetingId);
    });
  }

  async followed(transaction: Executor, { body, meetingId }: ConferenceEvent): Promise<void> {
    if (body.type === 'meeting.ended') await this.stale(transaction, meetingId);
  }

  async moved(transaction: Executor, { registration, to }: Move): Promise<void> {
    if (settling.has(to)) await this.stale(transaction, registration.meetingId);
  }

  /** Something of a session changed after its end: its figures are made anew after the commit. */
  async stale(transaction: Executor, meetingId: string): Promise<void> {
    const at = this.#clock.now();
    await this.#jobs.put(transaction, {
      queue: FIGURES_QUEUE,
      key: `${meetingId}:${at}`,
      at,
      body: { meetingId, at },
    });
  }

  /** Sessions that ended while no server ran, or before there were figures. */
  async sweep(): Promise<void> {
    await this.#refreshAll(await this.#unmade());
  }

  /** Makes the figures of every session anew. @returns how many were made */
  async recompute(): Promise<number> {
    const rows = await closedMeetings(this.#database).execute();
    return this.#refreshAll(rows.map(({ id }) => id));
  }

  /** One session that cannot be read does not keep the others from being counted. */
  async #refreshAll(meetingIds: readonly string[]): Promise<number> {
    let made = 0;
    for (const meetingId of meetingIds)
      try {
        await this.refresh(meetingId);
        made += 1;
      } catch (err) {
        this.#log.error({ err, meetingId }, 'figures of a session were not made');
      }
    return made;
  }

  async refresh(meetingId: string): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`figures of ${meetingId}`}, 175))`.execute(
        trx,
      );
      await refreshFigures(trx, meetingId, this.#clock.now());
      await this.#made(trx, meetingId);
    });
  }

  async #unmade(): Promise<string[]> {
    const rows = await closedMeetings(this.#database)
      .leftJoin('session_figure', 'session_figure.meeting_id', 'meeting.id')
      .where('session_figure.meeting_id', 'is', null)
      .execute();
    return rows.map(({ id }) => id);
  }
}

/** Sessions that were held and are over; what was tried in a rehearsal is none. */
const closedMeetings = (executor: Executor) =>
  executor
    .selectFrom('meeting')
    .select('meeting.id')
    .where('meeting.phase', '=', 'ended')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('rehearsal').select('id').whereRef('conference_id', '=', 'meeting.id'))),
    )
    .orderBy('meeting.started_at');

async function refreshFigures(trx: Executor, id: string, now: number): Promise<void> {
  const meeting = await closedMeetings(trx)
    .leftJoin('registration', 'registration.meeting_id', 'meeting.id')
    .select([
      'meeting.started_at',
      'meeting.ended_at',
      'meeting.kind',
      'meeting.urgency',
      'meeting.locality',
      'meeting.regulation_version',
      'registration.host_organisation_id',
    ])
    .where('meeting.id', '=', id)
    .executeTakeFirst();
  if (!meeting?.started_at || !meeting.ended_at) return;
  const meetingId = MeetingId.parse(id);
  const [startedAt, until] = [meeting.started_at.getTime(), meeting.ended_at.getTime()];
  const events = await eventsOf(trx, meetingId, 0);
  const profile =
    meeting.locality === null || meeting.regulation_version === null
      ? null
      : await findProfile(trx, meeting.locality, meeting.regulation_version);
  const minutes = profile?.office.monitoring.longLoss?.minutes ?? null;
  const day = dayOf(startedAt);
  const sites = await ownSites(
    trx,
    signalLosses({ startedAt, until, events }, minutes === null ? null : minutes * MINUTE_MS),
  );
  await trx.deleteFrom('session_figure').where('meeting_id', '=', id).execute();
  await sql`
    insert into session_figure (meeting_id, on_day, host_id, kind, urgency, duration_ms, sites, recorded, rehearsals,
        incidents, duties, late_duties, computed_at)
      select ${id}, ${day}::date, ${meeting.host_organisation_id}, ${meeting.kind}, ${meeting.urgency},
        ${until - startedAt}, ${sites.length},
        exists (select from recording where meeting_id = ${id}),
        (select count(*) from rehearsal where meeting_id = ${id}),
        (select count(*) from incident_case where meeting_id = ${id} and session = 'session'),
        (select count(*) from deadline where meeting_id = ${id} and state <> 'void'),
        (select count(*) from deadline where meeting_id = ${id} and state in ('late', 'impossible')),
        ${new Date(now)}`.execute(trx);
  await insertSites(trx, { id, day, sites, attendance: attendanceOf(events) });
}

/** Sites of this installation; guests of another one are counted there. */
async function ownSites(trx: Executor, sites: readonly SiteLosses[]): Promise<readonly SiteLosses[]> {
  const ids = sites.map(({ siteId }) => siteId);
  if (ids.length === 0) return [];
  const rows = await trx.selectFrom('site').select('id').where('id', 'in', ids).execute();
  const own = new Set(rows.map(({ id }) => id));
  return sites.filter(({ siteId }) => own.has(siteId));
}

/** The last number each site gave. */
function attendanceOf(events: readonly ConferenceEvent[]): ReadonlyMap<string, number> {
  const given = new Map<string, number>();
  for (const { body } of events) if (body.type === 'attendance.given') given.set(body.siteId, body.count);
  return given;
}

async function insertSites(
  trx: Executor,
  {
    id,
    day,
    sites,
    attendance,
  }: {
    readonly id: string;
    readonly day: string;
    readonly sites: readonly SiteLosses[];
    readonly attendance: ReadonlyMap<string, number>;
  },
): Promise<void> {
  if (sites.length === 0) return;
  const measured = sites.map((site) => ({
    site_id: site.siteId,
    session_ms: Math.round(site.sessionMs),
    connected_ms: Math.round(site.connectedMs),
    loss_class: site.lossClass,
    loss_ms: Math.round(site.totalLossMs),
    longest_loss_ms: Math.round(Math.max(0, ...site.losses.map(({ from, to }) => to - from))),
    attendance: attendance.get(site.siteId) ?? null,
  }));
  await sql`
    insert into session_site_figure (meeting_id, site_id, on_day, organisation_id, area_id, session_ms, connected_ms,
        loss_class, loss_ms, longest_loss_ms, good_s, fair_s, poor_s, bad_s, picture, sound, line, incidents, attendance,
        bring_ups, bring_ups_late, bring_ups_done, bring_up_ms)
      select ${id}, one.site_id, ${day}::date, owner.id, area_on(owner.id, ${day}::date), one.session_ms,
        one.connected_ms, one.loss_class, one.loss_ms, one.longest_loss_ms,
        coalesce(line.good, 0), coalesce(line.fair, 0), coalesce(line.poor, 0), coalesce(line.bad, 0),
        rating.rating ->> 'picture', rating.rating ->> 'sound', rating.rating ->> 'line',
        (select count(*) from incident_case where meeting_id = ${id} and site_id = one.site_id and session = 'session'),
        one.attendance, coalesce(calls.calls, 0), coalesce(calls.late, 0), coalesce(calls.done, 0), coalesce(calls.ms, 0)
      from jsonb_to_recordset(${JSON.stringify(measured)}::jsonb) as one (site_id text, session_ms bigint,
        connected_ms bigint, loss_class text, loss_ms bigint, longest_loss_ms bigint, attendance integer)
      join site on site.id = one.site_id
      cross join lateral (
        select coalesce((select v.organisation_id from site_version v where v.site_id = site.id
            and coalesce(v.valid_from <= ${day}::date, true) and coalesce(v.valid_to > ${day}::date, true)
            limit 1), site.organisation_id) as id
      ) owner
      left join (
        select subject, 10 * count(*) filter (where quality = 'good') as good,
            10 * count(*) filter (where quality = 'fair') as fair,
            10 * count(*) filter (where quality = 'poor') as poor, 10 * count(*) filter (where quality = 'bad') as bad
          from line_bucket where meeting_id = ${id} and kind = 'site' group by subject
      ) line on line.subject = one.site_id
      left join lateral (
        select rating from ending_step where meeting_id = ${id} and site_id = one.site_id and act = 'rate'
          order by id desc limit 1
      ) rating on true
      left join (
        select site_id, count(*) as calls, count(*) filter (where breached) as late, count(established_at) as done,
            coalesce(sum(established_ms), 0) as ms
          from bring_up where meeting_id = ${id} group by site_id
      ) calls on calls.site_id = one.site_id`.execute(trx);
}
