import type { DeadlineState, Instant, LedgerChange, Timetable } from '@nhipcau/contracts';
import { instant } from '@nhipcau/contracts';

/** A duty as the ledger last knew it. */
export interface StoredDeadline {
  readonly deadlineId: string;
  readonly state: DeadlineState;
  /** Epoch ms; null without an instant. */
  readonly dueAt: number | null;
}

/**
 * What is different between what the ledger knew and what a file owes now: new duties, moved limits, other states, and
 * duties it no longer has.
 *
 * @rule LG-1, LG-2 (R-PROF-04)
 */
export function ledgerChanges(
  stored: readonly StoredDeadline[],
  entries: Timetable['entries'],
  { at, cause, by }: { at: Instant } & Pick<LedgerChange, 'cause' | 'by'>,
): LedgerChange[] {
  const was = new Map(stored.map((one) => [one.deadlineId, one]));
  const now = new Map(entries.map((one) => [one.deadlineId, one]));
  const ids = new Set([...was.keys(), ...now.keys()]);
  return [...ids].flatMap((deadlineId) => {
    const before = was.get(deadlineId);
    const after = now.get(deadlineId);
    const toState = after?.state ?? 'void';
    const dueAfter = after?.dueAt ?? null;
    const dueBefore = before === undefined || before.dueAt === null ? null : instant(before.dueAt);
    if (before?.state === toState && (dueBefore === dueAfter || toState === 'void')) return [];
    return [{ deadlineId, at, fromState: before?.state ?? null, toState, dueBefore, dueAfter, cause, by }];
  });
}
