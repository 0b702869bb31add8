import { z } from 'zod';
import { BringUpId, CommandId, Instant, MeetingId, NodeId, SiteId, UserId } from '../ids.ts';
import { BringUp } from './bring-up.ts';
import { Layout, MAX_SITES, RosterEntry, Stage, TreeNode } from './stage.ts';

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
  z.strictObject({ type: z.literal('worker.died'), nodeId: NodeId }),
  z.strictObject({ type: z.literal('content.refused'), siteId: SiteId }),
]);
export type ConferenceEventBody = z.infer<typeof ConferenceEventBody>;

export const ConferenceEvent = z.strictObject({
  meetingId: MeetingId,
  /** 1, 2, 3 … without gaps within a meeting. */
  seq: z.int().min(1),
  at: Instant,
  actor: Actor,
  commandId: CommandId.nullable(),
  body: ConferenceEventBody,
});
export type ConferenceEvent = z.infer<typeof ConferenceEvent>;

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
  /** For undo: the stage before the last change, who made it and when. */
  before: z
    .strictObject({
      stage: Stage,
      by: UserId,
      at: Instant,
      /** The call that the same command opened. */
      bringUpId: BringUpId.nullable(),
      chairViewBefore: Layout.nullable(),
    })
    .nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
});
export type ConferenceState = z.infer<typeof ConferenceState>;
