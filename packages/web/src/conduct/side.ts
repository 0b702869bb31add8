import type { SidePanel } from '../consoles/operator/desk.ts';

interface Side {
  readonly side: SidePanel | null;
  readonly sideBefore: SidePanel | null;
  readonly cameraOpen: boolean;
}

/** The camera opened comes to the front; closed, what was shown before it does. */
export function cameraToggled({ side, sideBefore, cameraOpen }: Side): Side {
  return cameraOpen
    ? { cameraOpen: false, sideBefore, side: side === 'camera' ? sideBefore : side }
    : { cameraOpen: true, sideBefore: side, side: 'camera' };
}

/** What is shown when nothing was chosen, or when the camera was and no site is in hand any more. */
export function sideShown(
  side: SidePanel | null,
  { hasOrder, hasCamera }: { hasOrder: boolean; hasCamera: boolean },
): SidePanel {
  return side === null || (side === 'camera' && !hasCamera) ? (hasOrder ? 'order' : 'log') : side;
}
