import { aCue, aLayout } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countMedia, relaysInto } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import type { TestRoom } from '../testing/test-room.ts';

const SITES = 230;
const names = Array.from({ length: SITES - 1 }, (_, index) => `site${index + 1}`);
/** Most of them on the province's node, the rest two links from each other. */
const nodeOf = (index: number): string => (index % 23 === 0 ? 'cp' : 'hb');

let cluster: TestCluster;
let chair: TestRoom;
let rooms: TestRoom[];

beforeAll(async () => {
  cluster = await TestCluster.start({
    tree: { cp: null, hb: 'cp' },
    workers: 2,
    sites: { chair: 'cp', ...Object.fromEntries(names.map((name, index) => [name, nodeOf(index)])) },
  });
  cluster.put({ broadcast: aLayout('full', 'chair') });
  chair = await cluster.enter('chair', ['camera']);
  // Microphones and cameras of all: what nobody looks at must cost nothing.
  rooms = await Promise.all(names.map((name) => cluster.enter(name, ['camera', 'mic'])));
}, 60_000);
afterAll(() => cluster.stop());

const sees = (site: string) => (room: TestRoom) =>
  cluster.packetsOf(room, site, 'camera') > 0 || room.joined?.siteId === site;

describe('[R-MCU-09] 230 seats of one meeting', () => {
  test('[R-MCU-01] all of them receive the broadcast and nothing else, and the chair does not receive itself', async () => {
    await eventually(
      () => rooms.filter((room) => !sees('chair')(room)).length,
      (missing) => missing === 0,
      { withinMs: 20_000, what: 'rooms without the chair' },
    );
    expect(new Set(rooms.map(({ receives }) => receives.join()))).toEqual(new Set(['chair/camera']));
    expect(chair.receives).toEqual([]);
  });

  test('a stream crosses the link once and reaches each worker once', async () => {
    expect(relaysInto(cluster, 'hb', 'cp')).toEqual(['chair/camera flowing']);
    const { producers, routers } = await countMedia(cluster.node('hb'));
    const published = rooms.filter((_, index) => nodeOf(index) === 'hb').length * 2;
    // Each room's own two, the chair's where its relay enters, and one copy on the other worker.
    expect(producers - published).toBe(routers);
    expect(routers).toBe(2);
  });

  test('seats are spread over the workers', () => {
    const [one = 0, other = 0] = cluster.node('hb').pool.workers.map(({ seats }) => seats);
    expect(Math.abs(one - other)).toBeLessThanOrEqual(10);
  });

  test('cameras that nobody looks at and microphones without the floor send nothing', () => {
    expect(rooms.map(({ wanted }) => wanted?.camera ?? null)).toEqual(rooms.map(() => null));
    expect(rooms.map(({ wanted }) => wanted?.mic)).toEqual(rooms.map(() => false));
    // What a source had begun to send before it heard so is a matter of milliseconds.
    const sent = rooms.map(({ sources }) =>
      [...sources.values()].reduce((sum, source) => sum + source.sent, 0),
    );
    expect(Math.max(...sent)).toBeLessThanOrEqual(5);
  });

  test('[R-MCU-02] a cued take is told to every seat once, and all of them show the new site', async () => {
    const [first] = names;
    if (first === undefined) throw new Error('nobody is there');
    cluster.put({ cue: [aCue(first, 'broadcast')] });
    await eventually(
      () => rooms.filter((room) => !sees(first)(room)).length,
      (missing) => missing === 0,
      { withinMs: 20_000, what: 'rooms at which the cued site is not ready' },
    );
    const toldBefore = rooms.map((room) => told(room));
    cluster.put({ cue: [], broadcast: aLayout('full', first) });
    const shown = ({ view }: TestRoom): string => {
      const [pane] = view?.main.panes ?? [];
      return pane?.kind === 'remote' ? pane.siteId : '';
    };
    await eventually(
      () => rooms.filter((room) => shown(room) === first).length,
      // The site itself sees the chair instead (ST-3).
      (showing) => showing === rooms.length - 1,
      { withinMs: 10_000, what: 'rooms that show the new site' },
    );
    await eventually(
      () => rooms.filter((room, index) => told(room) === (toldBefore[index] ?? 0) + 1).length,
      (toldOnce) => toldOnce === rooms.length,
      { what: 'rooms that were told once' },
    );
  });

  test('their source is asked for at most a key frame a second, however many watch', () => {
    const joinedS = (performance.now() - startedAt) / 1000;
    const asked = [...(chair.sources.get('camera')?.keyFrameRequests.values() ?? [])];
    expect(Math.max(...asked)).toBeLessThanOrEqual(Math.ceil(joinedS) + 1);
  });
});

const startedAt = performance.now();
const told = ({ notes }: TestRoom): number => notes.filter(({ method }) => method === 'view.changed').length;
