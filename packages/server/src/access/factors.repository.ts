import { randomInt } from 'node:crypto';
import type { Executor } from '../database/database.ts';
import { hashSecret } from './secrets.ts';

const CODES = 10;
/** Letters and digits that are not mistaken for each other when read aloud. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

export const findPasskey = (executor: Executor, credentialId: string) =>
  executor
    .selectFrom('user_passkey')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();

export async function passkeyIdsOf(executor: Executor, userId: string): Promise<string[]> {
  const rows = await executor
    .selectFrom('user_passkey')
    .select('credential_id')
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => row.credential_id);
}

const groups = (letters: string): string => `${letters.slice(0, 5)}-${letters.slice(5)}`;
const plain = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Ten new codes; the former ones are void. The database keeps only their hashes: they are shown once. */
export async function replaceRecoveryCodes(trx: Executor, userId: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, () =>
    groups(Array.from({ length: 10 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')),
  );
  await trx.deleteFrom('user_recovery_code').where('user_id', '=', userId).execute();
  await trx
    .insertInto('user_recovery_code')
    .values(codes.map((code) => ({ user_id: userId, code_hash: hashSecret(`${userId} ${plain(code)}`) })))
    .execute();
  return codes;
}

/** Whether it is one of the person's codes and was not used before; now it is used. */
export async function useRecoveryCode(
  executor: Executor,
  userId: string,
  code: string,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await executor
    .updateTable('user_recovery_code')
    .set({ used_at: new Date(now) })
    .where('user_id', '=', userId)
    .where('code_hash', '=', hashSecret(`${userId} ${plain(code)}`))
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Whoever lost every factor begins anew; the account asks for a second factor as before. */
export async function removeFactors(trx: Executor, userId: string): Promise<void> {
  await trx.deleteFrom('user_totp').where('user_id', '=', userId).execute();
  await trx.deleteFrom('user_passkey').where('user_id', '=', userId).execute();
  await trx.deleteFrom('user_recovery_code').where('user_id', '=', userId).execute();
}
