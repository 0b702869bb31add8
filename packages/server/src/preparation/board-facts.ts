import { type BoardSite, type Instant, instant, type TrainingRules } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { dutyTrainingOf } from '../staff/duty-training.ts';

/** What other features know of the sites of a meeting. */
export interface BoardFacts {
  /** By site: whether it took note of the notice; absent when none asked for it. */
  readonly acknowledged: ReadonlyMap<string, boolean>;
  readonly onDuty: ReadonlyMap<string, NonNullable<BoardSite['onDuty']>>;
  readonly power: 'asked' | 'answered' | 'none';
  readonly terminalAt: ReadonlyMap<string, Instant>;
}

export async function readBoardFacts(
  executor: Executor,
  meetingId: string,
  rules: Pick<TrainingRules, 'trainedOnly'>,
): Promise<BoardFacts> {
  return {
    acknowledged: await acknowledgedBy(executor, meetingId),
    onDuty: await dutyOf(executor, meetingId, rules),
    power: await powerOf(executor, meetingId),
    terminalAt: await terminalsOf(executor, meetingId),
  };
}

/** A site's notice may have gone to the site or to its organisation. */
async function acknowledgedBy(executor: Executor, meetingId: string): Promise<Map<string, boolean>> {
  const { rows } = await sql<{ site_id: string; done: boolean }>`
    select site.id as site_id, bool_and(recipient.acknowledged_at is not null) as done
    from notice
      join notice_recipient recipient on recipient.notice_id = notice.id
      join site on site.id = recipient.site_id
        or (recipient.site_id is null and recipient.role in ('sites', 'chairSite')
            and site.organisation_id = recipient.organisation_id)
    where notice.meeting_id = ${meetingId} and notice.superseded_at is null and notice.acknowledge
    group by site.id`.execute(executor);
  return new Map(rows.map(({ site_id, done }) => [site_id, done]));
}

async function dutyOf(
  executor: Executor,
  meetingId: string,
  rules: Pick<TrainingRules, 'trainedOnly'>,
): Promise<BoardFacts['onDuty']> {
  const { rows } = await sql<{ site_id: string; person_id: string | null; name: string; telephone: string }>`
    select distinct on (post.site_id) post.site_id, assigned.person_id, assigned.name, assigned.telephone
    from duty_post post
      join duty_assignment assigned on assigned.post_id = post.id
    where post.meeting_id = ${meetingId} and post.dropped_at is null and post.site_id is not null
    order by post.site_id, post.session, assigned.id desc`.execute(executor);
  const judge = await dutyTrainingOf(executor, rules);
  return new Map(
    rows.map(({ site_id, person_id, name, telephone }) => [
      site_id,
      { name, telephone, training: judge({ personId: person_id, name, telephone }) },
    ]),
  );
}

async function powerOf(executor: Executor, meetingId: string): Promise<BoardFacts['power']> {
  const rows = await executor
    .selectFrom('notice_recipient')
    .innerJoin('notice', 'notice.id', 'notice_recipient.notice_id')
    .select('notice_recipient.acknowledged_at')
    .where('notice.meeting_id', '=', meetingId)
    .where('notice.superseded_at', 'is', null)
    .where('notice_recipient.role', '=', 'power')
    .execute();
  if (rows.length === 0) return 'none';
  return rows.every(({ acknowledged_at }) => acknowledged_at !== null) ? 'answered' : 'asked';
}

async function terminalsOf(executor: Executor, meetingId: string): Promise<Map<string, Instant>> {
  const rows = await executor
    .selectFrom('check_answer')
    .select(({ fn }) => ['site_id', fn.max('at').as('at')])
    .where('meeting_id', '=', meetingId)
    .where('source', '=', 'room')
    .groupBy('site_id')
    .execute();
  return new Map(rows.map(({ site_id, at }) => [site_id, instant(at.getTime())]));
}
