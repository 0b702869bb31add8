import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { PageSearch } from './page-search.ts';

/** What the page shows, and how to show something else. */
export function usePageSearch(): [PageSearch, (change: PageSearch) => void] {
  const search = useSearch({ from: '/quy-che' });
  const navigate = useNavigate({ from: '/quy-che' });
  const change = useCallback(
    (more: PageSearch) => void navigate({ search: (old) => ({ ...old, ...more }), replace: true }),
    [navigate],
  );
  return [search, change];
}
