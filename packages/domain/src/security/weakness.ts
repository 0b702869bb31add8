import type { Weakness } from '@nhipcau/contracts';

type State = Weakness['state'];
type Act = { readonly kind: 'plan' } | { readonly kind: 'close'; readonly passed: boolean };

/** `null`: the step is impossible from there; `untested`: it stays open until operation was tested undisturbed. */
export type NextWeakness = State | 'untested' | null;

/**
 * The way of a weakness. Remedies are planned, again if need be, and closed by a passed test of operation alone.
 *
 * @rule AC-21 (R-SEC-10; BD Đ6.7)
 */
export function nextWeakness(state: State, act: Act): NextWeakness {
  if (state === 'closed') return null;
  if (act.kind === 'plan') return 'planned';
  if (state !== 'planned') return null;
  return act.passed ? 'closed' : 'untested';
}
