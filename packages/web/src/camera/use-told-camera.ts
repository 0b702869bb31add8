import { Reconciler, systemClock } from '@nhipcau/base';
import type { RoomCamera } from '@nhipcau/contracts';
import { useEffect, useRef, useState } from 'react';

import { fetchCamera, type OfSite, tellCamera } from './calls.ts';

/** A server that is away is told again. */
const AGAIN_MS = 5_000;

/** What the server knows of this room's camera from before, also from another computer; null: not asked yet. */
export function useKnownCamera(session: OfSite): { readonly camera: RoomCamera | null } | null {
  const [known, setKnown] = useState<{ camera: RoomCamera | null } | null>(null);
  useEffect(() => {
    let isOver = false;
    let again: { cancel(): void } | null = null;
    const ask = () =>
      fetchCamera(session).then(
        ({ camera }) => {
          if (!isOver) setKnown({ camera });
        },
        () => {
          if (!isOver) again = systemClock.after(AGAIN_MS, () => void ask());
        },
      );
    void ask();
    return () => {
      isOver = true;
      again?.cancel();
    };
  }, [session]);
  return known;
}

/** Tells the server how the room's camera stands, the newest last, and again while the server is away. */
export function useTelling(session: OfSite, camera: RoomCamera | null): void {
  const newest = useRef(camera);
  newest.current = camera;
  const teller = useRef<Reconciler | null>(null);
  useEffect(() => {
    let isOver = false;
    const reconciler = new Reconciler(
      async () => {
        if (!isOver && newest.current !== null) await tellCamera(session, newest.current);
      },
      () => {
        systemClock.after(AGAIN_MS, () => reconciler.poke());
      },
    );
    teller.current = reconciler;
    reconciler.poke();
    return () => {
      isOver = true;
      teller.current = null;
    };
  }, [session]);
  const text = JSON.stringify(camera);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when what it says changes, not the object.
  useEffect(() => teller.current?.poke(), [text]);
}
