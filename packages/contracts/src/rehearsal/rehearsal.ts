import { z } from 'zod';
import { Instant, MeetingId, OrganisationId, SiteId } from '../ids.ts';
import { Quality } from '../room/quality.ts';

const line = z.string().trim().min(2).max(300);
const Stage = z.int().min(1).max(7);

export const RehearsalId = z.string().min(1).max(64).brand<'RehearsalId'>();
export type RehearsalId = z.infer<typeof RehearsalId>;

export const TrialOutcome = z.enum(['passed', 'failed']);
export type TrialOutcome = z.infer<typeof TrialOutcome>;

/** How a site did in a stage of the rehearsal, with what failed and what was done about it (R-RHS-07). */
const SiteResult = z.strictObject({
  act: z.literal('result'),
  siteId: SiteId,
  outcome: TrialOutcome,
  /** As somebody judged it; null: as it was measured. */
  quality: Quality.nullable(),
  fault: line.nullable(),
  fix: line.nullable(),
  /** Who sat at the site. */
  staff: line.nullable(),
});

/** What people do in a rehearsal. */
export const RehearsalAct = z.discriminatedUnion('act', [
  SiteResult,
  /** A step of the running order was tried (R-RHS-02). */
  z.strictObject({
    act: z.literal('segment'),
    segmentId: z.uuid(),
    outcome: TrialOutcome,
    note: line.nullable(),
  }),
  /** To the next stage; the reason is for going on although a site has not passed. */
  z.strictObject({ act: z.literal('advance'), reason: line.nullable() }),
  /** The trial is over; the reason is for ending it although a site is not good (R-RHS-06). */
  z.strictObject({ act: z.literal('end'), statement: line, reason: line.nullable() }),
]);
export type RehearsalAct = z.infer<typeof RehearsalAct>;

/** `POST /api/rehearsals/:meetingId/acts`; the key makes the second of two equal requests harmless. */
export const ActOnRehearsal = z.strictObject({ key: z.uuid(), act: RehearsalAct });
export type ActOnRehearsal = z.infer<typeof ActOnRehearsal>;

/** Where a site stands in the stage that runs: not of this stage, to be tried, to be tried again, good. */
export const TrialState = z.enum(['later', 'waiting', 'again', 'passed']);
export type TrialState = z.infer<typeof TrialState>;

/** Why a rehearsal cannot begin, go on or end as things stand. */
export const RehearsalGap = z.enum([
  'planEmpty',
  'planMissing',
  'wavesMissing',
  'running',
  'notRunning',
  'untried',
  'notGood',
  'notLastStage',
]);
export type RehearsalGap = z.infer<typeof RehearsalGap>;

export const RehearsalStage = z.strictObject({
  stage: Stage,
  name: z.string().max(200),
  gathering: z.enum(['district', 'common', 'centre']),
  plannedFrom: Instant.nullable(),
  plannedTo: Instant.nullable(),
  sites: z.int().min(0),
  passed: z.int().min(0),
  again: z.int().min(0),
});
export type RehearsalStage = z.infer<typeof RehearsalStage>;

export const TriedSite = z.strictObject({
  siteId: SiteId,
  number: z.int().min(1),
  name: z.string().max(200),
  isChair: z.boolean(),
  district: OrganisationId.nullable(),
  districtName: z.string().max(200).nullable(),
  state: TrialState,
  tries: z.int().min(0),
  quality: Quality.nullable(),
  /** The worst its line was measured in this rehearsal. */
  measured: Quality.nullable(),
  fault: z.string().nullable(),
  fix: z.string().nullable(),
  staff: z.string().nullable(),
  /** Attempts to show something that was not announced. */
  blocked: z.int().min(0),
  at: Instant.nullable(),
  byName: z.string().nullable(),
  /** The technician did not yet say that it was tried from the chair's seat (R-CHK-04). */
  seatOpen: z.boolean(),
  mayRecord: z.boolean(),
});
export type TriedSite = z.infer<typeof TriedSite>;

/** `GET /api/rehearsals/:meetingId` */
export const Rehearsal = z.strictObject({
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  title: z.string().max(300),
  startsAt: Instant,
  /** The duty of the ledger; null: this meeting owes none. */
  due: z
    .strictObject({ dueAt: Instant.nullable(), state: z.string().max(30), article: z.string().max(60) })
    .nullable(),
  ledBy: z.array(z.string().max(200)).max(6),
  isLarge: z.boolean(),
  articles: z.array(z.string().max(60)).max(20),
  stages: z.array(RehearsalStage).max(7),
  /** The newest rehearsal; null: there was none. */
  current: z
    .strictObject({
      rehearsalId: RehearsalId,
      number: z.int().min(1),
      /** The conference in which it is held, apart from the meeting itself. */
      conferenceId: MeetingId,
      conferencePhase: z.enum(['scheduled', 'live', 'ended']),
      stage: Stage,
      openedAt: Instant,
      byName: z.string().max(200),
      endedAt: Instant.nullable(),
      statement: z.string().nullable(),
      reason: z.string().nullable(),
    })
    .nullable(),
  sites: z.array(TriedSite).max(2_001),
  /** Sites to be tried next, in this order: those not tried yet, then those that failed, the longest ago first. */
  queue: z.array(SiteId).max(2_001),
  segments: z
    .array(
      z.strictObject({
        segmentId: z.uuid(),
        title: z.string().max(300),
        plannedAt: Instant,
        outcome: TrialOutcome.nullable(),
        note: z.string().nullable(),
      }),
    )
    .max(200),
  /** Technicians on duty in the rehearsal (R-RHS-08); null: nobody was named. */
  standby: z
    .array(
      z.strictObject({
        label: z.string().max(300),
        place: z.string().max(300).nullable(),
        name: z.string().max(200).nullable(),
        telephone: z.string().max(40).nullable(),
      }),
    )
    .max(3_000),
  gaps: z.strictObject({
    open: z.array(RehearsalGap).max(8),
    advance: z.array(RehearsalGap).max(8),
    end: z.array(RehearsalGap).max(8),
  }),
  may: z.strictObject({ lead: z.boolean(), print: z.boolean() }),
});
export type Rehearsal = z.infer<typeof Rehearsal>;
