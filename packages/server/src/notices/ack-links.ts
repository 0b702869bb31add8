import { createHash, randomBytes } from 'node:crypto';
import type { Executor } from '../database/database.ts';

const TOKEN_BYTES = 32;
/** Lets somebody answer who opens the mail late; nothing can be changed by it after that. */
const AFTER_START_MS = 24 * 3_600_000;

export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Whether it can be one of ours at all. */
export const isTokenShaped = (token: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(token);

/** A link for one recipient; only its hash is kept. */
export async function issueAckLink(
  executor: Executor,
  { recipientId, at, start }: { recipientId: string; at: number; start: number },
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await executor
    .insertInto('ack_link')
    .values({
      token_hash: hashOf(token),
      recipient_id: recipientId,
      issued_at: new Date(at),
      expires_at: new Date(Math.max(start, at) + AFTER_START_MS),
    })
    .execute();
  return token;
}
