/**
 * The members of a tree that stand above themselves, in the order given.
 *
 * @param parentOf - superior of each; who has none is absent or null
 * @rule DY-3 (R-DIR-01)
 */
export function findLoops(parentOf: ReadonlyMap<string, string | null>): string[] {
  const free = new Set<string>();
  const looped = new Set<string>();
  for (const start of parentOf.keys()) {
    const path: string[] = [];
    const onPath = new Set<string>();
    let at: string | null | undefined = start;
    while (at && !free.has(at) && !looped.has(at) && !onPath.has(at)) {
      path.push(at);
      onPath.add(at);
      at = parentOf.get(at);
    }
    const from = at ? path.indexOf(at) : -1;
    for (const [index, id] of path.entries()) (from >= 0 && index >= from ? looped : free).add(id);
  }
  return [...parentOf.keys()].filter((id) => looped.has(id));
}
