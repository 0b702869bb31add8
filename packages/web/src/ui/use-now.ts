import { useSyncExternalStore } from 'react';
import { serverClock } from '../api/server-clock.ts';

/** One timer for all clocks of a page, running only while somebody looks. */
function ticker(periodMs: number) {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | null = null;
  let now = Date.now();
  return {
    read: () => now,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      timer ??= setInterval(() => {
        now = Date.now();
        for (const tell of listeners) tell();
      }, periodMs);
      now = Date.now();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && timer !== null) {
          clearInterval(timer);
          timer = null;
        }
      };
    },
  };
}

const second = ticker(1_000);
const tenth = ticker(100);

/** This machine's time, renewed every second. */
export const useSecond = () => useSyncExternalStore(second.subscribe, second.read);
/** This machine's time, renewed ten times a second: for stopwatches. */
export const useTenth = () => useSyncExternalStore(tenth.subscribe, tenth.read);
/** The server's time, renewed every second: for what the server counts. */
export const useServerSecond = () => useSecond() + serverClock.offsetMs;
