import type { Citation, Instant, RegulationProfile, Urgency } from '@nhipcau/contracts';
import { remindAt } from './counting.ts';

export interface SlaveLimit {
  readonly dueAt: Instant;
  readonly duty: string;
  readonly by: string[];
  readonly tells: string[];
  readonly cite: Citation[];
}

/**
 * By when the MCUs of the units are joined to the master of a meeting, who owes it and who is told.
 *
 * @rule CN-8 (HB II.1.2 b4; VP Đ6.1 b5; R-CON-02)
 */
export function slaveLimit(
  { deadlines, roles, timeZone }: Pick<RegulationProfile, 'deadlines' | 'roles' | 'timeZone'>,
  { urgency, kind, plannedStart }: { urgency: Urgency; kind: string; plannedStart: Instant },
): SlaveLimit | null {
  const limit = (deadlines['cascade.due'] ?? []).find(
    ({ when, trigger, direction }) =>
      trigger === 'start' &&
      direction === 'before' &&
      (when.urgency?.includes(urgency) ?? true) &&
      (when.kinds?.includes(kind) ?? true),
  );
  if (!limit?.offset) return null;
  const nameOf = (role: string) => roles[role]?.name ?? role;
  return {
    dueAt: remindAt(plannedStart, limit.offset, timeZone),
    duty: limit.duty,
    by: limit.owes.map(nameOf),
    tells: limit.tells.map(nameOf),
    cite: limit.cite,
  };
}
