import { z } from 'zod';
import { NodeId, SiteId } from '../ids.ts';

/** What a site sends: people video, its microphone, a presentation. */
export const Source = z.enum(['camera', 'mic', 'content']);
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
});
export type RosterEntry = z.infer<typeof RosterEntry>;

/** A media node in the tree of this conference; exactly one has no parent. */
export const TreeNode = z.strictObject({
  nodeId: NodeId,
  parentId: NodeId.nullable(),
  name: z.string().min(1).max(200),
  /** WebSocket address at which children reach it, e.g. `ws://127.0.0.1:7101`. */
  linkUrl: z.url({ protocol: /^wss?$/ }).max(300),
  /** Ed25519 public key (SPKI DER, base64url). */
  publicKey: z.string().min(40).max(200),
});
export type TreeNode = z.infer<typeof TreeNode>;

/** Longest path between two nodes of a conference. */
export const MAX_LINKS = 6;

/** All that the media plane of one conference is derived from. */
export const ConferencePlan = z.strictObject({
  chairSiteId: SiteId,
  roster: z.array(RosterEntry).max(MAX_SITES),
  tree: z.array(TreeNode).min(1).max(64),
  stage: Stage,
});
export type ConferencePlan = z.infer<typeof ConferencePlan>;
