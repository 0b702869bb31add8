import { type CheckItem, type CheckPhase, type CheckRules, type Instant, instant } from '@nhipcau/contracts';

/** What a phase is timed by. */
export interface CheckMeeting {
  readonly start: Instant;
  /** Limits of the duties this meeting owes; null for one without an instant. */
  readonly limits: ReadonlyMap<string, Instant | null>;
}

/** A phase with its window, as one kind of site has it. */
export interface TimedPhase {
  readonly phase: CheckPhase;
  /** Null: from the confirmation on. */
  readonly opensAt: Instant | null;
  readonly dueAt: Instant;
  readonly items: readonly CheckItem[];
}

const unitMs = {
  minute: 60_000,
  hour: 3_600_000,
  calendarDay: 86_400_000,
  workingDay: 86_400_000,
} as const;

/**
 * What a site of a meeting has to check, and from when until when. The limit is that of the duty in the meeting's ledger;
 * a meeting that does not owe the duty, such as an urgent one, does not have the phase.
 *
 * @rule CK-1 (R-CHK-01, R-CHK-03; BD Đ10.2b–c, QN Đ5.2, HN Đ12.2b, HB II.1.2, VP Đ6.1)
 */
export function checkPhasesOf(
  { phases }: CheckRules,
  { start, limits }: CheckMeeting,
  { isChair, terminal }: { isChair: boolean; terminal: 'browser' | 'vcs' },
): TimedPhase[] {
  return phases.flatMap((phase) => {
    const limit = phase.deadline === null ? start : limits.get(phase.deadline);
    if (limit === undefined) return [];
    const items = phase.items.filter(({ sites }) =>
      sites === 'vcs' ? terminal === 'vcs' : sites === 'all' || (sites === 'chair') === isChair,
    );
    if (items.length === 0) return [];
    const dueAt = limit ?? start;
    const { opensBefore } = phase;
    return [
      {
        phase,
        opensAt:
          opensBefore === null
            ? null
            : instant(Math.max(0, dueAt - opensBefore.n * unitMs[opensBefore.unit])),
        dueAt,
        items,
      },
    ];
  });
}
