import {
  type Instant,
  instant,
  type MeetingId,
  OrganisationId,
  type Rehearsal,
  type RehearsalGap,
  type SessionInfo,
  type TriedSite,
} from '@nhipcau/contracts';
import { advanceGaps, can, endGaps, leadersOf, type TrialStanding, trialStanding } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import {
  type CheckFile,
  placeOfFile,
  placeOfSite,
  readCheckFile,
  seesAll,
  seesSite,
} from '../preparation/check-file.ts';
import { findApprovedScript, findDraft } from '../preparation/scripts.repository.ts';
import { readSiteStates } from '../preparation/site-state.ts';
import { openingGaps, type StagedFile, stagedFile } from './rehearsal-file.ts';
import {
  entriesOf,
  measuredIn,
  newestRehearsal,
  type RehearsalRecord,
  standbyOf,
} from './rehearsals.repository.ts';

/** Everything of a meeting's newest rehearsal, read at once. */
export interface OpenedFile {
  readonly file: CheckFile;
  readonly staged: StagedFile;
  readonly record: RehearsalRecord | null;
  readonly standing: TrialStanding;
}

/** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
export async function openedFile(
  executor: Executor,
  meetingId: MeetingId,
  person: SessionInfo,
): Promise<OpenedFile> {
  const file = await readCheckFile(executor, meetingId);
  if (!seesAll(file, person) && !file.sites.some((site) => seesSite(file, site, person)))
    throw new AppError('NOT_ALLOWED');
  const staged = await stagedFile(executor, file);
  const record = await newestRehearsal(executor, meetingId);
  const entries = record === null ? [] : await entriesOf(executor, record.rehearsalId);
  return { file, staged, record, standing: trialStanding(staged.stages, entries) };
}

/** Sites whose technician has not said that it was tried from the chair's seat (R-CHK-04). */
export async function openSeats(
  executor: Executor,
  file: CheckFile,
  { now, siteId = null }: { now: Instant; siteId?: string | null },
): Promise<ReadonlySet<string>> {
  const states = await readSiteStates(executor, file, { now, siteId });
  return new Set(
    states.flatMap(({ site, standing }) => {
      const items = standing.phases.flatMap((phase) => phase.items);
      const isOpen = items.some(({ item, state }) => item.fromChairSeat && state !== 'passed');
      return isOpen ? [site.siteId] : [];
    }),
  );
}

/** What is missing before another rehearsal may begin. */
export async function gapsBefore(
  executor: Executor,
  { file, staged, record, standing }: OpenedFile,
): Promise<RehearsalGap[]> {
  const isRunning = record !== null && standing.ended === null;
  return [
    ...(isRunning ? (['running'] as const) : []),
    ...(await openingGaps(executor, file, staged.isLarge)),
  ];
}

/** The rehearsal as somebody may see it: whole, or the sites that are theirs. */
export async function rehearsalView(
  database: Database,
  meetingId: MeetingId,
  { person, now }: { person: SessionInfo; now: Instant },
): Promise<Rehearsal> {
  const opened = await openedFile(database, meetingId, person);
  const { file, staged, record, standing } = opened;
  const { data, fileNumber } = file.registration;
  const rules = file.profile.office.rehearsal;
  const isRunning = record !== null && standing.ended === null;
  return {
    meetingId,
    fileNumber,
    title: data.secret.declared ? fileNumber : data.title,
    startsAt: data.official.start,
    due: await dueOf(database, file),
    ledBy: leadersOf(rules, { urgency: data.urgency, kind: data.kind }).map(
      (role) => file.profile.roles[role]?.name ?? role,
    ),
    isLarge: staged.isLarge,
    articles: articlesOf(file),
    stages: staged.stages.map(({ stage, name, gathering, siteIds }) => {
      const planned = staged.plannedFrom.get(stage);
      return {
        stage,
        name,
        gathering,
        plannedFrom: planned ? instant(planned.start) : null,
        plannedTo: planned ? instant(planned.end) : null,
        sites: siteIds.length,
        ...(standing.counts.get(stage) ?? { passed: 0, again: 0 }),
      };
    }),
    current: record && {
      ...record,
      stage: standing.stage,
      endedAt: standing.ended?.at ?? null,
      statement: standing.ended?.statement ?? null,
      reason: standing.ended?.reason ?? null,
    },
    sites: await sitesOf(database, opened, { person, now, isRunning }),
    queue: isRunning ? [...standing.queue] : [],
    segments: data.secret.declared ? [] : await segmentsOf(database, opened),
    standby: (await standbyOf(database, meetingId)).map((post) => ({
      label: post.label,
      place:
        post.site_id !== null
          ? (file.sites.find(({ siteId }) => siteId === post.site_id)?.name ?? null)
          : post.district_id === null
            ? null
            : file.units.nameOf(post.district_id),
      name: post.name,
      telephone: post.telephone,
    })),
    gaps: {
      open: await gapsBefore(database, opened),
      advance: isRunning ? advanceGaps(standing) : ['notRunning'],
      end: isRunning ? endGaps(staged.stages, standing) : ['notRunning'],
    },
    may: {
      lead: can(person.grants, 'rehearsal.lead', placeOfFile(file)),
      print: can(person.grants, 'document.print', placeOfFile(file)),
    },
  };
}

async function sitesOf(
  executor: Executor,
  { file, staged, record, standing }: OpenedFile,
  { person, now, isRunning }: { person: SessionInfo; now: Instant; isRunning: boolean },
): Promise<TriedSite[]> {
  const seats = await openSeats(executor, file, { now });
  const measured = record === null ? null : await measuredIn(executor, record.conferenceId);
  const isWhole = can(person.grants, 'rehearsal.record', placeOfFile(file));
  return file.sites
    .filter((site) => seesSite(file, site, person))
    .map((site) => {
      const { siteId, number, name, isChair } = site;
      const trial = standing.sites.get(siteId);
      const district = staged.districtOf.get(siteId) ?? null;
      return {
        siteId,
        number,
        name,
        isChair,
        district: district === null ? null : OrganisationId.parse(district),
        districtName: district === null ? null : file.units.nameOf(district),
        state: trial?.state ?? 'waiting',
        tries: trial?.tries ?? 0,
        quality: trial?.quality ?? null,
        measured: measured?.quality.get(siteId) ?? null,
        fault: trial?.fault ?? null,
        fix: trial?.fix ?? null,
        staff: trial?.staff ?? null,
        blocked: measured?.blocked.get(siteId) ?? 0,
        at: trial?.at ?? null,
        byName: trial?.byName ?? null,
        seatOpen: seats.has(siteId),
        mayRecord:
          isRunning &&
          trial?.state !== 'later' &&
          (isWhole || can(person.grants, 'rehearsal.record', placeOfSite(file, site))),
      };
    });
}

/** Steps of the running order: as it was approved, else as it is drafted. */
async function segmentsOf(
  executor: Executor,
  { file, standing }: OpenedFile,
): Promise<Rehearsal['segments']> {
  const { meetingId } = file.registration;
  const approved = await findApprovedScript(executor, meetingId);
  const segments = approved?.script.segments ?? (await findDraft(executor, meetingId))?.segments ?? [];
  return segments.map(({ segmentId, title, plannedAt }) => ({
    segmentId,
    title,
    plannedAt,
    outcome: standing.segments.get(segmentId)?.outcome ?? null,
    note: standing.segments.get(segmentId)?.note ?? null,
  }));
}

/** The duty of the ledger that a rehearsal fulfils. */
export const dutyOf = ({ profile }: Pick<CheckFile, 'profile'>) =>
  (profile.deadlines['rehearsal.due'] ?? [])[0] ?? null;

async function dueOf(executor: Executor, file: CheckFile): Promise<Rehearsal['due']> {
  const duty = dutyOf(file);
  if (duty === null) return null;
  const row = await executor
    .selectFrom('deadline')
    .select(['due_at', 'state'])
    .where('meeting_id', '=', file.registration.meetingId)
    .where('deadline_id', '=', duty.id)
    .where('state', '<>', 'void')
    .executeTakeFirst();
  return row
    ? {
        dueAt: row.due_at === null ? null : instant(row.due_at.getTime()),
        state: row.state,
        article: duty.cite[0]?.article ?? '',
      }
    : null;
}

function articlesOf({ profile }: CheckFile): string[] {
  const { byScript, discipline, exit, closing, planFirst } = profile.office.rehearsal;
  const said = [byScript, discipline, exit, closing, planFirst].flatMap((rule) => rule?.cite ?? []);
  return [...new Set(said.map(({ article }) => article))];
}
