import { assertNever } from '@nhipcau/base';
import { type RefObject, useEffect } from 'react';
import type { Desk } from './desk.ts';
import { type Intention, intentionOf } from './desk-keys.ts';

/** Keys of the console, wherever the focus is but in a text field. */
export function useDeskKeys(desk: Desk, input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      if (target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), select, textarea'))
        return;
      const { key, code, shiftKey: shift, altKey: alt } = event;
      const intention = intentionOf({ key, code, shift, alt, ctrlOrMeta: event.ctrlKey || event.metaKey });
      if (intention === null || (event.repeat && intention.type !== 'type')) return;
      event.preventDefault();
      carryOut(intention, desk, input.current);
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, [desk, input]);
}

function carryOut(intention: Intention, desk: Desk, input: HTMLInputElement | null): void {
  switch (intention.type) {
    case 'type':
      desk.store.set({ typed: desk.store.get().typed + intention.digit });
      return input?.focus();
    case 'findName':
      return input?.focus();
    case 'take':
      return desk.take(intention.target);
    case 'layout':
      return desk.setKind(intention.kind);
    case 'nextGrid':
      return desk.nextGrid();
    case 'floor':
      return desk.toggleFloor();
    case 'mute':
      return desk.mute();
    case 'muteAll':
      return desk.muteAll();
    case 'content':
      return desk.toggleContent();
    case 'bringUp':
      return desk.toggleBringUp();
    case 'camera':
      return desk.toggleCamera();
    case 'aside':
      return desk.toggleAside();
    case 'nextSpeaker':
      return desk.nextSpeaker();
    case 'noteWish':
      return desk.noteWish();
    case 'segment':
      return desk.nextSegment();
    case 'undo':
      return desk.undo();
    case 'help':
      return desk.store.set({ helpOpen: !desk.store.get().helpOpen });
    case 'escape':
      if (desk.store.get().helpOpen) return desk.store.set({ helpOpen: false });
      return desk.undo();
    default:
      return assertNever(intention);
  }
}
