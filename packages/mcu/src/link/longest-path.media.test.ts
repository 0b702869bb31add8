import { MAX_LINKS } from '@nhipcau/contracts';
import { aLayout, siteId } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { relaysInto } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

test('[R-MCU-03] over the longest path allowed, six links, both ends see and hear each other', async () => {
  // Two branches of three links under one top: n3 – n2 – n1 – n0 – m1 – m2 – m3.
  const tree = { n0: null, n1: 'n0', n2: 'n1', n3: 'n2', m1: 'n0', m2: 'm1', m3: 'm2' };
  const path = ['n3', 'n2', 'n1', 'n0', 'm1', 'm2', 'm3'];
  expect(path).toHaveLength(MAX_LINKS + 1);
  cluster = await TestCluster.start({ tree, sites: { chair: 'n3', far: 'm3' } });
  cluster.put({
    broadcast: aLayout('full', 'chair'),
    chairView: aLayout('full', 'far'),
    floor: [siteId('chair'), siteId('far')],
  });
  const chair = await cluster.enter('chair');
  const far = await cluster.enter('far');
  for (const [room, from] of [
    [chair, 'far'],
    [far, 'chair'],
  ] as const)
    for (const source of ['camera', 'mic'] as const)
      await eventually(
        () => cluster.packetsOf(room, from, source),
        (count) => count > 20,
        {
          withinMs: 15_000,
          what: `${from}/${source}`,
        },
      );
  for (let at = 1; at < path.length; at += 1) {
    const [left = '', right = ''] = [path[at - 1], path[at]];
    expect(relaysInto(cluster, left, right)).toEqual(['far/camera flowing', 'far/mic flowing']);
    expect(relaysInto(cluster, right, left)).toEqual(['chair/camera flowing', 'chair/mic flowing']);
  }
});
