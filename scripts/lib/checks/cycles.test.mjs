import { expect, test } from 'vitest';
import { findCycles } from './cycles.mjs';

const graph = (edges) => new Map(Object.entries(edges));

test('a tree and a diamond have no circle', () => {
  expect(findCycles(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }))).toEqual([]);
});

test('a circle is named by its shortest way', () => {
  expect(findCycles(graph({ a: ['b'], b: ['c', 'd'], c: ['d'], d: ['a'] }))).toEqual(['a → b → d → a']);
});

test('a file that imports itself is a circle', () => {
  expect(findCycles(graph({ a: ['a'] }))).toEqual(['a → a']);
});

test('two circles apart are two findings', () => {
  expect(findCycles(graph({ a: ['b'], b: ['a'], c: ['d'], d: ['c'] }))).toEqual(['a → b → a', 'c → d → c']);
});
