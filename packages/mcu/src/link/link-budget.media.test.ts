import { defaultLinkBudget } from '@nhipcau/contracts';
import { aCue, aLayout, siteId } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { countMedia, meetingOn, relaysInto } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

/** Payloads of the test camera: 120 bytes small, 600 large. */
const SMALL_UP_TO = 250;

/** The plan's tree with a rate on the link of `hb` to the Government, in both directions. */
const limitedTo = (kbps: number | null, change: Partial<(typeof defaultLinkBudget)['up']> = {}) => ({
  change: {
    tree: cluster.tree().map((node) =>
      node.nodeId === 'hb'
        ? {
            ...node,
            budget: {
              down: { ...defaultLinkBudget.down, kbps },
              up: { ...defaultLinkBudget.up, kbps, ...change },
            },
          }
        : node,
    ),
  },
});

const twoNodes = async () => {
  cluster = await TestCluster.start({
    tree: { cp: null, hb: 'cp' },
    sites: { gov1: 'cp', gov2: 'cp', province: 'hb', commune: 'hb', ward: 'hb', town: 'hb' },
  });
  cluster.put(
    { broadcast: aLayout('full', 'commune'), floor: [siteId('gov1'), siteId('commune')] },
    limitedTo(null),
  );
  for (const site of ['gov1', 'gov2', 'province', 'commune', 'ward', 'town']) await cluster.enter(site);
};

/** Which encoding of a camera comes in at a room: told by the size of its packets over a little while. */
const arrives = async (room: string, site: string, layer: 'low' | 'high') => {
  const at = cluster.rooms.get(room);
  if (!at) throw new Error(`no room ${room}`);
  let [packets, bytes] = [0, 0];
  await eventually(
    () => {
      const now = [cluster.packetsOf(at, site, 'camera'), cluster.bytesOf(at, site, 'camera')] as const;
      if (now[0] < packets) [packets, bytes] = [0, 0];
      const [newPackets, size] = [now[0] - packets, (now[1] - bytes) / (now[0] - packets)];
      if (newPackets < 15) return 'waiting';
      [packets, bytes] = now;
      return size < SMALL_UP_TO ? 'low' : size > 500 ? 'high' : 'both';
    },
    (seen) => seen === layer,
    { withinMs: 10_000, what: `${site} ${layer} at ${room}` },
  );
};

const linkAtGovernment = () => {
  const [link] = meetingOn(cluster, 'cp').observedLinks();
  if (!link) throw new Error('no link');
  return link;
};

test('[LK-6] [R-MCU-04] a thin link carries one small encoding while its own side sees the large one', async () => {
  await twoNodes();
  await arrives('gov2', 'commune', 'high');
  cluster.put({}, limitedTo(1_000));
  await arrives('gov2', 'commune', 'low');
  await arrives('province', 'commune', 'high');
  expect(cluster.rooms.get('commune')?.wanted?.camera).toBe('high');
  expect(linkAtGovernment()).toMatchObject({
    limitKbps: 1_000,
    limitMeasured: false,
    shed: [{ siteId: 'commune', source: 'camera', to: 'low', by: 'rate' }],
  });
  await eventually(
    linkAtGovernment,
    // 15 packets of about 160 bytes and the voice: the large encoding alone would be 150 kb/s.
    ({ receiveKbps, keyFrames, jitterMs }) =>
      receiveKbps > 10 && receiveKbps < 100 && keyFrames >= 0 && jitterMs !== null,
    { what: 'only the small encoding on the link' },
  );
  // The other way it is the same: whoever is alone on air looks at the chair.
  await arrives('commune', 'gov1', 'low');
  const opened = cluster.rooms.get('gov2')?.notes.filter(({ method }) => method === 'consumer.opened').length;
  cluster.put({}, limitedTo(3_000));
  await arrives('gov2', 'commune', 'high');
  expect(linkAtGovernment().shed).toEqual([]);
  // The layer changed inside the stream: nothing was opened anew.
  expect(cluster.rooms.get('gov2')?.notes.filter(({ method }) => method === 'consumer.opened').length).toBe(
    opened,
  );
  const before = await countMedia(cluster.node('hb'));
  cluster.put({}, limitedTo(null));
  await arrives('gov2', 'commune', 'high');
  await eventually(
    () => countMedia(cluster.node('hb')),
    ({ transports }) => transports < before.transports,
    { what: 'the transports of the single layer are gone' },
  );
}, 60_000);

test('[LK-5] [LK-7] [R-MCU-04] beyond its counts a link sheds small pictures and goes on with sound and program', async () => {
  await twoNodes();
  cluster.put(
    {
      broadcast: aLayout('full', 'commune'),
      chairView: aLayout('grid4', 'province', 'ward', 'town'),
      cue: [aCue('ward')],
      floor: ['gov1', 'commune', 'town', 'ward'].map((name) => siteId(name)),
    },
    limitedTo(null, { tiles: 2 }),
  );
  await eventually(
    () => relaysInto(cluster, 'cp', 'hb'),
    (seen) =>
      seen.join() ===
      [
        'commune/camera flowing',
        'commune/mic flowing',
        'province/camera flowing',
        'town/mic flowing',
        'ward/camera flowing',
        'ward/mic flowing',
      ].join(),
    { withinMs: 10_000, what: 'all but one tile' },
  );
  expect(linkAtGovernment().shed).toEqual([{ siteId: 'town', source: 'camera', to: 'nothing', by: 'tiles' }]);
  cluster.put({ cue: [] }, limitedTo(null));
  await eventually(
    () => cluster.rooms.get('gov1')?.receives.filter((key) => key.endsWith('camera')).length,
    (count) => count === 4,
    { what: 'every tile' },
  );
});
