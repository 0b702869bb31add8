import { z } from 'zod';
import { ChamberId, InstallationCode, MeetingId, NodeId, PersonalDeviceId, SiteId } from '../ids.ts';
import { LinkBudget } from '../link/budget.ts';
import { RecordingOrder } from '../recording/recording.ts';
import { MAX_DIRECTIONS, OpenDirection } from './direction.ts';
import { MAX_SPEAK_REQUESTS, SiteSpeakNotice } from './speech.ts';
import { MAX_TALK_ASKS, MAX_TALKS, TalkSites } from './talkback.ts';

/** What a site sends: people video, its microphone, a presentation, its technician's voice on the talkback. */
export const Source = z.enum(['camera', 'mic', 'content', 'talk']);
export type Source = z.infer<typeof Source>;

/** Encodings of a camera: 180p for tiles and cues, 720p for what fills a screen. */
export const Layer = z.enum(['low', 'high']);
export type Layer = z.infer<typeof Layer>;

/** Arrangements of a screen. `pip` is one large picture with a small one in its corner. */
export const LayoutKind = z.enum(['full', 'pip', 'grid4', 'grid9', 'grid16', 'grid25']);
export type LayoutKind = z.infer<typeof LayoutKind>;

/** Panes of each layout. */
export const layoutCapacity = {
  full: 1,
  pip: 2,
  grid4: 4,
  grid9: 9,
  grid16: 16,
  grid25: 25,
} as const satisfies Record<LayoutKind, number>;

export const Slot = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('site'), siteId: SiteId }),
  z.strictObject({ kind: z.literal('content') }),
  z.strictObject({ kind: z.literal('empty') }),
]);
export type Slot = z.infer<typeof Slot>;

/** `slots` has exactly as many entries as the layout has panes; the largest pane is first. */
export const Layout = z
  .strictObject({ kind: LayoutKind, slots: z.array(Slot).max(25) })
  .refine((layout) => layout.slots.length === layoutCapacity[layout.kind], {
    path: ['slots'],
    message: 'slot count',
  });
export type Layout = z.infer<typeof Layout>;

/** The two pictures an operator switches: what every site sees, and what the chair privately sees. */
export const Target = z.enum(['broadcast', 'chairView']);
export type Target = z.infer<typeof Target>;

/** A site made ready: its picture already flows at low resolution to those who will see it. */
export const Cue = z.strictObject({ siteId: SiteId, target: Target });
export type Cue = z.infer<typeof Cue>;

/** Sites of one conference. */
export const MAX_SITES = 2000;
export const MAX_FLOOR = 6;
export const MAX_CUES = 4;
export const MAX_CALLED = 4;
export const MAX_CAPTIONS = 4;

/** Decibels by which a site is heard louder or softer than it sends. */
export const GainDb = z.int().min(-18).max(12);
export const SiteGain = z.strictObject({ siteId: SiteId, db: GainDb });
export type SiteGain = z.infer<typeof SiteGain>;
export const MAX_GAINS = 64;

export const Caption = z.strictObject({ siteId: SiteId.nullable(), text: z.string().max(200) });
export type Caption = z.infer<typeof Caption>;

/** What should be seen and heard in a conference, decided by its operator. Pure data; everything else follows from it. */
export const Stage = z.strictObject({
  broadcast: Layout,
  chairView: Layout,
  /** Open microphones, the chair's included; everybody else is silent at the edge. */
  floor: z.array(SiteId).max(MAX_FLOOR),
  /** Who presents. */
  content: SiteId.nullable(),
  cue: z.array(Cue).max(MAX_CUES),
  /** Sites the chair has called: each sees and hears the chair, whatever is broadcast (R-CDT-02). */
  called: z.array(SiteId).max(MAX_CALLED),
  captions: z.array(Caption).max(MAX_CAPTIONS),
  /** Sites that are not heard as loud as they send. */
  gains: z.array(SiteGain).max(MAX_GAINS).default([]),
});
export type Stage = z.infer<typeof Stage>;

/** Where a site's room is connected and what it may do in this meeting. */
export const RosterEntry = z.strictObject({
  siteId: SiteId,
  /** Number the operator types to reach the site; unique in the meeting. */
  number: z.int().min(1).max(99_999),
  name: z.string().min(1).max(200),
  nodeId: NodeId,
  mayPresent: z.boolean(),
  /** How often its leg was asked to be set up anew; a node with an older one drops it and builds it again (R-MCU-15). */
  leg: z.int().min(0).default(0),
  /** The node it belongs to, while another stands in for that one (rule SB-3). */
  homeId: NodeId.optional(),
});
export type RosterEntry = z.infer<typeof RosterEntry>;

/** Streams of one site that may leave this installation over a trunk. */
export const TrunkOffer = z.strictObject({ siteId: SiteId, sources: z.array(Source).min(1).max(3) });
export type TrunkOffer = z.infer<typeof TrunkOffer>;

/**
 * What makes a node of the tree the gate of another installation: nothing of its tree, its sites or its people is known
 * here but what it tells. The lower installation dials and translates; the upper speaks of everything by its own names.
 */
export const TrunkEnd = z.strictObject({
  /** Null: the other installation dials. */
  dials: z
    .strictObject({
      /** The node there that answers, and the name it knows us by. */
      parentId: NodeId,
      childId: NodeId,
      /** The conference there. */
      meetingId: MeetingId,
      /** What our sites' names begin with there, and theirs here. */
      ours: InstallationCode,
      theirs: InstallationCode,
    })
    .nullable(),
  /** All that may cross toward it; whatever else it asks for it does not get (rule TK-4). */
  offers: z.array(TrunkOffer).max(MAX_SITES),
});
export type TrunkEnd = z.infer<typeof TrunkEnd>;

/** A media node in the tree of this conference; exactly one has no parent. */
export const TreeNode = z.strictObject({
  nodeId: NodeId,
  parentId: NodeId.nullable(),
  name: z.string().min(1).max(200),
  /** WebSocket address at which children reach it, e.g. `ws://127.0.0.1:7101`. */
  linkUrl: z.url({ protocol: /^wss?$/ }).max(300),
  /** Ed25519 public key (SPKI DER, base64url). */
  publicKey: z.string().min(40).max(200),
  /** What its link to its parent may carry; absent: `defaultLinkBudget`. */
  budget: LinkBudget.optional(),
  /** It stands for another installation. */
  trunk: TrunkEnd.optional(),
  /** The node that takes its place when it is lost; in the tree, or among the plan's spares. */
  standbyId: NodeId.optional(),
});
export type TreeNode = z.infer<typeof TreeNode>;

/** A media node that carries nothing of the conference now but knows its plan: a standby, or one that was relieved. */
export const SpareNode = TreeNode.omit({ parentId: true, budget: true, standbyId: true });
export type SpareNode = z.infer<typeof SpareNode>;

/** Longest path between two nodes of a conference. */
export const MAX_LINKS = 6;

/** Chambers of one meeting: the 14 district ones of Quảng Ninh (QN Đ6.1) and room to spare. */
export const MAX_CHAMBERS = 64;

/** A private room of sites that are named for it, or the technical room where sites with a fault are set aside. */
export const ChamberKind = z.enum(['private', 'technical']);
export type ChamberKind = z.infer<typeof ChamberKind>;

/** Whom a site that is not connected telephones (R-CON-07). */
export const ConnectContact = z.strictObject({
  whom: z.string().max(200),
  phone: z.string().max(40).nullable(),
});
export type ConnectContact = z.infer<typeof ConnectContact>;

/** An open chamber as the media plane sees it: a chair, members, and a stage that nobody else sees or hears. */
export const ChamberPlan = z.strictObject({
  chamberId: ChamberId,
  name: z.string().min(1).max(200),
  kind: ChamberKind,
  chairSiteId: SiteId,
  members: z.array(SiteId).max(MAX_SITES),
  stage: Stage,
});
export type ChamberPlan = z.infer<typeof ChamberPlan>;

/** Devices of people's own whose approval may be withdrawn in the course of one meeting. */
export const MAX_BARRED = 1_000;

/** A call on the talkback as the media plane sees it. It is no part of any stage (R-CDT-17). */
export const TalkPlan = z.strictObject({
  deskId: SiteId,
  /** Where the console sits that calls. */
  nodeId: NodeId,
  name: z.string().max(200),
  siteIds: TalkSites,
  answered: z.array(SiteId).max(MAX_SITES),
});
export type TalkPlan = z.infer<typeof TalkPlan>;

/** Cameras of which is remembered what consoles wanted of them. */
export const MAX_CAMERA_WISHES = 64;
/** What a console wanted of a room's camera last; `name` null: it was pushed by hand since. */
export const CameraWish = z.strictObject({
  siteId: SiteId,
  /** Another for each wish. */
  key: z.string().max(64),
  name: z.string().max(40).nullable(),
});
export type CameraWish = z.infer<typeof CameraWish>;

/** All that the media plane of one conference is derived from. */
export const ConferencePlan = z.strictObject({
  chairSiteId: SiteId,
  roster: z.array(RosterEntry).max(MAX_SITES),
  tree: z.array(TreeNode).min(1).max(64),
  /** Stage of the common room: of every site that is in no chamber. */
  stage: Stage,
  /** Open chambers; a site is in one of them at most. */
  chambers: z.array(ChamberPlan).max(MAX_CHAMBERS).default([]),
  /** Sites that are not called yet: they neither see nor hear anything, and nobody sees or hears them (R-CON-01). */
  waiting: z.array(SiteId).max(MAX_SITES).default([]),
  contacts: z.array(ConnectContact).max(5).default([]),
  /** Sites that are asked who attends there. */
  attendanceAsked: z.array(SiteId).max(MAX_SITES).default([]),
  /** Messages that sites have not read yet. */
  directions: z.array(OpenDirection).max(MAX_DIRECTIONS).default([]),
  /** What rooms are told of their wishes to speak. */
  speaking: z.array(SiteSpeakNotice).max(MAX_SPEAK_REQUESTS).default([]),
  /** Devices whose approval was withdrawn: they sit nowhere any more (R-SEC-08). */
  barred: z.array(PersonalDeviceId).max(MAX_BARRED).default([]),
  /** Sites that the chair of a conference above has called, or that are alone on air there: they look at that chair. */
  facing: z.strictObject({ chairSiteId: SiteId, siteIds: z.array(SiteId).max(MAX_SITES) }).optional(),
  /** Who records the common room; null: nobody. */
  recording: RecordingOrder.nullable().default(null),
  /** Consoles in conversation with technicians, apart from everything that is seen and heard in the meeting. */
  talks: z.array(TalkPlan).max(MAX_TALKS).default([]),
  /** Whose camera is wanted where, by the name of the position there, each once for its key (R-CDT-10). */
  presets: z
    .array(z.strictObject({ siteId: SiteId, key: z.string().max(64), name: z.string().max(300) }))
    .max(MAX_CAMERA_WISHES + 1)
    .default([]),
  /** Sites that ring the centre. */
  talkAsks: z.array(SiteId).max(MAX_TALK_ASKS).default([]),
  /** Nodes outside the tree that are told the plan, so that they can take a place in it at once. */
  spares: z.array(SpareNode).max(64).default([]),
});
export type ConferencePlan = z.infer<typeof ConferencePlan>;
