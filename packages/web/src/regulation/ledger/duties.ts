import type { LedgerLine, LedgerReport } from '@nhipcau/contracts';

export type Owed = LedgerLine | LedgerReport;

/** Reports among the duties of meetings, by their limits; of a list that goes on, not beyond what is shown of these. */
export function dutiesInOrder(
  reports: readonly LedgerReport[],
  lines: readonly LedgerLine[],
  isPart = false,
): Owed[] {
  const last = isPart ? (lines.at(-1)?.dueAt ?? null) : null;
  const shown = reports.filter(({ dueAt }) => last === null || (dueAt !== null && dueAt <= last));
  return [...shown, ...lines].sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity));
}
