import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coveredShare, rosterGaps, type Span } from './roster.ts';

const HOUR = 3_600_000;
const h = (from: number, to: number): Span => ({ from: from * HOUR, to: to * HOUR });
const day = h(0, 24);

describe('[SF-8] every uncovered minute of a roster is reported', () => {
  test.each([
    ['nobody', [], [day]],
    ['the whole day', [h(0, 24)], []],
    ['two shifts that meet', [h(12, 24), h(0, 12)], []],
    ['an hour between', [h(0, 11), h(12, 24)], [h(11, 12)]],
    ['one within another hides nothing', [h(0, 20), h(2, 4), h(19, 22)], [h(22, 24)]],
    ['shifts that begin before and end after', [h(-5, 1), h(23, 30)], [h(1, 23)]],
    ['shifts of another day', [h(-5, 0), h(24, 30)], [day]],
    ['a shift without length', [h(5, 5)], [day]],
    [
      'a minute at the end',
      [{ from: 0, to: 24 * HOUR - 60_000 }],
      [{ from: 24 * HOUR - 60_000, to: 24 * HOUR }],
    ],
  ])('%s', (_, shifts, gaps) => {
    expect(rosterGaps(shifts, day)).toEqual(gaps);
  });

  const span = fc
    .tuple(fc.integer({ min: -50, max: 150 }), fc.integer({ min: 0, max: 60 }))
    .map(([from, length]) => ({ from, to: from + length }));
  const period = { from: 0, to: 100 };
  const covers = (spans: readonly Span[], at: number) => spans.some(({ from, to }) => from <= at && at < to);

  test('an instant lies in a gap exactly when no shift covers it, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), (shifts) => {
        const gaps = rosterGaps(shifts, period);
        for (let at = 0; at < 100; at++) expect(covers(gaps, at)).toBe(!covers(shifts, at));
        expect(rosterGaps([...shifts].reverse(), period)).toEqual(gaps);
      }),
    );
  });

  test('gaps are in order, have length and do not touch; filling them leaves none', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), (shifts) => {
        const gaps = rosterGaps(shifts, period);
        for (const [index, gap] of gaps.entries()) {
          expect(gap.to).toBeGreaterThan(gap.from);
          const next = gaps[index + 1];
          if (next) expect(next.from).toBeGreaterThan(gap.to);
        }
        expect(rosterGaps([...shifts, ...gaps], period)).toEqual([]);
        expect(coveredShare([...shifts, ...gaps], period)).toBe(1);
      }),
    );
  });
});
