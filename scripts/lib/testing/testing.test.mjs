import { expect, test } from 'vitest';
import { inRepository } from '../paths.mjs';
import { parseFuzzOptions, playsWithChance } from './fuzz.mjs';
import { parseOptions, selectStages } from './options.mjs';
import { broken, held } from './outcome.mjs';
import { closingLine, summaryOf } from './report.mjs';
import { outcomeOf } from './vitest.mjs';

const stages = [{ id: 'lint' }, { id: 'unit', isMadeOfTests: true }, { id: 'media', isMadeOfTests: true }];
const idsOf = (args) => selectStages(stages, parseOptions(args)).map(({ id }) => id);

test('without options every stage is run', () => {
  expect(idsOf([])).toEqual(['lint', 'unit', 'media']);
});

test('--only takes stages by name, in their own order', () => {
  expect(idsOf(['--only', 'media,lint'])).toEqual(['lint', 'media']);
  expect(idsOf(['--only=unit'])).toEqual(['unit']);
});

test('a name filter leaves out the stages that have no tests', () => {
  expect(idsOf(['--name', 'R-MCU-03'])).toEqual(['unit', 'media']);
});

test('an unknown stage and an unknown option are refused', () => {
  expect(() => idsOf(['--only', 'nothing'])).toThrow('there is no stage nothing');
  expect(() => idsOf(['--watch'])).toThrow('unknown option --watch');
  expect(() => idsOf(['--only'])).toThrow('--only needs a value');
});

test('the closing line adds up all stages', () => {
  const results = [{ outcome: held(3) }, { outcome: broken('x', 'why') }, { outcome: held(2) }];
  expect(closingLine(results)).toBe('5 passed, 1 failed');
});

test('skipped tests are told only when there are some', () => {
  expect(closingLine([{ outcome: { ...held(), skipped: 2 } }])).toBe('1 passed, 0 failed, 2 skipped');
});

test('the summary ends with the closing line and names what failed', () => {
  const stage = { id: 'unit', title: 'Unit tests' };
  const summary = summaryOf([
    { stage, outcome: broken('a.test.ts > adds', 'expected 2'), ms: 1200, logFile: 'x.log' },
  ]);
  expect(summary).toContain('✗ a.test.ts > adds');
  expect(summary).toContain('expected 2');
  expect(summary.split('\n').at(-1)).toBe('0 passed, 1 failed');
});

test('a test file that cannot be loaded counts as one failed test', () => {
  const report = {
    testResults: [
      { name: inRepository('a.test.ts'), status: 'failed', message: 'no such module', assertionResults: [] },
      {
        name: inRepository('b.test.ts'),
        status: 'failed',
        assertionResults: [
          { fullName: 'adds', status: 'passed' },
          { fullName: 'divides', status: 'failed', failureMessages: ['by zero'] },
          { fullName: 'later', status: 'todo' },
        ],
      },
    ],
  };
  expect(outcomeOf(report)).toEqual({
    passed: 1,
    skipped: 1,
    failures: [
      { name: 'b.test.ts > divides', detail: 'by zero' },
      { name: 'a.test.ts', detail: 'no such module' },
    ],
  });
});

test('fuzz takes minutes and stages, and refuses what it does not know', () => {
  expect(parseFuzzOptions([])).toEqual({ minutes: 10, only: ['unit', 'store'] });
  expect(parseFuzzOptions(['2.5', '--only', 'unit'])).toEqual({ minutes: 2.5, only: ['unit'] });
  expect(() => parseFuzzOptions(['soon'])).toThrow('no number of minutes');
  expect(() => parseFuzzOptions(['--only', 'browser'])).toThrow('plays with no chance');
});

test('fuzz runs what draws from chance: properties, and plays with seeds of their own', () => {
  expect(playsWithChance("import fc from 'fast-check';")).toBe(true);
  expect(playsWithChance('for (const seed of seedsOf(1, 2)) play(seed);')).toBe(true);
  expect(playsWithChance("import { aSite } from '@nhipcau/testkit';")).toBe(false);
});
