import { useSyncExternalStore } from 'react';
import type { Store } from './store.ts';

/** A part of a store's value; the part must keep its identity while it is unchanged. */
export function useStore<T extends object, P>(store: Store<T>, part: (value: T) => P): P {
  return useSyncExternalStore(store.subscribe, () => part(store.get()));
}
