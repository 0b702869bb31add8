/** Of two values that say the same, the older; of two lists or records, each part that says the same. */
function sharedPart(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null)
    return after;
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

/**
 * A value that keeps the identity of every part that says the same as before, and its own when all of them do: whoever
 * looks at one part is not drawn again for another.
 */
export function shared<T extends object>(before: T | null, after: T): T {
  if (before === null) return after;
  const old = new Map(Object.entries(before));
  const parts = Object.entries(after).map(([name, part]) => [name, sharedPart(old.get(name), part)] as const);
  if (parts.length === old.size && parts.every(([name, part]) => Object.is(old.get(name), part)))
    return before;
  // The entries are those of `after`, each of them itself or its equal of before.
  return Object.fromEntries(parts) as T;
}
