import type { Reception, RegistrationData, RegistrationDetail } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { actOn, createFile } from './calls.ts';

interface Recording {
  readonly data: RegistrationData;
  readonly reception: Reception;
  /** Why it is taken after its lead time; null: it is in time. */
  readonly lateReason: string | null;
}

/**
 * Opens a file and registers it at once. When the second step is refused the file stays a draft, and what is sent
 * next for the same text goes into it: no second number is taken.
 */
export function useRecording(onRecorded: (file: RegistrationDetail) => void) {
  const queries = useQueryClient();
  const opened = useRef<{ key: string; file: RegistrationDetail } | null>(null);
  const record = useMutation({
    mutationFn: async ({ data, reception, lateReason }: Recording) => {
      const key = JSON.stringify(data);
      if (opened.current?.key !== key) opened.current = { key, file: await createFile(data) };
      const { meetingId, revision } = opened.current.file.registration;
      const act = lateReason === null ? 'submit' : 'acceptLate';
      return actOn(meetingId, { revision, act, reason: lateReason, reception });
    },
    onSuccess: async (file) => {
      opened.current = null;
      onRecorded(file);
      await queries.invalidateQueries({ queryKey: ['receptions'] });
    },
  });
  return { record: record.mutate, isRecording: record.isPending, failure: codeOf(record.error) };
}
