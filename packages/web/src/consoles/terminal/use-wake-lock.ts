import { useEffect } from 'react';

/** Keeps the display awake while the room is in the meeting; asked for again whenever the page comes back. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let current = true;
    const ask = () => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      navigator.wakeLock.request('screen').then(
        (granted) => {
          if (current) lock = granted;
          else void granted.release();
        },
        () => {
          // Refused on battery or by policy: the meeting goes on.
        },
      );
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      current = false;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }, []);
}
