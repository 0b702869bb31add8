import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';

/** Time a destructive button must be held, milliseconds. */
const HOLD_MS = 1_000;

/** A button for what cannot be undone: it acts only after being held for a second, by pointer or key. */
export function HoldButton({
  onHeld,
  children,
  hint,
  className = '',
  disabled = false,
}: {
  onHeld: () => void;
  children: ReactNode;
  /** How to use it, shown as its description. */
  hint: string;
  className?: string;
  disabled?: boolean;
}) {
  const [holding, setHolding] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const stop = () => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    setHolding(false);
  };
  const begin = () => {
    if (timer.current !== null || disabled) return;
    setHolding(true);
    timer.current = setTimeout(() => {
      stop();
      onHeld();
    }, HOLD_MS);
  };
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) begin();
  };
  return (
    <button
      type="button"
      className={`button hold ${className} ${holding ? 'holding' : ''}`}
      disabled={disabled}
      title={hint}
      onPointerDown={begin}
      onPointerUp={stop}
      onPointerLeave={stop}
      onKeyDown={onKeyDown}
      onKeyUp={stop}
      onBlur={stop}
    >
      <span className="hold-progress" aria-hidden="true" />
      {children}
    </button>
  );
}
