import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** A letter that broke off at the hand-over may have been taken; so long nobody touches it again. */
const LEASE_MS = 2 * 60_000;

/**
 * Takes the next letter that is due: waiting, or taken by a server that has not come back to it. No two take the same.
 *
 * @returns null when nothing is due
 */
export async function claimLetter(executor: Executor, now: number) {
  const { rows } = await sql<{ key: string; was_sending: boolean }>`
    update outbox_letter set state = 'sending', attempts = attempts + 1, lease_until = ${new Date(now + LEASE_MS)},
      maybe_twice = maybe_twice or (outbox_letter.state = 'sending' and outbox_letter.channel <> 'inApp')
    from (
      select key as due_key, state = 'sending' as was_sending from outbox_letter
      where (state = 'waiting' and next_try_at <= ${new Date(now)})
         or (state = 'sending' and lease_until <= ${new Date(now)})
      order by next_try_at, key limit 1 for update skip locked
    ) due
    where key = due_key
    returning key, was_sending`.execute(executor);
  const [claimed] = rows;
  if (!claimed) return null;
  return executor
    .selectFrom('outbox_letter')
    .selectAll()
    .where('key', '=', claimed.key)
    .executeTakeFirstOrThrow();
}
export type LetterRecord = NonNullable<Awaited<ReturnType<typeof claimLetter>>>;

/** Whether it was still ours to settle. */
async function settle(
  executor: Executor,
  { key, attempts }: Pick<LetterRecord, 'key' | 'attempts'>,
  change: {
    state: string;
    sent_at?: Date;
    next_try_at?: Date;
    failure?: string | null;
    maybe_twice?: boolean;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await executor
    .updateTable('outbox_letter')
    .set({ ...change, lease_until: null })
    .where('key', '=', key)
    .where('state', '=', 'sending')
    .where('attempts', '=', attempts)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export const markSent = (executor: Executor, letter: LetterRecord, at: number): Promise<boolean> =>
  settle(executor, letter, { state: 'sent', sent_at: new Date(at), failure: null });

export const markFailed = (executor: Executor, letter: LetterRecord, failure: string): Promise<boolean> =>
  settle(executor, letter, { state: 'failed', failure: failure.slice(0, 60) });

export const markWaiting = (
  executor: Executor,
  letter: LetterRecord,
  { nextTryAt, failure, maybeTaken }: { nextTryAt: number; failure: string; maybeTaken: boolean },
): Promise<boolean> =>
  settle(executor, letter, {
    state: 'waiting',
    next_try_at: new Date(nextTryAt),
    failure: failure.slice(0, 60),
    ...(maybeTaken ? { maybe_twice: true } : {}),
  });

/** Earliest instant at which a letter wants to be looked at; null when none does. */
export async function nextLetterAt(executor: Executor): Promise<number | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select least(
      (select min(next_try_at) from outbox_letter where state = 'waiting'),
      (select min(lease_until) from outbox_letter where state = 'sending')) as at`.execute(executor);
  return rows[0]?.at?.getTime() ?? null;
}
