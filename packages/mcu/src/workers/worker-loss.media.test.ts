import { Source } from '@nhipcau/contracts';
import { aLayout, siteId } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { countMedia, relaysInto } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

const start = async () => {
  cluster = await TestCluster.start({
    tree: { cp: null, hb: 'cp', dabac: 'hb' },
    sites: { province: 'hb', gov: 'cp', commune1: 'dabac', commune2: 'dabac' },
  });
  cluster.put({ broadcast: aLayout('full', 'commune1'), floor: [siteId('province'), siteId('commune1')] });
  for (const site of ['province', 'gov', 'commune1', 'commune2']) await cluster.enter(site);
  await flows('gov', PROGRAM, 8_000);
};

/** Every stream that a room should receive really arrives. */
const flows = async (site: string, streams: readonly string[], withinMs: number) => {
  const room = cluster.rooms.get(site);
  if (!room) throw new Error(`no room ${site}`);
  for (const stream of streams) {
    const [from = '', source] = stream.split('/');
    const count = () => cluster.packetsOf(room, from, Source.parse(source));
    await eventually(count, (packets) => packets > 10, { withinMs, what: `${stream} at ${site}` });
    const before = count();
    await eventually(count, (packets) => packets > before + 5, {
      withinMs,
      what: `${stream} at ${site} goes on`,
    });
  }
};
const PROGRAM = ['commune1/camera', 'commune1/mic', 'province/mic'];

for (const [where, name] of [
  ['the far', 'dabac'],
  ['the middle', 'hb'],
  ['the upper', 'cp'],
] as const)
  test(`[R-CON-13] kill -9 of ${where} node's media worker: its rooms stay, pipes and relays are rebuilt`, async () => {
    await start();
    const node = cluster.node(name);
    const [worker] = node.pool.workers;
    const roomsHere = [...cluster.rooms.values()].filter((room) => room.joined?.nodeId === name);
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    for (const room of roomsHere)
      await eventually(
        () => room.transportsLost,
        (count) => count === 1,
      );
    await eventually(
      () => cluster.rooms.get('gov')?.receives.length ?? 0,
      (count) => count === 3,
      {
        withinMs: 10_000,
        what: 'streams at the Government again',
      },
    );
    await flows('gov', PROGRAM, 10_000);
    for (const room of cluster.rooms.values()) expect(room.closedReason).toBe(null);
    expect(relaysInto(cluster, 'cp', 'hb').filter((relay) => relay.endsWith('flowing'))).toHaveLength(3);
  });

test('[R-CON-13] a room that joins in the moment without a media worker waits for the next one', async () => {
  cluster = await TestCluster.start({ tree: { hb: null }, sites: { province: 'hb', a: 'hb' } });
  cluster.put({ broadcast: aLayout('full', 'province') });
  await cluster.enter('province');
  const gone = new Promise<void>((resolve) => cluster.node('hb').pool.on('died', () => resolve()));
  process.kill(cluster.node('hb').pool.workers[0]?.pid ?? 0, 'SIGKILL');
  await gone;
  expect(cluster.node('hb').pool.workers).toHaveLength(0);
  await cluster.enter('a');
  await flows('a', ['province/camera'], 8_000);
});

test('[R-MCU-01] rooms of one meeting on several workers see each other, each stream once on each', async () => {
  cluster = await TestCluster.start({
    tree: { hb: null },
    sites: { province: 'hb', a: 'hb', b: 'hb', c: 'hb', d: 'hb', e: 'hb' },
    workers: 3,
  });
  cluster.put({ broadcast: aLayout('full', 'a'), floor: [siteId('province'), siteId('a')] });
  for (const site of ['province', 'a', 'b', 'c', 'd', 'e']) await cluster.enter(site);
  for (const site of ['b', 'c', 'd', 'e']) {
    await eventually(
      () => cluster.rooms.get(site)?.receives.join(),
      (seen) => seen === 'a/camera,a/mic,province/mic',
    );
    await flows(site, ['a/camera', 'a/mic', 'province/mic'], 8_000);
  }
  const before = await countMedia(cluster.node('hb'));
  expect(before.routers).toBe(3);
  // Six cameras and six microphones of their own, and each of three streams once on each of the two other workers;
  // the chair's camera reaches only the site that fills the screen.
  expect(before.producers).toBeLessThanOrEqual(12 + 3 * 2 + 1);
  cluster.put({ broadcast: aLayout('full', 'b'), floor: [] });
  await eventually(
    () => cluster.rooms.get('c')?.receives.join(),
    (seen) => seen === 'b/camera',
  );
  await eventually(
    () => countMedia(cluster.node('hb')),
    (now) => now.producers <= 12 + 2 + 1,
    { what: 'unused copies closed' },
  );
});
