import type { Screen } from '@nhipcau/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { streamKey } from '../../room/stream-key.ts';
import type { PictureSource } from '../../screen/PaneView.tsx';

export interface SecondScreen {
  readonly isOpen: boolean;
  readonly canOpen: boolean;
  readonly toggle: () => void;
}

/** Name under which a second-screen window finds its room page and the picture to show. */
export interface SecondScreenWindow extends Window {
  nhipCauShow?: (stream: MediaStream | null, name: string) => void;
}

/** Content on a display of its own: a window that this page fills, because a stream cannot cross to another process. */
export function useSecondScreen(screen: Screen | null, source: PictureSource): SecondScreen {
  const popup = useRef<SecondScreenWindow | null>(null);
  const [isOpen, setOpen] = useState(false);
  const pane = screen?.panes[0];
  const stream =
    pane?.kind === 'remote'
      ? (source.streams.get(streamKey(pane.siteId, pane.source))?.stream ?? null)
      : pane?.kind === 'self'
        ? source.ownContent
        : null;
  const name = pane?.kind === 'remote' ? (source.nameOf(pane.siteId) ?? '') : source.ownName;
  useEffect(() => {
    if (!isOpen) return;
    const show = () => {
      const target = popup.current;
      if (!target || target.closed) setOpen(false);
      else target.nhipCauShow?.(stream, name);
    };
    show();
    const timer = setInterval(show, 500);
    return () => clearInterval(timer);
  }, [isOpen, stream, name]);
  useEffect(() => () => popup.current?.close(), []);
  const toggle = useCallback(() => {
    if (popup.current && !popup.current.closed) {
      popup.current.close();
      setOpen(false);
      return;
    }
    popup.current = globalThis.open(
      '/phong/trinh-chieu',
      'nhipcau-trinh-chieu',
      'popup,width=1280,height=720',
    );
    setOpen(popup.current !== null);
  }, []);
  return { isOpen, canOpen: true, toggle };
}
