/** The value below which the share `p` of all values lies (nearest rank); null when there are none. */
export function percentile(values: readonly number[], p: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? null;
}

export const inMs = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 10) / 10;
