import { aLayout, nodeId, siteId } from '@nhipcau/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countMedia, meetingOn } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.start({
    tree: { cp: null, hb: 'cp', dabac: 'hb' },
    spares: ['dp'],
    sites: { province: 'hb', gov: 'cp', commune: 'dabac' },
  });
  cluster.put({ broadcast: aLayout('full', 'province'), floor: [siteId('province')] }, planned());
});
afterEach(() => cluster.stop());

const planned = () => ({
  change: {
    tree: cluster.tree().map((node) => (node.nodeId === 'hb' ? { ...node, standbyId: nodeId('dp') } : node)),
    roster: at('hb'),
    spares: [cluster.spare('dp')],
  },
});
/** What the server wishes once the standby has the province's place. */
const relieved = () => ({
  change: {
    tree: cluster.tree({ cp: null, dp: 'cp', dabac: 'dp' }),
    roster: at('dp'),
    spares: [cluster.spare('hb')],
  },
});
const at = (node: string) =>
  cluster.plan.roster.map((entry) =>
    entry.siteId === 'province' ? { ...entry, nodeId: nodeId(node) } : entry,
  );

const bothSee = async () => {
  for (const name of ['gov', 'commune']) {
    const room = cluster.rooms.get(name);
    if (!room) throw new Error(`${name} has not entered`);
    const before = cluster.packetsOf(room, 'province', 'camera');
    await eventually(
      () => cluster.packetsOf(room, 'province', 'camera'),
      (count) => count > before + 20,
      { what: `the province’s picture at ${name}` },
    );
  }
};

test('[R-CON-13] [SB-9] a standby has its links before it is needed, and no media', async () => {
  await cluster.enter('province');
  await eventually(
    () => cluster.node('dp').links.upCount,
    (count) => count === 2,
    { what: 'links of the standby' },
  );
  expect(await countMedia(cluster.node('dp'))).toEqual({
    routers: 0,
    transports: 0,
    consumers: 0,
    producers: 0,
  });
  expect([...meetingOn(cluster, 'dp').links]).toEqual([]);
});

test('[R-CON-13] [SB-3] [SB-9] the standby carries site and link of a node that is gone, seats of others stay', async () => {
  for (const site of ['province', 'gov', 'commune']) await cluster.enter(site);
  await bothSee();
  const resume = cluster.rooms.get('province')?.joined?.resume ?? '';
  await cluster.node('hb').stop();
  cluster.nodes.delete('hb');
  cluster.put({}, relieved());
  expect(await cluster.enter('province')).toMatchObject({ joined: { nodeId: 'dp', siteId: 'province' } });
  await bothSee();
  expect(cluster.rooms.get('commune')?.closedReason).toBeNull();

  // The node comes back, with its disk: it carries nothing and says so to a room that tries it.
  await cluster.startNode('hb');
  cluster.put({}, relieved());
  const stray = cluster.room('hb');
  await expect(stray.join({ resume })).rejects.toMatchObject({ code: 'TICKET_WRONG_NODE' });
  stray.stop();
  expect(await countMedia(cluster.node('hb'))).toMatchObject({ routers: 0, transports: 0 });
});

test('[SB-7] moved back: the room is told at once, the standby is left without media', async () => {
  for (const site of ['gov', 'commune']) await cluster.enter(site);
  cluster.put({}, relieved());
  const province = await cluster.enter('province');
  await bothSee();
  cluster.put({}, planned());
  await eventually(
    () => province.closedReason,
    (reason) => reason === 'moved',
    { what: 'word that the seat was moved' },
  );
  await cluster.enter('province');
  await bothSee();
  await eventually(
    () => countMedia(cluster.node('dp')),
    ({ routers, transports }) => routers === 0 && transports === 0,
    { what: 'a standby without media' },
  );
});
