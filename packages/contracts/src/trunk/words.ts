import { z } from 'zod';

/** What the other installation is to ours: the one whose conference ours joins, or one that joins ours. */
export const TrunkSide = z.enum(['upper', 'lower']);
export type TrunkSide = z.infer<typeof TrunkSide>;

/**
 * How a meeting takes part in a conference above (R-MCU-07). `oneSite`: its program is one picture among others there;
 * `slave`: the sites it lends are selected there like any other.
 */
export const TrunkMode = z.enum(['oneSite', 'slave']);
export type TrunkMode = z.infer<typeof TrunkMode>;

/** Why a meeting takes part in a conference above no more. */
export const TrunkEndReason = z.enum([
  'declined',
  'withdrawn',
  'leftByLower',
  'removedByUpper',
  'upperEnded',
  'lowerEnded',
  'peerRevoked',
  'loop',
]);
export type TrunkEndReason = z.infer<typeof TrunkEndReason>;
