import { aLayout, siteId } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

const start = (workers = 1) =>
  TestCluster.start({
    tree: { hb: null },
    sites: { province: 'hb', hoabinh: 'hb', dabac: 'hb' },
    workers,
  });

test('[R-MCU-01] rooms of one node see and hear each other, and never themselves', async () => {
  cluster = await start();
  cluster.put({
    broadcast: aLayout('full', 'province'),
    chairView: aLayout('grid4', 'hoabinh', 'dabac', 'province'),
    floor: [siteId('province'), siteId('hoabinh')],
  });
  const province = await cluster.enter('province');
  const hoabinh = await cluster.enter('hoabinh');
  const dabac = await cluster.enter('dabac');
  await eventually(
    () => province.receives,
    (seen) => seen.length === 3,
    { what: 'streams at the chair' },
  );
  expect(province.receives).toEqual(['dabac/camera', 'hoabinh/camera', 'hoabinh/mic']);
  await eventually(
    () => hoabinh.receives,
    (seen) => seen.length === 2,
  );
  expect(hoabinh.receives).toEqual(['province/camera', 'province/mic']);
  await eventually(
    () => dabac.receives,
    (seen) => seen.length === 3,
  );
  expect(dabac.receives).toEqual(['hoabinh/mic', 'province/camera', 'province/mic']);
  for (const room of [province, hoabinh, dabac]) {
    const before = cluster.packetsAt(room.seatId);
    await eventually(
      () => cluster.packetsAt(room.seatId),
      (count) => count > before + 40,
      { what: 'packets' },
    );
  }
  expect(dabac.wanted).toMatchObject({ camera: 'low', mic: false });
  expect(province.wanted).toMatchObject({ camera: 'high', mic: true });
});
