import { expect, test } from 'vitest';
import { allPages, MOST_ROWS } from './all-pages.ts';

test('a list that comes in pages is exported whole', async () => {
  const pages: Record<string, { rows: number[]; next: string | null }> = {
    '': { rows: [1, 2], next: 'a' },
    a: { rows: [3], next: null },
  };
  const fetchPage = (cursor: string | null) =>
    Promise.resolve(pages[cursor ?? ''] ?? { rows: [], next: null });
  expect(await allPages(fetchPage, ({ rows }) => rows)).toEqual([1, 2, 3]);
});

test('a list without end stops at what a file holds', async () => {
  const fetchPage = () => Promise.resolve({ rows: Array.from({ length: 400 }, () => 0), next: 'more' });
  expect(await allPages(fetchPage, ({ rows }) => rows)).toHaveLength(MOST_ROWS);
});
