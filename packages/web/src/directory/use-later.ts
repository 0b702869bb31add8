import { useEffect, useState } from 'react';

const QUIET_MS = 250;

/** A value once it has been quiet for a moment, so that not every key asks the server. */
export function useLater<T>(value: T): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return later;
}
