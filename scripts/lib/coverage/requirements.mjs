/**
 * Reads the requirements from `docs/requirements.md`: headings `#### R-MCU-03 [S] Title` below `### 4.2 MCU — area`.
 *
 * @returns {{ id: string, kind: string, title: string, area: string }[]} in the order of the document
 */
export function parseRequirements(markdown) {
  let area = '';
  const requirements = [];
  for (const line of markdown.split('\n')) {
    area = /^### (?:[\d.]+ )?(.+)$/.exec(line)?.[1] ?? area;
    const [, id, kind, title] = /^#### (R-[A-Z]+-\d+) \[(\w+)\] (.+)$/.exec(line) ?? [];
    if (id) requirements.push({ id, kind, title: title.trim(), area });
  }
  return requirements;
}

/** The ids at the head of a test's name: `[R-CDT-02][R-CDT-03] hands the floor on` has two. */
export function idsIn(title) {
  const head = /^(?:\s*\[[^\]]+\])+/.exec(title)?.[0] ?? '';
  return [...head.matchAll(/\[(R-[A-Z]+-\d+)\]/g)].map((match) => match[1]);
}
