import { useQuery } from '@tanstack/react-query';
import { fetchSession } from '../api/calls.ts';

export const sessionQuery = ['session'] as const;

/** Who is signed in; an error with code SIGN_IN_REQUIRED when nobody is. */
export const useSession = () =>
  useQuery({ queryKey: sessionQuery, queryFn: ({ signal }) => fetchSession(signal), staleTime: 60_000 });
