import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameData } from './same-data.ts';

test.each([
  [{ a: 1, b: [2, { c: null }] }, { b: [2, { c: null }], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, false],
  [{ a: undefined }, { b: undefined }, false],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [null, {}, false],
  [null, null, true],
  ['1', 1, false],
  [{ toString: 1 }, {}, false],
])('%j and %j: %s', (a, b, expected) => {
  expect(sameData(a, b)).toBe(expected);
});

test('a copy with its keys the other way round says the same; a changed one does not', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, reversed(item)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(sameData(value, reversed(structuredClone(value)))).toBe(true);
      expect(sameData([value], [value, value])).toBe(false);
    }),
  );
});
