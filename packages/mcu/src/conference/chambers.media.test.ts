import { ChamberId, type ChamberPlan, type SiteId } from '@nhipcau/contracts';
import { openingStage } from '@nhipcau/domain';
import { aLayout, siteId } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import type { TestRoom } from '../testing/test-room.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

/** A private room led from its first site, with all its members on the chair's screen. */
function aChamber(name: string, ...members: string[]): ChamberPlan {
  const sites = members.map(siteId);
  const chairSiteId: SiteId = sites[0] ?? siteId('nobody');
  return {
    chamberId: ChamberId.parse(name),
    name,
    kind: 'private',
    chairSiteId,
    members: sites,
    stage: {
      ...openingStage(chairSiteId),
      chairView: aLayout('grid4', ...members.slice(1)),
      floor: sites.slice(0, 2),
    },
  };
}

const flowing = (room: TestRoom, site: string) =>
  eventually(
    () => cluster.packetsOf(room, site, 'camera'),
    (count) => count > 5,
    { what: `${site} at ${room.seatId}` },
  );

test('[R-MCU-10] [CH-1] two private rooms over one link run apart, are merged and split again, and no room joins anew', async () => {
  cluster = await TestCluster.start({
    tree: { hb: null, dabac: 'hb' },
    sites: { province: 'hb', east: 'hb', eastCommune: 'dabac', west: 'dabac', westCommune: 'hb' },
  });
  const chambers = [aChamber('east', 'east', 'eastCommune'), aChamber('west', 'west', 'westCommune')];
  cluster.put({ floor: [siteId('province')] }, { change: { chambers } });
  const rooms: Record<string, TestRoom> = {};
  for (const { siteId: site } of cluster.plan.roster) rooms[site] = await cluster.enter(site);
  const room = (name: string): TestRoom => {
    const found = rooms[name];
    if (!found) throw new Error(`no room ${name}`);
    return found;
  };
  const console_ = await cluster.monitor('east-console', 'hb', { chamberId: ChamberId.parse('east') });

  await flowing(room('east'), 'eastCommune');
  await flowing(room('eastCommune'), 'east');
  await flowing(room('west'), 'westCommune');
  await flowing(room('westCommune'), 'west');
  await flowing(console_, 'eastCommune');
  const apart = () => Object.fromEntries(Object.entries(rooms).map(([name, each]) => [name, each.receives]));
  const separate = {
    province: [],
    east: ['eastCommune/camera', 'eastCommune/mic'],
    eastCommune: ['east/camera', 'east/mic'],
    west: ['westCommune/camera', 'westCommune/mic'],
    westCommune: ['west/camera', 'west/mic'],
  };
  expect(apart()).toEqual(separate);
  expect(room('east').view).toMatchObject({
    role: 'chair',
    chairSiteId: 'east',
    chamber: { chamberId: 'east' },
  });
  expect(
    [...console_.consumers.values()].map((consumer) => consumer.siteId).filter((id) => id.startsWith('west')),
  ).toEqual([]);
  // The chair of the meeting is wanted by nobody; the others send.
  expect(room('province').wanted?.camera).toBeNull();

  const seats = Object.values(rooms).map((each) => each.joined?.resume);
  cluster.put({}, { change: { chambers: [] } });
  for (const name of ['east', 'eastCommune', 'west', 'westCommune']) await flowing(room(name), 'province');
  await eventually(
    () => room('eastCommune').receives,
    (receives) => receives.join() === 'province/camera,province/mic',
  );
  expect(room('eastCommune').view?.chamber).toBeNull();

  cluster.put({}, { change: { chambers } });
  await eventually(apart, (seen) => JSON.stringify(seen) === JSON.stringify(separate));
  await flowing(room('westCommune'), 'west');
  expect(Object.values(rooms).map((each) => each.joined?.resume)).toEqual(seats);
  expect(Object.values(rooms).map((each) => [each.closedReason, each.transportsLost])).toEqual(
    Object.values(rooms).map(() => [null, 0]),
  );
});

test('[R-MCU-10] [CH-6] a site set aside leaves the picture of its room at once, and comes back to it', async () => {
  cluster = await TestCluster.start({
    tree: { hb: null },
    sites: { province: 'hb', broken: 'hb', helper: 'hb' },
  });
  const stage = { broadcast: aLayout('full', 'broken'), floor: [siteId('province')] };
  cluster.put(stage);
  const province = await cluster.enter('province');
  const broken = await cluster.enter('broken');
  const helper = await cluster.enter('helper');
  await flowing(helper, 'broken');
  const technical = { ...aChamber('technical', 'broken', 'helper'), kind: 'technical' as const };
  cluster.put({ broadcast: aLayout('full', 'province') }, { change: { chambers: [technical] } });
  await flowing(broken, 'helper');
  await eventually(
    () => province.receives,
    (receives) => receives.length === 0,
  );
  expect(broken.receives.filter((stream) => stream.startsWith('province'))).toEqual([]);
  cluster.put(stage, { change: { chambers: [] } });
  await flowing(broken, 'province');
  expect([broken.closedReason, broken.transportsLost]).toEqual([null, 0]);
});
