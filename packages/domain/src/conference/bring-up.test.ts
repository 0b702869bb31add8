import { type BringUp, BringUpId, instant } from '@nhipcau/contracts';
import { everythingMeasured, nothingMeasured, siteId } from '@nhipcau/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BringUpMeasure,
  breachInstant,
  endBringUp,
  isPerformed,
  measureBringUp,
  performBringUp,
  reopenBringUp,
  startBringUp,
  unperformBringUp,
} from './bring-up.ts';

const T0 = 1_772_413_200_000;
const at = (ms: number) => instant(T0 + ms);
const asked = ({
  performed = true,
  limitMs = 30_000,
}: {
  performed?: boolean;
  limitMs?: number | null;
} = {}) => startBringUp(BringUpId.parse('call-1'), siteId('commune'), 'Chair', at(0), { performed, limitMs });
const everything = (ms: number, call: BringUp = asked()) => measureBringUp(call, everythingMeasured, at(ms));
const only = (measure: Partial<BringUpMeasure>) => ({ ...nothingMeasured, ...measure });

test('[BU-1] [R-CDT-02] the clock starts at the request, carried out at once or not', () => {
  expect(asked()).toMatchObject({ requestedAt: at(0), state: 'running', facts: { layoutAt: at(0) } });
  expect(asked({ performed: false })).toMatchObject({
    requestedAt: at(0),
    state: 'requested',
    facts: { layoutAt: null },
  });
});

test('[BU-3] [R-CDT-03] the second step has its own time; the clock goes on from the request', () => {
  const performed = performBringUp(asked({ performed: false }), at(4_000));
  expect(performed).toMatchObject({ requestedAt: at(0), state: 'running', facts: { layoutAt: at(4_000) } });
});

describe('the limit', () => {
  test.each([
    [29_999, false],
    [30_000, false],
    [30_001, true],
    [31_000, true],
  ])('[BU-7] [R-CDT-02] established after %i ms: breached %s', (ms, breached) => {
    expect(everything(ms)).toMatchObject({ state: 'established', establishedAt: at(ms), breached });
  });

  test.each([
    [30_000, false],
    [30_001, true],
  ])('[BU-7] [R-CDT-02] not established after %i ms: breached %s', (ms, breached) => {
    expect(measureBringUp(asked(), nothingMeasured, at(ms)).breached).toBe(breached);
    expect(measureBringUp(asked({ performed: false }), nothingMeasured, at(ms)).breached).toBe(breached);
  });

  test('[BU-7] a breach stays one when the site comes later', () => {
    const late = measureBringUp(asked(), nothingMeasured, at(30_001));
    expect(everything(40_000, late)).toMatchObject({ state: 'established', breached: true });
  });

  test('[BU-7] a locality without a limit knows no breach', () => {
    expect(everything(3_600_000, asked({ limitMs: null }))).toMatchObject({ breached: false });
  });

  test('[BU-7] the first instant of a breach is known while it can still come', () => {
    expect(breachInstant(asked())).toBe(at(30_001));
    expect(breachInstant(asked({ performed: false }))).toBe(at(30_001));
    expect(breachInstant(asked({ limitMs: null }))).toBeNull();
    expect(breachInstant(everything(5_000))).toBeNull();
    expect(breachInstant(endBringUp(asked(), at(1)))).toBeNull();
    expect(breachInstant(measureBringUp(asked(), nothingMeasured, at(30_001)))).toBeNull();
  });
});

describe('facts', () => {
  test('[BU-6] [R-CDT-02] it is established when all four are true at once, at the instant of the latest', () => {
    const steps: [number, Partial<BringUpMeasure>][] = [
      [100, { pushed: true }],
      [900, { chairSees: true }],
      [1_100, { chairHears: true }],
      [1_300, { siteSees: true }],
      [1_700, { siteHears: true }],
    ];
    let measured = nothingMeasured;
    let call = asked();
    for (const [ms, fact] of steps) {
      expect(call.state).toBe('running');
      measured = { ...measured, ...fact };
      call = measureBringUp(call, measured, at(ms));
    }
    expect(call).toMatchObject({
      state: 'established',
      establishedAt: at(1_700),
      facts: { pushedAt: at(100), chairSeesAt: at(900), chairHearsAt: at(1_100), siteSeesAt: at(1_300) },
    });
  });

  test.each(['chairSees', 'chairHears', 'siteSees', 'siteHears'] as const)(
    '[BU-6] [R-CDT-02] it is not established while not true: %s',
    (missing) => {
      const call = measureBringUp(asked(), { ...everythingMeasured, [missing]: false }, at(1_000));
      expect(call).toMatchObject({ state: 'running', establishedAt: null });
    },
  );

  test('[BU-12] [R-CDT-03] a picture that is seen was pushed by then, whatever its link has reported', () => {
    expect(measureBringUp(asked(), { ...everythingMeasured, pushed: false }, at(1_000))).toMatchObject({
      state: 'established',
      facts: { pushedAt: at(1_000) },
    });
    const reported = measureBringUp(asked(), only({ pushed: true }), at(400));
    expect(measureBringUp(reported, { ...everythingMeasured, pushed: false }, at(1_000)).facts.pushedAt).toBe(
      at(400),
    );
    expect(measureBringUp(asked(), only({ chairHears: true }), at(1_000)).facts.pushedAt).toBeNull();
  });

  test('[BU-5] a fact that is lost before establishment counts again from when it is back', () => {
    const seen = measureBringUp(asked(), only({ chairSees: true }), at(1_000));
    const lost = measureBringUp(seen, nothingMeasured, at(2_000));
    expect(lost.facts.chairSeesAt).toBeNull();
    expect(everything(5_000, lost)).toMatchObject({
      establishedAt: at(5_000),
      facts: { chairSeesAt: at(5_000) },
    });
  });

  test('[BU-5] nothing is measured of a site before the operator has carried the call out', () => {
    const waiting = asked({ performed: false });
    expect(measureBringUp(waiting, everythingMeasured, at(1_000))).toBe(waiting);
  });

  test('[BU-8] what was established stays so, whatever is measured later', () => {
    const call = everything(1_000);
    expect(measureBringUp(call, nothingMeasured, at(60_000))).toBe(call);
  });

  test('[BU-13] [R-CDT-02] a site that goes after it was established is told as gone, stays in time, and may come back', () => {
    const call = everything(1_000);
    const gone = measureBringUp(call, only({ siteThere: false }), at(9_000));
    expect(gone).toEqual({ ...call, lostAt: at(9_000) });
    expect(measureBringUp(gone, only({ siteThere: false }), at(9_500))).toBe(gone);
    expect(measureBringUp(gone, only({ siteThere: true }), at(12_000))).toEqual(call);
    expect(endBringUp(gone, at(10_000))).toMatchObject({ state: 'released', breached: false });
  });

  test('[BU-13] a site that goes before is measured on: what it had counts no more, and the limit passes', () => {
    const half = measureBringUp(asked(), only({ chairSees: true, chairHears: true }), at(2_000));
    const gone = measureBringUp(half, only({ siteThere: false }), at(3_000));
    expect(gone).toMatchObject({ establishedAt: null, facts: { chairSeesAt: null, chairHearsAt: null } });
    expect(measureBringUp(gone, only({ siteThere: false }), at(30_001))).toMatchObject({
      establishedAt: null,
      breached: true,
    });
  });

  test('[BU-8] a call that is over is not measured', () => {
    const over = endBringUp(asked(), at(500));
    expect(measureBringUp(over, everythingMeasured, at(1_000))).toBe(over);
  });

  test('[BU-5] measuring the same again gives the same call, so that nothing is written', () => {
    const call = measureBringUp(asked(), only({ chairSees: true }), at(1_000));
    expect(measureBringUp(call, only({ chairSees: true }), at(2_000))).toBe(call);
  });
});

test.each([
  ['released', everything(1_000), 'established'],
  ['abandoned', asked(), 'running'],
  ['abandoned', asked({ performed: false }), 'requested'],
] as const)('[BU-9] a call ends as %s and can be taken up again', (state, call, before) => {
  const over = endBringUp(call, at(9_000));
  expect(over).toMatchObject({ state, endedAt: at(9_000) });
  expect(reopenBringUp(over)).toEqual(call);
  expect(call.state).toBe(before);
});

test('[CD-5] a second step taken back waits again, with the clock of the request', () => {
  const waiting = asked({ performed: false });
  const seen = measureBringUp(performBringUp(waiting, at(1_000)), only({ chairSees: true }), at(2_000));
  expect(isPerformed(seen)).toBe(true);
  expect(unperformBringUp(seen)).toEqual(waiting);
});

test('[BU-5] [BU-6] over any course of measurements the times are in order and the verdict follows from them', () => {
  const flags = fc.record({
    pushed: fc.boolean(),
    chairSees: fc.boolean(),
    chairHears: fc.boolean(),
    siteSees: fc.boolean(),
    siteHears: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 9_000 }), flags), { maxLength: 12 }), (course) => {
      let now = 0;
      let call = asked();
      let complete: number | null = null;
      for (const [passed, measured] of course) {
        now += passed;
        call = measureBringUp(call, measured, at(now));
        const all = measured.chairSees && measured.chairHears && measured.siteSees && measured.siteHears;
        if (all && complete === null) complete = now;
      }
      expect(call.establishedAt).toBe(complete === null ? null : at(complete));
      expect(call.breached).toBe((complete ?? now) > 30_000);
    }),
  );
});
