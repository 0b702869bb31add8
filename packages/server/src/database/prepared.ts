import { createHash } from 'node:crypto';
import { sql } from 'kysely';

export const MARK = '/* prepared */';

/**
 * Put into a statement that is asked at every key or with every request: each connection then plans it once and not each
 * time, which costs as much as answering it. Only for statements of few texts: no lists of placeholders in them.
 */
export const prepared = sql.raw(`${MARK} `);

/** Names by which connections know the statements; there are as many as places in the code that use the mark. */
const names = new Map<string, string>();

export function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
  names.set(text, name);
  return name;
}
