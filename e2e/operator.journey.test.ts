import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './support/accessible.ts';
import { expectHears, expectSees, heardOn, seenOn } from './support/reception.ts';
import { type Cast, World } from './support/world.ts';

/** Presentations carry the number of their site and this. */
const CONTENT = 10_000;

describe('an operator conducts by keys alone', () => {
  let world: World;
  let commune: Cast;
  let district: Cast;
  let all: readonly Cast[];
  let operator: Page;
  const pages = new Map<Cast, Page>();
  const pageOf = (cast: Cast): Page => {
    const page = pages.get(cast);
    if (!page) throw new Error(`${cast.name} has no room`);
    return page;
  };

  beforeAll(async () => {
    world = await World.open({ name: 'operator' });
    const [first] = world.communes;
    const [second] = world.districts;
    if (!first || !second) throw new Error('the sample has too few sites');
    commune = first;
    district = second;
    all = [world.government, world.chair, district, commune];
    await world.line.give({ type: 'meeting.start' });
    operator = await world.person('dieuhanh');
    await operator.goto(`${world.installation.url}/dieu-hanh/${world.meetingId}`);
    for (const cast of all) pages.set(cast, await world.room(cast));
    await world.line.until(
      'four rooms are connected',
      ({ sites }) => sites.filter(({ state }) => state === 'connected').length === all.length,
    );
  });
  afterAll(async () => {
    await world?.close();
  });

  /** Types the site's number and takes it in hand, as at the desk. */
  const inHand = async ({ number }: Cast): Promise<void> => {
    await operator.keyboard.type(String(number));
    await operator.keyboard.press('Enter');
    await operator
      .getByRole('region', { name: 'Điểm cầu đang chọn' })
      .getByText(String(number), { exact: true })
      .waitFor();
  };
  const stage = () => world.line.live.meeting.stage;
  const acknowledgedMs = async (): Promise<number> => {
    const text = await operator.getByText(/Đã nhận lệnh \(\d+ ms\)/).textContent();
    return Number(/\((\d+) ms\)/.exec(text ?? '')?.[1]);
  };

  test('[R-MCU-01] rooms on all three nodes see and hear the chair', async () => {
    const listeners = all.filter((cast) => cast !== world.chair);
    for (const cast of listeners) await expectSees(pageOf(cast), world.chair);
    for (const cast of listeners) await expectHears(pageOf(cast), [world.chair], all);
  });

  test('[R-CDT-04] number, Enter: the site is made ready, seen in the preview, and knows it', async () => {
    await inHand(commune);
    await expect.poll(() => stage()?.cue.map(({ siteId }) => siteId)).toEqual([commune.siteId]);
    await pageOf(commune).getByRole('status').getByText('CHUẨN BỊ').waitFor();
    // The preview is small on the console: any living picture of it will do.
    await expectSees(operator, commune, 100);
    expect(await seenOn(pageOf(world.government))).not.toContain(commune.number);
  });

  test('[R-CDT-04] Space: the cued site is on air everywhere, its room says so, the console counts who sees it', async () => {
    await operator.keyboard.press('Space');
    await expectSees(pageOf(world.government), commune);
    await expectSees(pageOf(district), commune);
    await pageOf(commune).getByRole('status').getByText('ĐANG LÊN HÌNH').waitFor();
    // Who is on air sees the chair, never itself from the network.
    await expectSees(pageOf(commune), world.chair);
    await operator
      .getByText(/thấy ở (\d+)\/\1 điểm cầu/)
      .first()
      .waitFor();
    await world.shot(operator, 'on-air');
    await expectAccessible(operator);
    await expectAccessible(pageOf(commune));
    await world.shot(pageOf(commune), 'tally');
  });

  test('[R-CDT-05] whoever gets the floor is heard and becomes the main picture; on release it returns', async () => {
    await inHand(district);
    await operator.keyboard.press('v');
    const listeners = [world.government, commune];
    for (const cast of listeners) await expectSees(pageOf(cast), district);
    for (const cast of listeners) await expectHears(pageOf(cast), [world.chair, district], all);
    await expectHears(pageOf(district), [world.chair], all);
    await operator.keyboard.press('v');
    for (const cast of listeners) await expectHears(pageOf(cast), [world.chair], all);
    await expect.poll(() => seenOn(pageOf(world.government))).not.toContain(district.number);
  });

  test('[R-CDT-06] a room switches its own microphone and camera, and is told what the conference hears', async () => {
    await inHand(district);
    await operator.keyboard.press('v');
    await expectHears(pageOf(commune), [world.chair, district], all);
    const room = pageOf(district);
    await room.getByText('Được phát biểu', { exact: true }).waitFor();
    await room.getByRole('button', { name: /Micro đang bật/ }).click();
    await room.getByText('Được phát biểu, micro của phòng đang tắt').waitFor();
    await expectHears(pageOf(commune), [world.chair], all);
    await room.getByRole('button', { name: /Micro đang tắt/ }).click();
    await expectHears(pageOf(commune), [world.chair, district], all);
    await expectSees(pageOf(world.government), district);
    await room.getByRole('button', { name: 'Camera đang bật' }).click();
    await expect.poll(() => seenOn(pageOf(world.government))).not.toContain(district.number);
    await room.getByRole('button', { name: 'Camera đang tắt' }).click();
    await expectSees(pageOf(world.government), district);
  });

  test('[R-CDT-05] one key silences all but the chair, and can be taken back for ten seconds', async () => {
    const floor = () => stage()?.floor;
    await operator.keyboard.press('Shift+KeyM');
    // What is heard is looked at the second time: measuring silence may take longer than the way back is open.
    await expect.poll(floor, { interval: 50 }).toEqual([world.chair.siteId]);
    await operator.keyboard.press('z');
    await expectHears(pageOf(world.government), [world.chair, district], all);
    await operator.keyboard.press('Shift+KeyM');
    await expectHears(pageOf(world.government), [world.chair], all);
  });

  test('[R-CDT-04] a grid shows several sites at once, at every site', async () => {
    await inHand(commune);
    await operator.keyboard.press('Alt+Digit4');
    await operator.keyboard.press('Space');
    await inHand(district);
    await operator.keyboard.press('Space');
    for (const cast of [commune, district]) await expectSees(pageOf(world.government), cast);
    await world.shot(pageOf(world.government), 'grid');
    await inHand(commune);
    await operator.keyboard.press('f');
    await operator.keyboard.press('Space');
    await expectSees(pageOf(world.government), commune);
  });

  test('[R-CDT-11] [R-MCU-12] [R-CON-11] a site’s slides reach every site beside the people picture, once the operator lets them', async () => {
    const slides = { number: CONTENT + district.number };
    await inHand(district);
    await operator.keyboard.press('Space');
    await expectSees(pageOf(world.government), district);
    await pageOf(district).getByRole('button', { name: 'Trình chiếu', exact: true }).click();
    await world.line.until('the slides are offered', ({ sites }) =>
      sites.some(({ siteId, seat }) => siteId === district.siteId && seat?.content !== 'absent'),
    );
    expect(await seenOn(pageOf(world.government))).not.toContain(slides.number);
    await operator.keyboard.press('n');
    for (const cast of [world.government, world.chair, commune]) await expectSees(pageOf(cast), slides);
    // Whoever presents stays on air.
    for (const cast of [world.government, commune]) await expectSees(pageOf(cast), district);
    await world.shot(pageOf(world.government), 'slides-beside');
  });

  test('[R-MCU-12] with two displays a room shows people on one and slides on the other', async () => {
    const room = pageOf(world.government);
    const opening = room.context().waitForEvent('page');
    await room.getByRole('button', { name: 'Màn hình 2' }).click();
    const second = await opening;
    await expectSees(second, { number: CONTENT + district.number });
    await expect.poll(() => seenOn(room)).toEqual(expect.not.arrayContaining([CONTENT + district.number]));
    expect(await seenOn(room)).toContain(district.number);
    await world.shot(second, 'second-screen');
    await room.getByRole('button', { name: 'Đóng màn hình 2' }).click();
    await operator.keyboard.press('n');
    await expect.poll(() => seenOn(room)).toEqual(expect.not.arrayContaining([CONTENT + district.number]));
  });

  test('[R-MCU-13] the console knows of each room what it really sends and receives', async () => {
    await inHand(commune);
    await operator.keyboard.press('Space');
    await world.line.until('the commune on air tells its figures', ({ sites }) => {
      const stats = sites.find(({ siteId }) => siteId === commune.siteId)?.seat?.stats;
      return stats?.sendHeight === 360 && (stats.sendKbps ?? 0) > 50;
    });
    const seat = world.line.live.sites.find(({ siteId }) => siteId === commune.siteId)?.seat;
    expect(seat?.transport).toBe('udp');
    expect(seat?.stats).toMatchObject({ videoCodec: 'video/H264', loss: expect.any(Number) });
    expect(seat?.stats?.receiveKbps).toBeGreaterThan(20);
    expect(seat?.stats?.rttMs).toBeGreaterThanOrEqual(0);
    expect(seat?.stats?.echoCancellation).not.toBeUndefined();
  });

  test('[R-CON-09] the map tells whether a link carries one site full screen toward the chair, or a grid', async () => {
    const map = await world.person('dieuhanh');
    await map.goto(`${world.installation.url}/dieu-hanh/${world.meetingId}/so-do`);
    const link = map.getByRole('region', { name: 'Các tuyến và luồng' });
    await world.line.give({
      type: 'stage.take',
      target: 'chairView',
      layout: { kind: 'full', slots: [{ kind: 'site', siteId: commune.siteId }] },
    });
    await expectSees(pageOf(world.chair), commune);
    await link.getByText('Một điểm cầu toàn màn hình').first().waitFor();
    await world.shot(map, 'map');
    await expectAccessible(map);
    await map.context().close();
  });

  test('[R-CDT-04] every command is acknowledged, and the console tells how long that took', async () => {
    for (let round = 0; round < 4; round += 1) {
      await inHand(round % 2 === 0 ? district : commune);
      await operator.keyboard.press(round % 2 === 0 ? 'v' : 'c');
      await operator.getByText('Đang gửi lệnh…').waitFor({ state: 'hidden' });
      expect(await acknowledgedMs()).toBeGreaterThanOrEqual(0);
    }
  });

  test('[R-MCU-01] nobody ever hears itself', async () => {
    for (const cast of all) expect(await heardOn(pageOf(cast), [cast])).toEqual([]);
  });
});
