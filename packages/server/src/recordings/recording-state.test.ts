import { expect, test } from 'vitest';
import { stateOf } from './recordings.service.ts';

const running = [{ stoppedAt: null }];
const over = [{ stoppedAt: 5 }];

test.each([
  ['none', [], null, false],
  ['requested', [], null, true],
  ['recording', [...over, ...running], null, true],
  ['finalising', over, null, false],
  ['finalising', over, { state: 'rendering' }, false],
  ['stored', over, { state: 'ready' }, false],
  ['recording', [...over, ...running], { state: 'ready' }, false],
] as const)('[RD-7] [R-REC-02] what was recorded is %s', (expected, runs, film, isAsked) => {
  expect(stateOf(runs, film, isAsked)).toBe(expected);
});
