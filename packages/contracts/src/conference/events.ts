import { z } from 'zod';
import { Knock, KnockAnswer, KnockId, MAX_ANSWERED_KNOCKS, MAX_KNOCKS } from '../door/door.ts';
import {
  ChamberId,
  CommandId,
  Instant,
  MeetingId,
  NodeId,
  PersonalDeviceId,
  RecordingId,
  SiteId,
  UserId,
} from '../ids.ts';
import { LineAlarm, LineSubject } from '../monitoring/line-alarm.ts';
import {
  LateRecordingRequest,
  RecordedSource,
  RecordingTrouble,
  RunningRecording,
} from '../recording/recording.ts';
import { LiveRules } from '../regulation/office/live-rules.ts';
import { PresetName } from '../room/camera.ts';
import { Quality } from '../room/quality.ts';
import { SoundRepair } from '../room/sound-repair.ts';
import { TrunkEndReason, TrunkMode, TrunkSide } from '../trunk/words.ts';
import { BringUp } from './bring-up.ts';
import { Chamber, ChambersCause, StageBefore } from './chamber.ts';
import { Connecting, ConnectStepDone, SiteConnection } from './connecting.ts';
import { Direction, DirectionId, DirectionText, MAX_DIRECTIONS } from './direction.ts';
import { Help, MAX_HELPS } from './help.ts';
import { MAX_PANE_PLANS, PanePlan, PanePlanName } from './pane-plan.ts';
import { Polling } from './polling.ts';
import { AbsenceReason, MAX_MISSED_CALLS, MAX_POSTS, MissedCall, Post } from './posts.ts';
import { Attendance, AttendanceCount, AttendancePeople, ReportText } from './reports.ts';
import { DepartureReason, RunningOrder, SegmentId } from './running-order.ts';
import { MAX_SPEAK_REQUESTS, SpeakRequest, SpeakRequestId, SpokenTime } from './speech.ts';
import {
  CameraWish,
  ConnectContact,
  Layout,
  MAX_BARRED,
  MAX_CAMERA_WISHES,
  MAX_CHAMBERS,
  MAX_FLOOR,
  MAX_SITES,
  RosterEntry,
  SpareNode,
  Stage,
  TreeNode,
} from './stage.ts';
import { MAX_TALK_ASKS, MAX_TALKS, TalkAsk, TalkCall } from './talkback.ts';

/** Who caused an event: a signed-in person, a node that observed it, or passing time. */
export const Actor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), userId: UserId, name: z.string().max(200) }),
  z.strictObject({ kind: z.literal('node'), nodeId: NodeId }),
  z.strictObject({ kind: z.literal('time') }),
]);
export type Actor = z.infer<typeof Actor>;

/** Which button changed the stage; the log tells it in words. */
export const StageCause = z.enum([
  'cue',
  'take',
  'floorGranted',
  'floorWithdrawn',
  'floorCleared',
  'contentShown',
  'contentStopped',
  'bringUp',
  'bringUpReleased',
  'caption',
  'siteRemoved',
  'chambers',
  'segment',
  'gain',
  'polling',
  'undo',
]);
export type StageCause = z.infer<typeof StageCause>;

/** What happened in a meeting, in order. The log of these events is the meeting. */
export const ConferenceEventBody = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('meeting.started'),
    chairSiteId: SiteId,
    roster: z.array(RosterEntry).max(MAX_SITES),
    tree: z.array(TreeNode).max(64),
    stage: Stage,
    /** Bring-up limit of the locality's regulation, milliseconds; null: off. */
    bringUpLimitMs: z.int().min(1).nullable(),
    /** Sites that wait for the centre's call; left out: terminals connect by themselves. */
    waiting: z.array(SiteId).max(MAX_SITES).optional(),
    /** Whom a site that is not connected telephones. */
    contacts: z.array(ConnectContact).max(5).optional(),
    /** Order of connection of the locality. */
    connectSteps: LiveRules.shape.steps.optional(),
  }),
  z.strictObject({ type: z.literal('meeting.ended') }),
  z.strictObject({ type: z.literal('site.invited'), entry: RosterEntry }),
  z.strictObject({ type: z.literal('site.removed'), siteId: SiteId }),
  z.strictObject({
    type: z.literal('stage.changed'),
    cause: StageCause,
    siteId: SiteId.nullable(),
    stage: Stage,
  }),
  z.strictObject({ type: z.literal('bringUp.requested'), bringUp: BringUp }),
  /** A measured fact, a change of state, or the limit passing. */
  z.strictObject({ type: z.literal('bringUp.changed'), bringUp: BringUp }),
  z.strictObject({ type: z.literal('bringUp.automaticSet'), automatic: z.boolean() }),
  z.strictObject({ type: z.literal('floor.followSet'), follow: z.boolean() }),
  /** An arrangement is kept under this name; null: not any more. */
  z.strictObject({ type: z.literal('panePlan.changed'), name: PanePlanName, layout: Layout.nullable() }),
  /** Sites are shown in turn from now on; null: not any more. */
  z.strictObject({ type: z.literal('polling.changed'), polling: Polling.nullable() }),
  z.strictObject({ type: z.literal('site.joined'), siteId: SiteId }),
  z.strictObject({ type: z.literal('site.dropped'), siteId: SiteId, reason: z.string().max(100) }),
  z.strictObject({ type: z.literal('site.returned'), siteId: SiteId, awayMs: z.int().min(0) }),
  z.strictObject({ type: z.literal('site.lost'), siteId: SiteId }),
  z.strictObject({
    type: z.literal('link.down'),
    childId: NodeId,
    parentId: NodeId,
    reason: z.string().max(100),
  }),
  z.strictObject({ type: z.literal('link.up'), childId: NodeId, parentId: NodeId, awayMs: z.int().min(0) }),
  z.strictObject({ type: z.literal('node.lost'), nodeId: NodeId }),
  z.strictObject({ type: z.literal('node.returned'), nodeId: NodeId }),
  /** Another node took its place: its parent, its children and its sites. `siteIds`: who was in and has to come anew. */
  z.strictObject({
    type: z.literal('node.relieved'),
    nodeId: NodeId,
    standby: SpareNode,
    siteIds: z.array(SiteId).max(MAX_SITES),
  }),
  /** It has its own place again. */
  z.strictObject({
    type: z.literal('node.reinstated'),
    nodeId: NodeId,
    siteIds: z.array(SiteId).max(MAX_SITES),
  }),
  /** Such a link is no part of the tree any more: nobody waits for it. */
  z.strictObject({ type: z.literal('link.closed'), childId: NodeId, parentId: NodeId }),
  z.strictObject({ type: z.literal('worker.died'), nodeId: NodeId }),
  z.strictObject({ type: z.literal('content.refused'), siteId: SiteId }),
  /** The approval of a device of somebody's own was withdrawn; whoever sits there with it is put out (R-SEC-08). */
  z.strictObject({
    type: z.literal('device.barred'),
    siteId: SiteId,
    deviceId: PersonalDeviceId,
    name: z.string().max(200),
    reason: z.string().max(1_000).nullable(),
  }),
  /** A site hears another again that it alone did not hear; it was mended by itself. */
  z.strictObject({
    type: z.literal('sound.mended'),
    siteId: SiteId,
    fromSiteId: SiteId,
    step: SoundRepair,
    silentMs: z.int().min(0),
  }),
  /** What a reset restores is from now on the meeting as it is at this moment. */
  z.strictObject({ type: z.literal('plan.saved') }),
  /** All legs are dropped and set up anew; sites, layouts and rooms are as saved. */
  z.strictObject({
    type: z.literal('meeting.reset'),
    roster: z.array(RosterEntry).max(MAX_SITES),
    stage: Stage,
    chambers: z.array(Chamber).max(MAX_CHAMBERS),
  }),
  /** The legs of these sites are dropped and set up anew. */
  z.strictObject({ type: z.literal('sites.recalled'), siteIds: z.array(SiteId).max(MAX_SITES) }),
  /** A leg that was asked for anew is there again, and its line was measured. */
  z.strictObject({
    type: z.literal('leg.restored'),
    siteId: SiteId,
    leg: z.int().min(1),
    afterMs: z.int().min(0),
    quality: Quality,
  }),
  /** All chambers as they are from now on. `siteId`: the one that was moved, set aside or brought back. */
  z.strictObject({
    type: z.literal('chambers.changed'),
    cause: ChambersCause,
    siteId: SiteId.nullable(),
    chambers: z.array(Chamber).max(MAX_CHAMBERS),
  }),
  /** The meeting is conducted from this approved script. */
  z.strictObject({
    type: z.literal('script.takenUp'),
    version: RunningOrder.shape.version,
    segments: RunningOrder.shape.segments,
  }),
  /** Another segment is on. */
  z.strictObject({
    type: z.literal('script.moved'),
    /** Null: before the first one again, because a step was taken back. */
    segmentId: SegmentId.nullable(),
    title: z.string().max(300),
    /** Null: the next one in order, or a step taken back. */
    departure: DepartureReason.nullable(),
    /** Since when it is on; left out: since this event. */
    since: Instant.optional(),
  }),
  /** A wish to speak, new or changed. */
  z.strictObject({ type: z.literal('speak.changed'), request: SpeakRequest }),
  z.strictObject({
    type: z.literal('speak.arranged'),
    requestIds: z.array(SpeakRequestId).max(MAX_SPEAK_REQUESTS),
  }),
  z.strictObject({ type: z.literal('connect.queued'), siteIds: z.array(SiteId).max(MAX_SITES) }),
  z.strictObject({ type: z.literal('connect.called'), siteIds: z.array(SiteId).max(MAX_SITES) }),
  z.strictObject({ type: z.literal('connect.answered'), siteId: SiteId }),
  z.strictObject({ type: z.literal('connect.unanswered'), siteId: SiteId }),
  /** Not connected so shortly before the start that the text has somebody told further up. */
  z.strictObject({ type: z.literal('connect.escalated'), siteId: SiteId, to: z.string().max(200) }),
  /** The MCU of a unit came into the tree; `lateByMs`: after the hour that its text names. */
  z.strictObject({
    type: z.literal('connect.slaveJoined'),
    childId: NodeId,
    joinedAt: Instant,
    lateByMs: z.int().min(1).nullable(),
    /** Since when all MCUs of the meeting are joined, with this one as the last; left out: others are missing. */
    allSince: Instant.optional(),
  }),
  /** It was not there by that hour; `to`: who is told. */
  z.strictObject({ type: z.literal('connect.slaveLate'), childId: NodeId, to: z.string().max(500) }),
  z.strictObject({ type: z.literal('connect.recorded'), site: SiteConnection }),
  z.strictObject({ type: z.literal('connect.stepped'), step: ConnectStepDone }),
  z.strictObject({ type: z.literal('connect.ready'), ready: Connecting.shape.ready.unwrap() }),
  /** An intervention was asked for, taken in hand or given back. */
  z.strictObject({ type: z.literal('help.changed'), help: Help }),
  /** Another installation takes part through its gate; replaces what was known of that gate. */
  z.strictObject({
    type: z.literal('trunk.linked'),
    /** What the other installation is to this meeting. */
    side: TrunkSide,
    mode: TrunkMode,
    node: TreeNode,
    entries: z.array(RosterEntry).min(1).max(MAX_SITES),
    /** The gate it had before: another node is at the border on one of the sides. */
    replaces: NodeId.optional(),
  }),
  z.strictObject({
    type: z.literal('trunk.unlinked'),
    nodeId: NodeId,
    name: z.string().max(200),
    reason: TrunkEndReason,
  }),
  z.strictObject({ type: z.literal('report.written'), siteId: SiteId.nullable(), text: ReportText }),
  z.strictObject({
    type: z.literal('direction.sent'),
    directionId: DirectionId,
    siteIds: z.array(SiteId).min(1).max(MAX_SITES),
    text: DirectionText,
  }),
  z.strictObject({ type: z.literal('direction.read'), directionId: DirectionId, siteId: SiteId }),
  /** A console wants a room's camera at a position, or pushes it by hand. */
  z.strictObject({ type: z.literal('camera.recalled'), siteId: SiteId, name: PresetName }),
  z.strictObject({ type: z.literal('camera.turned'), siteId: SiteId }),
  z.strictObject({ type: z.literal('attendance.asked'), siteIds: z.array(SiteId).max(MAX_SITES) }),
  z.strictObject({
    type: z.literal('attendance.given'),
    siteId: SiteId,
    count: AttendanceCount,
    people: AttendancePeople,
  }),
  /** A line that is up is bad, and good again (R-MON-03). */
  z.strictObject({ type: z.literal('line.degraded'), subject: LineSubject, alarm: LineAlarm }),
  z.strictObject({ type: z.literal('line.recovered'), subject: LineSubject, alarm: LineAlarm }),
  z.strictObject({
    type: z.literal('recording.started'),
    recordingId: RecordingId,
    nodeId: NodeId,
    late: LateRecordingRequest.nullable(),
  }),
  z.strictObject({ type: z.literal('recording.stopped'), recordingId: RecordingId }),
  /** Its node is not heard any more: another one goes on. */
  z.strictObject({ type: z.literal('recording.moved'), recordingId: RecordingId, nodeId: NodeId }),
  z.strictObject({ type: z.literal('recording.began'), recordingId: RecordingId, nodeId: NodeId }),
  z.strictObject({
    type: z.literal('recording.troubled'),
    siteId: SiteId,
    source: RecordedSource,
    trouble: RecordingTrouble,
  }),
  z.strictObject({ type: z.literal('recording.recovered'), siteId: SiteId, source: RecordedSource }),
  /** A console calls on the talkback, or calls others than before. Who spoke with whom is kept, not what was said. */
  z.strictObject({ type: z.literal('talk.called'), call: TalkCall }),
  z.strictObject({ type: z.literal('talk.ended'), deskId: SiteId, name: z.string().max(200) }),
  z.strictObject({ type: z.literal('talk.asked'), siteId: SiteId }),
  z.strictObject({ type: z.literal('talk.answered'), siteId: SiteId }),
  /** It hung up, or rings no more. */
  z.strictObject({ type: z.literal('talk.left'), siteId: SiteId }),
  /** Somebody who conducts is not at the console; is there again; another stands in (R-CDT-12). */
  z.strictObject({
    type: z.literal('post.absent'),
    userId: UserId,
    name: z.string().max(200),
    why: AbsenceReason,
    since: Instant,
  }),
  z.strictObject({
    type: z.literal('post.returned'),
    userId: UserId,
    name: z.string().max(200),
    awayMs: z.int().min(0),
  }),
  z.strictObject({ type: z.literal('post.takenOver'), userId: UserId, name: z.string().max(200) }),
  /** A call that nobody answered in time; it waits no more. */
  z.strictObject({ type: z.literal('call.missed'), call: MissedCall }),
  z.strictObject({ type: z.literal('call.settled'), call: MissedCall, afterMs: z.int().min(0) }),
  /** An endpoint that is not of the plan waits outside (R-CON-12). */
  z.strictObject({ type: z.literal('door.knocked'), knock: Knock }),
  z.strictObject({
    type: z.literal('door.answered'),
    knockId: KnockId,
    name: z.string().max(200),
    answer: KnockAnswer,
  }),
  z.strictObject({ type: z.literal('door.left'), knockId: KnockId, name: z.string().max(200) }),
]);
export type ConferenceEventBody = z.infer<typeof ConferenceEventBody>;

export const ConferenceEvent = z.strictObject({
  meetingId: MeetingId,
  /** 1, 2, 3 … without gaps within a meeting. */
  seq: z.int().min(1),
  at: Instant,
  actor: Actor,
  commandId: CommandId.nullable(),
  /** The chamber on whose stage it happened; null: the common room, or the meeting as a whole. */
  chamberId: ChamberId.nullable().default(null),
  body: ConferenceEventBody,
});
export type ConferenceEvent = z.infer<typeof ConferenceEvent>;

/** What a reset restores (R-MCU-15). */
export const SavedPlan = z.strictObject({
  roster: z.array(RosterEntry).max(MAX_SITES),
  stage: Stage,
  chambers: z.array(Chamber).max(MAX_CHAMBERS),
  at: Instant,
});
export type SavedPlan = z.infer<typeof SavedPlan>;

/** Legs that were asked for anew by the last reset or recall, or because another node took over. */
export const LegsAsked = z.strictObject({
  at: Instant,
  all: z.boolean(),
  /** The node that the sites come to, when the reason was a change of nodes. */
  nodeId: NodeId.nullable().default(null),
  asked: z.int().min(0),
  /** Sites that are not back yet. */
  pending: z.array(SiteId).max(MAX_SITES),
});
export type LegsAsked = z.infer<typeof LegsAsked>;

/** A node whose place another has taken. */
export const Relief = z.strictObject({ nodeId: NodeId, standby: SpareNode, at: Instant });
export type Relief = z.infer<typeof Relief>;

/** Who stands in for whom, in the order it came about, and the tree as it is without. */
export const Reliefs = z.strictObject({
  tree: z.array(TreeNode).max(64),
  given: z.array(Relief).min(1).max(64),
});
export type Reliefs = z.infer<typeof Reliefs>;

/** The meeting after all its events; what a snapshot stores. */
export const ConferenceState = z.strictObject({
  phase: z.enum(['scheduled', 'live', 'ended']),
  seq: z.int().min(0),
  chairSiteId: SiteId.nullable(),
  roster: z.array(RosterEntry).max(MAX_SITES),
  tree: z.array(TreeNode).max(64),
  stage: Stage.nullable(),
  automaticBringUp: z.boolean(),
  /** The picture on air follows the floor (R-CDT-05). */
  followFloor: z.boolean(),
  /** What the chair's screen returns to when the site it has called leaves it; null while nobody is called. */
  chairViewBefore: Layout.nullable(),
  bringUpLimitMs: z.int().min(1).nullable(),
  /** All bring-ups of the meeting, oldest first; at most the last 500. */
  bringUps: z.array(BringUp).max(500),
  before: StageBefore.nullable(),
  chambers: z.array(Chamber).max(MAX_CHAMBERS).default([]),
  /** Devices whose approval was withdrawn during the meeting. */
  barred: z.array(PersonalDeviceId).max(MAX_BARRED).default([]),
  saved: SavedPlan.nullable().default(null),
  legs: LegsAsked.nullable().default(null),
  /** Null: conducted without an approved script. */
  runningOrder: RunningOrder.nullable().default(null),
  connecting: Connecting.prefault({
    waiting: [],
    queue: [],
    calling: [],
    sites: [],
    steps: [],
    ready: null,
  }),
  helps: z.array(Help).max(MAX_HELPS).default([]),
  talks: z.array(TalkCall).max(MAX_TALKS).default([]),
  talkAsks: z.array(TalkAsk).max(MAX_TALK_ASKS).default([]),
  /** Posts at which nobody is, and calls that nobody answered in time. Who is there is observed, not kept. */
  posts: z.array(Post).max(MAX_POSTS).default([]),
  missedCalls: z.array(MissedCall).max(MAX_MISSED_CALLS).default([]),
  /** Who waits outside, oldest first, and the last who were answered. */
  knocks: z
    .array(Knock)
    .max(MAX_KNOCKS + MAX_ANSWERED_KNOCKS)
    .default([]),
  attendance: z.array(Attendance).max(MAX_SITES).default([]),
  /** Messages to sites, oldest first. */
  directions: z.array(Direction).max(MAX_DIRECTIONS).default([]),
  /** What consoles want of rooms' cameras, the newest last. */
  cameras: z.array(CameraWish).max(MAX_CAMERA_WISHES).default([]),
  connectSteps: LiveRules.shape.steps.default([]),
  connectContacts: z.array(ConnectContact).max(5).default([]),
  /** Wishes to speak, oldest first. */
  speakRequests: z.array(SpeakRequest).max(MAX_SPEAK_REQUESTS).default([]),
  /** The chair's own order of those that wait. */
  speakOrder: z.array(SpeakRequestId).max(MAX_SPEAK_REQUESTS).default([]),
  /** Floor time of each site up to now, and since when those on the floor have it. */
  spoken: z.array(SpokenTime).max(MAX_SITES).default([]),
  floorSince: z
    .array(z.strictObject({ siteId: SiteId, at: Instant }))
    .max(MAX_FLOOR)
    .default([]),
  /** The recording that runs (R-REC-01). */
  recording: RunningRecording.nullable().default(null),
  panePlans: z.array(PanePlan).max(MAX_PANE_PLANS).default([]),
  /** Null: no sites are shown in turn. */
  polling: Polling.nullable().default(null),
  /** Null while every node has its own place. */
  reliefs: Reliefs.nullable().default(null),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
});
export type ConferenceState = z.infer<typeof ConferenceState>;
