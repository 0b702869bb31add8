import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { titlesIn } from './titles.mjs';

const titlesOf = (source) => titlesIn(parseSync('a.test.ts', source).program);

test('titles of tests are found wherever they stand', async () => {
  const source = `
    describe('no test', () => {
      test('plain', () => {});
      it(\`with \${value} inside\`, async () => {});
      for (const x of list) test.concurrent('in a loop', () => {});
      test.each([1, 2])('by table %s', () => {});
      test.for<number>([1])('by list', () => {});
    });`;
  expect(await titlesOf(source)).toEqual(['plain', 'with … inside', 'in a loop', 'by table %s', 'by list']);
});

test('what is not run or is not a test does not count', async () => {
  const source = `
    test.skip('skipped', () => {});
    it.todo('to come');
    test.fails('known to fail', () => {});
    // test('in a comment', () => {});
    attest('another function', () => {});
    const text = "test('in a text')";`;
  expect(await titlesOf(source)).toEqual([]);
});
