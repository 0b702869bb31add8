import { type BudgetTable, instant } from '@nhipcau/contracts';
import type { PaidSite } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** A closed meeting of a month with its sites, the chair's first. */
export interface PaidMeeting {
  readonly meetingId: string;
  readonly title: string;
  readonly startedAt: Date;
  readonly hostId: string | null;
  readonly note: { readonly words: string; readonly byName: string; readonly at: string } | null;
  readonly sites: readonly (PaidSite & { readonly agreedBy: string | null })[];
}

const MOST_MEETINGS = 2_000;
const inMonth = (month: string) => sql`to_char(f.on_day, 'YYYY-MM') = ${month}`;
const titled = sql`case when r.data #>> '{secret,declared}' = 'true' then coalesce(r.file_number, '') else m.title end`;

export async function paidMeetings(executor: Executor, month: string): Promise<PaidMeeting[]> {
  const { rows } = await sql<{
    meetingId: string;
    title: string;
    startedAt: Date;
    hostId: string | null;
    note: PaidMeeting['note'];
    sites: (PaidSite & { agreedBy: string | null })[];
  }>`
    select f.meeting_id as "meetingId", ${titled} as title, m.started_at as "startedAt", f.host_id as "hostId",
        (select jsonb_build_object('words', words, 'byName', by_name, 'at', at) from cost_note
          where meeting_id = f.meeting_id order by id desc limit 1) as note,
        coalesce(jsonb_agg(jsonb_build_object('siteId', s.site_id, 'ownerId', s.organisation_id,
          'isChair', s.site_id = m.chair_site_id, 'agreed', a.payer, 'agreedBy', a.by_name)
          order by s.site_id = m.chair_site_id desc, site.number) filter (where s.site_id is not null), '[]') as sites
      from session_figure f join meeting m on m.id = f.meeting_id
      left join registration r on r.meeting_id = f.meeting_id
      left join session_site_figure s on s.meeting_id = f.meeting_id
      left join site on site.id = s.site_id
      left join lateral (
        select payer, case when payer is not null then by_name end as by_name from cost_agreement
          where meeting_id = f.meeting_id and site_id = s.site_id order by id desc limit 1
      ) a on true
      where ${inMonth(month)}
      group by f.meeting_id, m.id, r.meeting_id order by m.started_at limit ${MOST_MEETINGS}`.execute(
    executor,
  );
  return rows;
}

/** Who served a closed meeting of a month, from its duty sheet: the last person named for each post of the session. */
export async function servedBy(executor: Executor, month: string) {
  const { rows } = await sql<{
    unitId: string | null;
    unit: string;
    person: string;
    post: string;
    meetingId: string;
    title: string;
    startedAt: Date;
  }>`
    select coalesce(p.organisation_id, s.organisation_id) as "unitId", a.unit, a.name as person, post.label as post,
        f.meeting_id as "meetingId", ${titled} as title, m.started_at as "startedAt"
      from session_figure f join meeting m on m.id = f.meeting_id
      join registration r on r.meeting_id = f.meeting_id
      join duty_post post on post.meeting_id = f.meeting_id and post.session = 'official' and post.dropped_at is null
      join lateral (select * from duty_assignment where post_id = post.id order by id desc limit 1) a on true
      left join operator_person p on p.id = a.person_id
      left join site s on s.id = post.site_id
      where ${inMonth(month)}
      order by a.unit, a.name, m.started_at limit 20000`.execute(executor);
  return rows;
}

type Amount = BudgetTable['units'][number]['amounts'][number];

/** The newest proposal of each unit under each heading. */
export async function proposalsOf(executor: Executor, year: number): Promise<ReadonlyMap<string, Amount[]>> {
  const rows = await executor
    .selectFrom('budget_proposal')
    .selectAll()
    .distinctOn(['organisation_id', 'category'])
    .where('year', '=', year)
    .orderBy('organisation_id')
    .orderBy('category')
    .orderBy('id', 'desc')
    .execute();
  const found = new Map<string, Amount[]>();
  for (const { organisation_id, category, amount, basis, by_name, at } of rows)
    found.set(organisation_id, [
      ...(found.get(organisation_id) ?? []),
      { category, amount: Number(amount), basis, byName: by_name, at: instant(at.getTime()) },
    ]);
  return found;
}

/** What the sites of each unit did in a year. */
export async function usesOf(
  executor: Executor,
  year: number,
): Promise<ReadonlyMap<string, { sessions: number; minutes: number }>> {
  const { rows } = await sql<{ id: string; sessions: number; minutes: number }>`
    select organisation_id as id, count(*)::int as sessions, round(sum(session_ms) / 60000)::int as minutes
      from session_site_figure where on_day between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date
      group by organisation_id`.execute(executor);
  return new Map(rows.map(({ id, sessions, minutes }) => [id, { sessions, minutes }]));
}
