import {
  type ConferencePlan,
  type Layout,
  type NodeId,
  type Stage,
  type Subscription,
  Subscription as SubscriptionSchema,
} from '@nhipcau/contracts';
import { aCue, aLayout, anyPlan, anySeats, aPlan, aSite, aStage, nodeId, siteId } from '@nhipcau/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Seat } from './seat-view.ts';
import {
  demandsOf,
  type LinkDemand,
  mustFlow,
  type SeatAt,
  slaveLayout,
  streamKey,
  subscriptionsOf,
  wantedLayer,
} from './subscriptions.ts';

const seatOf = (name: string): Seat => ({ kind: 'site', siteId: siteId(name) });
const seatedAt = (plan: ConferencePlan, ...names: string[]): SeatAt[] =>
  plan.roster
    .filter((entry) => names.includes(entry.siteId))
    .map((entry) => ({ seat: { kind: 'site', siteId: entry.siteId }, nodeId: entry.nodeId }));
const monitor: Seat = { kind: 'monitor' };

const onStage = (stage: Partial<Stage> = {}): ConferencePlan =>
  aPlan({ stage: aStage({ broadcast: aLayout('full', 'province'), floor: [siteId('province')], ...stage }) });

/** Subscriptions in words: `commune/camera high live`. */
const inWords = (subscriptions: readonly Subscription[]): string[] =>
  subscriptions
    .map(({ siteId: site, source, layer, readiness }) =>
      [`${site}/${source}`, layer, readiness].filter(Boolean).join(' '),
    )
    .sort();

describe('what a seat needs', () => {
  test('[ST-10] the chair: what its screens show, what it hears, what is cued, and nothing else', () => {
    const plan = onStage({
      chairView: aLayout('grid4', 'commune', 'district'),
      broadcast: aLayout('pip', 'government', 'province'),
      floor: [siteId('province'), siteId('commune')],
      content: siteId('government'),
      cue: [aCue('district', 'chairView')],
    });
    expect(inWords(subscriptionsOf(plan, seatOf('province')))).toEqual([
      'commune/camera low live',
      'commune/mic live',
      'district/camera low cued',
      'district/mic cued',
      'government/camera low live',
      'government/content high live',
    ]);
  });

  test('[ST-10] a satellite: the broadcast and the floor', () => {
    expect(inWords(subscriptionsOf(onStage(), seatOf('commune')))).toEqual([
      'province/camera high live',
      'province/mic live',
    ]);
  });

  test('[ST-10] [R-CDT-02] a called site: the chair, in picture and sound', () => {
    const plan = onStage({
      called: [siteId('commune')],
      broadcast: aLayout('full', 'government'),
      floor: [siteId('province'), siteId('commune')],
    });
    expect(inWords(subscriptionsOf(plan, seatOf('commune')))).toEqual([
      'province/camera high live',
      'province/mic live',
    ]);
  });

  test.each([
    ['a tile and a large picture: large', { chairView: aLayout('full', 'commune') }, 'high live'],
    ['a tile that is also cued: tile, prepared', { cue: [aCue('commune')] }, 'low cued'],
    [
      'a large picture that is also cued: large',
      { chairView: aLayout('full', 'commune'), cue: [aCue('commune')] },
      'high live',
    ],
  ])('[ST-10] the same camera twice is one stream: %s', (_, stage, expected) => {
    const plan = onStage({ broadcast: aLayout('grid4', 'commune'), ...stage });
    const cameras = subscriptionsOf(plan, seatOf('province')).filter((entry) => entry.source === 'camera');
    expect(inWords(cameras)).toEqual([`commune/camera ${expected}`]);
  });

  test('[ST-10] a microphone that is heard is not held because it is also cued', () => {
    const plan = onStage({ floor: [siteId('commune')], cue: [aCue('commune')] });
    expect(inWords(subscriptionsOf(plan, seatOf('district')))).toContain('commune/mic live');
  });

  test('[ST-10] in any conference each stream once, none of the own, all of schema', () => {
    fc.assert(
      fc.property(anyPlan(), (plan) => {
        for (const seat of [monitor, ...plan.roster.map((entry) => seatOf(entry.siteId))]) {
          const subscriptions = subscriptionsOf(plan, seat);
          expect(new Set(subscriptions.map(streamKey)).size).toBe(subscriptions.length);
          for (const subscription of subscriptions) {
            expect(SubscriptionSchema.safeParse(subscription).success).toBe(true);
            expect(seat.kind === 'site' && subscription.siteId === seat.siteId).toBe(false);
            expect(subscription.layer === null).toBe(subscription.source === 'mic');
          }
        }
      }),
    );
  });
});

const low = { layer: 'low', readiness: 'live' } as const;
const high = { layer: 'high', readiness: 'live' } as const;
const cuedPicture = { layer: 'low', readiness: 'cued' } as const;
const sound = { layer: null, readiness: 'live' } as const;
const cuedSound = { layer: null, readiness: 'cued' } as const;

test.each([
  ['nobody', [], null],
  ['only sound', [sound, cuedSound], null],
  ['tiles', [low, low], 'low'],
  ['one full screen among tiles', [low, high, low], 'high'],
  ['a cue alone', [cuedPicture], 'high'],
  ['a cue after tiles', [low, cuedPicture], 'high'],
] as const)('[ST-11] the layer a sender encodes for %s', (_, wishes, expected) => {
  expect(wantedLayer(wishes)).toBe(expected);
});

test('[ST-11] the wanted layer is the highest of any wishes, in any order', () => {
  const wish = fc.constantFrom(low, high, cuedPicture, sound, cuedSound);
  const rank = { none: 0, low: 1, high: 2 };
  fc.assert(
    fc.property(fc.array(wish), (wishes) => {
      const each = wishes.map((one) => rank[wantedLayer([one]) ?? 'none']);
      expect(rank[wantedLayer(wishes) ?? 'none']).toBe(Math.max(0, ...each));
      expect(wantedLayer([...wishes].reverse())).toBe(wantedLayer(wishes));
    }),
  );
});

test.each([
  ['no wish', [], false],
  ['cued sound alone', [cuedSound, cuedSound], false],
  ['sound that somebody hears', [cuedSound, sound], true],
  ['a cued picture', [cuedPicture], true],
  ['a tile', [low], true],
] as const)('[ST-12] whether packets flow for %s', (_, wishes, expected) => {
  expect(mustFlow(wishes)).toBe(expected);
});

describe('what a link carries', () => {
  const carried = (demands: readonly LinkDemand[]): Record<string, string[]> =>
    Object.fromEntries(demands.map(({ from, to, streams }) => [`${from}>${to}`, inWords(streams)]));

  test('[ST-13] [R-CDT-03] a commune brought up: its picture and sound climb to the chair, the chair comes down', () => {
    const plan = onStage({
      chairView: aLayout('full', 'commune'),
      broadcast: aLayout('full', 'commune'),
      called: [siteId('commune')],
      floor: [siteId('province'), siteId('commune')],
    });
    expect(carried(demandsOf(plan, seatedAt(plan, 'province', 'commune', 'district', 'government')))).toEqual(
      {
        'hb-dabac>hb': ['commune/camera high live', 'commune/mic live'],
        'hb>cp': ['commune/camera high live', 'commune/mic live', 'province/mic live'],
        'hb>hb-dabac': ['province/camera high live', 'province/mic live'],
      },
    );
  });

  test('[ST-13] nothing crosses a link behind which nobody sits', () => {
    const plan = onStage();
    expect(demandsOf(plan, [])).toEqual([]);
    expect(demandsOf(plan, seatedAt(plan, 'province'))).toEqual([]);
    expect(carried(demandsOf(plan, seatedAt(plan, 'commune')))).toEqual({
      'hb>hb-dabac': ['province/camera high live', 'province/mic live'],
    });
  });

  test('[ST-13] 151 communes behind one link draw the chair across it once', () => {
    const communes = Array.from({ length: 151 }, (_, at) =>
      aSite(`c${at}`, { nodeId: nodeId('hb-dabac'), number: 200 + at }),
    );
    const plan = aPlan({ ...onStage(), roster: [...aPlan().roster, ...communes] });
    const demands = demandsOf(plan, seatedAt(plan, ...communes.map((entry) => entry.siteId)));
    expect(demands).toHaveLength(1);
    expect(inWords(demands[0]?.streams ?? [])).toEqual(['province/camera high live', 'province/mic live']);
  });

  test('[ST-13] a site whose node is not in the tree is left out', () => {
    const plan = aPlan({ ...onStage(), tree: aPlan().tree.slice(0, 2) });
    expect(demandsOf(plan, [{ seat: seatOf('commune'), nodeId: nodeId('hb-dabac') }])).toEqual([]);
  });

  test('[ST-13] in any conference: exactly what somebody behind the link needs and this side has, each once', () => {
    fc.assert(
      fc.property(
        anyPlan({ divided: false }).chain((plan) => fc.tuple(fc.constant(plan), anySeats(plan))),
        ([plan, seats]) => {
          const demands = demandsOf(plan, seats);
          expect(asTable(demands)).toEqual(oracle(plan, seats));
          for (const { streams } of demands) {
            expect(streams.length).toBeGreaterThan(0);
            expect(new Set(streams.map(streamKey)).size).toBe(streams.length);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('the layout of a slave', () => {
  const upward = (stage: Partial<Stage>, ...names: string[]) => {
    const plan = onStage(stage);
    return demandsOf(plan, seatedAt(plan, ...names)).find((demand) => demand.from === 'hb-dabac');
  };
  test.each<[string, Partial<Stage>, ReturnType<typeof slaveLayout>]>([
    ['nothing while the chair looks elsewhere', {}, 'nothing'],
    ['one site full screen', { chairView: aLayout('full', 'commune') }, 'oneSite'],
    [
      'one site while another is only cued',
      { chairView: aLayout('full', 'commune'), cue: [aCue('district')] },
      'oneSite',
    ],
    ['a grid while two are shown', { chairView: aLayout('grid4', 'commune', 'district') }, 'grid'],
    [
      'a grid while two are shown, one of them cued as well',
      { chairView: aLayout('grid4', 'commune', 'district'), cue: [aCue('district')] },
      'grid',
    ],
    ['nothing while only sound crosses', { floor: [siteId('commune')] }, 'nothing'],
  ])('[ST-14] [R-CON-09] is %s', (_, stage, expected) => {
    expect(slaveLayout(upward(stage, 'province'))).toBe(expected);
  });
});

test('the work grows with the sites, not with their square: twice the sites, about twice the reads', () => {
  const readsOf = (count: number) => {
    const nodes = ['cp', 'hb', 'hb-dabac'].map((name) => nodeId(name));
    const sites = Array.from({ length: count }, (_, at) =>
      aSite(`s${at}`, { number: at + 1, nodeId: nodes[at % 3] ?? nodeId('hb') }),
    );
    const names = sites.map((entry) => entry.siteId);
    let reads = 0;
    const plan = aPlan({
      roster: counted(sites, () => {
        reads += 1;
      }),
      chairSiteId: siteId('s1'),
      stage: aStage({
        broadcast: aLayout('grid25', ...names.slice(0, 25)),
        chairView: aLayout('grid25', ...names.slice(30, 55)),
        floor: names.slice(0, 6),
        content: siteId('s2'),
        cue: [aCue('s100'), aCue('s101')],
      }),
    });
    const seats = counted(
      sites.map((entry): SeatAt => ({ seat: seatOf(entry.siteId), nodeId: entry.nodeId })),
      () => {
        reads += 1;
      },
    );
    const during = (task: () => void) => {
      const before = reads;
      task();
      return reads - before;
    };
    return {
      subscriptions: during(() => seats.map(({ seat }) => subscriptionsOf(plan, seat))),
      demands: during(() => demandsOf(plan, seats)),
    };
  };
  const [half, whole] = [readsOf(350), readsOf(700)];
  for (const what of ['subscriptions', 'demands'] as const) {
    // Each seat and each entry is read at least once: whatever reads them is counted.
    expect(half[what]).toBeGreaterThanOrEqual(350);
    expect(whole[what]).toBeLessThanOrEqual(2.2 * half[what]);
  }
});

/** The same list, telling of every element that is read. */
const counted = <T extends object>(list: T[], onRead: () => void): T[] =>
  new Proxy(list, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) onRead();
      return Reflect.get(target, key, receiver);
    },
  });

// What follows answers the same question as demandsOf in the slowest and plainest way: for every link and stream,
// cut the link, see who sits on which side, and ask each seat behind it directly of the stage.

type Reason = 'high' | 'low' | 'cue';
type Table = Record<string, { layer: string | null; readiness: string; shown: boolean }>;

function asTable(demands: readonly LinkDemand[]): Table {
  return Object.fromEntries(
    demands.flatMap(({ from, to, streams }) =>
      streams.map(({ layer, readiness, shown, ...stream }) => [
        `${from}>${to} ${streamKey(stream)}`,
        { layer, readiness, shown },
      ]),
    ),
  );
}

function oracle(plan: ConferencePlan, seats: readonly SeatAt[]): Table {
  const directions = plan.tree.flatMap(({ nodeId: child, parentId }) =>
    parentId === null
      ? []
      : [
          { from: child, to: parentId },
          { from: parentId, to: child },
        ],
  );
  const table: Table = {};
  for (const { from, to } of directions) {
    const behind = reachableWithout(plan, to, from);
    const lookers = seats.filter((seat) => behind.has(seat.nodeId));
    for (const { siteId: site } of plan.roster.filter((entry) => !behind.has(entry.nodeId))) {
      for (const source of ['camera', 'mic', 'content'] as const) {
        const asked = lookers.flatMap(({ seat }) => asks(plan, seat, site, source));
        if (asked.length > 0) table[`${from}>${to} ${site}/${source}`] = strongest(asked, source);
      }
    }
  }
  return table;
}

function strongest(asked: readonly Reason[], source: string): Table[string] {
  const anyHigh = asked.includes('high');
  const anyShown = asked.some((one) => one !== 'cue');
  const cuesMatter = source === 'mic' ? !anyShown : asked.includes('cue') && !anyHigh;
  const layer = anyHigh ? 'high' : 'low';
  return { layer: source === 'mic' ? null : layer, readiness: cuesMatter ? 'cued' : 'live', shown: anyShown };
}

/** Nodes on the side of `start` when its link to `cutOff` is gone. */
function reachableWithout({ tree }: ConferencePlan, start: NodeId, cutOff: NodeId): Set<NodeId> {
  const side = new Set<NodeId>([start]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { nodeId: child, parentId } of tree) {
      if (parentId === null || [child, parentId].every((end) => end === start || end === cutOff)) continue;
      if (side.has(child) !== side.has(parentId)) {
        side.add(child).add(parentId);
        grew = true;
      }
    }
  }
  return side;
}

/** Every reason for which a seat wants one stream of one site, read directly off the stage. */
function asks(
  plan: ConferencePlan,
  seat: Seat,
  site: string,
  source: 'camera' | 'mic' | 'content',
): Reason[] {
  const { stage, chairSiteId } = plan;
  const own = seat.kind === 'site' ? seat.siteId : null;
  if (own === site) return [];
  const reasons: Reason[] = [];
  const shows = ({ kind, slots }: Layout, large: 'high' | 'low') =>
    slots.forEach((slot, at) => {
      const stands =
        slot.kind === 'site'
          ? source === 'camera' && slot.siteId === site
          : slot.kind === 'content' && source === 'content' && stage.content === site;
      if (stands) reasons.push((kind === 'full' || kind === 'pip') && at === 0 ? large : 'low');
    });
  const aloneOnAir =
    stage.broadcast.kind === 'full' &&
    stage.broadcast.slots.some((s) => s.kind === 'site' && s.siteId === own);
  const looksAtChair =
    own !== null && own !== chairSiteId && (aloneOnAir || stage.called.some((one) => one === own));
  if (own === chairSiteId) {
    shows(stage.chairView, 'high');
    shows(stage.broadcast, 'low');
  } else if (looksAtChair) {
    if (site === chairSiteId && source === 'camera') reasons.push('high');
  } else shows(stage.broadcast, 'high');
  if (own === null) shows(stage.chairView, 'low');
  if (source === 'content' && stage.content === site) reasons.push('high');
  if (source === 'mic' && stage.floor.some((one) => one === site)) reasons.push('high');
  const prepares = stage.cue.some(
    (cue) =>
      (cue.siteId === site && (cue.target === 'broadcast' || own === null || own === chairSiteId)) ||
      (cue.siteId === own && site === chairSiteId),
  );
  if (prepares && source !== 'content') reasons.push('cue');
  return reasons;
}
