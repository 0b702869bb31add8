import { z } from 'zod';
import { AudioReading, AudioSet } from '../assets/audio.ts';
import { Instant, MeetingId, OrganisationId, SiteId } from '../ids.ts';
import { ProfileKey } from '../regulation/deadline.ts';
import { CheckItem } from '../regulation/office/check-rules.ts';
import { Citation } from '../regulation/values.ts';
import { DutyTraining } from '../staff/filing.ts';
import { CheckOutcome } from './check-outcome.ts';

const line = z.string().trim().max(300);

/** What was read: a number in the unit of its measure, or words. */
export const CheckValue = z.union([z.number(), line]).nullable();
export type CheckValue = z.infer<typeof CheckValue>;

/** One answer to one item. It may have been given without a connection and reach us later. */
export const CheckAnswer = z.strictObject({
  /** Made by whoever answers; the same key sent twice is one answer. */
  key: z.uuid(),
  phase: ProfileKey,
  item: ProfileKey,
  outcome: CheckOutcome,
  value: CheckValue,
  note: line.nullable(),
  /** "I sit at the chair's place" (R-CHK-04). */
  fromChairSeat: z.boolean(),
  /** What was read of the room's sound systems, where that is what is checked. */
  audio: z.array(AudioReading).max(20).optional(),
  /** When it was answered, by the device's clock. */
  answeredAt: Instant,
});
export type CheckAnswer = z.infer<typeof CheckAnswer>;

/** Settings of a room by name, as its terminal reports them or a person read them (R-AST-05). */
export const RoomConfiguration = z
  .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/), z.string().max(200))
  .refine((fields) => Object.keys(fields).length <= 30, { message: 'too many fields' });
export type RoomConfiguration = z.infer<typeof RoomConfiguration>;

/** `POST /api/preparation/:meetingId/sites/:siteId/answers`: answers in the order in which they were given. */
export const AnswerChecks = z.strictObject({
  answers: z.array(CheckAnswer).min(1).max(100),
  /** The room as it was measured at the same time. */
  configuration: RoomConfiguration.nullable(),
});
export type AnswerChecks = z.infer<typeof AnswerChecks>;

/** `POST …/retests`: somebody saw or heard that a site is not good enough. */
export const OrderRetest = z.strictObject({
  phase: ProfileKey,
  /** None: everything of the phase that has a result. */
  items: z.array(ProfileKey).max(40),
  cause: line.min(3),
});
export type OrderRetest = z.infer<typeof OrderRetest>;

/** `POST …/clearance`: an area's sites may be connected although one of them is unchecked (R-CHK-09). */
export const OverrideClearance = z.strictObject({ reason: line.min(3) });
export type OverrideClearance = z.infer<typeof OverrideClearance>;

/**
 * Where an item stands. `stale`: it has a result, and has to be tested again; `blocked`: something of the room was changed
 * after it was tuned, so that "unchanged" cannot be said.
 */
export const CheckState = z.enum(['open', 'passed', 'failed', 'notApplicable', 'stale', 'blocked']);
export type CheckState = z.infer<typeof CheckState>;

/** Where a phase, or a site as a whole, stands; of several the worst, from right to left. */
export const ReadinessState = z.enum([
  /** Nothing can be answered yet. */
  'waiting',
  /** Everything is done, to the last phase. */
  'ready',
  /** Everything that can be answered by now is done. */
  'onTrack',
  'checking',
  'retesting',
  'changed',
  'late',
  'failing',
]);
export type ReadinessState = z.infer<typeof ReadinessState>;

export const CheckLine = z.strictObject({
  ...CheckItem.omit({ sites: true }).shape,
  /** Name of the role to which a fault is told. */
  faultTo: z.string().max(200).nullable(),
  state: CheckState,
  value: CheckValue,
  resultNote: line.nullable(),
  answeredAt: Instant.nullable(),
  byName: z.string().max(200).nullable(),
  /** How often it was tested. */
  tries: z.int().min(0),
  mayAnswer: z.boolean(),
  /** The room's sound systems with their standard values, and what was read last; of other items null. */
  audio: z
    .strictObject({ sets: z.array(AudioSet).max(50), read: z.array(AudioReading).max(20) })
    .nullable()
    .default(null),
});
export type CheckLine = z.infer<typeof CheckLine>;

export const CheckPhaseSheet = z.strictObject({
  phase: ProfileKey,
  name: z.string().max(200),
  opensAt: Instant.nullable(),
  dueAt: Instant,
  state: ReadinessState,
  lines: z.array(CheckLine).max(40),
  cite: z.array(Citation).max(5),
});
export type CheckPhaseSheet = z.infer<typeof CheckPhaseSheet>;

export const ConfigurationChange = z.strictObject({
  field: z.string().max(40),
  before: z.string().max(200).nullable(),
  after: z.string().max(200).nullable(),
});
export type ConfigurationChange = z.infer<typeof ConfigurationChange>;

/** `GET /api/preparation/:meetingId/sites/:siteId`: everything one site has to check, and what it did. */
export const SiteCheckSheet = z.strictObject({
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  title: z.string().max(300),
  startsAt: Instant,
  siteId: SiteId,
  number: z.int().min(1),
  name: z.string().max(200),
  isChair: z.boolean(),
  terminal: z.enum(['browser', 'vcs']),
  state: ReadinessState,
  phases: z.array(CheckPhaseSheet).max(10),
  /** The room as it was kept after tuning; null: not yet. */
  frozen: z.strictObject({ at: Instant, byName: z.string().max(200), code: z.string().max(20) }).nullable(),
  /** What differs from it now. */
  changes: z.array(ConfigurationChange).max(30),
  /** What earlier meetings left here to be mended (R-END-03). */
  outstanding: z
    .array(z.strictObject({ words: z.string().max(300), at: Instant, byName: z.string().max(200) }))
    .max(50),
  retests: z
    .array(
      z.strictObject({
        phase: ProfileKey,
        cause: line,
        orderedAt: Instant,
        byName: z.string().max(200),
        open: z.boolean(),
      }),
    )
    .max(200),
  history: z
    .array(
      z.strictObject({
        phase: ProfileKey,
        item: ProfileKey,
        outcome: CheckOutcome,
        value: CheckValue,
        note: line.nullable(),
        answeredAt: Instant,
        receivedAt: Instant,
        byName: z.string().max(200),
      }),
    )
    .max(1_000),
  mayOrder: z.boolean(),
});
export type SiteCheckSheet = z.infer<typeof SiteCheckSheet>;

/** One site on the board: always the same facts in the same place (R-CHK-12). */
export const BoardSite = z.strictObject({
  siteId: SiteId,
  number: z.int().min(1),
  name: z.string().max(200),
  isChair: z.boolean(),
  state: ReadinessState,
  /** Binding items that can be answered by now: done, of how many. */
  done: z.int().min(0),
  due: z.int().min(0),
  /** What failed or changed, in the words of the items. */
  faults: z.array(z.string().max(300)).max(10),
  retests: z.int().min(0),
  acknowledged: z.boolean().nullable(),
  onDuty: z
    .strictObject({
      name: z.string().max(200),
      telephone: z.string().max(40),
      training: DutyTraining.nullable(),
    })
    .nullable(),
  present: z.boolean().nullable(),
  power: z.enum(['asked', 'answered', 'none']),
  /** When the room's terminal last measured itself; null: never. */
  terminalAt: Instant.nullable(),
  lastAt: Instant.nullable(),
});
export type BoardSite = z.infer<typeof BoardSite>;

export const BoardGroup = z.strictObject({
  organisationId: OrganisationId.nullable(),
  name: z.string().max(200),
  sites: z.array(BoardSite).max(2_000),
  /** Sites of an area that its unit has not passed hold its MCU back from the master; null: no such step here. */
  clearance: z
    .strictObject({ cleared: z.boolean(), missing: z.int().min(0), override: line.nullable() })
    .nullable(),
});
export type BoardGroup = z.infer<typeof BoardGroup>;

/** `GET /api/preparation/:meetingId/board` */
export const ReadinessBoard = z.strictObject({
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  title: z.string().max(300),
  startsAt: Instant,
  phases: z
    .array(
      z.strictObject({
        phase: ProfileKey,
        name: z.string().max(200),
        opensAt: Instant.nullable(),
        dueAt: Instant,
        /** Sites that passed it, of all. */
        passed: z.int().min(0),
        sites: z.int().min(0),
      }),
    )
    .max(10),
  groups: z.array(BoardGroup).max(400),
  mayOrder: z.boolean(),
});
export type ReadinessBoard = z.infer<typeof ReadinessBoard>;

/** `GET /api/preparation`: meetings to come that this person prepares. */
export const PreparationList = z.strictObject({
  meetings: z
    .array(
      z.strictObject({
        meetingId: MeetingId,
        fileNumber: z.string().max(20),
        title: z.string().max(300),
        startsAt: Instant,
        siteCount: z.int().min(0),
        /** Sites at which this person answers. */
        own: z.array(z.strictObject({ siteId: SiteId, name: z.string().max(200) })).max(50),
      }),
    )
    .max(100),
});
export type PreparationList = z.infer<typeof PreparationList>;

/** `GET /api/preparation/line`: from which address a room's terminal reaches the centre. */
export const LinePulse = z.strictObject({ address: z.string().max(100) });
export type LinePulse = z.infer<typeof LinePulse>;
