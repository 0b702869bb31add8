import { type ConferenceEventBody, instant, type NodeHappening } from '@nhipcau/contracts';
import { initialState } from '@nhipcau/domain';
import { aNode, aPlan, aSite, meetingId, nodeId, siteId } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { meetingTree } from '../meetings/meeting-tree.ts';
import type { HappeningReport } from '../nodes/node-session.ts';
import { eventsOf } from './happening-events.ts';
import { incidentChangeOf } from './incident-rules.ts';
import { Observations } from './observations.ts';
import { Presence } from './presence.ts';
import { Stills, stillPeriodMs } from './stills.ts';

const commune = siteId('commune');
const [cp, hb, dabac] = [nodeId('cp'), nodeId('hb'), nodeId('hb-dabac')];
const { roster, tree } = aPlan();
const live = { ...initialState(), phase: 'live' as const, chairSiteId: siteId('province'), roster, tree };

describe('what a happening means', () => {
  const after = (...bodies: ConferenceEventBody[]): Presence => {
    const presence = new Presence([]);
    for (const body of bodies) presence.apply(body);
    return presence;
  };
  const report = (happening: NodeHappening): HappeningReport => ({
    happeningId: 'happening-1',
    meetingId: meetingId('m'),
    at: instant(5),
    happening,
  });
  const types = (happening: NodeHappening, node = dabac, presence = after(), state = live) =>
    eventsOf(report(happening), node, state, presence).map((body) => body.type);
  const joined = after({ type: 'site.joined', siteId: commune });
  const dropped = after({ type: 'site.dropped', siteId: commune, reason: 'x' });
  const lost = after({ type: 'site.lost', siteId: commune });
  const drop = { type: 'seat.dropped', siteId: commune, reason: 'x' } as const;
  const returned = { type: 'seat.returned', siteId: commune, awayMs: 1 } as const;
  const gone = { type: 'seat.lost', siteId: commune } as const;

  test.each([
    ['a drop of a room that was there', drop, joined, ['site.dropped']],
    ['a drop before the joining was seen', drop, after(), ['site.dropped']],
    ['a drop told twice', drop, dropped, []],
    ['a return from a drop', returned, dropped, ['site.returned']],
    ['a return after it was lost', returned, lost, ['site.returned']],
    ['a return told twice', returned, joined, []],
    ['a loss', gone, dropped, ['site.lost']],
    ['a loss told twice', gone, lost, []],
  ] as const)('%s', (_name, happening, presence, expected) => {
    expect(types(happening, dabac, presence)).toEqual(expected);
  });

  test.each([drop, returned, gone, { type: 'content.refused', siteId: commune } as const])(
    "[MN-4] of another node's room is nothing: $type",
    (happening) => {
      expect(types(happening, hb, dropped)).toEqual([]);
    },
  );

  test('[SP-1] [R-CDT-09] a room asks for the floor once, by its own node, and never the chair’s', () => {
    const asked = { type: 'speak.asked', siteId: commune, person: 'Chủ tịch xã' } as const;
    expect(types(asked)).toEqual(['speak.changed']);
    expect(types(asked, hb)).toEqual([]);
    expect(types({ ...asked, siteId: siteId('province') }, hb)).toEqual([]);
    const [body] = eventsOf(report(asked), dabac, live, after());
    expect(body).toMatchObject({ request: { requestId: 'happening-1', channel: 'terminal', at: 5 } });
    const waiting = {
      ...live,
      speakRequests: body?.type === 'speak.changed' ? [body.request] : [],
    };
    expect(types(asked, dabac, after(), waiting)).toEqual([]);
    const withdrawn = { type: 'speak.withdrawn', siteId: commune } as const;
    expect(types(withdrawn, dabac, after(), waiting)).toEqual(['speak.changed']);
    expect(types(withdrawn, hb, after(), waiting)).toEqual([]);
    expect(types(withdrawn)).toEqual([]);
  });

  test('[RP-1] [RP-2] [R-CDT-15] [R-CDT-16] a room reports and answers of itself, by its own node', () => {
    const report_ = { type: 'report.written', siteId: commune, text: 'Máy chiếu hỏng' } as const;
    const given = { type: 'attendance.given', siteId: commune, count: 9, people: 'Chủ tịch xã' } as const;
    expect([types(report_), types(given)]).toEqual([['report.written'], ['attendance.given']]);
    expect([types(report_, hb), types(given, hb)]).toEqual([[], []]);
  });

  test('[MN-2] a link is told by either end, named by its child', () => {
    const down = (otherId: typeof cp) => ({ type: 'link.down', otherId, reason: 'x' }) as const;
    expect(eventsOf(report(down(cp)), hb, live, after())).toEqual([
      { type: 'link.down', childId: hb, parentId: cp, reason: 'x' },
    ]);
    expect(eventsOf(report(down(hb)), cp, live, after())).toEqual([
      { type: 'link.down', childId: hb, parentId: cp, reason: 'x' },
    ]);
    expect(types(down(dabac), cp)).toEqual([]);
    const isDown = after({ type: 'link.down', childId: hb, parentId: cp, reason: 'x' });
    expect(types(down(cp), hb, isDown)).toEqual([]);
    expect(types({ type: 'link.up', otherId: cp, awayMs: 1 }, hb, isDown)).toEqual(['link.up']);
    expect(types({ type: 'link.up', otherId: cp, awayMs: 1 }, hb)).toEqual([]);
  });
});

describe('[R-MON-03] incidents', () => {
  test.each([
    [{ type: 'site.dropped', siteId: commune, reason: 'x' }, 'open', 'siteDropped'],
    [{ type: 'site.returned', siteId: commune, awayMs: 1 }, 'close', 'siteDropped'],
    [{ type: 'site.joined', siteId: commune }, 'close', 'siteDropped'],
    [{ type: 'site.removed', siteId: commune }, 'close', 'siteDropped'],
    [{ type: 'link.down', childId: hb, parentId: cp, reason: 'x' }, 'open', 'linkDown'],
    [{ type: 'link.up', childId: hb, parentId: cp, awayMs: 1 }, 'close', 'linkDown'],
    [{ type: 'node.lost', nodeId: hb }, 'open', 'nodeLost'],
    [{ type: 'node.returned', nodeId: hb }, 'close', 'nodeLost'],
    [{ type: 'worker.died', nodeId: hb }, 'moment', 'workerDied'],
  ] satisfies [ConferenceEventBody, string, string][])('[R-MON-03] $type', (body, change, kind) => {
    expect(incidentChangeOf(body)).toMatchObject({ change, kind });
  });

  test('what opens and what closes speak of the same subject', () => {
    const subject = (body: ConferenceEventBody) => incidentChangeOf(body)?.subject;
    expect(subject({ type: 'link.down', childId: hb, parentId: cp, reason: 'x' })).toBe(
      subject({ type: 'link.up', childId: hb, parentId: cp, awayMs: 1 }),
    );
    expect(subject({ type: 'site.dropped', siteId: commune, reason: 'x' })).toBe(
      subject({ type: 'site.joined', siteId: commune }),
    );
    expect(incidentChangeOf({ type: 'meeting.ended' })).toBeNull();
    expect(incidentChangeOf({ type: 'site.lost', siteId: commune })).toBeNull();
  });
});

describe('[R-CDT-03] the first step', () => {
  const relay = (site: string, state: 'flowing' | 'held') => ({
    siteId: siteId(site),
    source: 'camera' as const,
    state,
    since: instant(0),
    kbps: 1,
  });
  const link = (childId: typeof cp, parentId: typeof cp, receives: ReturnType<typeof relay>[]) => ({
    childId,
    parentId,
    state: 'up' as const,
    since: instant(0),
    rttMs: 1,
    receives,
    receiveKbps: 0,
    sendKbps: 0,
    loss: 0,
    jitterMs: null,
    keyFrames: 0,
    limitKbps: null,
    limitMeasured: false,
    shed: [],
  });
  const pushed = (observer: typeof cp, seen: ReturnType<typeof link>, site: string) => {
    const observations = new Observations();
    for (const node of [cp, hb, dabac]) observations.takeSeats(node, { full: true, seats: [], gone: [] });
    observations.takeLinks(observer, [seen]);
    return observations.measure(live, siteId(site)).pushed;
  };

  test.each([
    ['up: the parent receives it', hb, link(dabac, hb, [relay('commune', 'flowing')]), 'commune', true],
    ['down: the child receives it', hb, link(hb, cp, [relay('government', 'flowing')]), 'government', true],
    ['held is not yet', hb, link(dabac, hb, [relay('commune', 'held')]), 'commune', false],
    ['another site is not it', hb, link(dabac, hb, [relay('district', 'flowing')]), 'commune', false],
    [
      'what the sender says does not count',
      dabac,
      link(dabac, hb, [relay('commune', 'flowing')]),
      'commune',
      false,
    ],
  ] as const)('[R-CDT-03] [MN-6] %s', (_name, observer, seen, site, expected) => {
    expect(pushed(observer, seen, site)).toBe(expected);
  });
});

test('[MN-7] stills are few enough for the server and none while nobody looks', () => {
  expect(stillPeriodMs(163, 0)).toBe(0);
  expect(stillPeriodMs(1, 1)).toBe(3000);
  expect(stillPeriodMs(180, 1)).toBe(3000);
  expect(stillPeriodMs(181, 3)).toBe(4000);
  expect(stillPeriodMs(700, 1)).toBe(12_000);
});

test('only pictures are kept, the newest of each site', () => {
  const stills = new Stills();
  const picture = (byte: number) => Buffer.from([0xff, 0xd8, 0xff, byte]).toString('base64');
  expect(stills.put(commune, Buffer.from('<html>').toString('base64'))).toBeNull();
  expect([stills.put(commune, picture(1)), stills.put(commune, picture(2))]).toEqual([1, 2]);
  expect(stills.get(commune)?.jpeg.at(-1)).toBe(2);
});

test('[R-MCU-05] without a cascade a plan has only the nodes its sites are on; who stands ready is outside', () => {
  const tree = [aNode('cp', null), aNode('hb', 'cp'), aNode('hb-dabac', 'hb')];
  const nodes = [...tree, aNode('dp', null)].map((node) => ({
    node,
    role: node.nodeId === 'dp' ? 'standby' : 'slave',
    roomUrl: null,
  }));
  const one = [aSite('a', { nodeId: hb }), aSite('b', { nodeId: hb })];
  expect(meetingTree(nodes, one, { cascadeAllowed: false })).toEqual([
    { ...aNode('hb', 'cp'), parentId: null },
  ]);
  expect(meetingTree(nodes, [...one, aSite('c', { nodeId: dabac })], { cascadeAllowed: false })).toHaveLength(
    2,
  );
  expect(meetingTree(nodes, one, { cascadeAllowed: true })).toEqual(tree);
});
