import { PRESENT_EVERY_MS } from '@nhipcau/contracts';
import { useEffect } from 'react';
import type { LiveConnection } from './live-connection.ts';

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Tells that somebody is at this page; of those who may conduct the server keeps whether they are (R-CDT-12). */
export function usePresence(connection: LiveConnection | null): void {
  useEffect(() => {
    if (connection === null) return;
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = () => {
      const now = performance.now();
      if (now - toldAt < PRESENT_EVERY_MS) return;
      toldAt = now;
      connection.present();
    };
    for (const sign of SIGNS) globalThis.addEventListener(sign, tell, { passive: true });
    return () => {
      for (const sign of SIGNS) globalThis.removeEventListener(sign, tell);
    };
  }, [connection]);
}
