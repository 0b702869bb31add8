import type { Side } from '@nhipcau/base';
import { z } from 'zod';
import { BringUp } from '../conference/bring-up.ts';
import { GiveCommand } from '../conference/commands.ts';
import { Connecting } from '../conference/connecting.ts';
import { Direction, MAX_DIRECTIONS } from '../conference/direction.ts';
import { ConferenceEvent, LegsAsked } from '../conference/events.ts';
import { Help, MAX_HELPS } from '../conference/help.ts';
import { MAX_PANE_PLANS, PanePlan } from '../conference/pane-plan.ts';
import { Polling } from '../conference/polling.ts';
import { MAX_MISSED_CALLS, MAX_POSTS, MissedCall, Post } from '../conference/posts.ts';
import { Attendance } from '../conference/reports.ts';
import { OrderPosition, RunningOrder } from '../conference/running-order.ts';
import { SpeakRequest, SpeakRequestId, SpokenTime } from '../conference/speech.ts';
import { ChamberPlan, MAX_CHAMBERS, Stage } from '../conference/stage.ts';
import { MAX_TALK_ASKS, MAX_TALKS, TalkAsk, TalkCall } from '../conference/talkback.ts';
import { Knock, MAX_KNOCKS } from '../door/door.ts';
import { Instant, MeetingId, NodeId, SiteId } from '../ids.ts';
import { LineAlarm } from '../monitoring/line-alarm.ts';
import { LinkObserved, NodeLoad, SeatObserved } from '../node/control.ts';
import { RunningRecording } from '../recording/recording.ts';
import { CameraPush } from '../room/camera.ts';

const Nothing = z.strictObject({});

/** A site of the meeting as the wall shows it: who it is, and what was last observed of its room. */
export const LiveSite = z.strictObject({
  siteId: SiteId,
  number: z.int(),
  name: z.string().max(200),
  /** Heading under which the wall groups it: the district, or the level for others. */
  groupId: z.string().max(64),
  groupName: z.string().max(200),
  level: z.string().max(40),
  nodeId: NodeId,
  mayPresent: z.boolean(),
  leg: z.int().min(0).default(0),
  /** The node it belongs to, while another stands in for that one. */
  homeId: NodeId.optional(),
  /** Duty of the technician on site and how to reach that person. */
  duty: z.strictObject({ title: z.string().max(200), phone: z.string().max(40) }).nullable(),
  /** `absent`: never came or left; `lost`: dropped and the grace period is over; `nodeLost`: its node is not heard. */
  state: z.enum(['absent', 'connecting', 'connected', 'reconnecting', 'lost', 'nodeLost']),
  since: Instant,
  seat: SeatObserved.nullable(),
  /** What is wrong with its line now. */
  alarms: z.array(LineAlarm).max(10),
  /** Number of the last still picture, for `/api/meetings/:id/stills/:siteId?v=`; 0: none yet. */
  still: z.int().min(0),
});
export type LiveSite = z.infer<typeof LiveSite>;

export const LiveNode = z.strictObject({
  nodeId: NodeId,
  name: z.string().max(200),
  parentId: NodeId.nullable(),
  state: z.enum(['connected', 'lost', 'never']),
  since: Instant,
  /** Outside the tree: stands ready, or another has taken its place. */
  isSpare: z.boolean(),
  /** The node that takes its place when it is lost. */
  standbyId: NodeId.nullable(),
  /** The node that has taken its place, since when. */
  relievedBy: z.strictObject({ nodeId: NodeId, at: Instant }).nullable(),
  load: NodeLoad.nullable(),
});
export type LiveNode = z.infer<typeof LiveNode>;

export const LiveLink = z.strictObject({
  childId: NodeId,
  parentId: NodeId,
  /** As the child reports it, and as the parent does: `receives` of the child come down, of the parent go up. */
  child: LinkObserved.nullable(),
  parent: LinkObserved.nullable(),
  /** What is wrong with it now. */
  alarms: z.array(LineAlarm).max(10),
});
export type LiveLink = z.infer<typeof LiveLink>;

/** A chamber as a console shows it. */
export const LiveChamber = z.strictObject({
  ...ChamberPlan.shape,
  isOpen: z.boolean(),
  automaticBringUp: z.boolean(),
  followFloor: z.boolean(),
  undoUntil: Instant.nullable(),
  undoBy: z.string().max(64).nullable(),
});
export type LiveChamber = z.infer<typeof LiveChamber>;

export const LiveMeeting = z.strictObject({
  meetingId: MeetingId,
  title: z.string().max(300),
  phase: z.enum(['scheduled', 'live', 'ended']),
  chairSiteId: SiteId,
  automaticBringUp: z.boolean(),
  followFloor: z.boolean(),
  bringUpLimitMs: z.int().nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  plannedStart: Instant,
  stage: Stage.nullable(),
  /** Until when the last change of the stage may be taken back by its author. */
  undoUntil: Instant.nullable(),
  undoBy: z.string().max(64).nullable(),
  chambers: z.array(LiveChamber).max(MAX_CHAMBERS).default([]),
  /** When what a reset restores was saved; null before the start. */
  savedAt: Instant.nullable().default(null),
  legs: LegsAsked.nullable().default(null),
  /** Where it is in its running order; null: it has none. */
  order: OrderPosition.nullable().default(null),
  /** Interventions beyond what is delegated that are open or in hand. */
  helps: z.array(Help).max(MAX_HELPS).default([]),
  /** Conversations on the talkback, and sites that ring. */
  talks: z.array(TalkCall).max(MAX_TALKS).default([]),
  talkAsks: z.array(TalkAsk).max(MAX_TALK_ASKS).default([]),
  /** Who conducts at consoles, and calls that nobody answered in time (R-CDT-12). */
  posts: z.array(Post).max(MAX_POSTS).default([]),
  missedCalls: z.array(MissedCall).max(MAX_MISSED_CALLS).default([]),
  /** Endpoints that wait outside, oldest first (R-CON-12). */
  knocks: z.array(Knock).max(MAX_KNOCKS).default([]),
  /** Wishes to speak that wait, in the order in which they would be granted. */
  speakQueue: z.array(SpeakRequestId).max(500).default([]),
  recording: RunningRecording.nullable().default(null),
  polling: Polling.nullable().default(null),
  panePlans: z.array(PanePlan).max(MAX_PANE_PLANS).default([]),
});
export type LiveMeeting = z.infer<typeof LiveMeeting>;

/** Everything a console shows of a meeting. Deltas replace whole entities, so applying one twice is harmless. */
export const LiveSnapshot = z.strictObject({
  seq: z.int().min(0),
  meeting: LiveMeeting,
  /** Of the running order; they change only when another script is taken up. */
  segments: RunningOrder.shape.segments.default([]),
  /** Wishes to speak, oldest first. */
  speakRequests: z.array(SpeakRequest).max(500).default([]),
  attendance: z.array(Attendance).max(2000).default([]),
  /** Messages to sites, oldest first. */
  directions: z.array(Direction).max(MAX_DIRECTIONS).default([]),
  /** How it is connected before its session. */
  connecting: Connecting,
  /** Floor time of sites up to the last change of the floor. */
  spoken: z.array(SpokenTime).max(2000).default([]),
  sites: z.array(LiveSite).max(2000),
  nodes: z.array(LiveNode).max(64),
  links: z.array(LiveLink).max(64),
  bringUps: z.array(BringUp).max(500),
  /** Newest 200 events of the log, oldest first. */
  log: z.array(ConferenceEvent).max(200),
  serverTime: Instant,
});
export type LiveSnapshot = z.infer<typeof LiveSnapshot>;

export const LiveDelta = z.strictObject({
  /** Follows the last by exactly one; a gap means: subscribe again. */
  seq: z.int().min(1),
  meeting: LiveMeeting.optional(),
  segments: RunningOrder.shape.segments.optional(),
  speakRequests: z.array(SpeakRequest).max(500).optional(),
  connecting: Connecting.optional(),
  attendance: z.array(Attendance).max(2000).optional(),
  directions: z.array(Direction).max(MAX_DIRECTIONS).optional(),
  spoken: z.array(SpokenTime).max(2000).optional(),
  sites: z.array(LiveSite).max(2000).optional(),
  goneSites: z.array(SiteId).max(2000).optional(),
  nodes: z.array(LiveNode).max(64).optional(),
  /** Gates of other installations that take part no more, and the links to them. */
  goneNodes: z.array(NodeId).max(64).optional(),
  links: z.array(LiveLink).max(64).optional(),
  /** Links that are no part of the tree any more. */
  goneLinks: z
    .array(z.strictObject({ childId: NodeId, parentId: NodeId }))
    .max(128)
    .optional(),
  bringUps: z.array(BringUp).max(500).optional(),
  log: z.array(ConferenceEvent).max(500).optional(),
  /** Pairs of site and new number of its still picture. */
  stills: z
    .array(z.tuple([SiteId, z.int()]))
    .max(2000)
    .optional(),
});
export type LiveDelta = z.infer<typeof LiveDelta>;

export const CONSOLE_HEARTBEAT = { everyMs: 2_000, deadAfterMs: 6_000 } as const;
/** Deltas are gathered at most this long. */
export const DELTA_BATCH_MS = 50;

/** Console → server. Signed in by session cookie before the socket opens. */
export const consoleServer = {
  requests: {
    /**
     * Starts (or takes up again) the stream of deltas. With the epoch and sequence number of before, the server sends
     * what was missed as one delta when it still can, else a snapshot.
     */
    'live.open': {
      body: z.strictObject({
        version: z.int(),
        meetingId: MeetingId,
        resume: z.strictObject({ epoch: z.string().max(64), seq: z.int().min(0) }).optional(),
        /** The wall is looked at: rooms send still pictures. */
        wantsStills: z.boolean(),
      }),
      reply: z.strictObject({ epoch: z.string().max(64), snapshot: LiveSnapshot.nullable() }),
    },
    'live.close': { body: z.strictObject({ meetingId: MeetingId }), reply: Nothing },
    /** Acknowledged when it is stored; its effect shows in deltas. */
    'command.give': {
      body: z.strictObject({ meetingId: MeetingId, ...GiveCommand.shape }),
      reply: z.strictObject({ seq: z.int().min(0), at: Instant }),
    },
    /** Pushes a room's camera, again and again while a button is held, and stops it when it is let go (rule CM-10). */
    'camera.push': { body: CameraPush.extend({ meetingId: MeetingId, siteId: SiteId }), reply: Nothing },
  },
  notes: {
    /** Somebody is at the console; told at most every `PRESENT_EVERY_MS`. */
    'desk.present': z.strictObject({ meetingId: MeetingId }),
  },
} as const satisfies Side;

/** Server → console. */
export const consoleClient = {
  requests: {},
  notes: { 'live.delta': z.strictObject({ meetingId: MeetingId, delta: LiveDelta }) },
} as const satisfies Side;
