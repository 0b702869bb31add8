import { expect, test } from 'vitest';
import { linesOf } from './lines-of.ts';

test.each([
  ['', 10, 1],
  ['Tốt', 10, 1],
  ['Hội trường', 10, 1],
  ['Hội trường xã', 10, 2],
  ['một\nhai\nba', 10, 3],
  // A word that is longer than the line is broken, and the next one goes on behind it.
  ['0123456789abc de', 10, 2],
  ['Chất lượng đường truyền, kênh truyền', 12, 4],
])('[DO-3] %j breaks into lines of %i letters', (text, letters, lines) => {
  expect(linesOf(text, letters)).toBe(lines);
});
