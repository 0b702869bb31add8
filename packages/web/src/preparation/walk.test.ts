import type { CheckLine } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { nextOpen, shownAt } from './walk.ts';

const line = (state: CheckLine['state'], mayAnswer = true): CheckLine =>
  ({
    key: 'power',
    group: 'power',
    text: 'Nguồn điện',
    kind: 'person',
    measure: 'none',
    limit: null,
    sites: 'all',
    answeredBy: 'site',
    binding: 'rule',
    mayNotApply: false,
    fromChairSeat: false,
    faultTo: null,
    audio: null,
    note: null,
    cite: [],
    state,
    value: null,
    resultNote: null,
    tries: 0,
    answeredAt: null,
    byName: null,
    mayAnswer,
  }) satisfies Record<string, unknown> as CheckLine;
const [open, passed, foreign] = [line('open'), line('passed'), line('open', false)];

describe('[R-CHK-01] [R-CHK-06] [CK-7] one item at a time', () => {
  test('the next is the next open one this person may answer, round the end', () => {
    expect(nextOpen([open, passed, foreign, open], 0)).toBe(3);
    expect(nextOpen([open, passed, foreign], 0)).toBe(0);
    expect(nextOpen([passed, foreign], -1)).toBeNull();
  });

  test('whoever answers quicker than the page learns of it is not led back to what is answered', () => {
    // Both were open when the last answer was given; by now the first is known to be answered.
    const ahead = { index: 0, isChosen: false };
    expect(shownAt([open, open], ahead)).toBe(0);
    expect(shownAt([passed, open], ahead)).toBe(1);
    expect(shownAt([passed, passed], ahead)).toBeNull();
  });

  test('a line that was chosen is shown, answered or not', () => {
    expect(shownAt([passed, open], { index: 0, isChosen: true })).toBe(0);
    expect(shownAt([passed, passed], { index: 1, isChosen: true })).toBe(1);
    expect(shownAt([open], { index: 7, isChosen: true })).toBe(0);
    expect(shownAt([passed, open], null)).toBe(1);
  });
});
