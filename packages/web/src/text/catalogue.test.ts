import { errorCatalogue } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { translator } from './catalogue.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test('both languages have the same keys and the same blanks', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort());
  const english: Readonly<Record<string, string>> = en;
  for (const [key, text] of Object.entries(vi))
    expect([key, blanks(english[key] ?? '')]).toEqual([key, blanks(text)]);
});

test('every failure of the catalogue has a sentence in both languages', () => {
  for (const code of Object.keys(errorCatalogue)) {
    expect(vi).toHaveProperty([`error.${code}`]);
    expect(en).toHaveProperty([`error.${code}`]);
  }
});

test('blanks are filled in', () => {
  expect(translator(vi)('effect.seenAt', { reached: 158, expected: 160 })).toBe('thấy ở 158/160 điểm cầu');
});
