import { z } from 'zod';
import { Instant, SiteId, UserId } from '../ids.ts';

/**
 * A console that speaks on the talkback, named by itself. It is published like a site's voice, hence of the same kind;
 * no site bears such a name.
 */
export const TalkDeskId = SiteId.refine((id) => /^desk\.[a-z0-9-]{6,50}$/.test(id), { message: 'desk' });
export type TalkDeskId = z.infer<typeof TalkDeskId>;
export const isTalkDesk = (id: string): boolean => TalkDeskId.safeParse(id).success;

/** Calls that may be open at once, and sites that may ring at once. */
export const MAX_TALKS = 32;
export const MAX_TALK_ASKS = 200;
const MAX_CALLED_SITES = 2_000;
export const TalkSites = z.array(SiteId).min(1).max(MAX_CALLED_SITES);

/** A console in conversation with the technicians of some sites, apart from the meeting (R-CDT-17). */
export const TalkCall = z.strictObject({
  deskId: SiteId,
  by: z.strictObject({ userId: UserId, name: z.string().max(200) }),
  siteIds: TalkSites,
  /** Those whose technician has answered: they may speak. */
  answered: z.array(SiteId).max(MAX_CALLED_SITES),
  at: Instant,
});
export type TalkCall = z.infer<typeof TalkCall>;

/** A site that rings the centre. */
export const TalkAsk = z.strictObject({ siteId: SiteId, at: Instant });
export type TalkAsk = z.infer<typeof TalkAsk>;

/** What a room shows of the talkback: it rings the centre, is called, or is in conversation. */
export const TalkNotice = z.strictObject({
  state: z.enum(['asked', 'called', 'answered']),
  /** Who calls; empty while the room rings. */
  by: z.string().max(200),
  /** Sites called together with it. */
  others: z.int().min(0),
});
export type TalkNotice = z.infer<typeof TalkNotice>;
