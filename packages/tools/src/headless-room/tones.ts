/**
 * A tone of its own for each of up to 40 rooms, far enough apart to be told from each other (50 Hz, with a probe 12 Hz
 * wide) and never a harmonic of one another within the band that speech coding carries well.
 */
export function toneOf(index: number): number {
  return 430 + (index % 40) * 53;
}
