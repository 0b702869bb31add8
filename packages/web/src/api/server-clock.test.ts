import { expect, test } from 'vitest';
import { ServerClock } from './server-clock.ts';

const told = (at: number | string | null) => ({ get: () => (at === null ? null : String(at)) });
const NOON = Date.UTC(2026, 10, 30, 5);
const MINUTE_MS = 60_000;

test.each([
  ['two minutes behind', -2 * MINUTE_MS],
  ['two minutes ahead', 2 * MINUTE_MS],
])('[R-CHK-03] a terminal that is %s stamps and counts with the server’s time', (_, offByMs) => {
  let own = NOON + offByMs;
  const clock = new ServerClock(() => own);
  const askedAt = own;
  own += 80;
  clock.learn(told(NOON + 40), askedAt);
  expect(clock.now()).toBe(NOON + 80);
});

test('a slow answer does not spoil what a quick one told', () => {
  let own = NOON;
  const clock = new ServerClock(() => own);
  own += 20;
  clock.learn(told(NOON + 5_010), NOON);
  expect(clock.offsetMs).toBe(5_000);
  const askedAt = own;
  own += 4_000;
  clock.learn(told(askedAt + 5_000 + 3_900), askedAt);
  expect(clock.offsetMs).toBe(5_000);
});

test('a clock that is set while the page stands open is followed at the next answer', () => {
  let own = NOON;
  const clock = new ServerClock(() => own);
  clock.learn(told(NOON), own);
  own -= 3_600_000;
  clock.learn(told(NOON + 1_000), own);
  expect(clock.now()).toBe(NOON + 1_000);
});

test.each([null, '', 'soon', '-5', '1e9', '12345678901234567'])('%s tells no time', (what) => {
  const clock = new ServerClock(() => NOON);
  clock.learn(told(what), NOON);
  expect(clock.now()).toBe(NOON);
});
