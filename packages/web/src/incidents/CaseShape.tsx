import type { CaseState } from '@nhipcau/contracts';

/** A shape for each state of an incident, readable without colour: cross, half, tick in a ring, tick. */
export function CaseShape({ state }: { state: CaseState }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" fill="none" stroke="currentColor">
      {state === 'open' && (
        <path d="m2.500 2.500 9 9M11.500 2.500l-9 9" strokeWidth="2.600" strokeLinecap="round" />
      )}
      {state === 'acknowledged' && (
        <>
          <circle cx="7" cy="7" r="5.200" strokeWidth="1.500" />
          <path d="M7 2a5 5 0 0 1 0 10Z" fill="currentColor" stroke="none" />
        </>
      )}
      {state === 'restored' && (
        <>
          <circle cx="7" cy="7" r="5.800" strokeWidth="1.300" />
          <path d="m4.200 7.200 2 2.200 3.700-4.400" strokeWidth="1.700" />
        </>
      )}
      {state === 'closed' && <path d="m2 7.500 3.300 3.500L12 3.500" strokeWidth="2" />}
    </svg>
  );
}
