import { useEffect, useState } from 'react';
import type { LevelMeter } from '../room/level-meter.ts';

/** Present loudness, ten times a second, or null while it cannot be measured. */
export function useLevel(meter: LevelMeter | null): number | null {
  const [db, setDb] = useState<number | null>(null);
  useEffect(() => {
    if (meter === null) return;
    const timer = setInterval(() => {
      const next = meter.read();
      setDb(next === null ? null : Math.round(next));
    }, 100);
    return () => clearInterval(timer);
  }, [meter]);
  return db;
}
