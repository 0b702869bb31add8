import { z } from 'zod';
import { ChamberId, SiteId } from '../ids.ts';
import { DirectionNotice, SHOWN_DIRECTIONS } from './direction.ts';
import { SpeakNotice } from './speech.ts';
import { Caption, ChamberKind, ConnectContact, Layer, LayoutKind, SiteGain, Source } from './stage.ts';
import { TalkNotice } from './talkback.ts';

/** One pane of a screen as a seat shows it. */
export const Pane = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('remote'),
    siteId: SiteId,
    source: z.enum(['camera', 'content']),
    layer: Layer,
  }),
  /** The site's own camera or content, taken locally: nothing crosses the network. */
  z.strictObject({ kind: z.literal('self'), source: z.enum(['camera', 'content']) }),
  z.strictObject({ kind: z.literal('empty') }),
]);
export type Pane = z.infer<typeof Pane>;

export const Screen = z.strictObject({ layout: LayoutKind, panes: z.array(Pane).max(25) });
export type Screen = z.infer<typeof Screen>;

export const Tally = z.enum(['onAir', 'cued', 'off']);
export type Tally = z.infer<typeof Tally>;

/** What one seat shows, hears and should tell its people. Derived from the stage, never stored. */
export const SeatView = z.strictObject({
  /** `chair` and `satellite` are rooms; `monitor` is a console that watches and never sends. */
  role: z.enum(['chair', 'satellite', 'monitor']),
  /** The main screen. */
  main: Screen,
  /** Content beside the people picture (R-MCU-12), or null. */
  second: Screen.nullable(),
  /** Small extra pictures: what is on air for the chair; for a monitor also the chair's view. */
  insets: z.array(z.strictObject({ role: z.enum(['program', 'chairView']), screen: Screen })).max(2),
  /** Sites made ready behind the scenes: decode, do not show. */
  cued: z.array(SiteId).max(8),
  /** Sites heard, own site never among them. */
  hears: z.array(SiteId).max(6),
  tally: Tally,
  hasFloor: z.boolean(),
  called: z.boolean(),
  presenting: z.boolean(),
  /** The site may offer slides or a video (R-CDT-11). */
  mayPresent: z.boolean(),
  /** Chair of the chamber the seat is in, or of the common room. */
  chairSiteId: SiteId,
  /** The chamber the seat is in; null: the common room. */
  chamber: z
    .strictObject({ chamberId: ChamberId, name: z.string().max(200), kind: ChamberKind })
    .nullable()
    .default(null),
  captions: z.array(Caption).max(4),
  /** Of the sites heard: those not played as they come. */
  gains: z.array(SiteGain).max(6).default([]),
  /** The centre has not called this site yet. */
  waiting: z
    .strictObject({ contacts: z.array(ConnectContact).max(5) })
    .nullable()
    .default(null),
  /** The chair site asks who attends here. */
  attendanceAsked: z.boolean().default(false),
  /** Messages that nobody here has read yet, the newest last. */
  directions: z.array(DirectionNotice).max(SHOWN_DIRECTIONS).default([]),
  /** What became of the own wish to speak; null: none is open. */
  speak: SpeakNotice.nullable().default(null),
  /** What this room shows and says is being recorded; everybody in it is told (R-REC-01). */
  recording: z.boolean().default(false),
  /** The technical talkback, apart from the meeting; null: nobody calls and the room does not ring. */
  talk: TalkNotice.nullable().default(null),
  /** Where this room's camera is wanted by the running order or a console: the position's name, once for each key. */
  preset: z
    .strictObject({ key: z.string().max(64), name: z.string().max(300) })
    .nullable()
    .default(null),
});
export type SeatView = z.infer<typeof SeatView>;

/** One stream a seat needs. */
export const Subscription = z.strictObject({
  siteId: SiteId,
  source: Source,
  /** Resolution wanted now; null for sound. */
  layer: Layer.nullable(),
  /** `cued`: ready for a take. Video flows at `low` while the sender encodes `high` already; sound is held paused. */
  readiness: z.enum(['live', 'cued']),
});
export type Subscription = z.infer<typeof Subscription>;
