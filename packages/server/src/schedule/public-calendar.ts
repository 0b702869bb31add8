import type { Clock } from '@nhipcau/base';
import { instant, type PeriodQuery, type PublicCalendar, type PublicSession } from '@nhipcau/contracts';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { checkPeriod } from './schedule-views.ts';

const SHOWN = 2_000;
const stateWords: Readonly<Record<string, PublicSession['state']>> = {
  confirmed: 'confirmed',
  live: 'live',
  ended: 'ended',
  closed: 'ended',
  cancelled: 'cancelled',
};

/**
 * Sessions that are confirmed, for everybody, where the regulation publishes them. Of a state secret only that it takes
 * place is told, nothing of what, whose and where.
 *
 * @throws {AppError} CALENDAR_NOT_PUBLIC, BAD_MESSAGE
 * @rule SC-11 (R-SCH-05; HN Đ12.2b, Đ15.2b)
 */
export async function publicCalendar(
  { database, clock }: { database: Database; clock: Clock },
  period: PeriodQuery,
): Promise<PublicCalendar> {
  checkPeriod(period);
  const profile = await regulationInForce(database, { now: instant(clock.now()) });
  const rule = profile.office.schedule.publicCalendar;
  if (rule === null) throw new AppError('CALENDAR_NOT_PUBLIC', { locality: profile.locality });
  const { rows } = await sql<{
    starts: Date;
    ends: Date;
    state: string;
    urgent: boolean;
    secret: boolean;
    host: string;
    title: string;
    chair: string | null;
    sites: string[];
  }>`
    select r.starts_at as starts, r.ends_at as ends, r.state, r.data ->> 'urgency' = 'urgent' as urgent,
        coalesce(r.data -> 'secret' ->> 'declared' = 'true', false) as secret, host.name as host, r.data ->> 'title' as title,
        chair.name as chair, coalesce((
          select array_agg(site.name order by site.sort_key) from site
            where site.id in (select one ->> 'siteId' from jsonb_array_elements(r.data -> 'sites') one)), '{}') as sites
      from registration r
      join organisation host on host.id = r.host_organisation_id
      left join site chair on chair.id = r.data ->> 'chairSiteId'
      where r.confirmed_at is not null and r.starts_at < ${new Date(period.to)} and r.ends_at > ${new Date(period.from)}
      order by r.starts_at, r.file_number
      limit ${SHOWN}`.execute(database);
  return {
    locality: profile.name,
    timeZone: profile.timeZone,
    article: rule.cite[0]?.article ?? '',
    sessions: rows.map(({ starts, ends, state, urgent, secret, host, title, chair, sites }) => ({
      start: instant(starts.getTime()),
      end: instant(ends.getTime()),
      state: stateWords[state] ?? 'preparing',
      isUrgent: !secret && urgent,
      isSecret: secret,
      hostName: secret ? null : host,
      title: secret ? null : title,
      chairSite: secret ? null : chair,
      siteCount: secret ? null : sites.length,
      sites: secret ? [] : sites,
    })),
  };
}
