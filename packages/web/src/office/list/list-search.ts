import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { z } from 'zod';

/** A number in an address arrives as one, though it was typed as words. */
const words = z.union([z.string(), z.number().transform(String)]).pipe(z.string().max(100));

/** What a list shows, in its address, so that a link shows somebody else the same. What does not fit is left out. */
export const ListFilter = z.object({
  /** Words searched for. */
  tim: words.optional().catch(undefined),
  /** Tab. */
  xem: words.optional().catch(undefined),
  /** Only these, by kind, state, district – whatever the list is divided by. */
  loc: words.optional().catch(undefined),
});
export type ListFilter = z.infer<typeof ListFilter>;

/** The filter of the list on this page, and how to change a part of it; an empty part leaves the address. */
export function useListFilter(): [ListFilter, (part: ListFilter) => void] {
  const filter = ListFilter.parse(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = useCallback(
    (part: ListFilter) =>
      void navigate({
        to: '.',
        search: (before: object) =>
          Object.fromEntries(
            Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined && value !== ''),
          ),
        replace: true,
      }),
    [navigate],
  );
  return [filter, change];
}
