/** Longest time an old picture stays on a pane after another one was wanted that does not come. */
export const KEEP_OLD_PICTURE_MS = 6_000;

/**
 * One pane of a screen, which never shows black between two pictures: the old one stays until the new one has a
 * decoded frame. `K` names a picture; null is an empty pane.
 */
export interface PaneState<K> {
  /** What is visible now. */
  readonly shown: K | null;
  /** What is being prepared behind it, or null when `shown` is what is wanted. */
  readonly coming: K | null;
  /** Since when `coming` is awaited. */
  readonly since: number | null;
}

export type PaneEvent<K> =
  | { readonly type: 'wanted'; readonly picture: K | null; readonly at: number }
  | { readonly type: 'firstFrame'; readonly picture: K; readonly at: number }
  | { readonly type: 'timePassed'; readonly at: number };

export const emptyPane: PaneState<never> = { shown: null, coming: null, since: null };

export function switchPane<K>(state: PaneState<K>, event: PaneEvent<K>): PaneState<K> {
  switch (event.type) {
    case 'wanted':
      if (event.picture === null) return { shown: null, coming: null, since: null };
      if (event.picture === state.shown) return { shown: state.shown, coming: null, since: null };
      if (event.picture === state.coming) return state;
      return { shown: state.shown, coming: event.picture, since: event.at };
    case 'firstFrame':
      if (event.picture !== state.coming) return state;
      return { shown: state.coming, coming: null, since: null };
    case 'timePassed':
      if (state.coming === null || state.since === null || state.shown === null) return state;
      if (event.at - state.since < KEEP_OLD_PICTURE_MS) return state;
      // The old picture would begin to lie about who is on the screen.
      return { ...state, shown: null };
  }
}
