import type { Side } from '@nhipcau/base';
import { z } from 'zod';
import { Instant, MeetingId } from '../ids.ts';
import { IncidentType } from '../regulation/office/incident-rules.ts';

const Nothing = z.strictObject({});
const name = z.string().trim().min(2).max(100);

/** A screen on a wall: an address of its own, which shows and never acts. */
export const WallboardId = z.uuid().brand<'WallboardId'>();
export type WallboardId = z.infer<typeof WallboardId>;

/** Longest time an address is good for, days. */
export const MAX_WALLBOARD_DAYS = 90;

/** `POST /api/wallboards` */
export const IssueWallboard = z.strictObject({
  /** Where the screen hangs. */
  name,
  /** Null: whatever meeting runs; only for who answers for the whole installation. */
  meetingId: MeetingId.nullable(),
  days: z.int().min(1).max(MAX_WALLBOARD_DAYS),
});
export type IssueWallboard = z.infer<typeof IssueWallboard>;

/** The address is told now and never again: the database keeps its fingerprint only. */
export const WallboardIssued = z.strictObject({
  wallboardId: WallboardId,
  path: z.string().max(200),
  expiresAt: Instant,
});
export type WallboardIssued = z.infer<typeof WallboardIssued>;

export const WallboardLine = z.strictObject({
  wallboardId: WallboardId,
  name: z.string().max(100),
  meetingId: MeetingId.nullable(),
  title: z.string().max(300).nullable(),
  issuedBy: z.string().max(200),
  issuedAt: Instant,
  expiresAt: Instant,
  withdrawnAt: Instant.nullable(),
  lastOpenedAt: Instant.nullable(),
  /** Screens that show it now. */
  screens: z.int().min(0),
  isGood: z.boolean(),
});
export type WallboardLine = z.infer<typeof WallboardLine>;

/** `GET /api/wallboards` */
export const WallboardList = z.strictObject({
  wallboards: z.array(WallboardLine).max(500),
  /** Meetings for which this person may open a screen. */
  meetings: z
    .array(z.strictObject({ meetingId: MeetingId, title: z.string().max(300), plannedStart: Instant }))
    .max(200),
  /** May open a screen for whatever runs. */
  everywhere: z.boolean(),
});
export type WallboardList = z.infer<typeof WallboardList>;

const WallSegment = z.strictObject({
  title: z.string().max(300),
  siteName: z.string().max(200).nullable(),
});

/** A meeting as a hall may see it: no person, no telephone, nothing that was said. */
export const WallMeeting = z.strictObject({
  meetingId: MeetingId,
  title: z.string().max(300),
  phase: z.enum(['scheduled', 'live', 'ended']),
  plannedStart: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  sites: z.strictObject({
    invited: z.int().min(0),
    connected: z.int().min(0),
    /** On their way in or back. */
    connecting: z.int().min(0),
    missing: z.int().min(0),
  }),
  /** Those that dropped first, then those that never came; the first of them. */
  missing: z
    .array(
      z.strictObject({
        number: z.int(),
        name: z.string().max(200),
        state: z.enum(['absent', 'lost', 'nodeLost', 'reconnecting']),
        since: Instant,
      }),
    )
    .max(24),
  incidents: z.strictObject({
    open: z.int().min(0),
    first: z
      .array(
        z.strictObject({
          place: z.string().max(300),
          type: IncidentType,
          isTaken: z.boolean(),
          openedAt: Instant,
        }),
      )
      .max(6),
  }),
  /** Sites that everybody sees. */
  onAir: z.array(z.string().max(200)).max(25),
  /** What is on by the running order, and until when by its plan. */
  segment: WallSegment.extend({
    place: z.int().min(1),
    all: z.int().min(1),
    since: Instant,
    until: Instant,
  }).nullable(),
  next: WallSegment.extend({ plannedAt: Instant }).nullable(),
});
export type WallMeeting = z.infer<typeof WallMeeting>;

export const WallboardView = z.strictObject({
  name: z.string().max(100),
  expiresAt: Instant,
  /** Live ones; of a screen for one meeting that one, whatever its phase. */
  meetings: z.array(WallMeeting).max(6),
  /** What comes when nothing runs. */
  upcoming: z.strictObject({ title: z.string().max(300), plannedStart: Instant }).nullable(),
});
export type WallboardView = z.infer<typeof WallboardView>;

export const WALLBOARD_HEARTBEAT = { everyMs: 5_000, deadAfterMs: 15_000 } as const;

/** Screen → server. Who it is follows from the token of its address alone. */
export const wallboardServer = {
  requests: {
    'wallboard.open': {
      body: z.strictObject({ version: z.int(), token: z.string().min(20).max(200) }),
      reply: z.strictObject({ view: WallboardView, serverTime: Instant }),
    },
  },
  notes: {},
} as const satisfies Side;

/** Server → screen: everything that is to be shown, whenever it is something else. */
export const wallboardClient = {
  requests: {},
  notes: {
    'wallboard.view': z.strictObject({ view: WallboardView, serverTime: Instant }),
    'wallboard.over': Nothing,
  },
} as const satisfies Side;
