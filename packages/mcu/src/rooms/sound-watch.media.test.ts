import type { Flow, NodeHappening } from '@nhipcau/contracts';
import { aLayout, siteId } from '@nhipcau/testkit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { meetingOn } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import type { TestRoom } from '../testing/test-room.ts';

let cluster: TestCluster;
let commune: TestRoom;
const told: NodeHappening[] = [];

beforeEach(async () => {
  told.length = 0;
  cluster = await TestCluster.start({ tree: { hb: null }, sites: { province: 'hb', commune: 'hb' } });
  cluster.put({ broadcast: aLayout('full', 'province'), floor: [siteId('province')] });
  vi.spyOn(meetingOn(cluster, 'hb'), 'report').mockImplementation((happening) => told.push(happening));
  await cluster.enter('province');
  commune = await cluster.enter('commune');
  await eventually(
    () => commune.consumerOf('province', 'mic'),
    (consumer) => consumer !== null,
    { what: 'the chair’s sound' },
  );
});
afterEach(() => cluster.stop());

const says = (flowing: boolean) => {
  const flow: Flow = { siteId: siteId('province'), source: 'mic', flowing };
  commune.peer.notify('flow.report', { flows: [flow] });
};
const mended = () => told.filter(({ type }) => type === 'sound.mended');

test('[MN-20] [R-MCU-02] one who alone does not hear gets the stream anew, and the log is told when it helped', async () => {
  const first = commune.consumerOf('province', 'mic')?.consumerId;
  says(false);
  await eventually(
    () => commune.consumerOf('province', 'mic')?.consumerId,
    (consumerId) => consumerId !== undefined && consumerId !== first,
    { what: 'the sound opened anew', withinMs: 30_000 },
  );
  expect(commune.transportsLost).toBe(0);
  says(true);
  await eventually(mended, ({ length }) => length > 0, { what: 'a word to the log', withinMs: 30_000 });
  expect(mended()).toMatchObject([{ siteId: 'commune', fromSiteId: 'province', step: 'consumer' }]);
});

test('[MN-20] where that does not help the whole line is set up anew', async () => {
  says(false);
  await eventually(
    () => commune.transportsLost,
    (count) => count === 1,
    { what: 'the line set up anew', withinMs: 40_000 },
  );
  await eventually(
    () => commune.receives,
    (seen) => seen.includes('province/mic'),
    { what: 'the sound on the new line', withinMs: 30_000 },
  );
});
