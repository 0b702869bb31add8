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

test('a language with two forms has the word that goes with the number', () => {
  const t = translator(en);
  expect(t('wall.problems', { count: 1 })).toBe('1 problem');
  expect(t('wall.problems', { count: 0 })).toBe('0 problems');
  expect(t('review.due', { count: 1 })).toBe('1 account is due');
  expect(t('effect.seenAt', { reached: 1, expected: 2 })).toBe('seen at 1/2 sites');
});

test('blanks are filled in', () => {
  expect(translator(vi)('effect.seenAt', { reached: 158, expected: 160 })).toBe('thấy ở 158/160 điểm cầu');
});
