import type { TrialState } from '@nhipcau/contracts';

/** A shape for each state of a site in a rehearsal: dashed ring, ring, arrow round, tick. */
export function TrialShape({ state }: { state: TrialState }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" fill="none" stroke="currentColor">
      {state === 'later' && <circle cx="7" cy="7" r="5" strokeWidth="1.300" strokeDasharray="2 2" />}
      {state === 'waiting' && <circle cx="7" cy="7" r="5" strokeWidth="1.800" />}
      {state === 'again' && (
        <path d="M12 7a5 5 0 1 1-1.600-3.600M11 .8v3H8" strokeWidth="2" strokeLinecap="round" />
      )}
      {state === 'passed' && <path d="m2 7.500 3.300 3.500L12 3.500" strokeWidth="2.200" />}
    </svg>
  );
}
