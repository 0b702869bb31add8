import type { MeetingId, RegistrationChecked } from '@nhipcau/contracts';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { checkFile } from '../approval/calls.ts';
import { type DraftData, statedIn } from './draft-data.ts';

const ASK_AFTER_MS = 350;

/** What the regulation and the calendar say of the entries, a moment after the last key. */
export function useCheck(
  draft: DraftData,
  meetingId: MeetingId | null,
): { checked: RegistrationChecked | null; error: Error | null } {
  const [settled, setSettled] = useState(draft);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(draft), ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  const data = useMemo(() => statedIn(settled), [settled]);
  const { data: checked, error } = useQuery({
    queryKey: ['registration-check', meetingId, data],
    queryFn:
      data === null
        ? skipToken
        : ({ signal }) =>
            checkFile({ ...(meetingId === null ? {} : { meetingId }), data, reception: null }, signal),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  return { checked: checked ?? null, error };
}
