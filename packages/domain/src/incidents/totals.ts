import type { CaseTotals, IncidentCase } from '@nhipcau/contracts';

type Counted = Pick<
  IncidentCase,
  'openedAt' | 'acknowledgedAt' | 'restoredAt' | 'closedAt' | 'state' | 'isSilent' | 'downMs'
>;

/**
 * Faults of a meeting in figures: how long it took to answer and to mend, and how long something was down.
 *
 * @rule IN-9 (R-INC-05; BD Đ11.1b, QN Đ8.2)
 */
export function caseTotals(cases: readonly Counted[]): CaseTotals {
  const restored = ({ openedAt, restoredAt, closedAt }: Counted): number | null => {
    const at = restoredAt ?? closedAt;
    return at === null ? null : at - openedAt;
  };
  return {
    cases: cases.length,
    open: cases.filter(({ state }) => state === 'open' || state === 'acknowledged').length,
    silent: cases.filter(({ isSilent }) => isSilent).length,
    downMs: cases.reduce((sum, { downMs }) => sum + downMs, 0),
    meanAcknowledgeMs: mean(
      cases.map(({ openedAt, acknowledgedAt }) =>
        acknowledgedAt === null ? null : acknowledgedAt - openedAt,
      ),
    ),
    meanRestoreMs: mean(cases.map(restored)),
  };
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

const weight = { open: 0, acknowledged: 1, restored: 2, closed: 3 } as const;

/** Those that need somebody first: silent ones, then by how far they are, the newest first. */
export const byCaseNeed = (a: Pick<IncidentCase, 'state' | 'isSilent' | 'openedAt'>, b: typeof a): number =>
  Number(b.isSilent) - Number(a.isSilent) || weight[a.state] - weight[b.state] || b.openedAt - a.openedAt;
