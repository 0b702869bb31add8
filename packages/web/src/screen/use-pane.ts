import { useEffect, useLayoutEffect, useReducer } from 'react';
import { emptyPane, KEEP_OLD_PICTURE_MS, type PaneState, switchPane } from '../room/pane-switch.ts';

/** A picture that can be shown: what it is of, and its stream once there is one. */
export interface Picture {
  /** Changes when another stream takes the place of an old one. */
  readonly id: string;
  readonly stream: MediaStream | null;
}

interface State {
  readonly pane: PaneState<string>;
  /** Streams of the visible and of the awaited picture; kept although the node may have closed them. */
  readonly streams: ReadonlyMap<string, MediaStream>;
}

type Act =
  | { readonly type: 'wanted'; readonly picture: Picture | null; readonly at: number }
  | { readonly type: 'firstFrame'; readonly id: string; readonly at: number }
  | { readonly type: 'timePassed'; readonly at: number };

function reduce(state: State, act: Act): State {
  const pane =
    act.type === 'wanted'
      ? switchPane<string>(state.pane, { type: 'wanted', picture: act.picture?.id ?? null, at: act.at })
      : act.type === 'firstFrame'
        ? switchPane<string>(state.pane, { type: 'firstFrame', picture: act.id, at: act.at })
        : switchPane<string>(state.pane, act);
  const known = new Map(state.streams);
  if (act.type === 'wanted' && act.picture?.stream) known.set(act.picture.id, act.picture.stream);
  for (const id of known.keys()) if (id !== pane.shown && id !== pane.coming) known.delete(id);
  return { pane, streams: known };
}

/** Switches one pane between pictures without ever going through black. */
export function usePane(picture: Picture | null) {
  const [{ pane, streams }, act] = useReducer(reduce, { pane: emptyPane, streams: new Map() });
  const id = picture?.id ?? null;
  const stream = picture?.stream ?? null;
  // Before the browser paints: a picture that is decoded already is shown in the very next frame.
  useLayoutEffect(() => {
    act({ type: 'wanted', picture: id === null ? null : { id, stream }, at: Date.now() });
  }, [id, stream]);
  const waiting = pane.coming !== null && pane.shown !== null;
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => act({ type: 'timePassed', at: Date.now() }), KEEP_OLD_PICTURE_MS + 50);
    return () => clearTimeout(timer);
  }, [waiting]);
  return {
    shown: pane.shown,
    coming: pane.coming,
    streamOf: (key: string | null) => (key === null ? null : (streams.get(key) ?? null)),
    firstFrame: (key: string) => act({ type: 'firstFrame', id: key, at: Date.now() }),
  };
}
