import type { MeetingId, RegistrationDetail } from '@nhipcau/contracts';
import { useEffect, useState } from 'react';
import { createFile, fetchFile } from '../approval/calls.ts';
import { codeOf } from '../office/LoadState.tsx';
import { useStore } from '../state/use-store.ts';
import { changeRegistration } from './calls.ts';
import type { DraftData } from './draft-data.ts';
import { DraftKeeper, type DraftState } from './draft-keeper.ts';

const SAVE_AFTER_MS = 1_200;

const shelf = {
  read: (key: string) => localStorage.getItem(key),
  write: (key: string, text: string) => {
    try {
      localStorage.setItem(key, text);
    } catch {
      // The machine's store is full: the server still gets it a moment later.
    }
  },
  remove: (key: string) => localStorage.removeItem(key),
};

/** Entries of a person on a file, kept on this machine and, as a draft, on the server without being asked. */
export function useDraft(start: {
  userId: string;
  values: DraftData;
  detail: RegistrationDetail | null;
  /** The earlier meeting that is repeated: its entries wait apart from those of a meeting begun from nothing. */
  from: string | undefined;
}): [DraftKeeper, DraftState] {
  const [keeper] = useState(
    () =>
      new DraftKeeper(
        {
          shelf,
          server: { create: createFile, change: changeRegistration, fetch: fetchFile },
          codeOf: (cause) => codeOf(cause) ?? 'INTERNAL',
          shelfKey: (meetingId: MeetingId | null) =>
            `nhipcau.registration.${start.userId}.${meetingId ?? start.from ?? 'new'}`,
        },
        start,
      ),
  );
  const state = useStore(keeper.store, (value) => value);
  const { values, phase, detail } = state;
  const isDraft = detail === null || detail.registration.state === 'draft';
  useEffect(() => {
    if (!isDraft || phase !== 'unsaved' || values.title.trim().length < 3) return;
    const timer = setTimeout(() => void keeper.save(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [keeper, values, phase, isDraft]);
  return [keeper, state];
}
