import { z } from 'zod';
import { Instant, NodeId, SiteId } from '../ids.ts';
import { MAX_SITES } from './stage.ts';

/** How a site's sound or picture was found when it was tried (R-CON-05). */
export const TrialWord = z.enum(['good', 'poor']);
export type TrialWord = z.infer<typeof TrialWord>;

const By = z.strictObject({ by: z.string().max(200), at: Instant });

/** What was done to connect one site before the session: calls, trial, who serves it, whom it telephoned. */
export const SiteConnection = z.strictObject({
  siteId: SiteId,
  /** Times the centre has called it. */
  attempts: z.int().min(0),
  /** Instant of the call that was answered, and of the last one that was not. */
  answeredAt: Instant.nullable(),
  unansweredAt: Instant.nullable(),
  trial: z.strictObject({ ...By.shape, sound: TrialWord, picture: TrialWord }).nullable(),
  /** Who serves the site, as announced and written down by the centre (R-CON-06). */
  operator: z.strictObject({ ...By.shape, name: z.string().max(200), phone: z.string().max(40) }).nullable(),
  /** The site telephoned, or was telephoned (R-CON-07). */
  contact: z.strictObject({ ...By.shape, whom: z.string().max(200) }).nullable(),
  /** Not connected at the hour at which the text has the regional centre called (R-CON-08). */
  escalatedAt: Instant.nullable(),
  /** Taken as done without being connected or tried. */
  waiver: z.strictObject({ ...By.shape, reason: z.string().max(300) }).nullable(),
});
export type SiteConnection = z.infer<typeof SiteConnection>;

/** A step of the order of connection that is done, or was left out with a reason (R-CON-04). */
export const ConnectStepDone = z.strictObject({
  ...By.shape,
  key: z.string().min(1).max(40),
  waiver: z.string().max(300).nullable(),
});
export type ConnectStepDone = z.infer<typeof ConnectStepDone>;

/** When the MCU of a unit came into the meeting's tree, and when it was told further up that it had not (R-CON-02). */
export const SlaveLink = z.strictObject({
  childId: NodeId,
  joinedAt: Instant.nullable(),
  lateAt: Instant.nullable(),
});
export type SlaveLink = z.infer<typeof SlaveLink>;

/** How a meeting is connected before its session. */
export const Connecting = z.strictObject({
  /** Sites that wait until they are called, and neither see nor hear anything (R-CON-01). */
  waiting: z.array(SiteId).max(MAX_SITES),
  /** To be called, next first. */
  queue: z.array(SiteId).max(MAX_SITES),
  /** Being called now. */
  calling: z.array(z.strictObject({ siteId: SiteId, at: Instant })).max(64),
  sites: z.array(SiteConnection).max(MAX_SITES),
  steps: z.array(ConnectStepDone).max(20),
  /** MCUs that the text has joined to the master by an hour; none where no text says so. */
  slaves: z.array(SlaveLink).max(200).default([]),
  /** Somebody said that the system is ready, and which sites were not then (R-CON-03). */
  ready: z.strictObject({ ...By.shape, exceptions: z.array(SiteId).max(MAX_SITES) }).nullable(),
});
export type Connecting = z.infer<typeof Connecting>;

/** Sites called at the same time at most, and how long one may take to answer. */
export const MAX_CALLING = 16;
export const CALL_ANSWER_MS = 20_000;
