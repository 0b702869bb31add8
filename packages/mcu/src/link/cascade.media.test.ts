import { aCue, aLayout, siteId } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { countMedia, meetingOn, relaysInto } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

/** Government – province – district; three watchers at the Government, the chair at the province. */
const threeNodes = () =>
  TestCluster.start({
    tree: { cp: null, hb: 'cp', dabac: 'hb' },
    sites: { province: 'hb', gov1: 'cp', gov2: 'cp', gov3: 'cp', commune1: 'dabac', commune2: 'dabac' },
  });

const enterAll = async () => {
  for (const site of ['province', 'gov1', 'gov2', 'gov3', 'commune1', 'commune2']) await cluster.enter(site);
};

const linksUp = () =>
  eventually(
    () =>
      [...cluster.nodes.keys()].flatMap((name) =>
        [...meetingOn(cluster, name).links].map((link) => link.router),
      ),
    (routers) => routers.length === 4 && routers.every((router) => router !== null),
    { what: 'pipes on all links' },
  );

test('[R-MCU-03] each stream crosses a link once whatever the number of watchers behind it', async () => {
  cluster = await threeNodes();
  cluster.put({
    broadcast: aLayout('full', 'commune1'),
    chairView: aLayout('full', 'commune1'),
    floor: [siteId('province'), siteId('commune1')],
  });
  await enterAll();
  await linksUp();
  for (const name of ['gov1', 'gov2', 'gov3'])
    await eventually(
      () => cluster.rooms.get(name)?.receives,
      (seen) => seen?.join() === 'commune1/camera,commune1/mic,province/mic',
      { what: `streams at ${name}` },
    );
  await eventually(
    () => relaysInto(cluster, 'cp', 'hb'),
    (seen) => seen.join() === 'commune1/camera flowing,commune1/mic flowing,province/mic flowing',
    { what: 'relays into cp' },
  );
  expect(relaysInto(cluster, 'hb', 'dabac')).toEqual(['commune1/camera flowing', 'commune1/mic flowing']);
  // commune1 fills the screen, so it sees the chair; commune2 sees commune1 locally: only the chair comes down.
  await eventually(
    () => relaysInto(cluster, 'dabac', 'hb'),
    (seen) => seen.join() === 'province/camera flowing,province/mic flowing',
    { what: 'relays into dabac' },
  );
  expect(relaysInto(cluster, 'hb', 'cp')).toEqual([]);
  for (const name of ['gov1', 'gov2', 'gov3', 'province', 'commune1', 'commune2']) {
    const seat = cluster.rooms.get(name)?.seatId ?? '';
    const before = cluster.packetsAt(seat);
    await eventually(
      () => cluster.packetsAt(seat),
      (count) => count > before + 40,
      { what: `packets at ${name}` },
    );
  }
  const [link] = [...meetingOn(cluster, 'cp').links];
  await eventually(
    () => link?.observed({ configuredKbps: null, isParent: false }),
    (seen) => (seen?.receiveKbps ?? 0) > 100,
    { what: 'measured rate' },
  );
});

test('[R-CON-13] a cut link is dialled again and everything behind it comes back by itself', async () => {
  cluster = await threeNodes();
  const line = await cluster.lineTo('cp');
  cluster.put({ broadcast: aLayout('full', 'commune1'), floor: [siteId('province'), siteId('commune1')] });
  await enterAll();
  await eventually(
    () => cluster.rooms.get('gov1')?.receives.length,
    (count) => count === 3,
  );
  const before = await Promise.all(['cp', 'hb', 'dabac'].map((name) => countMedia(cluster.node(name))));
  for (let round = 0; round < 3; round += 1) {
    const gov = cluster.rooms.get('gov1');
    line.cut();
    await eventually(
      () => gov?.unreachable.length,
      (count) => count === 3,
      { what: 'unreachable sites told' },
    );
    expect(gov?.receives).toEqual([]);
    line.restore();
    await eventually(
      () => gov?.receives.length,
      (count) => count === 3,
      { what: 'streams back' },
    );
    const seat = gov?.seatId ?? '';
    const packets = cluster.packetsAt(seat);
    await eventually(
      () => cluster.packetsAt(seat),
      (count) => count > packets + 20,
      { what: 'packets back' },
    );
    expect(gov?.unreachable).toEqual([]);
  }
  await eventually(
    () => Promise.all(['cp', 'hb', 'dabac'].map((name) => countMedia(cluster.node(name)))),
    (now) => JSON.stringify(now) === JSON.stringify(before),
    { what: `same transports, producers and consumers as before: ${JSON.stringify(before)}` },
  );
});

test('[R-CDT-05] what nobody needs any more is held at once and leaves the link after ten seconds', async () => {
  cluster = await threeNodes();
  cluster.put({ broadcast: aLayout('full', 'commune1') });
  await enterAll();
  await eventually(
    () => relaysInto(cluster, 'cp', 'hb'),
    (seen) => seen.join() === 'commune1/camera flowing',
  );
  cluster.put({ broadcast: aLayout('full', 'gov2') });
  await eventually(
    () => relaysInto(cluster, 'cp', 'hb'),
    (seen) => seen.join() === 'commune1/camera warm,province/camera flowing',
    { what: 'held at once' },
  );
  expect(cluster.rooms.get('commune1')?.wanted?.camera).toBe(null);
  await eventually(
    () => relaysInto(cluster, 'cp', 'hb'),
    (seen) => seen.join() === 'province/camera flowing',
    { withinMs: 12_000 },
  );
  await eventually(
    () => relaysInto(cluster, 'hb', 'dabac'),
    (seen) => seen.length === 0,
    { withinMs: 12_000 },
  );
}, 60_000);

test('[R-CDT-02] a cued site flows small while its sender encodes large; its sound is held until the take', async () => {
  cluster = await threeNodes();
  cluster.put({ cue: [aCue('commune1')] });
  await enterAll();
  const gov = cluster.rooms.get('gov1');
  await eventually(
    () => relaysInto(cluster, 'cp', 'hb'),
    (seen) => seen.includes('commune1/camera flowing') && seen.includes('commune1/mic held'),
    { what: 'cued relays' },
  );
  await eventually(
    () => gov?.held.size,
    (size) => size === 1,
    { what: 'held sound' },
  );
  expect(cluster.rooms.get('commune1')?.wanted).toMatchObject({ camera: 'high', mic: false });
  cluster.put({
    broadcast: aLayout('full', 'commune1'),
    cue: [],
    floor: [siteId('commune1')],
  });
  await eventually(
    () => gov?.held.size,
    (size) => size === 0,
    { what: 'sound let go' },
  );
  expect(gov?.notes.filter((note) => note.method === 'consumer.opened').length).toBe(3);
});

test('[R-MON-03] a line that silently swallows everything is noticed within six seconds and told to both sides', async () => {
  cluster = await threeNodes();
  const line = await cluster.lineTo('hb');
  cluster.put({ broadcast: aLayout('full', 'commune1') });
  await enterAll();
  const province = cluster.rooms.get('province');
  const commune2 = cluster.rooms.get('commune2');
  await eventually(
    () => province?.receives.length,
    (count) => count === 1,
  );
  line.freeze();
  await eventually(
    () => province?.unreachable.join(),
    (seen) => seen === 'commune1,commune2',
    { withinMs: 10_000 },
  );
  await eventually(
    () => commune2?.unreachable.length,
    (seen) => seen === 4,
    { withinMs: 10_000 },
  );
  line.cut();
  line.restore();
  await eventually(
    () => province?.receives.join(),
    (seen) => seen === 'commune1/camera',
    { withinMs: 10_000 },
  );
});

test('[R-MON-03] a stream that falls silent on a link that is up is noticed and fetched anew', async () => {
  cluster = await threeNodes();
  cluster.put({ broadcast: aLayout('full', 'commune1'), floor: [siteId('commune1')] });
  await enterAll();
  const gov = cluster.rooms.get('gov1');
  if (!gov) throw new Error('no room');
  const arrives = (source: 'camera' | 'mic') => {
    const before = cluster.packetsOf(gov, 'commune1', source);
    return eventually(
      () => cluster.packetsOf(gov, 'commune1', source),
      (count) => count > before + 10 || (count < before && count > 10),
      { withinMs: 15_000, what: `${source} at the Government` },
    );
  };
  await arrives('camera');
  await arrives('mic');
  // Behind the node's back, as a defect or a lost order would.
  const [up] = [...meetingOn(cluster, 'hb').links].filter((link) => link.peerId === 'cp');
  for (const relay of up?.outgoing ?? []) if (relay.consumer?.kind === 'video') await relay.consumer.pause();
  const silent = cluster.packetsOf(gov, 'commune1', 'camera');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(cluster.packetsOf(gov, 'commune1', 'camera')).toBeLessThan(silent + 3);
  await arrives('mic');
  await arrives('camera');
  expect(relaysInto(cluster, 'cp', 'hb')).toEqual(['commune1/camera flowing', 'commune1/mic flowing']);
});
