import type { LayoutKind } from '@nhipcau/contracts';

/** What an operator means by a key. */
export type Intention =
  | { readonly type: 'type'; readonly digit: string }
  | { readonly type: 'findName' }
  | { readonly type: 'take'; readonly target: 'broadcast' | 'chairView' }
  | { readonly type: 'layout'; readonly kind: LayoutKind }
  | { readonly type: 'nextGrid' }
  | { readonly type: 'floor' }
  | { readonly type: 'mute' }
  | { readonly type: 'muteAll' }
  | { readonly type: 'content' }
  | { readonly type: 'bringUp' }
  | { readonly type: 'aside' }
  | { readonly type: 'camera' }
  | { readonly type: 'segment' }
  | { readonly type: 'nextSpeaker' }
  | { readonly type: 'noteWish' }
  | { readonly type: 'undo' }
  | { readonly type: 'escape' }
  | { readonly type: 'help' };

export interface KeyPress {
  readonly key: string;
  /** Place of the key, so that input methods for Vietnamese do not get in the way. */
  readonly code: string;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrlOrMeta: boolean;
}

/** Digit beside Alt → arrangement: the number of pictures, 6 for sixteen and 5 for twenty-five. */
const layoutDigits: Readonly<Record<string, LayoutKind>> = {
  Digit1: 'full',
  Digit2: 'pip',
  Digit4: 'grid4',
  Digit9: 'grid9',
  Digit6: 'grid16',
  Digit5: 'grid25',
};

const letters: Readonly<Record<string, Intention>> = {
  KeyC: { type: 'take', target: 'chairView' },
  KeyF: { type: 'layout', kind: 'full' },
  KeyG: { type: 'nextGrid' },
  KeyV: { type: 'floor' },
  KeyN: { type: 'content' },
  KeyB: { type: 'bringUp' },
  KeyK: { type: 'aside' },
  KeyO: { type: 'camera' },
  KeyT: { type: 'segment' },
  KeyQ: { type: 'nextSpeaker' },
  KeyY: { type: 'noteWish' },
  KeyZ: { type: 'undo' },
};

/**
 * Meaning of a key pressed anywhere on the console but in a text field: digits begin a site's number, a slash begins
 * its name, letters are commands. Null: the key is not ours.
 */
export function intentionOf({ key, code, shift, alt, ctrlOrMeta }: KeyPress): Intention | null {
  if (ctrlOrMeta) return null;
  if (alt) {
    const kind = layoutDigits[code];
    return kind ? { type: 'layout', kind } : null;
  }
  if (key === ' ' || code === 'Space') return { type: 'take', target: shift ? 'chairView' : 'broadcast' };
  if (key === 'Escape') return { type: 'escape' };
  if (key === '?') return { type: 'help' };
  if (key === '/') return { type: 'findName' };
  if (/^[0-9]$/.test(key)) return { type: 'type', digit: key };
  if (code === 'KeyM') return { type: shift ? 'muteAll' : 'mute' };
  return shift ? null : (letters[code] ?? null);
}
