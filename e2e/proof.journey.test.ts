import type { BringUp } from '@nhipcau/contracts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './support/accessible.ts';
import { expectHears, expectSees, heardOn, seenOn } from './support/reception.ts';
import { type Cast, World } from './support/world.ts';

/**
 * The main job, from end to end: the chair at the province calls a commune behind the district's node while the
 * Government watches; then what can fail fails, one after the other, and the meeting is whole again each time.
 */
describe('a commune is called across three nodes', () => {
  let world: World;
  let commune: Cast;
  let all: readonly Cast[];
  let operator: Page;
  let chairPage: Page;
  let governmentPage: Page;
  let communePage: Page;

  beforeAll(async () => {
    world = await World.open({ name: 'proof', cuttable: true });
    const [first] = world.communes;
    if (!first) throw new Error('the sample has no commune on the district node');
    commune = first;
    all = [world.government, world.chair, commune];
  });
  afterAll(async () => {
    await world?.close();
  });

  /** Both pictures and sounds of the conversation, at all three levels, and nobody hears itself. */
  const expectWhole = async (): Promise<void> => {
    await expectSees(chairPage, commune);
    await expectSees(governmentPage, commune);
    await expectSees(communePage, world.chair);
    await expectHears(chairPage, [commune], all);
    await expectHears(communePage, [world.chair], all);
    await expectHears(governmentPage, [world.chair, commune], all);
  };

  const say = (page: Page, text: RegExp) => page.getByText(text).first().waitFor();

  test('[R-CDT-05] the operator signs in and starts the meeting on the console', async () => {
    operator = await world.person('dieuhanh');
    await operator.goto(`${world.installation.url}/dieu-hanh/${world.meetingId}`);
    await operator.getByRole('button', { name: 'Bắt đầu họp' }).click({ delay: 1_300 });
    await operator.getByText('Đang họp').waitFor();
    await world.line.until('the meeting is live', ({ meeting }) => meeting.phase === 'live');
  });

  test('[R-MCU-01] rooms of three levels join at the MCU of their own level, as browsers', async () => {
    governmentPage = await world.room(world.government);
    communePage = await world.room(commune);
    chairPage = await world.person('chutoa', world.devicesOf(world.chair));
    await chairPage.goto(`${world.installation.url}/chu-toa/${world.meetingId}`);
    await chairPage.getByRole('button', { name: 'Vào họp' }).click();
    const nodeOf = (live: typeof world.line.live, { siteId }: Cast) =>
      live.sites.find((site) => site.siteId === siteId);
    await world.line.until('three rooms are connected', (live) =>
      all.every((cast) => nodeOf(live, cast)?.state === 'connected'),
    );
    expect(all.map((cast) => nodeOf(world.line.live, cast)?.nodeId)).toEqual(['cp', 'hb', 'hb-dabac']);
    // Before anybody is called everybody sees and hears the chair.
    await expectSees(governmentPage, world.chair);
    await expectSees(communePage, world.chair);
    await expectHears(governmentPage, [world.chair], all);
  });

  test('[R-CDT-06] whoever has not the floor is silent at the edge, with its own microphone open', async () => {
    await communePage.getByText('Micro đang tắt bởi điều hành').waitFor();
    expect(await heardOn(governmentPage, all)).toEqual([world.chair.name]);
    expect(await heardOn(chairPage, all)).toEqual([]);
  });

  test('[R-CDT-02] the chair calls the commune: picture and sound both ways, measured by the stopwatch', async () => {
    const field = chairPage.getByLabel('Gọi điểm cầu').getByRole('searchbox');
    await field.fill(String(commune.number));
    await field.press('Enter');
    await expectWhole();
    const watch = chairPage.getByRole('article', { name: `Gọi ${commune.name}` });
    await watch.getByText('Đạt').waitFor();
    await communePage.getByText('Chủ tọa đang gọi điểm cầu này').waitFor();
    await world.shot(chairPage, 'chair-called');
    await expectAccessible(chairPage);
    await world.shot(governmentPage, 'government-watches');
    await world.shot(communePage, 'commune-called');
  });

  test('[R-CDT-03] both steps and every part of the 30 seconds are kept, with their times', async () => {
    const response = await fetch(`${world.installation.url}/api/meetings/${world.meetingId}/bring-ups`, {
      headers: { cookie: world.operator.cookie },
    });
    const { bringUps } = (await response.json()) as { bringUps: BringUp[] };
    const [called] = bringUps;
    if (!called) throw new Error('no stopwatch was stored');
    expect(called.siteId).toBe(commune.siteId);
    expect(called.state).toBe('established');
    expect(called.limitMs).toBe(30_000);
    expect(called.breached).toBe(false);
    for (const [fact, at] of Object.entries(called.facts)) {
      expect(at, fact).not.toBeNull();
      expect(Number(at) - called.requestedAt, fact).toBeGreaterThanOrEqual(0);
    }
  });

  test('[R-MCU-03] each stream crosses each link of the cascade once', async () => {
    const { links } = world.line.live;
    expect(links.map(({ child, parent }) => [child?.state, parent?.state])).toEqual([
      ['up', 'up'],
      ['up', 'up'],
    ]);
    for (const { child, parent } of links)
      for (const end of [child, parent]) {
        const crossing = (end?.receives ?? []).map(({ siteId, source }) => `${siteId}/${source}`);
        expect(new Set(crossing).size, crossing.join()).toBe(crossing.length);
      }
  });

  test('[R-MCU-03] a cut cascade line, signalling and media: the pages say so, then the meeting is whole again', async () => {
    world.districtLine?.cut();
    await say(communePage, /Mất tuyến/);
    await world.line.until('the link is seen to be down', ({ links }) =>
      links.some(
        ({ childId, child, parent }) => childId === 'hb-dabac' && (child?.state ?? parent?.state) !== 'up',
      ),
    );
    await say(operator, /Đứt tuyến/);
    await say(chairPage, /Mất tuyến|Hình đang dừng/);
    await world.shot(communePage, 'link-cut-commune');
    await world.shot(chairPage, 'link-cut-chair');
    await world.shot(operator, 'link-cut-console');
    world.districtLine?.restore();
    await expectWhole();
    await say(operator, /Nối lại tuyến/);
  });

  test('[R-MON-03] the district’s media process is killed: the console says so, then the meeting is whole again', async () => {
    const district = world.line.live.nodes.find(({ nodeId }) => nodeId === 'hb-dabac');
    const [worker] = district?.load?.workers ?? [];
    if (!worker) throw new Error('the console does not know the district’s worker');
    process.kill(worker.pid, 'SIGKILL');
    await say(operator, /tiến trình xử lý hình tiếng đã khởi động lại/);
    await expectWhole();
  });

  test('[R-CON-13] the server is killed: the meeting goes on, the consoles say so, then all is as before', async () => {
    const before = world.line.live.meeting.stage;
    world.installation.server.kill('SIGKILL');
    await say(operator, /Mất liên lạc với máy chủ/);
    await world.shot(operator, 'server-away');
    // The rooms do not need the server to go on.
    await expectWhole();
    await world.installation.server.untilReady();
    await operator.getByText(/Mất liên lạc với máy chủ/).waitFor({ state: 'hidden' });
    await world.reopenLine();
    expect(world.line.live.meeting.stage).toEqual(before);
    expect(world.line.live.meeting.phase).toBe('live');
    await expectWhole();
  });

  test('[R-MON-03] a reloaded room takes its seat again, with its floor and its place', async () => {
    await communePage.reload();
    await expectWhole();
    expect(await seenOn(chairPage)).toContain(commune.number);
  });
});
