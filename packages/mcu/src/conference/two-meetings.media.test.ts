import { DesiredConference, MeetingId } from '@nhipcau/contracts';
import { aLayout } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

test('[R-MCU-02] two meetings of the same sites on the same nodes and link know nothing of each other', async () => {
  cluster = await TestCluster.start({
    tree: { hb: null, dabac: 'hb' },
    sites: { province: 'hb', commune1: 'dabac', commune2: 'dabac' },
  });
  const first = cluster.desired({ broadcast: aLayout('full', 'commune1') });
  const second = DesiredConference.parse({
    ...first,
    meetingId: MeetingId.parse('m2'),
    plan: { ...first.plan, stage: { ...first.plan.stage, broadcast: aLayout('full', 'commune2') } },
  });
  for (const node of cluster.nodes.values())
    for (const desired of [first, second]) node.conferences.put(desired);
  const commune1 = await cluster.enter('commune1');
  const province = await cluster.enter('province');
  await eventually(
    () => cluster.packetsOf(province, 'commune1', 'camera'),
    (count) => count > 5,
  );

  // A console watches the other meeting, on the same node and over the same link.
  const other = cluster.room('hb');
  const seat = { kind: 'monitor', monitorId: 'operator' } as const;
  await other.enter({ ticket: await cluster.ticket(seat, 'hb', { meetingId: second.meetingId }) }, []);
  cluster.rooms.set('other', other);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(other.receives).toEqual([]);
  expect(other.view?.main.panes[0]).toMatchObject({ kind: 'remote', siteId: 'commune2' });
  expect(province.view?.insets[0]?.screen.panes[0]).toMatchObject({ kind: 'remote', siteId: 'commune1' });

  for (const node of cluster.nodes.values()) node.conferences.drop(second.meetingId, { epoch: 1, seq: 99 });
  await eventually(
    () => other.closedReason,
    (reason) => reason === 'meetingEnded',
  );
  const before = cluster.packetsOf(province, 'commune1', 'camera');
  await eventually(
    () => cluster.packetsOf(province, 'commune1', 'camera'),
    (count) => count > before + 10,
  );
  expect([province.closedReason, commune1.closedReason]).toEqual([null, null]);
});
