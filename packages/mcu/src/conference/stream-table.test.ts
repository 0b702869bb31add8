import { type NodeId, StreamAnnounced } from '@nhipcau/contracts';
import { aNode, aPlan, aSite, nodeId } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { DemandBook } from './demand.ts';
import { type KnownStream, knownStreams, offersTo, publicationOf } from './stream-table.ts';
import { Topology } from './topology.ts';

const announced = (streamId: string, ...path: string[]): StreamAnnounced => {
  const [, siteId = '', source = ''] = streamId.split('/');
  return StreamAnnounced.parse({
    streamId,
    siteId,
    source,
    kind: source === 'mic' ? 'audio' : 'video',
    muted: false,
    path,
  });
};

/** The province's node between the Government above and two districts below. */
const province = new Topology(nodeId('hb'), {
  spares: [],
  roster: [...aPlan().roster, aSite('far', { number: 300, nodeId: nodeId('hb-maichau') })],
  tree: [...aPlan().tree, aNode('hb-maichau', 'hb')],
});
const district = nodeId('hb-dabac');
const government = nodeId('cp');

describe('which announcements are believed', () => {
  test.each<[string, StreamAnnounced, NodeId, string | null]>([
    ['from its home', announced('hb-dabac/commune/camera/1', 'hb-dabac'), district, null],
    [
      'that has come through us',
      announced('hb-dabac/commune/camera/1', 'hb-dabac', 'hb', 'cp'),
      government,
      'loop',
    ],
    ['through a node twice', announced('cp/government/mic/1', 'cp', 'x', 'cp'), government, 'loop'],
    ['whose path ends elsewhere', announced('cp/government/mic/1', 'cp', 'x'), government, 'notFromPeer'],
    ['of a site of another node', announced('cp/commune/camera/1', 'cp'), government, 'notItsHome'],
    ['of a site nobody invited', announced('cp/stranger/camera/1', 'cp'), government, 'notItsHome'],
    ['under the name of another site', announced('cp/province/mic/1', 'cp'), government, 'notItsHome'],
    [
      'from where the site is not',
      announced('hb-dabac/commune/mic/1', 'hb-dabac', 'cp'),
      government,
      'notOnTheWay',
    ],
    [
      'longer than any way may be',
      announced('cp/government/mic/1', 'a', 'b', 'c', 'd', 'e', 'f', 'cp'),
      government,
      'tooLong',
    ],
  ])('[LK-3] one %s: %s', (_, stream, peer, fault) => {
    expect(province.faultOf(stream, peer)).toBe(fault);
  });

  test('[LK-3] what is not believed is not known', () => {
    const forged = announced('cp/commune/camera/9', 'cp');
    const real = announced('hb-dabac/commune/camera/1', 'hb-dabac');
    const known = knownStreams(
      province,
      [],
      [
        { peerId: government, streams: [forged] },
        { peerId: district, streams: [real] },
      ],
    );
    expect([...known]).toEqual([['commune/camera', { info: real, via: 'hb-dabac' }]]);
  });
});

test.each([
  ['hb-dabac/commune/camera/9', 'hb-dabac/commune/camera/10'],
  ['hb-dabac/commune/camera/10', 'hb-dabac/commune/camera/9'],
])('[LK-4] of %s and %s the newer counts, in any order', (...names) => {
  const streams = names.map((name) => announced(name, 'hb-dabac'));
  const known = knownStreams(province, [], [{ peerId: district, streams }]);
  expect(known.get('commune/camera')?.info.streamId).toBe('hb-dabac/commune/camera/10');
  expect(publicationOf(streams[0]?.streamId ?? announced('a/b/mic/0', 'a').streamId)).toBeGreaterThan(8);
});

test('[LK-2] a neighbour is offered what came from elsewhere, with us at the end of its path, never its own', () => {
  const below: KnownStream = { info: announced('hb-dabac/commune/camera/1', 'hb-dabac'), via: district };
  const above: KnownStream = { info: announced('cp/government/mic/1', 'cp'), via: government };
  const own: KnownStream = { info: announced('hb/province/camera/1', 'hb'), via: null };
  const offers = (peer: NodeId) =>
    [...offersTo(peer, nodeId('hb'), [below, above, own]).values()].map((stream) => stream.path.join(' '));
  expect(offers(district)).toEqual(['cp hb', 'hb']);
  expect(offers(government)).toEqual(['hb-dabac hb', 'hb']);
  expect(offers(nodeId('hb-maichau'))).toEqual(['hb-dabac hb', 'cp hb', 'hb']);
});

test('[LK-1] the wishes of all watchers for a stream are one demand, the strongest', () => {
  const { streamId } = announced('hb-dabac/commune/camera/1', 'hb-dabac');
  const book = new DemandBook();
  expect(book.of(streamId)).toBeNull();
  book.add(streamId, { layer: 'high', shown: 'low', flowing: false });
  expect(book.of(streamId)).toEqual({ layer: 'high', shown: 'low', flowing: false });
  book.add(streamId, { layer: 'high', shown: 'high', flowing: true });
  book.add(streamId, { layer: 'low', shown: 'low', flowing: false });
  expect([...book.streams]).toEqual([[streamId, { layer: 'high', shown: 'high', flowing: true }]]);
});
