import { aLayout } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

test('[R-MCU-15] [RC-3] a reset drops every leg and link of the meeting, and all come back by themselves with their seats', async () => {
  cluster = await TestCluster.start({
    tree: { hb: null, dabac: 'hb' },
    sites: { province: 'hb', commune: 'dabac', other: 'dabac' },
  });
  cluster.put({ broadcast: aLayout('full', 'commune') });
  const province = await cluster.enter('province');
  const commune = await cluster.enter('commune');
  const other = await cluster.enter('other');
  const rooms = [province, commune, other];
  const flows = (what: string) =>
    eventually(
      () => cluster.packetsOf(province, 'commune', 'camera'),
      (count) => count > 10,
      { what },
    );
  await flows('before the reset');
  const before = rooms.map((room) => room.joined?.resume);
  const pipe = () => {
    const [link] = cluster.node('hb').conferences.get(cluster.meetingId)?.links ?? [];
    return link?.pipeTransport?.id ?? null;
  };
  const pipeBefore = pipe();

  const renewed = (leg: number, ...sites: string[]) =>
    cluster.plan.roster.map((entry) => (sites.includes(entry.siteId) ? { ...entry, leg } : entry));
  cluster.put({}, { change: { roster: renewed(1, 'province', 'commune', 'other') } });
  await eventually(
    () => rooms.map((room) => room.transportsLost).join(),
    (lost) => lost === '1,1,1',
  );
  await flows('after the reset');
  await eventually(pipe, (id) => id !== null && id !== pipeBefore, { what: 'a new pipe' });
  const observed = (site: string, node: string) =>
    cluster
      .node(node)
      .conferences.get(cluster.meetingId)
      ?.observedSeats()
      .seats.find((seat) => seat.siteId === site);
  await eventually(
    () => observed('province', 'hb'),
    (seat) => seat?.leg === 1 && seat.state === 'connected',
  );
  expect(rooms.map((room) => room.joined?.resume)).toEqual(before);
  expect(rooms.map((room) => room.closedReason)).toEqual([null, null, null]);

  // One leg alone: nobody else notices.
  const pipeAfter = pipe();
  cluster.put({}, { change: { roster: renewed(2, 'commune') } });
  await eventually(
    () => commune.transportsLost,
    (lost) => lost === 2,
  );
  await flows('after the recall');
  expect([province.transportsLost, other.transportsLost, pipe()]).toEqual([1, 1, pipeAfter]);
});
