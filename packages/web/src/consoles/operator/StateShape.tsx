import type { LiveSite } from '@nhipcau/contracts';

/** A shape for each state of a connection: full, half, ring, triangle, cross, barred. */
export function StateShape({ state }: { state: LiveSite['state'] }) {
  return (
    <svg
      width="12"
      height="12"
      viewBox="0 0 12 12"
      aria-hidden="true"
      fill="currentColor"
      stroke="currentColor"
    >
      {state === 'connected' && <circle cx="6" cy="6" r="4.500" stroke="none" />}
      {state === 'connecting' && (
        <>
          <circle cx="6" cy="6" r="4" fill="none" strokeWidth="1.500" />
          <path d="M6 2a4 4 0 0 1 0 8Z" stroke="none" />
        </>
      )}
      {state === 'absent' && <circle cx="6" cy="6" r="4" fill="none" strokeWidth="1.500" />}
      {state === 'reconnecting' && <path d="M6 1.200 11.300 10.800H.7z" stroke="none" />}
      {state === 'lost' && (
        <path d="m2 2 8 8M10 2 2 10" fill="none" strokeWidth="2.200" strokeLinecap="round" />
      )}
      {state === 'nodeLost' && (
        <>
          <circle cx="6" cy="6" r="4.300" fill="none" strokeWidth="1.600" />
          <path d="m3.200 3.200 5.600 5.600" fill="none" strokeWidth="1.600" />
        </>
      )}
    </svg>
  );
}
