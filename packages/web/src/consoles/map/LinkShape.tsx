/** Full, crossed and dashed: the three states without colour. */
export function LinkShape({ state }: { state: 'up' | 'down' | 'unknown' }) {
  return (
    <svg
      className={`link-shape ${state}`}
      width="14"
      height="14"
      viewBox="0 0 14 14"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    >
      {state === 'up' && <circle cx="7" cy="7" r="5" fill="currentColor" stroke="none" />}
      {state === 'down' && <path d="m2.500 2.500 9 9M11.500 2.500l-9 9" strokeLinecap="round" />}
      {state === 'unknown' && <circle cx="7" cy="7" r="5" strokeWidth="1.600" strokeDasharray="2.500 2" />}
    </svg>
  );
}
