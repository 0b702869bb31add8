import { z } from 'zod';
import { ProfileKey } from '../deadline.ts';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);

/** A step after the meeting, at every site and at the control room. */
export const EndingStep = z.enum(['checked', 'devicesOff', 'powerOff']);
export type EndingStep = z.infer<typeof EndingStep>;

/** What a locality's regulation says of the time after a meeting (R-END-01 … R-END-04). */
export const EndingRules = z.strictObject({
  /** Steps in the order in which they are taken; none where the text asks for none. */
  order: z.strictObject({ steps: z.array(EndingStep).max(3), cite }).nullable(),
  /** Sites judge the quality of the meeting; null: others do. */
  rating: z.strictObject({ cite }).nullable(),
  /** Who takes over what was left to be mended (R-END-03). */
  issues: z.strictObject({ takenOverBy: z.array(ProfileKey).min(1).max(4), cite }).nullable(),
  /** To whom the result is reported, of which kinds of meeting (R-END-04). */
  report: z.strictObject({ to: ProfileKey, kinds: z.array(ProfileKey).min(1).max(10), cite }).nullable(),
});
export type EndingRules = z.infer<typeof EndingRules>;

export const silentEnding: EndingRules = { order: null, rating: null, issues: null, report: null };
