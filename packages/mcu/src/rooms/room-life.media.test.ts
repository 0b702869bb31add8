import { aLayout, siteId } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { countMedia, meetingOn, relaysInto } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

const cascade = async () => {
  cluster = await TestCluster.start({
    tree: { cp: null, hb: 'cp', dabac: 'hb' },
    sites: { province: 'hb', gov: 'cp', commune1: 'dabac', commune2: 'dabac' },
  });
};

test('[R-CDT-11] content crosses the cascade beside the people, and only while the operator shows it', async () => {
  await cascade();
  cluster.put({ broadcast: aLayout('full', 'commune1') });
  const presenter = await cluster.enter('commune1', ['camera', 'mic', 'content']);
  const gov = await cluster.enter('gov');
  const commune2 = await cluster.enter('commune2');
  await eventually(
    () => gov.receives.join(),
    (seen) => seen === 'commune1/camera',
  );
  expect(presenter.wanted?.content).toBe(false);
  cluster.put({ content: siteId('commune1') });
  for (const room of [gov, commune2]) {
    await eventually(
      () => room.receives.join(),
      (seen) => seen === 'commune1/camera,commune1/content',
    );
    await eventually(
      () => cluster.packetsOf(room, 'commune1', 'content'),
      (count) => count > 10,
    );
  }
  expect(presenter.wanted?.content).toBe(true);
  expect(presenter.view).toMatchObject({
    presenting: true,
    second: { panes: [{ kind: 'self', source: 'content' }] },
  });
  cluster.put({ content: null });
  await eventually(
    () => presenter.wanted?.content,
    (wanted) => wanted === false,
  );
  await eventually(
    () => gov.receives.join(),
    (seen) => seen === 'commune1/camera',
  );
});

test('[R-CDT-06] a called site is told at once; its own switches act at its edge, and the floor opens its microphone', async () => {
  await cascade();
  cluster.put({ broadcast: aLayout('full', 'province') });
  const province = await cluster.enter('province');
  const commune = await cluster.enter('commune1');
  const told = new Promise<void>((resolve) => {
    commune.onView = (view) => view.called && resolve();
  });
  cluster.put({
    called: [siteId('commune1')],
    floor: [siteId('province'), siteId('commune1')],
    chairView: aLayout('full', 'commune1'),
  });
  await told;
  await eventually(
    () => cluster.packetsOf(province, 'commune1', 'mic'),
    (count) => count > 10,
    { what: 'sound' },
  );
  await commune.peer.request('producer.setMuted', { source: 'mic', muted: true });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const silent = cluster.packetsOf(province, 'commune1', 'mic');
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(cluster.packetsOf(province, 'commune1', 'mic')).toBe(silent);
  // It was muted by its own people: granting the floor again does not open it.
  cluster.put({ floor: [siteId('province')] });
  cluster.put({ floor: [siteId('province'), siteId('commune1')] });
  await new Promise((resolve) => setTimeout(resolve, 400));
  await commune.peer.request('producer.setMuted', { source: 'mic', muted: false });
  const before = cluster.packetsOf(province, 'commune1', 'mic');
  await eventually(
    () => cluster.packetsOf(province, 'commune1', 'mic'),
    (count) => count > before + 10,
  );
});

test('[R-CDT-05] a microphone off the floor is silent at its node even when its room keeps sending', async () => {
  await cascade();
  cluster.put({ floor: [siteId('province'), siteId('commune1')] });
  const gov = await cluster.enter('gov');
  const commune = await cluster.enter('commune1');
  await eventually(
    () => cluster.packetsOf(gov, 'commune1', 'mic'),
    (count) => count > 10,
  );
  const mic = commune.sources.get('mic');
  // Everybody is still subscribed when the floor is taken away; the room disobeys and goes on.
  cluster.put({ floor: [siteId('province')] }, { only: ['dabac'] });
  await eventually(
    () => commune.wanted?.mic,
    (wanted) => wanted === false,
  );
  if (mic) mic.paused = false;
  await new Promise((resolve) => setTimeout(resolve, 300));
  const silent = cluster.packetsOf(gov, 'commune1', 'mic');
  const sent = mic?.sent ?? 0;
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(mic?.sent ?? 0).toBeGreaterThan(sent + 5);
  expect(cluster.packetsOf(gov, 'commune1', 'mic')).toBe(silent);
});

test('[R-MON-03] a room whose line breaks is reported within five seconds, keeps its place for a minute, and is back by its token', async () => {
  await cascade();
  cluster.put({ broadcast: aLayout('full', 'commune1'), floor: [siteId('commune1')] });
  const gov = await cluster.enter('gov');
  const commune = await cluster.enter('commune1');
  await eventually(
    () => gov.receives.length,
    (count) => count === 2,
  );
  const seat = () => [...meetingOn(cluster, 'dabac').seats][0];
  const resume = commune.joined?.resume ?? '';
  cluster.rooms.delete('commune1');
  commune.cut();
  await eventually(
    () => seat()?.observed().state,
    (state) => state === 'reconnecting',
    { withinMs: 5_000 },
  );
  expect(gov.receives).toEqual(['commune1/camera', 'commune1/mic']);
  const again = cluster.room('dabac');
  await again.enter({ resume }, ['camera', 'mic']);
  cluster.rooms.set('commune1', again);
  expect(again.joined).toMatchObject({ fresh: false, view: { hasFloor: true, tally: 'onAir' } });
  expect(again.wanted?.mic).toBe(true);
  await eventually(
    () => cluster.packetsOf(gov, 'commune1', 'camera'),
    (count) => count > 10,
    { what: 'picture' },
  );
  commune.stop();
  await again.leave();
  cluster.rooms.delete('commune1');
  await eventually(
    () => gov.receives.length,
    (count) => count === 0,
  );
});

test('[R-CON-13] an endpoint that lost only its signalling goes on with the transports and consumers it has', async () => {
  await cascade();
  cluster.put({ broadcast: aLayout('full', 'commune1') });
  await cluster.enter('commune1');
  const commune2 = await cluster.enter('commune2');
  await eventually(
    () => cluster.packetsOf(commune2, 'commune1', 'camera'),
    (count) => count > 5,
  );
  const consumerId = [...commune2.consumers.keys()][0];
  const before = cluster.packetsAt(commune2.seatId);
  cluster.rooms.delete('commune2');
  commune2.cut();
  const again = cluster.room('dabac');
  const joined = await again.join({ resume: commune2.joined?.resume ?? '' });
  cluster.rooms.set('commune2', again);
  expect(joined.consumers).toEqual([consumerId]);
  expect(joined.transports).toHaveLength(2);
  await eventually(
    () => [...again.consumers.keys()][0],
    (id) => id === consumerId,
    { what: 'consumer told again' },
  );
  await eventually(
    () => cluster.packetsAt(joined.seatId),
    (count) => count > before + 20,
  );
  commune2.stop();
});

test('[R-MCU-05] sixty sites attach straight to one node; each sees the program, none itself, and nothing is left behind', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `site${index}`);
  cluster = await TestCluster.start({
    tree: { hb: null },
    sites: Object.fromEntries(names.map((name) => [name, 'hb'])),
  });
  cluster.put({ broadcast: aLayout('full', 'site0'), floor: [siteId('site0')] });
  await Promise.all(names.map((name) => cluster.enter(name)));
  for (const name of names.slice(1))
    await eventually(
      () => cluster.rooms.get(name)?.receives.join(),
      (seen) => seen === 'site0/camera,site0/mic',
    );
  const count = await countMedia(cluster.node('hb'));
  expect(count).toMatchObject({ producers: 120, consumers: 59 * 2 });
  cluster.put({ broadcast: aLayout('full', 'site1'), floor: [siteId('site1')] });
  await eventually(
    () => cluster.rooms.get('site59')?.receives.join(),
    (seen) => seen === 'site1/camera,site1/mic',
  );
  for (const name of names) await cluster.rooms.get(name)?.leave();
  await eventually(
    () => countMedia(cluster.node('hb')),
    (now) => now.transports === 0 && now.consumers === 0,
    {
      what: 'nothing left',
    },
  );
});

test('[R-MCU-13] a room that joins reports what was negotiated, and the seat shows it', async () => {
  await cascade();
  cluster.put();
  const province = await cluster.enter('province');
  province.peer.notify('stats.report', {
    sendHeight: 720,
    sendFps: 30,
    sendKbps: 1_800,
    contentKbps: null,
    receiveKbps: 900,
    rttMs: 12,
    jitterMs: 3,
    loss: 0.05,
    echoCancellation: true,
    micDb: -30,
    micSound: 'good',
    videoCodec: 'video/H264',
  });
  const seat = () => [...meetingOn(cluster, 'hb').seats][0]?.observed();
  await eventually(seat, (seen) => seen?.stats?.sendHeight === 720 && seen.quality === 'poor', {
    what: 'figures',
  });
  await eventually(
    () => province.quality,
    (quality) => quality === 'poor',
  );
  expect(relaysInto(cluster, 'hb', 'cp')).toEqual([]);
});
