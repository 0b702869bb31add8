import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AlarmState, alarmRules, nextAlarm, quiet, raised } from './alarms.ts';

const rule = alarmRules.loss;
/** The kinds after each second, from one figure a second. */
const course = (values: readonly (number | null)[], from: AlarmState = quiet): string => {
  let state = from;
  return values
    .map((value, second) => {
      state = nextAlarm(state, value, second * 1_000, rule);
      return state.kind === 'raised' ? '!' : '.';
    })
    .join('');
};
const times = (count: number, value: number | null) => Array.from({ length: count }, () => value);

test('[MN-10] [R-MON-03] more than three in a hundred lost for three seconds is an alarm, a shorter burst is none', () => {
  expect(course([0.05, 0.05, 0.05, 0.05, 0.05])).toBe('...!!');
  expect(course([0.05, 0.05, 0.05, 0.01, 0.05, 0.05])).toBe('......');
  expect(course(times(6, 0.029))).toBe('......');
});

test('[MN-10] it is over only after fifteen calm seconds, and half the limit is what counts as calm', () => {
  expect(course(times(16, 0.01), raised)).toBe('!!!!!!!!!!!!!!!.');
  expect(course([...times(15, 0.01), 0.02, ...times(14, 0.01)], raised)).not.toContain('.');
  expect(course(times(40, 0.02), raised)).not.toContain('.');
});

test('[MN-10] an unknown figure neither raises nor clears', () => {
  expect(course([0.05, 0.05, 0.05, null, 0.05])).toBe('.....');
  expect(course(times(40, null), raised)).not.toContain('.');
});

test('[MN-10] whatever is measured, an alarm changes at most once in the time its rule asks for', () => {
  const figures = fc.array(fc.option(fc.double({ min: 0, max: 0.2, noNaN: true }), { nil: null }));
  fc.assert(
    fc.property(figures, (values) => {
      const word = course(values);
      for (const part of word.match(/!+(?=\.)/g) ?? [])
        expect(part.length).toBeGreaterThanOrEqual(rule.clearAfterMs / 1_000);
    }),
  );
});
