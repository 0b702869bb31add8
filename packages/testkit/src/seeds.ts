/** The seed `npm run fuzz` gives to a round; without it chance is the same in every run. */
const FUZZ_SEED = 'NHIPCAU_FUZZ_SEED';

/** @returns null in `npm test` */
export function fuzzSeed(): number | null {
  const seed = process.env[FUZZ_SEED];
  return seed ? Number(seed) : null;
}

/** Seeds a test of its own chance plays: those that are named, or the one of this round of `npm run fuzz`. */
export function seedsOf(...named: readonly number[]): readonly number[] {
  const fresh = fuzzSeed();
  return fresh === null ? named : [fresh];
}
