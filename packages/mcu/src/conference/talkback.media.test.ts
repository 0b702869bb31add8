import { TalkDeskId } from '@nhipcau/contracts';
import { aLayout, nodeId, siteId } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import type { TestRoom } from '../testing/test-room.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

const desk = TalkDeskId.parse('desk.console-1');
const packets = (room: TestRoom, from: string) => cluster.packetsOf(room, from, 'talk');
const heard = (room: TestRoom, from: string) =>
  eventually(
    () => packets(room, from),
    (count) => count > 10,
    { what: `${from} at ${room.seatId}` },
  );

test('[R-CDT-17] [TB-1] [TB-2] [TB-3] talkback over two links reaches only the called and never the stage', async () => {
  cluster = await TestCluster.start({
    tree: { cp: null, hb: 'cp', dabac: 'hb' },
    sites: { government: 'cp', province: 'hb', commune: 'dabac', neighbour: 'dabac' },
  });
  // The commune speaks in the meeting and is called on the talkback at the same time.
  const stage = {
    broadcast: aLayout('full', 'commune'),
    chairView: aLayout('full', 'commune'),
    floor: [siteId('government'), siteId('commune')],
  };
  const call = (answered: string[]) => [
    {
      deskId: desk,
      nodeId: nodeId('cp'),
      name: 'Hà',
      siteIds: [siteId('commune')],
      answered: answered.map(siteId),
    },
  ];
  cluster.put(stage, { change: { talks: call([]) } });
  const government = await cluster.enter('government');
  const province = await cluster.enter('province');
  const commune = await cluster.enter('commune', ['camera', 'mic', 'talk']);
  const neighbour = await cluster.enter('neighbour');
  const monitor = await cluster.monitor('operator', 'cp');
  const console_ = cluster.room('cp');
  await console_.enter({ ticket: await cluster.ticket({ kind: 'desk', deskId: desk }, 'cp') }, ['talk']);
  cluster.rooms.set('desk', console_);

  // Called: hears the console over both links; its own voice stays where it is until somebody answers there.
  await heard(commune, desk);
  expect(commune.wanted?.talk).toBe(false);
  expect(console_.receives).toEqual([]);

  cluster.put({}, { change: { talks: call(['commune']) } });
  await heard(console_, 'commune');
  expect(console_.receives).toEqual(['commune/talk']);
  const all = () => [government, province, neighbour, monitor].map((room) => room.receives);
  expect(
    all()
      .flat()
      .filter((key) => key.endsWith('/talk')),
  ).toEqual([]);

  // While its key is held, its microphone does not run in the meeting; when it is let go, it does again.
  const micOf = (room: TestRoom) => cluster.packetsOf(room, 'commune', 'mic');
  const talking = micOf(government);
  await heard(console_, 'commune');
  const spoken = packets(console_, 'commune');
  await eventually(
    () => packets(console_, 'commune'),
    (count) => count > spoken + 25,
  );
  const meanwhile = micOf(government);
  await commune.peer.request('producer.setMuted', { source: 'talk', muted: true });
  await eventually(
    () => micOf(government),
    (count) => count > meanwhile + 10,
    { what: 'the microphone after the talkback' },
  );
  expect(meanwhile).toBe(talking);

  // A console has no other voice, and hung up it hears nothing.
  await expect(console_.publish('mic')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  cluster.put({}, { change: { talks: [] } });
  await eventually(
    () => [console_.receives, commune.receives.filter((key) => key.endsWith('/talk'))].flat(),
    (left) => left.length === 0,
    { what: 'silence after hanging up' },
  );
});
