import type { ReadinessState } from '@nhipcau/contracts';

/** A shape for each state, readable without colour: filled, tick, half, ring, arrow round, square, triangle, cross. */
export function ReadinessShape({ state }: { state: ReadinessState }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" fill="none" stroke="currentColor">
      {state === 'ready' && (
        <>
          <circle cx="7" cy="7" r="6.300" fill="currentColor" stroke="none" />
          <path d="m4 7.200 2.200 2.200 4-4.600" stroke="var(--surface-1)" strokeWidth="1.800" />
        </>
      )}
      {state === 'onTrack' && <path d="m2 7.500 3.300 3.500L12 3.500" strokeWidth="2" />}
      {state === 'checking' && (
        <>
          <circle cx="7" cy="7" r="5.200" strokeWidth="1.500" />
          <path d="M7 2a5 5 0 0 1 0 10Z" fill="currentColor" stroke="none" />
        </>
      )}
      {state === 'waiting' && <circle cx="7" cy="7" r="5" strokeWidth="1.400" strokeDasharray="2 2" />}
      {state === 'retesting' && (
        <path d="M12 7a5 5 0 1 1-1.600-3.600M11 .8v3H8" strokeWidth="1.700" strokeLinecap="round" />
      )}
      {state === 'changed' && (
        <>
          <path d="M2 2h10v10H2z" strokeWidth="1.500" />
          <path d="M7 4v3.500M7 9.500v.6" strokeWidth="1.700" strokeLinecap="round" />
        </>
      )}
      {state === 'late' && <path d="M7 1.300 13.300 12.700H.7z" fill="currentColor" stroke="none" />}
      {state === 'failing' && (
        <path d="m2.500 2.500 9 9M11.500 2.500l-9 9" strokeWidth="2.600" strokeLinecap="round" />
      )}
    </svg>
  );
}
