import { aCue, aLayout } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

const COMMUNES = Array.from({ length: 8 }, (_, index) => `commune${index}`);

/** The chair sits two links away from the communes. */
const start = async () => {
  cluster = await TestCluster.start({
    tree: { cp: null, hb: 'cp', dabac: 'hb' },
    sites: { chair: 'cp', ...Object.fromEntries(COMMUNES.map((name) => [name, 'dabac'])) },
  });
  cluster.put({ broadcast: aLayout('full', 'chair') });
  const chair = await cluster.enter('chair');
  for (const commune of COMMUNES) await cluster.enter(commune);
  return chair;
};

// How long it takes is measured by `npm run bench -- take`.
test('[R-CDT-02] a take of a site two links away is told to the chair before its first packets, and they come', async () => {
  const chair = await start();
  for (let round = 0; round < 24; round += 1) {
    const commune = COMMUNES[round % COMMUNES.length] ?? '';
    await new Promise((resolve) => setTimeout(resolve, 120));
    const before = cluster.packetsOf(chair, commune, 'camera');
    let told = 0;
    chair.onView = () => {
      told += 1;
    };
    cluster.put({ chairView: aLayout('full', commune) });
    await eventually(
      () => cluster.packetsOf(chair, commune, 'camera'),
      (count) => count > before,
      {
        everyMs: 2,
        what: `${commune} at the chair`,
      },
    );
    expect(told, `${commune} was told`).toBeGreaterThan(0);
  }
});

test('[R-CDT-02] a cued site is there already: after the take its large picture follows', async () => {
  const chair = await start();
  for (let round = 0; round < 4; round += 1) {
    const commune = COMMUNES[round % COMMUNES.length] ?? '';
    cluster.put({ cue: [aCue(commune, 'chairView')] });
    const consumer = () => chair.consumerOf(commune, 'camera');
    await eventually(
      () => cluster.packetsOf(chair, commune, 'camera'),
      (count) => count > 15,
      { what: 'cued picture' },
    );
    const consumerId = consumer()?.consumerId;
    // A switch between layers needs a sender report of both through every hop; each hop sends one a second.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    cluster.put({ cue: [], chairView: aLayout('full', commune) });
    const rate = async () => {
      const before = cluster.bytesOf(chair, commune, 'camera');
      await new Promise((resolve) => setTimeout(resolve, 50));
      return cluster.bytesOf(chair, commune, 'camera') - before;
    };
    // The large layer plays 18 kB a second, the small one 1.8 kB.
    await eventually(rate, (bytes) => bytes > 500, { what: 'large picture', everyMs: 1 });
    expect(consumer()?.consumerId).toBe(consumerId);
  }
});
