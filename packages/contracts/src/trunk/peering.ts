import { z } from 'zod';
import { InstallationCode, Instant, PeerId } from '../ids.ts';
import { LinkBudget } from '../link/budget.ts';
import { TrunkSide } from './words.ts';

/** Ed25519 public key: SPKI DER, base64url. */
export const PublicKey = z
  .string()
  .min(40)
  .max(200)
  .regex(/^[A-Za-z0-9_-]+$/);
export const InstallationName = z.string().trim().min(2).max(200);
export const TrunkAddress = z.url({ protocol: /^wss?$/ }).max(300);

export const INVITATION_FORMAT = 'nhipcau-trunk-1';

/**
 * What the administrators of two installations hand each other, by whatever way they trust: who it is, its key, its
 * address and what it would let cross. Nothing in it is secret; the signature shows that the issuer holds the key.
 */
export const TrunkInvitation = z.strictObject({
  format: z.literal(INVITATION_FORMAT),
  code: InstallationCode,
  name: InstallationName,
  /** What the issuer is to whoever reads it. */
  side: TrunkSide,
  publicKey: PublicKey,
  /** Where an upper installation is dialled; null for a lower one, which dials itself. */
  address: TrunkAddress.nullable(),
  budget: LinkBudget,
  issuedAt: Instant,
  expiresAt: Instant,
});
export type TrunkInvitation = z.infer<typeof TrunkInvitation>;

/** An invitation as text to hand on: `nhipcau-trunk-1.<document>.<signature>`, base64url. */
export const InvitationText = z.string().trim().min(20).max(8_000);

/** Who this installation is to others. */
export const OwnInstallation = z.strictObject({
  code: InstallationCode,
  name: InstallationName,
  /** Where lower installations dial this one; null: it is nobody's upper. */
  address: TrunkAddress.nullable(),
});
export type OwnInstallation = z.infer<typeof OwnInstallation>;

/** Another installation that this one has agreed to be joined with. */
export const TrunkPeer = z.strictObject({
  peerId: PeerId,
  code: InstallationCode,
  name: InstallationName,
  side: TrunkSide,
  address: TrunkAddress.nullable(),
  /** Of its key, to compare by telephone. */
  fingerprint: z.string().max(60),
  /** The lower of what both sides allow. */
  budget: LinkBudget,
  acceptedAt: Instant,
  acceptedBy: z.string().max(200),
  revokedAt: Instant.nullable(),
  /** Whether it is connected, and since when that is so; null: never since this server started. */
  connected: z.boolean(),
  since: Instant.nullable(),
  /** It knows our present key. */
  keyKnown: z.boolean(),
});
export type TrunkPeer = z.infer<typeof TrunkPeer>;

export const TrunkPeers = z.strictObject({
  own: OwnInstallation.nullable(),
  /** Of our own key. */
  fingerprint: z.string().max(60),
  peers: z.array(TrunkPeer).max(500),
});
export type TrunkPeers = z.infer<typeof TrunkPeers>;

export const IssueInvitation = z.strictObject({ side: TrunkSide, budget: LinkBudget });
export type IssueInvitation = z.infer<typeof IssueInvitation>;
export const IssuedInvitation = z.strictObject({ text: InvitationText, fingerprint: z.string().max(60) });

export const ReadInvitation = z.strictObject({ text: InvitationText });
export type ReadInvitation = z.infer<typeof ReadInvitation>;
/** What stands in an invitation, before anybody agrees to it. */
export const InvitationRead = z.strictObject({
  ...TrunkInvitation.shape,
  fingerprint: z.string().max(60),
  /** Another key of an installation that is known already: it takes the place of the old one. */
  replaces: PeerId.nullable(),
});
export type InvitationRead = z.infer<typeof InvitationRead>;
/** Consent of this side: with what it lets cross itself. */
export const AcceptInvitation = z.strictObject({ text: InvitationText, budget: LinkBudget });
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;
