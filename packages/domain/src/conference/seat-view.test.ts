import type { ConferencePlan, Pane, SeatView, Stage } from '@nhipcau/contracts';
import { SeatView as SeatViewSchema } from '@nhipcau/contracts';
import { aCue, aLayout, anyPlan, aPlan, aStage, siteId } from '@nhipcau/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Seat, tallyOf, viewOf } from './seat-view.ts';

const chair: Seat = { kind: 'site', siteId: siteId('province') };
const commune: Seat = { kind: 'site', siteId: siteId('commune') };
const district: Seat = { kind: 'site', siteId: siteId('district') };
const monitor: Seat = { kind: 'monitor' };

const onAir = (stage: Partial<Stage> = {}): ConferencePlan =>
  aPlan({ stage: aStage({ broadcast: aLayout('full', 'province'), floor: [siteId('province')], ...stage }) });

/** A screen in words: `high commune`, `self`, `-`. */
const drawn = ({ main }: Pick<SeatView, 'main'>): string[] => main.panes.map(words);
const words = (pane: Pane): string => {
  if (pane.kind === 'empty') return '-';
  if (pane.kind === 'self') return `self ${pane.source}`;
  return `${pane.layer} ${pane.siteId}${pane.source === 'content' ? ' content' : ''}`;
};

describe('the main screen', () => {
  test("[ST-1] [R-CDT-04] the chair's screen shows the chair's view, whatever is on air", () => {
    const plan = onAir({
      chairView: aLayout('grid4', 'commune', '-', 'district'),
      broadcast: aLayout('full', 'government'),
    });
    expect(drawn(viewOf(plan, chair))).toEqual(['low commune', '-', 'low district', '-']);
  });

  test('[ST-2] [R-CDT-04] a layout put on air appears at every other site and at consoles', () => {
    const plan = onAir({ broadcast: aLayout('pip', 'province', 'government') });
    for (const seat of [commune, district, monitor])
      expect(drawn(viewOf(plan, seat))).toEqual(['high province', 'low government']);
  });

  test.each([
    ['called while the chair is on air', onAir({ called: [siteId('commune')] }), ['high province']],
    [
      'called while a grid is on air',
      onAir({ called: [siteId('commune')], broadcast: aLayout('grid4', 'commune', 'district') }),
      ['high province'],
    ],
    ['alone on air', onAir({ broadcast: aLayout('full', 'commune') }), ['high province']],
    [
      'one of several on air',
      onAir({ broadcast: aLayout('grid4', 'commune', 'district') }),
      ['self camera', 'low district', '-', '-'],
    ],
    [
      'the large picture of two on air',
      onAir({ broadcast: aLayout('pip', 'commune', 'province') }),
      ['self camera', 'low province'],
    ],
    [
      'neither',
      onAir({ broadcast: aLayout('full', 'district'), called: [siteId('district')] }),
      ['high district'],
    ],
  ])('[ST-3] [R-CDT-02] what a site sees that is %s', (_, plan, expected) => {
    expect(drawn(viewOf(plan, commune))).toEqual(expected);
  });
});

test('[ST-4] the own picture is taken locally, on every screen', () => {
  const plan = onAir({
    broadcast: aLayout('grid4', 'province', 'commune'),
    chairView: aLayout('pip', 'province', 'commune'),
    content: siteId('province'),
  });
  const view = viewOf(plan, chair);
  expect(drawn(view)).toEqual(['self camera', 'low commune']);
  expect(view.second?.panes.map(words)).toEqual(['self content']);
  expect(view.insets[0]?.screen.panes.map(words)).toEqual(['self camera', 'low commune', '-', '-']);
});

describe('content', () => {
  test('[ST-5] [R-MCU-12] [R-CDT-11] everybody sees it beside the people, the presenter its own', () => {
    const plan = onAir({ content: siteId('province') });
    expect(viewOf(plan, commune).second?.panes.map(words)).toEqual(['high province content']);
    expect(viewOf(plan, monitor).second?.panes.map(words)).toEqual(['high province content']);
    expect(viewOf(plan, chair)).toMatchObject({ presenting: true, second: { panes: [{ kind: 'self' }] } });
    expect(viewOf(plan, commune).presenting).toBe(false);
  });
  test('[ST-5] [R-CDT-11] a room knows whether it may present', () => {
    expect(viewOf(onAir(), chair).mayPresent).toBe(true);
    expect(viewOf(onAir(), commune).mayPresent).toBe(false);
    expect(viewOf(onAir(), monitor).mayPresent).toBe(false);
  });
  test('[ST-5] [R-MCU-12] there is no second screen while nobody presents', () => {
    expect(viewOf(onAir(), commune).second).toBeNull();
  });
  test('[ST-5] a pane for content shows whoever presents, and nobody when nobody does', () => {
    const broadcast = aLayout('pip', 'content', 'province');
    expect(drawn(viewOf(onAir({ broadcast, content: siteId('province') }), commune))[0]).toBe(
      'high province content',
    );
    expect(drawn(viewOf(onAir({ broadcast }), commune))[0]).toBe('-');
  });
});

test("[ST-6] the chair sees what is on air, a console the chair's view, both small; others neither", () => {
  const plan = onAir({ broadcast: aLayout('full', 'government'), chairView: aLayout('full', 'commune') });
  expect(viewOf(plan, chair).insets.map(({ role, screen }) => [role, ...screen.panes.map(words)])).toEqual([
    ['program', 'low government'],
  ]);
  expect(viewOf(plan, monitor).insets.map(({ role, screen }) => [role, ...screen.panes.map(words)])).toEqual([
    ['chairView', 'low commune'],
  ]);
  expect(viewOf(plan, district).insets).toEqual([]);
});

test('[ST-7] [R-CDT-06] a seat hears the floor and knows whether it has it or is called', () => {
  const plan = onAir({ floor: [siteId('province'), siteId('commune')], called: [siteId('commune')] });
  expect(viewOf(plan, commune)).toMatchObject({ hears: ['province'], hasFloor: true, called: true });
  expect(viewOf(plan, chair)).toMatchObject({ hears: ['commune'], hasFloor: true, called: false });
  expect(viewOf(plan, district)).toMatchObject({
    hears: ['province', 'commune'],
    hasFloor: false,
    called: false,
  });
  expect(viewOf(plan, monitor)).toMatchObject({
    hears: ['province', 'commune'],
    hasFloor: false,
    called: false,
  });
});

describe('cues', () => {
  test('[ST-8] a site cued for the broadcast is made ready everywhere', () => {
    const plan = onAir({ cue: [aCue('commune')] });
    for (const seat of [chair, district, monitor]) expect(viewOf(plan, seat).cued).toEqual(['commune']);
  });
  test("[ST-8] a site cued for the chair's view is made ready for the chair and for consoles only", () => {
    const plan = onAir({ cue: [aCue('commune', 'chairView')] });
    expect(viewOf(plan, chair).cued).toEqual(['commune']);
    expect(viewOf(plan, monitor).cued).toEqual(['commune']);
    expect(viewOf(plan, district).cued).toEqual([]);
  });
  test('[ST-8] the cued site makes the chair ready, since that is what it will look at', () => {
    const plan = onAir({ cue: [aCue('commune'), aCue('commune', 'chairView'), aCue('district')] });
    expect(viewOf(plan, commune).cued).toEqual(['province', 'district']);
  });
  test('[ST-8] a site cued for both pictures is made ready once', () => {
    const plan = onAir({ cue: [aCue('commune'), aCue('commune', 'chairView')] });
    expect(viewOf(plan, chair).cued).toEqual(['commune']);
  });
});

test('[ST-9] a site that is not invited is neither shown nor heard nor made ready', () => {
  const stranger = siteId('stranger');
  const plan = onAir({
    broadcast: aLayout('full', 'stranger'),
    floor: [stranger],
    cue: [aCue('stranger')],
    content: stranger,
  });
  expect(viewOf(plan, commune)).toMatchObject({
    main: { panes: [{ kind: 'empty' }] },
    second: { panes: [{ kind: 'empty' }] },
    hears: [],
    cued: [],
  });
});

test.each([
  ['onAir', onAir({ broadcast: aLayout('grid4', '-', 'commune'), cue: [aCue('commune')] })],
  ['cued', onAir({ cue: [aCue('commune')] })],
  ['off', onAir({ cue: [aCue('commune', 'chairView')], chairView: aLayout('full', 'commune') })],
] as const)('[ST-15] the tally of a site is %s', (tally, plan) => {
  expect(tallyOf(plan, siteId('commune'))).toBe(tally);
  expect(viewOf(plan, commune).tally).toBe(tally);
});

test('[ST-4] in any conference nobody is shown or played its own, and every view passes its schema', () => {
  fc.assert(
    fc.property(anyPlan(), (plan) => {
      for (const { siteId: own } of plan.roster) {
        const view = viewOf(plan, { kind: 'site', siteId: own });
        const screens = [
          view.main,
          ...(view.second ? [view.second] : []),
          ...view.insets.map((i) => i.screen),
        ];
        const remote = screens.flatMap((screen) =>
          screen.panes.flatMap((p) => (p.kind === 'remote' ? [p.siteId] : [])),
        );
        expect([...remote, ...view.hears, ...view.cued]).not.toContain(own);
        expect(SeatViewSchema.safeParse(view).success).toBe(true);
      }
      expect(SeatViewSchema.safeParse(viewOf(plan, monitor)).success).toBe(true);
    }),
  );
});
