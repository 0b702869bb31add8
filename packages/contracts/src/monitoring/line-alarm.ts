import { z } from 'zod';
import { NodeId, SiteId } from '../ids.ts';

/**
 * What can be wrong with a line that is up: packets lost, answers slow, times uneven, too thin for what is wanted, key
 * frames asked for again and again, a picture or a sound that should come and does not.
 */
export const LineAlarm = z.enum(['loss', 'delay', 'jitter', 'thin', 'keyFrames', 'noPicture', 'noSound']);
export type LineAlarm = z.infer<typeof LineAlarm>;

/** A site's own line, or the cascade link of a node to its parent. */
export const LineSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('site'), siteId: SiteId }),
  z.strictObject({ kind: z.literal('link'), childId: NodeId, parentId: NodeId }),
]);
export type LineSubject = z.infer<typeof LineSubject>;
