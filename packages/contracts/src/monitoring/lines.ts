import { z } from 'zod';
import { Instant, MeetingId, NodeId, SiteId } from '../ids.ts';
import { LinkBudget } from '../link/budget.ts';
import { Quality } from '../room/quality.ts';
import { LineSubject } from './line-alarm.ts';

/** Length of the pieces in which line quality is kept (R-MON-01, R-MON-02). */
export const LINE_BUCKET_MS = 10_000;

const rate = z.number().min(0).nullable();

/** Ten seconds of a line. Every figure may be unknown. */
export const LineBucket = z.strictObject({
  /** Its beginning. */
  at: Instant,
  /** Worst word of the ten seconds. */
  quality: Quality,
  rttMs: rate,
  /** Highest of the ten seconds. */
  jitterMs: rate,
  /** Mean share of packets lost, 0…1. */
  loss: z.number().min(0).max(1).nullable(),
  /** Of a site: what it sends. Of a link: toward the parent. Kilobits per second. */
  upKbps: rate,
  /** Of a site: what it receives. Of a link: toward the child. */
  downKbps: rate,
  /** Of a link: key frames in the ten seconds. */
  keyFrames: z.int().min(0).nullable(),
  /** Of a site: loudest second of its microphone, dBFS. */
  micDb: z.number().nullable(),
});
export type LineBucket = z.infer<typeof LineBucket>;

/** `GET /api/meetings/:meetingId/lines/series`: at most two hours of one line, oldest first. */
export const LineSeries = z.strictObject({
  subject: LineSubject,
  buckets: z.array(LineBucket).max(720),
  /** There are later ones. */
  more: z.boolean(),
});
export type LineSeries = z.infer<typeof LineSeries>;

/** How long a line had each word, and the worst that was seen of it. */
export const LineSummary = z.strictObject({
  subject: LineSubject,
  name: z.string().max(200),
  /** Seconds in each word. */
  seconds: z.record(Quality, z.int().min(0)),
  /** The last word, and when. */
  last: z.strictObject({ at: Instant, quality: Quality }).nullable(),
  worstLoss: z.number().min(0).max(1).nullable(),
  worstRttMs: z.number().min(0).nullable(),
  worstJitterMs: z.number().min(0).nullable(),
});
export type LineSummary = z.infer<typeof LineSummary>;

/** `GET /api/meetings/:meetingId/lines`: links first, then sites by name. */
export const LineSummaries = z.strictObject({
  meetingId: MeetingId,
  /** Null for those who watch lines and not what a meeting is about (R-MON-05). */
  title: z.string().max(300).nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  lines: z.array(LineSummary).max(2_100),
});
export type LineSummaries = z.infer<typeof LineSummaries>;

/** `GET /api/lines`: meetings of which there are lines, newest first. */
export const LineMeetings = z.strictObject({
  meetings: z
    .array(
      z.strictObject({
        meetingId: MeetingId,
        title: z.string().max(300).nullable(),
        phase: z.enum(['live', 'ended']),
        startedAt: Instant,
        endedAt: Instant.nullable(),
      }),
    )
    .max(200),
});
export type LineMeetings = z.infer<typeof LineMeetings>;

/** Why a site had no signal. `notConnected`: its room had not come yet; `linkDown`: a link on its way to the chair. */
export const LossCause = z.enum(['notConnected', 'dropped', 'linkDown']);
export type LossCause = z.infer<typeof LossCause>;

/** A site without signal, from when until when (R-MON-04). */
export const SignalLoss = z.strictObject({
  from: Instant,
  to: Instant,
  cause: LossCause,
  /** The node's word for it, or the lower node of the link. */
  detail: z.string().max(100).nullable(),
});
export type SignalLoss = z.infer<typeof SignalLoss>;

/** `short`: none as long as the regulation counts; `total`: no signal during the whole session. */
export const LossClass = z.enum(['none', 'short', 'long', 'total']);
export type LossClass = z.infer<typeof LossClass>;

export const SiteLosses = z.strictObject({
  siteId: SiteId,
  name: z.string().max(200),
  /** The session as far as the site was invited. */
  sessionMs: z.int().min(0),
  connectedMs: z.int().min(0),
  totalLossMs: z.int().min(0),
  losses: z.array(SignalLoss).max(5_000),
  lossClass: LossClass,
});
export type SiteLosses = z.infer<typeof SiteLosses>;

/** `GET /api/meetings/:meetingId/signal-losses`. */
export const MeetingLosses = z.strictObject({
  /** From which length on one loss counts as long, and where that stands; null: the locality says nothing of it. */
  longLossMinutes: z.int().min(1).nullable(),
  article: z.string().max(30).nullable(),
  sites: z.array(SiteLosses).max(2_000),
});
export type MeetingLosses = z.infer<typeof MeetingLosses>;

/** A cascade link and what it may carry. */
export const LinkSetting = z.strictObject({
  childId: NodeId,
  parentId: NodeId,
  budget: LinkBudget,
  /** Somebody has set it; else it is the default. */
  isSet: z.boolean(),
});
export type LinkSetting = z.infer<typeof LinkSetting>;

/** `GET /api/links`. */
export const LinkSettings = z.strictObject({ links: z.array(LinkSetting).max(1_000) });

/** Body of `POST /api/links/:childId`; null: back to the default. */
export const SetLinkBudget = z.strictObject({ budget: LinkBudget.nullable() });
export type SetLinkBudget = z.infer<typeof SetLinkBudget>;
