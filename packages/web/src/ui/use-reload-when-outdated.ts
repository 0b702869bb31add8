import { systemClock } from '@nhipcau/base';
import { useEffect } from 'react';

/** Long enough to read why, and that a server that is being renewed has the new page. */
const RELOAD_AFTER_MS = 10_000;

/** A page of another release than the server fetches the new one by itself: nobody sits at a room's screen. */
export function useReloadWhenOutdated(code: string | null): void {
  useEffect(() => {
    if (code !== 'PROTOCOL_VERSION_UNSUPPORTED') return;
    const timer = systemClock.after(RELOAD_AFTER_MS, () => globalThis.location.reload());
    return () => timer.cancel();
  }, [code]);
}
