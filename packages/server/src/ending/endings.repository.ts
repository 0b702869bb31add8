import {
  type EndedSite,
  EndingStep,
  type Instant,
  IssueId,
  instant,
  MeetingId,
  OutstandingIssue,
  SiteId,
  SiteRating,
} from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** What was done after a meeting, by place; the control room is the empty key. */
export interface EndingRecord {
  readonly stepsOf: ReadonlyMap<string, EndedSite['steps']>;
  readonly ratingOf: ReadonlyMap<string, NonNullable<EndedSite['rating']>>;
  readonly reported: { readonly at: Instant; readonly byName: string } | null;
}

export const CENTRE = '';

export async function readEnding(executor: Executor, meetingId: string): Promise<EndingRecord> {
  const rows = await executor
    .selectFrom('ending_step')
    .select(['site_id', 'act', 'step', 'rating', 'at', 'by_name'])
    .where('meeting_id', '=', meetingId)
    .orderBy('id')
    .execute();
  const steps = new Map<string, EndedSite['steps']>();
  const ratings = new Map<string, NonNullable<EndedSite['rating']>>();
  let reported: EndingRecord['reported'] = null;
  for (const row of rows) {
    const place = row.site_id ?? CENTRE;
    const at = instant(row.at.getTime());
    if (row.act === 'step')
      steps.set(place, [
        ...(steps.get(place) ?? []),
        { step: EndingStep.parse(row.step), at, byName: row.by_name },
      ]);
    else if (row.act === 'rate')
      ratings.set(place, { ...SiteRating.parse(row.rating), at, byName: row.by_name });
    else reported = { at, byName: row.by_name };
  }
  return { stepsOf: steps, ratingOf: ratings, reported };
}

/** One person acts on the ending of a meeting at a time. */
export const lockEnding = (executor: Executor, meetingId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`ending of ${meetingId}`}, 127))`.execute(executor);

interface Made {
  readonly meetingId: string;
  readonly key: string;
  readonly at: Instant;
  readonly userId: string;
  readonly byName: string;
}

export async function insertEndingStep(
  executor: Executor,
  { meetingId, key, at, userId, byName }: Made,
  what:
    | { readonly act: 'step'; readonly siteId: string | null; readonly step: EndingStep }
    | { readonly act: 'rate'; readonly siteId: string; readonly rating: SiteRating }
    | { readonly act: 'report' },
): Promise<void> {
  await executor
    .insertInto('ending_step')
    .values({
      meeting_id: meetingId,
      site_id: what.act === 'report' ? null : what.siteId,
      key,
      act: what.act,
      step: what.act === 'step' ? what.step : null,
      rating: what.act === 'rate' ? JSON.stringify(what.rating) : null,
      at: new Date(at),
      user_id: userId,
      by_name: byName,
    })
    .execute();
}

/** Whether a request was stored before. */
export async function isKnownKey(executor: Executor, key: string): Promise<boolean> {
  const { rows } = await sql`
    select from ending_step where key = ${key} union all select from outstanding_issue where key = ${key}`.execute(
    executor,
  );
  return rows.length > 0;
}

const issues = (executor: Executor) =>
  executor
    .selectFrom('outstanding_issue')
    .innerJoin('site', 'site.id', 'outstanding_issue.site_id')
    .selectAll('outstanding_issue')
    .select('site.name as site_name');
type IssueRow = Awaited<ReturnType<ReturnType<typeof issues>['execute']>>[number];

const issueOf = (row: IssueRow): OutstandingIssue =>
  OutstandingIssue.parse({
    issueId: IssueId.parse(row.id),
    meetingId: MeetingId.parse(row.meeting_id),
    siteId: SiteId.parse(row.site_id),
    siteName: row.site_name,
    words: row.words,
    at: row.at.getTime(),
    byName: row.by_name,
    dueAt: row.due_at?.getTime() ?? null,
    takenOver:
      row.taken_at === null
        ? null
        : { at: row.taken_at.getTime(), byName: row.taken_by_name, note: row.taken_note },
    fixed:
      row.fixed_at === null
        ? null
        : { at: row.fixed_at.getTime(), byName: row.fixed_by_name, words: row.fixed_words },
  });

export const issuesOfMeeting = async (executor: Executor, meetingId: string): Promise<OutstandingIssue[]> =>
  (
    await issues(executor)
      .where('outstanding_issue.meeting_id', '=', meetingId)
      .orderBy('outstanding_issue.at')
      .limit(2_000)
      .execute()
  ).map(issueOf);

/** What earlier meetings left at a site and nobody mended yet. */
export const openIssuesAt = async (executor: Executor, siteId: string): Promise<OutstandingIssue[]> =>
  (
    await issues(executor)
      .where('outstanding_issue.site_id', '=', siteId)
      .where('fixed_at', 'is', null)
      .orderBy('outstanding_issue.at')
      .limit(50)
      .execute()
  ).map(issueOf);
