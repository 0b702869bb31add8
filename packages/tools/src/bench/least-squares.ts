/**
 * Coefficients that fit a set of measurements best, by the normal equations.
 *
 * @param rows - what was set, of each measurement
 * @param values - what was measured
 */
export function solve(rows: readonly (readonly number[])[], values: readonly number[]): number[] {
  const size = rows[0]?.length ?? 0;
  const sum = (of: (row: readonly number[], index: number) => number) =>
    rows.reduce((total, row, index) => total + of(row, index), 0);
  const system = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (__, j) => sum((row) => (row[i] ?? 0) * (row[j] ?? 0))),
    sum((row, index) => (row[i] ?? 0) * (values[index] ?? 0)),
  ]);
  for (let pivot = 0; pivot < size; pivot += 1) {
    const lead = system[pivot];
    const divisor = lead?.[pivot] ?? 0;
    if (!lead || divisor === 0) throw new Error('the measurements do not tell the figures apart');
    for (const [index, row] of system.entries()) {
      if (index === pivot) continue;
      const factor = (row[pivot] ?? 0) / divisor;
      for (let column = pivot; column <= size; column += 1)
        row[column] = (row[column] ?? 0) - factor * (lead[column] ?? 0);
    }
  }
  return system.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
}
