import type { ActOnRegistration, MeetingId, RegistrationDetail } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { codeOf } from '../office/LoadState.tsx';
import { actOn } from './calls.ts';

type Act = Pick<ActOnRegistration, 'revision' | 'act'> & Partial<ActOnRegistration>;

/** Taking steps with a file; lists and the file itself are read anew after each, also after a refusal. */
export function useFileActs(onDone: (file: RegistrationDetail) => void = () => {}) {
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: ({ meetingId, ...step }: Act & { meetingId: MeetingId }) => actOn(meetingId, step),
    onSuccess: (file) => {
      queries.setQueryData(['file', file.registration.meetingId], file);
      onDone(file);
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['files'] }),
        queries.invalidateQueries({ queryKey: ['file'] }),
        queries.invalidateQueries({ queryKey: ['file-check'] }),
      ]),
  });
  return { act: act.mutate, isActing: act.isPending, failure: codeOf(act.error), reset: act.reset };
}
