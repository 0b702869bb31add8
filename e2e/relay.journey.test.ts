import { HeadlessRooms } from '@nhipcau/tools/headless-room';
import { keyHashOf, TurnRelay } from '@nhipcau/tools/network';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePortBase } from './support/free-ports.ts';
import { expectSees } from './support/reception.ts';
import { type Cast, World } from './support/world.ts';

/**
 * Run before the page: no way of its media but through a relay, as on a network that lets out nothing else; and its
 * connections are kept to be asked.
 */
const THROUGH_RELAY_ONLY = `
  globalThis.connections = [];
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(settings) {
      super({ ...settings, iceTransportPolicy: 'relay' });
      globalThis.connections.push(this);
    }
    setConfiguration(settings) {
      super.setConfiguration({ ...settings, iceTransportPolicy: 'relay' });
    }
  };
`;

/** By what way the media of each connection of a page goes: kind of its own candidate, and how it reaches its relay. */
const WAYS = `(async () => {
  const ways = [];
  for (const connection of globalThis.connections) {
    if (connection.connectionState !== 'connected') continue;
    const stats = await connection.getStats();
    for (const entry of stats.values()) {
      if (entry.type !== 'candidate-pair' || !entry.nominated || entry.bytesReceived === 0) continue;
      const own = stats.get(entry.localCandidateId);
      ways.push(own.candidateType + ' ' + own.relayProtocol);
    }
  }
  return ways;
})()`;

describe('a room whose network lets out nothing but TLS', () => {
  let relay: TurnRelay;
  let world: World;
  let behind: HeadlessRooms;
  let district: Cast;
  let room: Page;
  let government: Page;

  beforeAll(async () => {
    const base = await freePortBase();
    relay = await TurnRelay.open(base, [base + 100, base + 199]);
    world = await World.open({ name: 'relay', env: relay.environment });
    const [first] = world.districts;
    if (!first) throw new Error('the sample has no district');
    district = first;
    behind = await HeadlessRooms.launch(world.operator, null, keyHashOf(relay.files.certificate));
    await world.line.give({ type: 'meeting.start' });
    government = await world.room(world.government);
    room = await behind.open({
      meetingId: world.meetingId,
      siteId: district.siteId,
      devices: world.devicesOf(district),
      probes: true,
      prepare: async (page) => void (await page.addInitScript({ content: THROUGH_RELAY_ONLY })),
    });
    await world.line.until(
      'both rooms are connected',
      ({ sites }) => sites.filter(({ state }) => state === 'connected').length === 2,
    );
  });
  afterAll(async () => {
    await behind?.close();
    await world?.close();
    await relay?.close();
  });

  test('[R-CON-13] [R-MCU-01] a real browser sees and is seen through TURN over TLS', async () => {
    const take = ({ siteId }: Cast) =>
      world.line.give({
        type: 'stage.take',
        target: 'broadcast',
        layout: { kind: 'full', slots: [{ kind: 'site', siteId }] },
      });
    await take(world.government);
    await expectSees(room, world.government);
    await take(district);
    await expectSees(government, district);
    // A connection may have had more than one pair, each through the relay.
    await expect.poll(async () => [...new Set(await room.evaluate<string[]>(WAYS))]).toEqual(['relay tls']);
    await world.shot(room, 'through-relay');
  });
});
