import { StreamId } from '@nhipcau/contracts';
import { aLayout, siteId } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { meetingOn } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import type { TestCluster } from '../testing/test-cluster.ts';
import { TrunkedClusters } from '../testing/trunked-clusters.ts';

let both: TrunkedClusters;
afterEach(() => both.stop());

const receives = (cluster: TestCluster, site: string, wanted: string) =>
  eventually(
    () => cluster.rooms.get(site)?.receives.join(),
    (seen) => seen === wanted,
    { what: `${wanted} at ${site}` },
  );

const packetsCome = async (cluster: TestCluster, at: string, from: string, source: 'camera' | 'mic') => {
  const room = cluster.rooms.get(at);
  if (!room) throw new Error(`no room ${at}`);
  const before = cluster.packetsOf(room, from, source);
  await eventually(
    () => cluster.packetsOf(room, from, source),
    (count) => count > before + 10,
    { what: `packets of ${from}/${source} at ${at}` },
  );
};

async function enterAll(): Promise<void> {
  for (const site of ['gov', 'hn']) await both.upper.enter(site);
  for (const site of ['province', 'commune']) await both.lower.enter(site);
}

/** Streams as every room of both installations receives them. */
const everywhere = () =>
  [both.upper, both.lower].flatMap((cluster) =>
    [...cluster.rooms].map(([name, room]) => `${name}: ${room.receives.join()}`),
  );

test('[R-MCU-07] [TK-1] a meeting joins the conference above as one site: its program goes up, the one above comes down', async () => {
  both = await TrunkedClusters.start({ mode: 'oneSite' });
  both.put({
    upper: {
      broadcast: aLayout('full', both.below),
      chairView: aLayout('full', both.below),
      floor: [siteId('gov'), both.below],
    },
    lower: { broadcast: aLayout('full', both.above), floor: [siteId('province'), both.above] },
  });
  await enterAll();
  const { there, here } = { there: both.there('province'), here: both.here('gov') };
  await receives(both.upper, 'gov', `${there}/camera,${there}/mic`);
  await receives(both.upper, 'hn', `gov/mic,${there}/camera,${there}/mic`);
  // The province is alone on air above: its rooms see the chair there, and hear it beside their own chair.
  await receives(both.lower, 'commune', `${here}/camera,${here}/mic,province/mic`);
  await packetsCome(both.upper, 'gov', there, 'camera');
  await packetsCome(both.upper, 'hn', there, 'mic');
  await packetsCome(both.lower, 'commune', here, 'camera');
  await packetsCome(both.lower, 'commune', here, 'mic');
});

test('[R-MCU-06] [TK-2] a commune is pushed up through the relay, sees and hears the chair above, and nobody meets its own picture or voice', async () => {
  both = await TrunkedClusters.start({ mode: 'oneSite' });
  both.chosen = siteId('commune');
  both.put({
    upper: {
      broadcast: aLayout('grid4', 'gov', both.below, 'hn'),
      chairView: aLayout('full', both.below),
      floor: [siteId('gov'), both.below],
    },
    lower: { broadcast: aLayout('full', both.above), floor: [siteId('commune'), both.above] },
  });
  await enterAll();
  const commune = both.there('commune');
  await receives(both.upper, 'gov', `${commune}/camera,${commune}/mic,hn/camera`);
  await packetsCome(both.upper, 'gov', commune, 'camera');
  await packetsCome(both.upper, 'gov', commune, 'mic');
  await packetsCome(both.lower, 'commune', both.here('gov'), 'camera');
  await packetsCome(both.lower, 'commune', both.here('gov'), 'mic');
  // In the grid above stands their own picture: the commune shows it from its own camera, the province from the commune.
  await eventually(
    () =>
      both.lower.rooms
        .get('commune')
        ?.view?.main.panes.map((pane) => pane.kind)
        .join(),
    (kinds) => kinds === 'remote,self,remote,empty',
  );
  for (const line of everywhere()) {
    expect(line).not.toMatch(/cp:hb:|hb:cp:/);
    const [, own = ''] = /^(\w+): /.exec(line) ?? [];
    expect(line).not.toMatch(new RegExp(`[ ,:]${own}/`));
  }
});

test('[R-MCU-07] [TK-6] as a slave its sites are selected above one by one, and are heard when the floor above is theirs', async () => {
  both = await TrunkedClusters.start({ mode: 'slave' });
  const commune = both.there('commune');
  both.put({
    upper: {
      broadcast: aLayout('full', commune),
      chairView: aLayout('full', commune),
      floor: [siteId('gov'), commune],
    },
    lower: { broadcast: aLayout('full', both.above), floor: [both.above] },
  });
  await enterAll();
  await receives(both.upper, 'hn', `gov/mic,${commune}/camera,${commune}/mic`);
  await packetsCome(both.upper, 'gov', commune, 'mic');
  // It is alone on air above: it looks at the chair there; the others below see it from its own node.
  await receives(both.lower, 'commune', `${both.here('gov')}/camera,${both.here('gov')}/mic`);
  await receives(both.lower, 'province', `commune/camera,commune/mic,${both.here('gov')}/mic`);
});

test('[TK-4] what is not offered does not cross, even when it is asked for by its name', async () => {
  both = await TrunkedClusters.start({ mode: 'oneSite' });
  both.put({
    upper: { broadcast: aLayout('full', 'hn') },
    lower: { broadcast: aLayout('full', both.above) },
  });
  await enterAll();
  await receives(both.lower, 'commune', `${both.here('hn')}/camera`);
  const link = meetingOn(both.lower, 'prov').link(both.upperGate);
  const known = () => [...(link?.announced.streams ?? [])];
  const hidden = known().find(({ siteId: site, source }) => site === both.here('hn') && source === 'camera');
  both.put({ upper: { broadcast: aLayout('full', 'gov') } });
  await receives(both.lower, 'commune', `${both.here('gov')}/camera`);
  expect(known().map(({ siteId: site, source }) => `${site}/${source}`)).toEqual([
    `${both.here('gov')}/camera`,
  ]);
  const publication = hidden?.streamId.split('/').at(-1);
  await expect(
    link?.channel.pull({
      meetingId: both.lower.meetingId,
      streamId: StreamId.parse(`centre/hn/camera/${publication}`),
      layer: 'high',
      shown: 'high',
      single: false,
    }),
  ).rejects.toMatchObject({ code: 'STREAM_UNKNOWN' });
});

test('[TK-9] a cut trunk harms neither meeting, and the two find each other again by themselves', async () => {
  both = await TrunkedClusters.start({ mode: 'oneSite' });
  both.put({
    upper: { broadcast: aLayout('full', 'hn'), floor: [siteId('hn')] },
    lower: { broadcast: aLayout('grid4', both.above, 'province'), floor: [siteId('province'), both.above] },
  });
  await enterAll();
  const hn = both.here('hn');
  await receives(both.lower, 'commune', `${hn}/camera,${hn}/mic,province/camera,province/mic`);
  both.line.cut();
  await receives(both.lower, 'commune', 'province/camera,province/mic');
  await packetsCome(both.lower, 'commune', 'province', 'camera');
  await packetsCome(both.upper, 'gov', 'hn', 'camera');
  expect(
    meetingOn(both.lower, 'prov')
      .observedLinks()
      .find(({ childId }) => childId === both.upperGate),
  ).toMatchObject({
    parentId: 'prov',
    state: 'dialling',
  });
  both.line.restore();
  await receives(both.lower, 'commune', `${hn}/camera,${hn}/mic,province/camera,province/mic`);
  await packetsCome(both.lower, 'commune', hn, 'camera');
});

test('[TK-13] a trunk carries no more pictures than both sides allow; sound is never left out', async () => {
  const narrow = { programs: 0, tiles: 1, contents: 0, kbps: null };
  both = await TrunkedClusters.start({ mode: 'oneSite', budget: { down: narrow, up: narrow } });
  both.put({
    upper: { broadcast: aLayout('grid4', 'gov', 'hn'), floor: [siteId('gov'), siteId('hn')] },
    lower: { broadcast: aLayout('full', both.above), floor: [both.above] },
  });
  await enterAll();
  const [gov, hn] = [both.here('gov'), both.here('hn')];
  await eventually(
    () =>
      both.lower.rooms
        .get('commune')
        ?.receives.filter((name) => name.endsWith('/mic'))
        .join(),
    (seen) => seen === `${gov}/mic,${hn}/mic`,
  );
  await eventually(
    () =>
      meetingOn(both.lower, 'prov')
        .observedLinks()
        .find(({ childId }) => childId === both.upperGate)?.shed.length,
    (count) => count === 1,
  );
});
