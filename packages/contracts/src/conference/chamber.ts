import { z } from 'zod';
import { BringUpId, ChamberId, Instant, SiteId, UserId } from '../ids.ts';
import { CurrentSegment } from './running-order.ts';
import { ChamberPlan, Layout, MAX_SITES, Stage } from './stage.ts';

/** For undo: the stage before the last change, who made it and when. */
export const StageBefore = z.strictObject({
  stage: Stage,
  by: UserId,
  at: Instant,
  /** The call that the same command opened. */
  bringUpId: BringUpId.nullable(),
  chairViewBefore: Layout.nullable(),
  /** The segment that was on before the same command took another; left out: it took none. */
  segment: CurrentSegment.nullable().optional(),
});
export type StageBefore = z.infer<typeof StageBefore>;

/**
 * A chamber of a meeting (R-MCU-10). While it is closed its members are in the common room and its stage waits for the
 * next time; a member that is set aside keeps its place here.
 */
export const Chamber = z.strictObject({
  ...ChamberPlan.shape,
  isOpen: z.boolean(),
  automaticBringUp: z.boolean(),
  followFloor: z.boolean(),
  chairViewBefore: Layout.nullable(),
  before: StageBefore.nullable(),
});
export type Chamber = z.infer<typeof Chamber>;

/** What an operator says of a private chamber: who is in it and from where it is led. */
export const ChamberDraft = z.strictObject({
  chamberId: ChamberId,
  name: z.string().trim().min(1).max(200),
  chairSiteId: SiteId,
  members: z.array(SiteId).min(1).max(MAX_SITES),
});
export type ChamberDraft = z.infer<typeof ChamberDraft>;

/** Which button changed the chambers; the log tells it in words. */
export const ChambersCause = z.enum([
  'planned',
  'split',
  'merged',
  'moved',
  'setAside',
  'broughtBack',
  'siteRemoved',
]);
export type ChambersCause = z.infer<typeof ChambersCause>;
