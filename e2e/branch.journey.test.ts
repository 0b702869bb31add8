import { HeadlessRooms } from '@nhipcau/tools/headless-room';
import { BranchNetwork, FINE } from '@nhipcau/tools/network';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectHears, expectSees } from './support/reception.ts';
import { type Cast, World } from './support/world.ts';

/** A commune's line by radio, on a usual day and in a thunderstorm. */
const RADIO = { kbps: 1_500, lossPct: 1, delayMs: 40, jitterMs: 20 };
const STORM = { kbps: 1_500, lossPct: 12, delayMs: 120, jitterMs: 80 };

describe('a commune at the end of a bad line, a machine of its own', () => {
  let world: World;
  let network: BranchNetwork;
  let branch: HeadlessRooms;
  let commune: Cast;
  let all: readonly Cast[];
  let chair: Page;
  let room: Page;
  let operator: Page;

  beforeAll(async () => {
    world = await World.open({ name: 'branch' });
    const [first] = world.communes;
    if (!first) throw new Error('the sample has no commune on the district node');
    commune = first;
    all = [world.chair, commune];
    network = await BranchNetwork.open(world.installation.roomPorts, RADIO);
    branch = await HeadlessRooms.launch(world.operator, network.name);
    await world.line.give({ type: 'meeting.start' });
    chair = await world.room(world.chair);
    room = await branch.open({
      meetingId: world.meetingId,
      siteId: commune.siteId,
      devices: world.devicesOf(commune),
      probes: true,
    });
    await world.line.until(
      'both rooms are connected',
      ({ sites }) => sites.filter(({ state }) => state === 'connected').length === all.length,
    );
    operator = await world.person('dieuhanh');
    await operator.goto(`${world.installation.url}/dieu-hanh/${world.meetingId}`);
    await world.line.give({ type: 'bringUp.request', siteId: commune.siteId });
  });
  afterAll(async () => {
    await branch?.close();
    await network?.close();
    await world?.close();
  });

  const expectWhole = async (): Promise<void> => {
    await expectSees(chair, commune);
    await expectSees(room, world.chair);
    await expectHears(chair, [commune], all);
    await expectHears(room, [world.chair], all);
  };
  const inHand = () => operator.getByRole('region', { name: 'Điểm cầu đang chọn' });

  test('[R-CDT-02] 1.5 Mbit/s, one packet of a hundred lost, 40 ms and jitter: seen and heard both ways', async () => {
    await expectWhole();
    await world.shot(room, 'radio');
  });

  test('[R-MON-02] [R-MON-03] one packet of eight lost: the operator reads it, and people still hear each other', async () => {
    await operator.keyboard.type(String(commune.number));
    await operator.keyboard.press('Enter');
    await network.setWeather(STORM);
    await inHand()
      .getByText(/^(Rất kém|Kém)$/)
      .waitFor();
    await expectHears(chair, [commune], all);
    await expectHears(room, [world.chair], all);
    await world.shot(operator, 'storm');
    await network.setWeather(FINE);
    await inHand().getByText('Tốt', { exact: true }).waitFor();
    await expectWhole();
  });

  test('[R-CON-13] the line is silent for a while: the room comes back to its place by itself', async () => {
    await network.cut();
    await inHand().getByText('Nối lại').waitFor();
    await room.getByText(/Mất kết nối – đang nối lại/).waitFor();
    await network.restore();
    await room.getByText(/Đã nối lại sau \d+ giây/).waitFor();
    await expectWhole();
    expect(world.line.live.meeting.stage?.called).toContain(commune.siteId);
  });

  test('[R-CON-13] a firewall begins to block UDP: media goes over TCP, and the operator sees that', async () => {
    await network.blockUdp(true);
    await inHand().getByText('Qua TCP').waitFor();
    await expectWhole();
    await world.shot(operator, 'tcp');
  });
});
