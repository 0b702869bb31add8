import { expect, test } from 'vitest';
import { arraySteps } from './array-steps.ts';

const list = Array.from({ length: 100 }, (_, index) => index);

test('every element that is visited counts, and no more', () => {
  expect(arraySteps(() => void list.map((value) => value))).toBe(100);
  expect(arraySteps(() => void list.find((value) => value === 9))).toBe(10);
  expect(arraySteps(() => void list.includes(4))).toBe(100);
  expect(arraySteps(() => void new Set(list))).toBe(100);
  expect(arraySteps(() => void [...list])).toBe(100);
});

test('a walk within a walk counts as often as it is done', () => {
  expect(arraySteps(() => void list.filter((one) => list.some((other) => other === one)))).toBe(100 + 5050);
});

test('afterwards arrays are as before, also when it failed', () => {
  const { map } = Array.prototype;
  expect(() =>
    arraySteps(() => {
      throw new Error('failed');
    }),
  ).toThrow('failed');
  expect(Array.prototype.map).toBe(map);
  expect(['b', 'a'].toSorted()).toEqual(['a', 'b']);
});
