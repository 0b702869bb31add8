/** A span of time, epoch milliseconds; the end is not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Every part of a period in which nobody is on duty (R-DIR-16), in order, none touching another.
 *
 * @rule SF-8 (HB III.3, III.4; VP Đ11-2, Đ12-3)
 */
export function rosterGaps(shifts: readonly Span[], { from, to }: Span): Span[] {
  const sorted = shifts
    .filter((shift) => shift.to > from && shift.from < to && shift.to > shift.from)
    .sort((a, b) => a.from - b.from);
  const gaps: Span[] = [];
  let covered = from;
  for (const shift of sorted) {
    if (shift.from > covered) gaps.push({ from: covered, to: shift.from });
    covered = Math.max(covered, shift.to);
  }
  if (covered < to) gaps.push({ from: covered, to });
  return gaps;
}

/** Share of a period that is covered, 0–1. */
export function coveredShare(shifts: readonly Span[], period: Span): number {
  const length = period.to - period.from;
  if (length <= 0) return 1;
  const open = rosterGaps(shifts, period).reduce((sum, gap) => sum + gap.to - gap.from, 0);
  return (length - open) / length;
}
