import {
  type EndedSite,
  type Ending,
  type EndingRules,
  type MeetingId,
  type SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import { isReportedUpward, mayEver, nextEndingStep, signalLosses } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { eventsOf } from '../conference/event-log.ts';
import type { Executor } from '../database/database.ts';
import { type CaseMeeting, readCaseMeeting } from '../incidents/case-meeting.ts';
import { officialOf } from '../incidents/case-reach.ts';
import { casesOf, stepsOf } from '../incidents/cases.repository.ts';
import { findMeeting } from '../meetings/meetings.repository.ts';
import { Units } from '../staff/units.ts';
import { type EndingReach, endingReach } from './ending-reach.ts';
import { CENTRE, type EndingRecord, issuesOfMeeting, readEnding } from './endings.repository.ts';

const MINUTE_MS = 60_000;
export const silent: EndingRules = { order: null, rating: null, issues: null, report: null };

/** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
export async function endingView(
  executor: Executor,
  meetingId: MeetingId,
  person: SessionInfo,
): Promise<Ending> {
  const meeting = await readCaseMeeting(executor, meetingId);
  const record = await findMeeting(executor, meetingId);
  if (!record) throw new AppError('MEETING_NOT_FOUND', { meetingId });
  const units = await Units.read(executor);
  const reads = await endingReach(executor, meeting, { person, action: 'incident.read', units });
  const acts = await endingReach(executor, meeting, { person, action: 'incident.handle', units });
  const done = await readEnding(executor, meetingId);
  const rules = meeting.profile?.office.ending ?? silent;
  const sites = await sitesOf(executor, { meeting, record, rules, done, acts });
  const seen = sites.filter(({ siteId }) => (siteId === null ? reads.whole : reads.ofSite(siteId)));
  if (seen.length === 0 && !reads.mends) throw new AppError('NOT_ALLOWED', { action: 'incident.read' });
  const issues = await issuesOfMeeting(executor, meetingId);
  const cite = [rules.order, rules.rating, rules.issues, rules.report].flatMap((rule) => rule?.cite ?? []);
  const isOfficial = officialOf(person).length > 0;
  return {
    meetingId,
    title: isOfficial ? meeting.title : null,
    fileNumber: meeting.fileNumber,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    order: rules.order?.steps ?? [],
    rates: rules.rating !== null,
    articles: [...new Set(cite.map(({ article }) => article))],
    sites: seen,
    issues: issues.filter(({ siteId }) => reads.mends || reads.ofSite(siteId)),
    report: isReportedUpward(rules, meeting.kind)
      ? {
          to: meeting.profile?.roles[rules.report?.to ?? '']?.name ?? rules.report?.to ?? '',
          reportedAt: done.reported?.at ?? null,
          byName: done.reported?.byName ?? null,
        }
      : null,
    mayMend: acts.whole || acts.mends,
    mayReport: acts.whole && mayEver(officialOf(person), 'incident.report'),
    mayPrint: reads.whole && mayEver(officialOf(person), 'document.print'),
  };
}

/** The control room first, then the sites by their numbers, each with what the meeting left of it. */
async function sitesOf(
  executor: Executor,
  {
    meeting,
    record,
    rules,
    done,
    acts,
  }: {
    meeting: CaseMeeting;
    record: NonNullable<Awaited<ReturnType<typeof findMeeting>>>;
    rules: EndingRules;
    done: EndingRecord;
    acts: EndingReach;
  },
): Promise<EndedSite[]> {
  const { meetingId } = meeting;
  const hasEnded = record.endedAt !== null;
  const longLoss = meeting.profile?.office.monitoring.longLoss ?? null;
  const losses =
    record.startedAt === null || record.endedAt === null
      ? []
      : signalLosses(
          {
            startedAt: record.startedAt,
            until: record.endedAt,
            events: await eventsOf(executor, record.meetingId, 0),
          },
          longLoss === null ? null : longLoss.minutes * MINUTE_MS,
        );
  const lossOf = new Map(losses.map((loss) => [loss.siteId as string, loss]));
  const cases = await casesOf(executor, meetingId);
  const steps = await stepsOf(
    executor,
    cases.map(({ caseId }) => caseId),
  );
  const rows = await executor
    .selectFrom('meeting_site')
    .innerJoin('site', 'site.id', 'meeting_site.site_id')
    .select(['site.id', 'site.number', 'site.name'])
    .where('meeting_site.meeting_id', '=', meetingId)
    .orderBy('site.number')
    .execute();
  const place = (siteId: string | null): Pick<EndedSite, 'steps' | 'next' | 'rating' | 'mayAct'> => {
    const taken = done.stepsOf.get(siteId ?? CENTRE) ?? [];
    return {
      steps: taken,
      next: hasEnded
        ? nextEndingStep(
            rules,
            taken.map(({ step }) => step),
          )
        : null,
      rating: done.ratingOf.get(siteId ?? CENTRE) ?? null,
      mayAct: hasEnded && (siteId === null ? acts.whole : acts.ofSite(siteId)),
    };
  };
  const none = { lossClass: null, lossMs: null, interrupted: null, incidents: 0 };
  return [
    { siteId: null, number: null, name: '', ...place(null), ...none },
    ...rows.map(({ id, number, name }) => {
      const loss = lossOf.get(id);
      const own = cases.filter((one) => one.siteId === id);
      const said = own.flatMap(({ caseId }) => steps.get(caseId) ?? []);
      const interrupted = said.findLast(({ event }) => event.act === 'interrupt')?.event;
      return {
        siteId: SiteId.parse(id),
        number,
        name,
        ...place(id),
        lossClass: loss?.lossClass ?? null,
        lossMs: loss?.totalLossMs ?? null,
        interrupted: interrupted?.act === 'interrupt' ? interrupted.reason : null,
        incidents: own.length,
      };
    }),
  ];
}
