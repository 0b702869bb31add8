import { expect, test } from 'vitest';
import { matches } from './matches.ts';

test.each([
  ['', true],
  [undefined, true],
  ['da bac', true],
  ['Đà Bắc', true],
  ['bắc ubnd', true],
  ['0900', true],
  ['mai châu', false],
])('a list is searched without diacritics, in any order of words: %s', (typed, found) => {
  expect(matches(typed, 'UBND huyện Đà Bắc', null, '0900 000 123')).toBe(found);
});
