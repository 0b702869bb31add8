import type { Side } from '@nhipcau/base';
import { z } from 'zod';
import { MAX_SITES } from '../conference/stage.ts';
import { InstallationCode, MeetingId, NodeId, SiteId, TrunkId } from '../ids.ts';
import { LinkBudget } from '../link/budget.ts';
import { MAX_TRUNK_ASKS, TrunkAsk, TrunkRefusal } from './external.ts';
import { FeedDown, FeedUp } from './feed.ts';
import { InstallationName, PublicKey, TrunkAddress } from './peering.ts';
import { TrunkEndReason, TrunkMode } from './words.ts';

const Nothing = z.strictObject({});
const nonce = z.string().min(16).max(64);
const signature = z.string().min(80).max(100);

/** Version of this protocol; another one is refused, so that two installations never half understand each other. */
export const TRUNK_VERSION = 1;
export const TRUNK_HEARTBEAT = { everyMs: 2_000, deadAfterMs: 6_000 } as const;
/** Installations on the way from the highest conference down: more is refused as a loop is. */
export const MAX_TRUNK_CHAIN = 6;

/** Parts that both sides sign in the handshake, with both keys and both nonces. */
export const TRUNK_UPPER_PROOF = 'nhipcau-trunk-upper';
export const TRUNK_LOWER_PROOF = 'nhipcau-trunk-lower';
export const TRUNK_KEY_PROOF = 'nhipcau-trunk-key';

const chain = z.array(InstallationCode).min(1).max(MAX_TRUNK_CHAIN);

/** A conference above invites: what the operator below is asked. */
export const TrunkInvite = z.strictObject({
  trunkId: TrunkId,
  title: z.string().min(1).max(300),
  /** Installations from the highest conference down to the one that invites (rule TK-7). */
  chain,
  /** The request of the lower side that it answers; null: nobody asked. */
  requestId: z.uuid().nullable().default(null),
});
export type TrunkInvite = z.infer<typeof TrunkInvite>;

/** The operator below agrees: with what, and where the media of this meeting cross. Said again after each reconnection. */
export const TrunkAccept = z.strictObject({
  trunkId: TrunkId,
  mode: TrunkMode,
  title: z.string().min(1).max(300),
  gate: z.strictObject({ nodeId: NodeId, publicKey: PublicKey, linkUrl: TrunkAddress }),
  /** Sites that are lent; for `oneSite` the one that stands for the meeting. Named as in the upper conference. */
  sites: z
    .array(z.strictObject({ siteId: SiteId, name: z.string().min(1).max(200), mayPresent: z.boolean() }))
    .min(1)
    .max(MAX_SITES),
});
export type TrunkAccept = z.infer<typeof TrunkAccept>;

export const TrunkAccepted = z.strictObject({
  meetingId: MeetingId,
  /** The node that answers, and the name under which the gate below is known to it. */
  gate: z.strictObject({ nodeId: NodeId, publicKey: PublicKey, linkUrl: TrunkAddress }),
  childId: NodeId,
  budget: LinkBudget,
  down: FeedDown,
});
export type TrunkAccepted = z.infer<typeof TrunkAccepted>;

const ofEither = {
  /** Taking part is over. */
  'trunk.end': {
    body: z.strictObject({ trunkId: TrunkId, reason: TrunkEndReason }),
    reply: Nothing,
  },
  /** A new key of the sender, signed by itself; the connection already stands for the old one. */
  'key.renew': { body: z.strictObject({ publicKey: PublicKey, signature }), reply: Nothing },
} as const;

/** Lower → upper. The lower dials; before anything else both prove who they are. */
export const trunkUpper = {
  requests: {
    'trunk.hello': {
      body: z.strictObject({ version: z.int(), from: PublicKey, to: PublicKey, nonce }),
      /** `signature` over (TRUNK_UPPER_PROOF, from, to, lower nonce, upper nonce). */
      reply: z.strictObject({ nonce, signature }),
    },
    'trunk.prove': {
      /** `signature` over (TRUNK_LOWER_PROOF, from, to, upper nonce, lower nonce). */
      body: z.strictObject({ signature, name: InstallationName }),
      reply: z.strictObject({ name: InstallationName }),
    },
    /** Everything the lower asks for and has no answer to; whatever is not named is taken back. Sent after each handshake. */
    'trunk.asks': { body: z.strictObject({ asks: z.array(TrunkAsk).max(MAX_TRUNK_ASKS) }), reply: Nothing },
    'trunk.accept': { body: TrunkAccept, reply: TrunkAccepted },
    ...ofEither,
  },
  notes: { 'trunk.up': z.strictObject({ trunkId: TrunkId, up: FeedUp }) },
} as const satisfies Side;

/** Upper → lower. */
export const trunkLower = {
  requests: {
    /** Everything that is open between the two; whatever is not named is over. Sent after each handshake. */
    'trunk.open': {
      body: z.strictObject({
        invites: z.array(TrunkInvite).max(50),
        /** The newest requests that were refused. */
        refusals: z.array(TrunkRefusal).max(50).default([]),
      }),
      reply: Nothing,
    },
    ...ofEither,
  },
  notes: { 'trunk.down': z.strictObject({ trunkId: TrunkId, down: FeedDown }) },
} as const satisfies Side;
