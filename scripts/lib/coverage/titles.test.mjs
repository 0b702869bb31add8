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

test('a test proves what its groups name, and nothing of the groups beside it', async () => {
  const source = `
    describe('[R-SEC-05] [AC-15] control is taken back', () => {
      test('at once', () => {});
      describe.each([1])('[R-SEC-06] of %s', () => { test('[R-MCU-14] too', () => {}); });
    });
    describe('no id', () => { test('plain', () => {}); });
    describe.skip('[R-SEC-01] not run', () => {});
    test('after', () => {});`;
  expect(await titlesOf(source)).toEqual([
    '[R-SEC-05] [AC-15] at once',
    '[R-SEC-05] [AC-15] [R-SEC-06] [R-MCU-14] too',
    'plain',
    'after',
  ]);
});
