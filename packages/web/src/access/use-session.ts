import { useQuery } from '@tanstack/react-query';
import { fetchSession } from '../api/calls.ts';

export const sessionQuery = ['session'] as const;

/** Who is signed in; an error with code SIGN_IN_REQUIRED when nobody is. */
export const useSession = () =>
  useQuery({ queryKey: sessionQuery, queryFn: ({ signal }) => fetchSession(signal), staleTime: 60_000 });

/** The session when a page has asked for it already; asks nothing itself. */
export const useKnownSession = () =>
  useQuery({
    queryKey: sessionQuery,
    queryFn: ({ signal }) => fetchSession(signal),
    staleTime: 60_000,
    enabled: false,
  });
