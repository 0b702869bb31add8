import { type ConferenceEvent, type ConferenceEventBody, instant, MeetingId } from '@nhipcau/contracts';
import { aNode, aSite, aStage, nodeId, siteId } from '@nhipcau/testkit';
import { expect, test } from 'vitest';
import { lossClassOf, signalLosses } from './signal-loss.ts';

const MINUTE = 60_000;
const LONG = 15 * MINUTE;
const tree = [aNode('cp', null), aNode('hb', 'cp'), aNode('dabac', 'hb')];
const roster = [
  aSite('province', { nodeId: nodeId('hb') }),
  aSite('gov', { nodeId: nodeId('cp') }),
  aSite('commune', { nodeId: nodeId('dabac') }),
];
const started: ConferenceEventBody = {
  type: 'meeting.started',
  chairSiteId: siteId('province'),
  roster,
  tree,
  stage: aStage(),
  bringUpLimitMs: null,
};

/** What is counted of one site, from events at minutes of a session of two hours. */
const of = (site: string, ...course: readonly (readonly [number, ConferenceEventBody])[]) => {
  const events = [[0, started] as const, ...course].map(
    ([minute, body], index): ConferenceEvent => ({
      meetingId: MeetingId.parse('m1'),
      seq: index + 1,
      at: instant(minute * MINUTE),
      actor: { kind: 'time' },
      commandId: null,
      chamberId: null,
      body,
    }),
  );
  const all = signalLosses({ startedAt: 0, until: 120 * MINUTE, events }, LONG);
  const found = all.find((line) => line.siteId === site);
  if (!found) throw new Error(`nothing counted of ${site}`);
  return {
    of: `${found.connectedMs / MINUTE} of ${found.sessionMs / MINUTE}`,
    losses: found.losses.map(({ from, to, cause }) => `${from / MINUTE}–${to / MINUTE} ${cause}`),
    lossClass: found.lossClass,
  };
};
const joined = (site: string): ConferenceEventBody => ({ type: 'site.joined', siteId: siteId(site) });
const dropped = (site: string): ConferenceEventBody => ({
  type: 'site.dropped',
  siteId: siteId(site),
  reason: 'heartbeat',
});
const returned = (site: string): ConferenceEventBody => ({
  type: 'site.returned',
  siteId: siteId(site),
  awayMs: 1,
});
const link = (child: string, parent: string, state: 'down' | 'up'): ConferenceEventBody => {
  const ends = { childId: nodeId(child), parentId: nodeId(parent) };
  return state === 'down'
    ? { type: 'link.down', ...ends, reason: 'cut' }
    : { type: 'link.up', ...ends, awayMs: 1 };
};

test.each([
  [LONG - 1_000, 'short'],
  [LONG, 'long'],
])('[MN-13] [R-MON-04] one loss of %d ms is %s', (length, lossClass) => {
  const losses = [{ from: instant(0), to: instant(length) }];
  expect(lossClassOf(losses, 120 * MINUTE, LONG)).toBe(lossClass);
});

test('[MN-13] [R-MON-04] several short losses do not make a long one, a whole session is total, nothing is none', () => {
  const ten = (from: number) => ({ from: instant(from), to: instant(from + 10 * MINUTE) });
  expect(lossClassOf([ten(0), ten(20 * MINUTE)], 120 * MINUTE, LONG)).toBe('short');
  expect(lossClassOf([ten(0), ten(10 * MINUTE)], 20 * MINUTE, LONG)).toBe('total');
  expect(lossClassOf([], 120 * MINUTE, LONG)).toBe('none');
  expect(lossClassOf([ten(0)], 120 * MINUTE, null)).toBe('short');
});

test('[MN-12] [R-MON-04] a drop ends when the room is back, also when it was given up for lost in between', () => {
  expect(
    of(
      'commune',
      [0, joined('commune')],
      [30, dropped('commune')],
      [31, { type: 'site.lost', siteId: siteId('commune') }],
      [45, joined('commune')],
      [100, dropped('commune')],
      [110, returned('commune')],
    ),
  ).toEqual({
    of: '95 of 120',
    losses: ['30–45 dropped', '100–110 dropped'],
    lossClass: 'long',
  });
});

test('[MN-12] [R-MON-04] a site that never connected lost the whole session; one that came late what it missed', () => {
  expect(of('commune')).toEqual({ of: '0 of 120', losses: ['0–120 notConnected'], lossClass: 'total' });
  expect(of('commune', [5, joined('commune')])).toMatchObject({
    losses: ['0–5 notConnected'],
    lossClass: 'short',
  });
});

test('[MN-12] [R-MON-04] a link that is down cuts the sites behind it, and no others', () => {
  const course = [
    [0, joined('commune')],
    [0, joined('gov')],
    [10, link('dabac', 'hb', 'down')],
    [12, dropped('commune')],
    [20, link('dabac', 'hb', 'up')],
    [30, returned('commune')],
    [50, link('hb', 'cp', 'down')],
  ] as const;
  // Link and room together are one loss, with the cause it began with.
  expect(of('commune', ...course)).toMatchObject({ losses: ['10–30 linkDown'], lossClass: 'long' });
  expect(of('gov', ...course)).toMatchObject({ losses: ['50–120 linkDown'] });
});

test('[MN-12] [R-MON-04] only the time in which a site is invited counts', () => {
  const late = aSite('ward', { nodeId: nodeId('dabac') });
  expect(
    of(
      'ward',
      [60, { type: 'site.invited', entry: late }],
      [61, joined('ward')],
      [100, { type: 'site.removed', siteId: siteId('ward') }],
    ),
  ).toEqual({ of: '39 of 40', losses: ['60–61 notConnected'], lossClass: 'short' });
});
