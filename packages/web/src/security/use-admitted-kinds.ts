import type { EndpointKind, EndpointKinds } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { fetchEndpointKinds } from './calls.ts';

const FRESH_MS = 60_000;

/** Which kinds of endpoints may join here, and the approved personal devices. */
export function useAdmittedKinds(): {
  readonly kinds: readonly EndpointKind[];
  readonly devices: EndpointKinds['devices'];
} {
  const { data } = useQuery({
    queryKey: ['endpointKinds'],
    queryFn: fetchEndpointKinds,
    staleTime: FRESH_MS,
  });
  return {
    kinds: (data?.kinds ?? [])
      .filter(({ byRegulation, enabled }) => byRegulation || enabled !== null)
      .map(({ kind }) => kind),
    devices: data?.devices ?? [],
  };
}
