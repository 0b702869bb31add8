import { type Identity, signParts, verifyParts } from '@nhipcau/base/node';
import { INVITATION_FORMAT, TrunkInvitation } from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';

/** An invitation lives this long: people hand it on within days. */
export const INVITATION_LIFE_MS = 14 * 24 * 3600_000;

/** The invitation as text to hand on, signed by the key in it. */
export function writeInvitation(invitation: TrunkInvitation, identity: Identity): string {
  const document = Buffer.from(JSON.stringify(invitation), 'utf8').toString('base64url');
  return `${INVITATION_FORMAT}.${document}.${signParts(identity, [INVITATION_FORMAT, document])}`;
}

/** @throws {AppError} INVITATION_INVALID, INVITATION_EXPIRED */
export function readInvitation(text: string, now: number): TrunkInvitation {
  const [format, document = '', signature = '', ...rest] = text.replace(/\s+/g, '').split('.');
  if (format !== INVITATION_FORMAT || rest.length > 0) throw new AppError('INVITATION_INVALID');
  const parsed = TrunkInvitation.safeParse(jsonOf(document));
  if (!parsed.success || (parsed.data.side === 'upper') !== (parsed.data.address !== null))
    throw new AppError('INVITATION_INVALID');
  if (!verifyParts(parsed.data.publicKey, [INVITATION_FORMAT, document], signature))
    throw new AppError('INVITATION_INVALID');
  if (parsed.data.expiresAt < now) throw new AppError('INVITATION_EXPIRED');
  return parsed.data;
}

function jsonOf(document: string): unknown {
  try {
    return JSON.parse(Buffer.from(document, 'base64url').toString('utf8'));
  } catch {
    return null; // Refused as whatever else does not fit.
  }
}
