import { type McuSheet, NodeId, SiteId } from '@nhipcau/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkRoom, lossesOf, type PlanSite, planDepth, proposePlan } from './cascade-plan.ts';

const node = (id: string) => NodeId.parse(id);
const aSheet = (id: string, more: Partial<McuSheet> = {}): McuSheet => ({
  nodeId: node(id),
  sites: 100,
  links: 10,
  lineKbps: 100_000,
  owner: 'Văn phòng UBND tỉnh',
  operator: 'Cán bộ điều khiển',
  telephone: '0900 000 700',
  spareNodeId: null,
  parameters: null,
  ...more,
});
const sitesAt = (home: string, count: number): PlanSite[] =>
  Array.from({ length: count }, (_, at) => ({ siteId: SiteId.parse(`${home}-s${at}`), homeId: node(home) }));
const allowed = { rootId: node('root'), cascadeAllowed: true };
const shape = (plan: ReturnType<typeof proposePlan>) =>
  plan.tree.map(({ nodeId, parentId, siteIds }) => [nodeId, parentId, siteIds.length]);

/** Sheets of the root and up to nine others, and sites anywhere, some at an MCU nobody has a sheet of. */
const anyCase = fc
  .array(
    fc.record({
      sites: fc.integer({ min: 1, max: 8 }),
      links: fc.nat(4),
      lineKbps: fc.integer({ min: 64, max: 40_000 }),
      spare: fc.nat(12),
    }),
    {
      minLength: 1,
      maxLength: 10,
    },
  )
  .chain((rows) => {
    const name = (at: number) => (at === 0 ? 'root' : `n${at}`);
    const mcus = rows.map(({ spare, ...row }, at) =>
      aSheet(name(at), { ...row, spareNodeId: spare < rows.length ? node(name(spare)) : null }),
    );
    return fc.array(fc.nat(rows.length), { maxLength: 40 }).map((homes) => ({
      mcus,
      sites: homes.map((home, at) => ({ siteId: SiteId.parse(`s${at}`), homeId: node(name(home)) })),
    }));
  });

describe('[PL-3] the proposed tree', () => {
  test('[R-PLN-04] a star while the root has room; each site at its own MCU', () => {
    const plan = proposePlan(
      [...sitesAt('root', 2), ...sitesAt('a', 3), ...sitesAt('b', 4)],
      [aSheet('root'), aSheet('a'), aSheet('b'), aSheet('idle')],
      allowed,
    );
    expect([shape(plan), plan.depth, plan.unplaced]).toEqual([
      [
        ['root', null, 2],
        ['a', 'root', 3],
        ['b', 'root', 4],
      ],
      1,
      [],
    ]);
  });

  test('[R-PLN-04] a full MCU passes its sites on; a full installation names who is left', () => {
    const mcus = [aSheet('root', { sites: 1 }), aSheet('a', { sites: 2 })];
    const plan = proposePlan(sitesAt('a', 4), mcus, allowed);
    expect([shape(plan), plan.unplaced]).toEqual([
      [
        ['root', null, 1],
        ['a', 'root', 2],
      ],
      ['a-s3'],
    ]);
  });

  test('[R-PLN-03] an MCU without a sheet is not in the tree; a line too thin carries no link', () => {
    expect(shape(proposePlan(sitesAt('unknown', 1), [aSheet('root')], allowed))).toEqual([['root', null, 1]]);
    expect(linkRoom(aSheet('x', { links: 5, lineKbps: 12_500 }))).toBe(2);
  });

  test('a locality without a cascade puts everything on its one MCU', () => {
    const plan = proposePlan(sitesAt('a', 3), [aSheet('root'), aSheet('a')], {
      ...allowed,
      cascadeAllowed: false,
    });
    expect([shape(plan), plan.depth]).toEqual([[['root', null, 3]], 0]);
  });

  test('[R-PLN-04] whatever there is: one tree, nothing above its capacity, every site once, no level opened before the one above is full', () => {
    fc.assert(
      fc.property(anyCase, ({ mcus, sites }) => {
        const { tree, unplaced, depth } = proposePlan(sites, mcus, allowed);
        const sheets = new Map(mcus.map((mcu) => [mcu.nodeId, mcu]));
        const parents = new Map(tree.map(({ nodeId, parentId }) => [nodeId, parentId]));
        expect(tree.filter(({ parentId }) => parentId === null).map(({ nodeId }) => nodeId)).toEqual([
          'root',
        ]);
        for (const { nodeId, parentId, siteIds } of tree) {
          expect(siteIds.length).toBeLessThanOrEqual(sheets.get(nodeId)?.sites ?? 0);
          if (parentId !== null) expect(parents.has(parentId)).toBe(true);
          const below = tree.filter((one) => one.parentId === nodeId).length;
          expect(below).toBeLessThanOrEqual(linkRoom(sheets.get(nodeId) ?? aSheet('none', { links: 0 })));
        }
        const all = [...tree.flatMap(({ siteIds }) => siteIds), ...unplaced];
        expect([...all].sort()).toEqual(sites.map(({ siteId }) => siteId).sort());
        const levelOf = (id: NodeId): number => {
          const parent = parents.get(id);
          return parent ? levelOf(parent) + 1 : 0;
        };
        // Nothing hangs two levels below an MCU that still has room for it.
        for (const { nodeId } of tree) {
          const room =
            linkRoom(sheets.get(nodeId) ?? aSheet('none')) -
            tree.filter((one) => one.parentId === nodeId).length;
          if (room > 0) expect(depth).toBeLessThanOrEqual(levelOf(nodeId) + 1);
        }
        expect(planDepth(tree)).toBe(depth);
      }),
    );
  });
});

describe('[PL-4] what a loss costs', () => {
  const sites = [...sitesAt('root', 1), ...sitesAt('a', 2), ...sitesAt('b', 3)];
  const outcome = (spare: string | null) => {
    const mcus = [
      aSheet('root'),
      aSheet('a'),
      aSheet('b', { spareNodeId: spare === null ? null : node(spare) }),
    ];
    return lossesOf(proposePlan(sites, mcus, allowed).tree);
  };
  const of = (found: ReturnType<typeof outcome>, kind: string, id: string) => {
    const loss = found.find((one) => one.kind === kind && one.nodeId === id);
    return [loss?.lost.length, loss?.rescued.length];
  };

  test('[R-PLN-01] without a spare a cut link costs all sites behind it', () => {
    expect(of(outcome(null), 'link', 'b')).toEqual([3, 0]);
  });

  test('[R-PLN-01] with one they come back; of a lost MCU its own sites do not', () => {
    const found = outcome('a');
    expect(of(found, 'link', 'b')).toEqual([0, 3]);
    expect(of(found, 'node', 'b')).toEqual([3, 0]);
    expect(of(found, 'node', 'a')).toEqual([2, 0]);
    expect(of(found, 'node', 'root')).toEqual([6, 0]);
  });

  describe('[PL-6] with a standby that takes the place of a lost MCU', () => {
    const tree = proposePlan(sites, [aSheet('root'), aSheet('a'), aSheet('b')], allowed).tree;
    const deep = proposePlan(
      [...sitesAt('root', 1), ...sitesAt('a', 2), ...sitesAt('b', 3)],
      [aSheet('root', { links: 1 }), aSheet('a', { links: 1 }), aSheet('b', { links: 0 })],
      allowed,
    ).tree;
    const standby = (lost: string, by: string) => new Map([[node(lost), node(by)]]);

    test('[PL-6] [R-CON-13] [R-PLN-06] its sites come back at the MCU above it', () => {
      expect(of(lossesOf(tree, standby('b', 'root')), 'node', 'b')).toEqual([0, 3]);
      expect(of(lossesOf(tree, standby('b', 'root')), 'node', 'a')).toEqual([2, 0]);
    });

    test('[PL-6] beside it, or outside of the tree until it is needed', () => {
      expect(of(lossesOf(tree, standby('b', 'a')), 'node', 'b')).toEqual([0, 3]);
      expect(of(lossesOf(tree, standby('b', 'spare')), 'node', 'b')).toEqual([0, 3]);
    });

    test('[PL-6] whoever hangs below the lost one comes back with it', () => {
      expect(of(lossesOf(deep), 'node', 'a')).toEqual([5, 0]);
      expect(of(lossesOf(deep, standby('a', 'root')), 'node', 'a')).toEqual([0, 5]);
      expect(of(lossesOf(deep, standby('a', 'b')), 'node', 'a')).toEqual([0, 5]);
    });

    test('[PL-6] the root is relieved too, and everybody comes back', () => {
      expect(of(lossesOf(deep, standby('root', 'a')), 'node', 'root')).toEqual([0, 6]);
      expect(of(lossesOf(tree, standby('root', 'spare')), 'node', 'root')).toEqual([0, 6]);
    });

    test('[PL-6] it is no help when only a link is cut', () => {
      expect(of(lossesOf(tree, standby('b', 'root')), 'link', 'b')).toEqual([3, 0]);
    });
  });

  test('whatever the tree: nobody is both lost and rescued, and the other side of a cut notices nothing', () => {
    fc.assert(
      fc.property(anyCase, ({ mcus, sites: anywhere }) => {
        const { tree } = proposePlan(anywhere, mcus, allowed);
        const placed = tree.flatMap(({ siteIds }) => siteIds);
        for (const { lost, rescued } of lossesOf(tree)) {
          expect(lost.filter((siteId) => rescued.includes(siteId))).toEqual([]);
          expect(lost.length + rescued.length).toBeLessThanOrEqual(placed.length);
        }
      }),
    );
  });
});
