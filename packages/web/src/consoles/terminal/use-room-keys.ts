import type { SeatView } from '@nhipcau/contracts';
import { useEffect } from 'react';
import type { LocalMedia } from '../../room/local-media.ts';

/** Space opens and closes the microphone, unless a control has the focus that uses it itself. */
export function useRoomKeys(local: LocalMedia, view: SeatView | null): void {
  const called = view?.called === true;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.repeat) return;
      const inControl =
        event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
      const onButton = event.target instanceof HTMLElement && event.target.matches('button');
      if (inControl || (onButton && !called)) return;
      event.preventDefault();
      local.setMicOn(called ? true : !local.store.get().micOn);
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, [local, called]);
}
