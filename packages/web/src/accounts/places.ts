import { useQuery } from '@tanstack/react-query';
import { folded } from '../office/list/matches.ts';
import { fetchOrganisations, fetchSites } from './calls.ts';

interface Option {
  readonly value: string;
  readonly label: string;
}

/** For pickers that are searched by typing, with or without diacritics. */
export const searchable = {
  showSearch: {
    filterOption: (typed: string, option?: { label?: unknown }) =>
      folded(String(option?.label ?? '')).includes(folded(typed)),
  },
} as const;

export function useOrganisationOptions(): readonly Option[] {
  const { data } = useQuery({
    queryKey: ['organisations'],
    queryFn: ({ signal }) => fetchOrganisations(signal),
    staleTime: 60_000,
  });
  return (data?.organisations ?? []).map(({ organisationId, name }) => ({
    value: organisationId,
    label: name,
  }));
}

export function useSiteOptions(): readonly Option[] {
  const { data } = useQuery({
    queryKey: ['sites'],
    queryFn: ({ signal }) => fetchSites(signal),
    staleTime: 60_000,
  });
  return (data?.sites ?? []).map(({ siteId, name, number }) => ({
    value: siteId,
    label: `${number} · ${name}`,
  }));
}
