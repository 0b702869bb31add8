import { z } from 'zod';
import type { LetterBox, OutgoingLetter } from './database-outbox.ts';

const Sharer = z.object({ recipientId: z.string(), name: z.string() });
const Shared = z.object({ sharers: z.array(Sharer).default([]) });
type Sharer = z.output<typeof Sharer>;

/** Those who read one mail together, the one it is addressed to first; empty where a letter has one reader. */
export const sharersOf = (facts: unknown): Sharer[] => Shared.parse(facts).sharers;

/** Every recipient of a notice to whom a letter goes. */
export function recipientsOfLetter({
  recipient_id,
  facts,
}: {
  recipient_id: string | null;
  facts: unknown;
}): string[] {
  if (recipient_id === null) return [];
  const sharers = sharersOf(facts).map(({ recipientId }) => recipientId);
  return sharers.length > 0 ? sharers : [recipient_id];
}

/** Where letters wait until all of them are known. */
export const gathered = (letters: OutgoingLetter[]): LetterBox => ({
  put: async (_, more) => void letters.push(...more),
});

/**
 * Mails that would say the same at one address become one that names all its readers; each of them keeps their own link to
 * acknowledge by. Letters that say different things stay apart.
 *
 * @param mailboxes - address of each recipient of the notice, by their id
 * @rule NT-13
 */
export function sharedMails(
  letters: readonly OutgoingLetter[],
  mailboxes: ReadonlyMap<string, string | null>,
): OutgoingLetter[] {
  const groups = new Map<string, OutgoingLetter[]>();
  for (const letter of letters) {
    const address = letter.noticeRecipientId ? mailboxes.get(letter.noticeRecipientId) : null;
    const key =
      letter.channel === 'email' && address
        ? JSON.stringify([address.trim().toLowerCase(), letter.template, { ...letter.facts, to: null }])
        : letter.key;
    groups.set(key, [...(groups.get(key) ?? []), letter]);
  }
  return [...groups.values()].map(oneOf);
}

function oneOf(letters: readonly OutgoingLetter[]): OutgoingLetter {
  const [first, ...others] = letters;
  if (!first) throw new Error('a mail without a reader');
  if (others.length === 0) return first;
  const sharers = letters.map(({ noticeRecipientId, facts }) =>
    Sharer.parse({ recipientId: noticeRecipientId, name: facts['to'] }),
  );
  return { ...first, facts: { ...first.facts, to: sharers.map(({ name }) => name).join('; '), sharers } };
}
