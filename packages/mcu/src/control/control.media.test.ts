import { type CameraMove, MeetingId, seatOfSite } from '@nhipcau/contracts';
import { aLayout, siteId } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import { TestServer } from '../testing/test-server.ts';

let cluster: TestCluster;
let server: TestServer;
afterEach(async () => {
  await cluster.stop();
  await server.pause().catch(() => {
    // Paused by the test already.
  });
});

const start = async () => {
  cluster = await TestCluster.start(
    { tree: { hb: null }, sites: { province: 'hb', hoabinh: 'hb', dabac: 'hb' } },
    async (starting) => {
      server = await TestServer.start({
        nodeKey: () => starting.node('hb').identity.publicKey,
        ticketKey: starting.ticketKey,
      });
      starting.servers.set('hb', { url: server.url, publicKey: () => server.publicKey });
    },
  );
  await eventually(() => server.connected, Boolean, { what: 'node connected' });
};

const JPEG = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  Buffer.alloc(400, 1),
  Buffer.from([0xff, 0xd9]),
]);

test('[R-MCU-02] seats are reported in batches, what happened until it is acknowledged, load and stills as they come', async () => {
  await start();
  await server.put(cluster.desired({ broadcast: aLayout('full', 'province'), floor: [siteId('province')] }));
  await cluster.enter('province');
  const dabac = await cluster.enter('dabac', ['camera']);
  await eventually(
    () => server.seats.size,
    (size) => size === 2,
  );
  await eventually(
    () => server.seats.get(seatOfSite(siteId('province'))),
    (seat) =>
      seat?.state === 'connected' &&
      seat.camera === 'sending' &&
      seat.mic === 'open' &&
      seat.cameraWanted === 'high',
    { what: 'state of the chair' },
  );
  dabac.peer.notify('flow.report', {
    flows: [{ siteId: siteId('province'), source: 'camera', flowing: true }],
  });
  await eventually(
    () => server.seats.get(seatOfSite(siteId('dabac')))?.flows.length,
    (count) => count === 1,
  );
  dabac.peer.notify('still.put', { jpegBase64: JPEG.toString('base64') });
  dabac.peer.notify('still.put', { jpegBase64: Buffer.alloc(400).toString('base64') });
  await eventually(
    () => server.stills.length,
    (count) => count === 1,
  );
  await eventually(
    () => server.load,
    (load) => load !== null && load.workers.length === 1,
    { withinMs: 5_000 },
  );
  server.reports.length = 0;
  for (let count = 0; count < 60; count += 1) {
    dabac.peer.notify('flow.report', {
      flows: [{ siteId: siteId('province'), source: 'camera', flowing: count % 2 === 0 }],
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(server.reports.length).toBeLessThan(11);
  server.acknowledges = false;
  dabac.cut();
  await eventually(
    () => server.seats.get(seatOfSite(siteId('dabac')))?.state,
    (state) => state === 'reconnecting',
  );
  expect(server.happenings.size).toBe(0);
  server.acknowledges = true;
  await server.listen(await server.pause());
  await eventually(
    () => [...server.happenings.values()],
    (seen) => seen.length === 1,
    { withinMs: 10_000 },
  );
  expect([...server.happenings.values()][0]).toMatchObject({ type: 'seat.dropped', siteId: 'dabac' });
});

test('[R-CON-13] without its server a node goes on: rooms stay, return to their seats, and all is reported later', async () => {
  await start();
  const desired = cluster.desired({ broadcast: aLayout('full', 'province'), floor: [siteId('province')] });
  await server.put(desired);
  const province = await cluster.enter('province');
  const dabac = await cluster.enter('dabac');
  await eventually(
    () => dabac.receives.length,
    (count) => count === 2,
  );
  const port = await server.pause();
  await eventually(
    () => cluster.node('hb').serverConnected,
    (connected) => !connected,
  );
  const before = cluster.packetsAt(dabac.seatId);
  await eventually(
    () => cluster.packetsAt(dabac.seatId),
    (count) => count > before + 30,
    { what: 'packets without server' },
  );
  dabac.cut();
  const again = cluster.room('hb');
  const joined = await again.join({ resume: dabac.joined?.resume ?? '' });
  expect(joined).toMatchObject({ fresh: false, siteId: 'dabac' });
  expect(joined.consumers.length).toBe(2);
  cluster.rooms.set('dabac-again', again);
  await server.listen(port);
  await eventually(() => server.connected, Boolean, { withinMs: 10_000, what: 'server found again' });
  await eventually(
    () =>
      [...server.happenings.values()]
        .map((happening) => happening.type)
        .sort()
        .join(),
    (seen) => seen === 'seat.dropped,seat.returned',
    { what: 'kept happenings' },
  );
  await eventually(
    () => [...server.seats.values()].filter((seat) => seat.state === 'connected').length,
    (count) => count === 2,
  );
  expect(province.closedReason).toBe(null);
  await server.keepOnly(1, [desired]);
  expect(province.closedReason).toBe(null);
  await server.keepOnly(2, []);
  await eventually(
    () => province.closedReason,
    (reason) => reason === 'meetingEnded',
  );
});

test('[R-MCU-02] an older wish is refused, the same one twice is harmless, and an impostor is not obeyed', async () => {
  await start();
  const first = cluster.desired({ broadcast: aLayout('full', 'province') });
  const second = cluster.desired({ broadcast: aLayout('full', 'dabac') });
  await server.put(second);
  await server.put(second);
  await expect(server.put(first)).rejects.toMatchObject({ code: 'STATE_OUTDATED' });
  await server.put({ ...first, epoch: 2, seq: 1 });
  await expect(server.put({ ...second, seq: 99 })).rejects.toMatchObject({ code: 'STATE_OUTDATED' });
  expect(cluster.node('hb').conferences.get(cluster.meetingId)?.desired).toMatchObject({ epoch: 2, seq: 1 });
  server.isImpostor = true;
  const port = await server.pause();
  await server.listen(port);
  const connections = server.connections;
  await eventually(
    () => server.connections,
    (count) => count >= connections + 2,
    { withinMs: 10_000 },
  );
  expect(cluster.node('hb').serverConnected).toBe(false);
});

test('[R-CON-13] a node that starts again without its server carries the meeting it last knew, and rooms resume', async () => {
  await start();
  await server.put(cluster.desired({ broadcast: aLayout('full', 'province'), floor: [siteId('province')] }));
  const dabac = await cluster.enter('dabac');
  const used = await cluster.ticket({ kind: 'site', siteId: siteId('hoabinh') }, 'hb');
  const hoabinh = cluster.room('hb');
  await hoabinh.enter({ ticket: used });
  const resume = dabac.joined?.resume ?? '';
  await server.pause();
  await cluster.node('hb').stop();
  expect(dabac.closedReason).toBe('nodeStopping');
  await cluster.startNode('hb');
  const again = cluster.room('hb');
  const joined = await again.join({ resume });
  expect(joined).toMatchObject({ siteId: 'dabac', transports: [] });
  expect(joined.view.main.panes[0]).toMatchObject({ siteId: 'province' });
  const thief = cluster.room('hb');
  await expect(thief.join({ ticket: used })).rejects.toMatchObject({ code: 'TICKET_USED' });
  for (const room of [again, thief, hoabinh]) room.stop();
});

test('[R-CDT-10] [CM-10] a console’s push, said again while it is held, goes through the node to that room alone and ends with it', async () => {
  await start();
  await server.put(cluster.desired({ broadcast: aLayout('full', 'province') }));
  const province = await cluster.enter('province');
  const dabac = await cluster.enter('dabac');
  const left: CameraMove = { pan: -1, tilt: 0, zoom: 0 };
  const still: CameraMove = { pan: 0, tilt: 0, zoom: 0 };
  for (const move of [left, left, left, still]) server.pushCamera(cluster.meetingId, siteId('dabac'), move);
  await eventually(
    () => dabac.pushes.length,
    (count) => count === 4,
    { what: 'pushes in the room' },
  );
  expect(dabac.pushes).toEqual([left, left, left, still]);

  // Neither a room that is not there nor another meeting moves anything; the last push proves that they were heard.
  server.pushCamera(cluster.meetingId, siteId('hoabinh'), left);
  server.pushCamera(MeetingId.parse('another-meeting'), siteId('dabac'), left);
  server.pushCamera(cluster.meetingId, siteId('province'), still);
  await eventually(
    () => province.pushes.length,
    (count) => count === 1,
    { what: 'the push of the other room' },
  );
  expect(province.pushes).toEqual([still]);
  expect(dabac.pushes).toHaveLength(4);

  // A room whose line was cut is pushed again once it is back in its seat.
  const resume = dabac.joined?.resume ?? '';
  dabac.cut();
  const again = cluster.room('hb');
  await again.join({ resume });
  cluster.rooms.set('dabac-again', again);
  server.pushCamera(cluster.meetingId, siteId('dabac'), left);
  await eventually(
    () => again.pushes.length,
    (count) => count === 1,
    { what: 'a push after the return' },
  );
  expect(dabac.pushes).toHaveLength(4);
});
