/**
 * What came out of a stage: how many checks held, and for each that did not, its name and what it said.
 *
 * @typedef {{ passed: number, skipped: number, failures: { name: string, detail: string }[] }} Outcome
 */

/** @returns {Outcome} */
export function held(count = 1) {
  return { passed: count, skipped: 0, failures: [] };
}

/** @returns {Outcome} */
export function broken(name, detail) {
  return { passed: 0, skipped: 0, failures: [{ name, detail }] };
}

/** @returns {Outcome} */
export function join(outcomes) {
  return {
    passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
    skipped: outcomes.reduce((sum, outcome) => sum + outcome.skipped, 0),
    failures: outcomes.flatMap((outcome) => outcome.failures),
  };
}
