import type { Clock } from '@nhipcau/base';
import {
  DevicesLeftOn,
  type Instant,
  instant,
  type MonitoringRules,
  type SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import { can, isInUse, isNight, nextNightLook } from '@nhipcau/domain';
import { sql } from 'kysely';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Outbox } from '../notices/outbox.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { Units } from '../staff/units.ts';

export const NIGHT_QUEUE = 'monitoring.night';
const Body = z.object({ nightOf: z.iso.date() });
/** Devices called at once. */
const AT_ONCE = 16;
const SHOWN = 500;

export interface NightWatchParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly outbox: Outbox;
  /** Whether the device at an address answers. */
  readonly answersAt: (address: string) => Promise<boolean>;
}

/** Calls the devices of the rooms in the night; what answers although nothing is held there is listed in the morning (R-MON-07). */
export class NightWatch {
  readonly #parts: NightWatchParts;

  constructor(parts: NightWatchParts) {
    this.#parts = parts;
    parts.jobs.handle(NIGHT_QUEUE, async (body) => {
      await this.look(Body.parse(body).nightOf);
      await this.start();
    });
  }

  /** Sets the timer for the next night; harmless when it is set. */
  async start(): Promise<void> {
    const { database, clock, jobs } = this.#parts;
    const night = await nightOf(database, clock.now());
    if (night === null) return;
    const { at, nightOf: day } = nextNightLook(instant(clock.now()), night.timeZone);
    await database
      .transaction()
      .execute((trx) => jobs.put(trx, { queue: NIGHT_QUEUE, key: day, at, body: { nightOf: day } }));
  }

  /** One look at every room whose device has an address that somebody read off it. */
  async look(day: string): Promise<void> {
    const { database, clock, outbox, answersAt } = this.#parts;
    const at = instant(clock.now());
    const night = await nightOf(database, at);
    // Whoever comes late, such as after an outage of this server, no longer sees the night.
    if (night === null || !isNight(night.rule, at, night.timeZone)) return;
    const idle = await idleDevices(database, at);
    for (let from = 0; from < idle.length; from += AT_ONCE) {
      const called = await Promise.all(
        idle.slice(from, from + AT_ONCE).map(async (device) => ({
          ...device,
          answers: await answersAt(device.address),
        })),
      );
      const left = called.filter(({ answers }) => answers);
      if (left.length === 0) continue;
      await database.transaction().execute(async (trx) => {
        await trx
          .insertInto('device_left_on')
          .values(
            left.map(({ siteId, address }) => ({
              site_id: siteId,
              night_of: day,
              at: new Date(at),
              address,
            })),
          )
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await outbox.put(
          trx,
          left.map(({ siteId, name }) => ({
            key: `device.leftOn:${siteId}:${day}`,
            meetingId: null,
            recipient: { kind: 'site', siteId },
            channel: 'inApp',
            template: 'device.leftOn',
            facts: { place: name, date: day, article: night.article, path: '/su-co' },
            acknowledgeBy: null,
          })),
        );
      });
    }
  }

  /** Those of the rooms this person may see. */
  async list({ grants }: Pick<SessionInfo, 'grants'>): Promise<DevicesLeftOn> {
    const { database, clock } = this.#parts;
    const units = await Units.read(database);
    const night = await nightOf(database, clock.now());
    const rows = await database
      .selectFrom('device_left_on')
      .innerJoin('site', 'site.id', 'device_left_on.site_id')
      .select(['site.id', 'site.name', 'site.organisation_id', 'device_left_on.at', 'device_left_on.address'])
      .select(sql<string>`night_of::text`.as('night_of'))
      .orderBy('device_left_on.night_of', 'desc')
      .orderBy('site.number')
      .limit(SHOWN)
      .execute();
    return DevicesLeftOn.parse({
      rule: night && { from: night.rule.from, to: night.rule.to, article: night.article },
      devices: rows
        .filter(({ id, organisation_id }) =>
          can(grants, 'security.read', units.placeOf(organisation_id, SiteId.parse(id))),
        )
        .map((row) => ({
          siteId: row.id,
          siteName: row.name,
          nightOf: row.night_of,
          at: row.at.getTime(),
          address: row.address,
        })),
    });
  }
}

interface Night {
  readonly rule: NonNullable<MonitoringRules['leftOn']>;
  readonly timeZone: string;
  readonly article: string;
}

/** What the regulation at home says of the night; null: nothing. */
async function nightOf(executor: Executor, now: number): Promise<Night | null> {
  try {
    const { office, timeZone } = await regulationInForce(executor, { now: instant(now) });
    const rule = office.monitoring.leftOn;
    return rule && { rule, timeZone, article: rule.cite[0]?.article ?? '' };
  } catch (cause) {
    if (cause instanceof AppError) return null;
    throw cause;
  }
}

/** Devices of admitted sites with the newest address that is known of them, but for rooms that are used around this time. */
async function idleDevices(
  executor: Executor,
  at: Instant,
): Promise<{ siteId: SiteId; name: string; address: string }[]> {
  const { rows } = await sql<{ id: string; name: string; address: string }>`
    select site.id, site.name, known.address from site
      join lateral (
        select address from (
          select fields ->> 'address' as address, at from room_configuration where site_id = site.id
          union all
          select value #>> '{}', at from check_answer
            where site_id = site.id and item = 'address' and value is not null
        ) found where address is not null order by at desc limit 1
      ) known on true
    where site.status = 'admitted' order by site.number limit 5000`.execute(executor);
  const uses = await sql<{ site_id: string; start: Date; stop: Date }>`
    select meeting_site.site_id, coalesce(meeting.started_at, meeting.planned_start) as start,
        case when meeting.phase = 'live' then 'infinity'::timestamptz
          else coalesce(meeting.ended_at, booked.until, meeting.planned_start) end as stop
      from meeting join meeting_site on meeting_site.meeting_id = meeting.id
        left join lateral (select max(upper(during)) as until
          from booking where booking.meeting_id = meeting.id) booked on true
      where meeting.phase = 'live' or meeting.planned_start between ${new Date(at - DAY_MS)} and ${new Date(at + DAY_MS)}`.execute(
    executor,
  );
  const usesOf = Map.groupBy(uses.rows, ({ site_id }) => site_id);
  return rows.flatMap(({ id, name, address }) => {
    const own = (usesOf.get(id) ?? []).map(({ start, stop }) => ({
      start: start.getTime(),
      end: stop instanceof Date ? stop.getTime() : Number.POSITIVE_INFINITY,
    }));
    return isInUse(own, at) ? [] : [{ siteId: SiteId.parse(id), name, address }];
  });
}

const DAY_MS = 24 * 3_600_000;
