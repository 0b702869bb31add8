import { z } from 'zod';
import { MAX_SITES } from '../conference/stage.ts';
import { Tally } from '../conference/view.ts';
import { Instant, MeetingId, PeerId, SiteId, TrunkId } from '../ids.ts';
import { TrunkEndReason, TrunkMode, TrunkSide } from './words.ts';

/**
 * A trunk in one word, for the operators of both sides. `noControl`: media cross, the servers do not hear each other;
 * `noMedia`: the other way round; `down`: neither.
 */
export const TrunkWord = z.enum(['invited', 'joined', 'noControl', 'noMedia', 'down', 'ended']);
export type TrunkWord = z.infer<typeof TrunkWord>;

/** A trunk of one meeting as its operator sees it. */
export const MeetingTrunk = z.strictObject({
  trunkId: TrunkId,
  peerId: PeerId,
  peerName: z.string().max(200),
  /** What the other installation is. */
  side: TrunkSide,
  /** The meeting on the other side; null while it is not known. */
  title: z.string().max(300).nullable(),
  /** Null while it is only invited. */
  mode: TrunkMode.nullable(),
  word: TrunkWord,
  since: Instant,
  endReason: TrunkEndReason.nullable(),
  /** Sites of ours that the other may select (`slave`), or of theirs that we may. */
  siteIds: z.array(SiteId).max(MAX_SITES),
  /** Which picture goes up; null: what this meeting has on air. */
  outSiteId: SiteId.nullable(),
  /** What the conference above does with ours now. */
  tally: Tally,
  hasFloor: z.boolean(),
  called: z.boolean(),
});
export type MeetingTrunk = z.infer<typeof MeetingTrunk>;

export const MeetingTrunks = z.strictObject({
  trunks: z.array(MeetingTrunk).max(100),
  /** Conferences above that have invited this installation and that no meeting has joined. */
  invitations: z
    .array(
      z.strictObject({
        trunkId: TrunkId,
        peerName: z.string().max(200),
        title: z.string().max(300),
        at: Instant,
      }),
    )
    .max(100),
  /** Lower installations that can be invited. */
  invitable: z
    .array(z.strictObject({ peerId: PeerId, name: z.string().max(200), connected: z.boolean() }))
    .max(500),
});
export type MeetingTrunks = z.infer<typeof MeetingTrunks>;

export const InviteLower = z.strictObject({ peerId: PeerId });
export type InviteLower = z.infer<typeof InviteLower>;

/** Consent of the lower side's operator for this meeting; given again it changes what is lent. */
export const JoinUpper = z.strictObject({
  mode: TrunkMode,
  /** `slave`: sites that may be selected above; empty for `oneSite`. */
  siteIds: z.array(SiteId).max(MAX_SITES),
});
export type JoinUpper = z.infer<typeof JoinUpper>;

export const SetTrunkPicture = z.strictObject({ siteId: SiteId.nullable() });
export type SetTrunkPicture = z.infer<typeof SetTrunkPicture>;

export const OfTrunk = z.strictObject({ meetingId: MeetingId, trunkId: TrunkId });
