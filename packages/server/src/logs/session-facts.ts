import {
  type Instant,
  type LogBook,
  type LogSession,
  type LogValues,
  MeetingId,
  type RegulationProfile,
  RehearsalAct,
  SiteId,
} from '@nhipcau/contracts';
import { caseStanding, drawEntry, type LoggedFault, type PlaceFacts, signalLosses } from '@nhipcau/domain';
import { sql } from 'kysely';
import { eventsOf } from '../conference/event-log.ts';
import type { Executor } from '../database/database.ts';
import { readEnding } from '../ending/endings.repository.ts';
import { type CaseMeeting, readCaseMeeting } from '../incidents/case-meeting.ts';
import { casesOf, stepsOf } from '../incidents/cases.repository.ts';
import { findMeeting } from '../meetings/meetings.repository.ts';
import { newestAnswers } from '../preparation/checks.repository.ts';

const MINUTE_MS = 60_000;

/** A session as every line of it names it. */
export interface SessionHead {
  readonly meeting: CaseMeeting;
  readonly profile: RegulationProfile;
  readonly session: LogSession;
  readonly conferenceId: MeetingId;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly chairSiteId: SiteId | null;
  readonly isRecordingAsked: boolean;
}

/** @returns null for a meeting without a file: operators planned it among themselves, and no book speaks of it */
export async function readSessionHead(
  executor: Executor,
  which: { readonly meetingId: string; readonly conferenceId: MeetingId; readonly session: LogSession },
): Promise<SessionHead | null> {
  const meeting = await readCaseMeeting(executor, which.meetingId);
  const { profile, data } = meeting;
  if (profile === null || data === null) return null;
  const record = await findMeeting(executor, which.conferenceId);
  return {
    meeting,
    profile,
    session: which.session,
    conferenceId: which.conferenceId,
    startedAt: record?.startedAt ?? null,
    endedAt: record?.endedAt ?? null,
    chairSiteId: data.chairSiteId,
    isRecordingAsked: data.technical.recording,
  };
}

/** What the system says of a line of a book: of a site, or of the session as a whole. */
export type Draw = (book: LogBook, siteId: SiteId | null) => LogValues;

/** Reads everything that is known of a session, once for all its lines. */
export async function readDrawing(executor: Executor, head: SessionHead, now: Instant): Promise<Draw> {
  const { profile, session, conferenceId, startedAt, endedAt } = head;
  const meetingId = MeetingId.parse(head.meeting.meetingId);
  const longLoss = profile.office.monitoring.longLoss;
  const losses =
    startedAt === null || endedAt === null
      ? []
      : signalLosses(
          { startedAt, until: endedAt, events: await eventsOf(executor, conferenceId, 0) },
          longLoss === null ? null : longLoss.minutes * MINUTE_MS,
        );
  const faults = await faultsOf(executor, head, now);
  const isOfficial = session === 'official';
  const ratings = isOfficial ? (await readEnding(executor, meetingId)).ratingOf : new Map();
  const trials = isOfficial ? new Map() : await trialsOf(executor, conferenceId);
  const duty = await dutyOf(executor, meetingId, session);
  const failed = isOfficial ? await failedChecksOf(executor, meetingId, profile) : new Map();
  return (book, siteId) => {
    const loss = losses.find((one) => one.siteId === siteId);
    return drawEntry(book, {
      session,
      timeZone: profile.timeZone,
      duty: duty.filter((post) => post.siteId === siteId),
      // At a site itself its name says nothing.
      faults:
        siteId === null
          ? faults
          : faults.filter((fault) => fault.siteId === siteId).map((fault) => ({ ...fault, place: '' })),
      lossClass: loss?.lossClass ?? null,
      lossMs: loss?.totalLossMs ?? null,
      rating: siteId === null ? null : (ratings.get(siteId) ?? null),
      trial: siteId === null ? null : (trials.get(siteId) ?? null),
      failedChecks: siteId === null ? [] : (failed.get(siteId) ?? []),
      isRecordingAsked: head.isRecordingAsked,
    });
  };
}

async function faultsOf(
  executor: Executor,
  { conferenceId, profile }: SessionHead,
  now: Instant,
): Promise<(LoggedFault & { readonly siteId: SiteId | null })[]> {
  const cases = await casesOf(executor, conferenceId);
  const steps = await stepsOf(
    executor,
    cases.map(({ caseId }) => caseId),
  );
  const siteIds = cases.flatMap(({ siteId }) => (siteId === null ? [] : [siteId]));
  const names = new Map(
    siteIds.length === 0
      ? []
      : (await executor.selectFrom('site').select(['id', 'name']).where('id', 'in', siteIds).execute()).map(
          ({ id, name }) => [id, name],
        ),
  );
  return cases.flatMap((one) => {
    const standing = caseStanding(one, steps.get(one.caseId) ?? [], {
      now,
      rules: profile.office.incidents,
    });
    const first = standing.faults[0];
    if (first === undefined) return [];
    return [
      {
        siteId: one.siteId,
        place: one.siteId === null ? one.subject : (names.get(one.siteId) ?? ''),
        from: one.openedAt,
        to: standing.restoredAt ?? standing.closedAt,
        fault: { kind: first.kind, detail: first.detail },
        cause: standing.closing?.cause ?? null,
        causeWords: standing.closing?.causeWords ?? null,
        solution: standing.closing?.solution ?? null,
        swap: standing.swap,
      },
    ];
  });
}

/** The newest result of each site in a rehearsal. */
async function trialsOf(
  executor: Executor,
  conferenceId: MeetingId,
): Promise<Map<string, NonNullable<PlaceFacts['trial']>>> {
  const rows = await executor
    .selectFrom('rehearsal_step')
    .innerJoin('rehearsal', 'rehearsal.id', 'rehearsal_step.rehearsal_id')
    .select('rehearsal_step.event')
    .where('rehearsal.conference_id', '=', conferenceId)
    .where('rehearsal_step.act', '=', 'result')
    .orderBy('rehearsal_step.id')
    .execute();
  return new Map(
    rows.flatMap(({ event }) => {
      const act = RehearsalAct.parse(event);
      if (act.act !== 'result') return [];
      const { siteId, outcome, quality, fault, fix, staff } = act;
      return [[siteId as string, { outcome, quality, fault, fix, staff }] as const];
    }),
  );
}

/** People on duty in a session, each once, the site's own in front. */
async function dutyOf(
  executor: Executor,
  meetingId: MeetingId,
  session: LogSession,
): Promise<{ siteId: SiteId | null; name: string; phone: string | null }[]> {
  const { rows } = await sql<{ site_id: string | null; name: string; telephone: string }>`
    select distinct on (post.site_id, assigned.name) post.site_id, assigned.name, assigned.telephone
    from duty_post post
    join lateral (
      select name, telephone from duty_assignment where post_id = post.id order by id desc limit 1
    ) assigned on true
    where post.meeting_id = ${meetingId} and post.session = ${session} and post.dropped_at is null
    order by post.site_id, assigned.name, post.starts_at`.execute(executor);
  return rows.map(({ site_id, name, telephone }) => ({
    siteId: site_id === null ? null : SiteId.parse(site_id),
    name,
    phone: telephone,
  }));
}

/** By site: items whose newest answer is that they failed, in the words of the regulation. */
async function failedChecksOf(
  executor: Executor,
  meetingId: MeetingId,
  { office }: RegulationProfile,
): Promise<Map<string, { item: string; text: string }[]>> {
  const answers = await newestAnswers(executor, meetingId);
  const textOf = new Map(
    office.checks.phases.flatMap(({ items }) => items.map(({ key, text }) => [key as string, text] as const)),
  );
  return new Map(
    [...answers].map(([siteId, results]) => [
      siteId,
      results
        .filter(({ outcome }) => outcome === 'failed')
        .map(({ item }) => ({ item, text: textOf.get(item) ?? item })),
    ]),
  );
}
