import { instant, type ReformEffects, type ReformPreview } from '@nhipcau/contracts';
import type { ReformPlan } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

const MOST_MEETINGS = 50;
const MOST_CHANGES = 500;

const touched = ({ renames, ends }: ReformPlan): string[] => [
  ...new Set([...renames, ...ends].map(({ unit }) => unit.id)),
];

/** Sites, accounts, staff and meetings that the units named in the plan have today. */
export async function effectsOf(executor: Executor, plan: ReformPlan, now: number): Promise<ReformEffects> {
  const ids = touched(plan);
  const ended = plan.ends.map(({ unit }) => unit.id);
  const { rows } = await sql<{ sites: number; accounts: number; staff: number; meetings: number }>`select
    (select count(*)::int from site where organisation_id = any (${ids}) and status <> 'closed') as sites,
    (select count(distinct user_id)::int from user_grant
      where scope_kind = 'organisation' and scope_id = any (${ended})) as accounts,
    (select count(*)::int from operator_person where organisation_id = any (${ids})) as staff,
    (select count(*)::int ${openMeetings(ids, now)}) as meetings`.execute(executor);
  return {
    created: plan.creates.length,
    renamed: plan.renames.length,
    moved: plan.moves.length,
    ended: plan.ends.length,
    sites: rows[0]?.sites ?? 0,
    accounts: rows[0]?.accounts ?? 0,
    staff: rows[0]?.staff ?? 0,
    openMeetings: rows[0]?.meetings ?? 0,
  };
}

/** Files of meetings to come whose host or one of whose sites the reform touches. */
const openMeetings = (ids: readonly string[], now: number) => sql`from registration
  where ends_at > ${new Date(now)} and state not in ('refused', 'ended', 'closed', 'cancelled')
    and (host_organisation_id = any (${ids}) or exists (
      select from jsonb_array_elements(case jsonb_typeof(data -> 'sites') when 'array' then data -> 'sites' else '[]' end) line
        join site on site.id = line ->> 'siteId'
        where site.organisation_id = any (${ids})))`;

export async function meetingsTouched(
  executor: Executor,
  plan: ReformPlan,
  now: number,
): Promise<ReformPreview['meetings']> {
  const { rows } = await sql<{ title: string | null; starts_at: Date }>`
    select data ->> 'title' as title, starts_at ${openMeetings(touched(plan), now)}
    order by starts_at limit ${MOST_MEETINGS}`.execute(executor);
  return rows.map(({ title, starts_at }) => ({
    title: (title ?? '').slice(0, 300),
    startsAt: instant(starts_at.getTime()),
  }));
}

/** The plan for reading, the first few hundred lines. */
export function changesOf({ creates, renames, moves, ends }: ReformPlan): ReformPreview['changes'] {
  return [
    ...creates.map(({ code, name, parentCode }) => ({
      act: 'create' as const,
      code,
      name,
      becomes: parentCode ?? '',
    })),
    ...renames.map(({ unit, code, name }) => ({
      act: 'rename' as const,
      code: unit.code,
      name: unit.name,
      becomes: code === unit.code ? name : `${name} (${code})`,
    })),
    ...ends.map(({ unit, successors }) => ({
      act: 'end' as const,
      code: unit.code,
      name: unit.name,
      becomes: successors.join(', ').slice(0, 600),
    })),
    ...moves.map(({ unit, parentCode }) => ({
      act: 'move' as const,
      code: unit.code,
      name: unit.name,
      becomes: parentCode,
    })),
  ].slice(0, MOST_CHANGES);
}
