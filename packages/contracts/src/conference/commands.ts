import { z } from 'zod';
import { CommandId, SiteId } from '../ids.ts';
import { Cue, Layout, MAX_CUES, Target } from './stage.ts';

/** What people may do to a live meeting. Who may is decided by the server for each type. */
export const Command = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('meeting.start') }),
  z.strictObject({ type: z.literal('meeting.end') }),
  z.strictObject({ type: z.literal('site.invite'), siteId: SiteId }),
  z.strictObject({ type: z.literal('site.remove'), siteId: SiteId }),
  /** Makes sites ready; replaces the cues of before. */
  z.strictObject({ type: z.literal('cue.set'), cue: z.array(Cue).max(MAX_CUES) }),
  /** Puts a layout on air or on the chair's screen. Cues that it uses up are removed. */
  z.strictObject({ type: z.literal('stage.take'), target: Target, layout: Layout }),
  z.strictObject({ type: z.literal('floor.grant'), siteId: SiteId }),
  z.strictObject({ type: z.literal('floor.withdraw'), siteId: SiteId }),
  /** Mutes all but the chair (BD Đ11.2b). */
  z.strictObject({ type: z.literal('floor.clear') }),
  /** Whether the picture on air follows the floor (R-CDT-05); on by default. */
  z.strictObject({ type: z.literal('floor.setFollow'), follow: z.boolean() }),
  z.strictObject({ type: z.literal('content.show'), siteId: SiteId }),
  z.strictObject({ type: z.literal('content.stop') }),
  /** The chair wants this site: starts the stopwatch; carries out both steps at once when the meeting says so. */
  z.strictObject({ type: z.literal('bringUp.request'), siteId: SiteId }),
  /** The operator carries out what the chair asked for (when the meeting is not automatic). */
  z.strictObject({ type: z.literal('bringUp.perform'), siteId: SiteId }),
  z.strictObject({ type: z.literal('bringUp.release'), siteId: SiteId }),
  z.strictObject({ type: z.literal('bringUp.setAutomatic'), automatic: z.boolean() }),
  z.strictObject({ type: z.literal('caption.set'), text: z.string().max(200) }),
  /** Takes back the own last change of the stage, within `UNDO_WINDOW_MS`. */
  z.strictObject({ type: z.literal('stage.undo') }),
]);
export type Command = z.infer<typeof Command>;
export type CommandType = Command['type'];

export const UNDO_WINDOW_MS = 10_000;

export const GiveCommand = z.strictObject({ commandId: CommandId, command: Command });
export type GiveCommand = z.infer<typeof GiveCommand>;
