import { present } from '@nhipcau/base';
import { createContext, useContext } from 'react';
import { useStore } from '../../state/use-store.ts';
import type { Desk, DeskState } from './desk.ts';

export const DeskContext = createContext<Desk | null>(null);

export const useDesk = (): Desk => present(useContext(DeskContext), 'desk');

export function useDeskState<P>(part: (state: DeskState) => P): P {
  return useStore(useDesk().store, part);
}
