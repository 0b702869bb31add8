import { createSocket } from 'node:dgram';
import { framesOn } from '@nhipcau/tools/headless-room';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { expectHears, expectSees } from './support/reception.ts';
import { RoomLine } from './support/room-line.ts';
import { type Cast, World } from './support/world.ts';

/** Acceptance of R-CON-13: the endpoint's network is gone this long. */
const OUTAGE_MS = 20_000;

describe('a room in trouble, and people who have no business here', () => {
  let world: World;
  let commune: Cast;
  let all: readonly Cast[];
  let operator: Page;
  let government: Page;
  let chair: Page;
  let room: Page;
  const line = new RoomLine();

  beforeAll(async () => {
    world = await World.open({ name: 'failures' });
    const [first] = world.communes;
    if (!first) throw new Error('the sample has no commune on the district node');
    commune = first;
    all = [world.government, world.chair, commune];
    await world.line.give({ type: 'meeting.start' });
    government = await world.room(world.government);
    chair = await world.room(world.chair);
    room = await world.room(commune, (page) => line.lay(page));
    operator = await world.person('dieuhanh');
    await operator.goto(`${world.installation.url}/dieu-hanh/${world.meetingId}`);
    await world.line.until(
      'three rooms are connected',
      ({ sites }) => sites.filter(({ state }) => state === 'connected').length === all.length,
    );
  });
  afterAll(async () => {
    await world?.close();
    await line.close();
  });

  const expectWhole = async (): Promise<void> => {
    await expectSees(chair, commune);
    await expectSees(government, commune);
    await expectSees(room, world.chair);
    await expectHears(chair, [commune], all);
    await expectHears(room, [world.chair], all);
  };
  const tile = () =>
    operator.getByRole('button', { name: new RegExp(`^${commune.number} ${commune.name}, `) });

  test('[R-CDT-02] the operator calls the commune for the chair', async () => {
    await world.line.give({ type: 'bringUp.request', siteId: commune.siteId });
    await expectWhole();
  });

  test('[R-CON-13] [R-MON-03] a room’s line is gone for 20 s: everybody is told, then it has its place again', async () => {
    const since = Date.now();
    line.cut();
    await room.getByText(/Mất kết nối – đang nối lại/).waitFor();
    await operator.getByRole('button', { name: new RegExp(`^${commune.number} .*Nối lại`) }).waitFor();
    await world.shot(room, 'room-line-lost');
    await world.shot(operator, 'console-room-lost');
    // The seat is kept all the time: it is still called, and has the floor.
    await expect
      .poll(
        () => {
          const { stage } = world.line.live.meeting;
          expect(stage?.called).toContain(commune.siteId);
          expect(stage?.floor).toContain(commune.siteId);
          return Date.now() - since;
        },
        { timeout: OUTAGE_MS + 60_000, interval: 500 },
      )
      .toBeGreaterThanOrEqual(OUTAGE_MS);
    line.restore();
    await room.getByText(/Đã nối lại sau \d+ giây/).waitFor();
    await expectWhole();
    await expect.poll(() => tile().getAttribute('aria-label')).toContain('Đã nối');
    await operator.getByText(new RegExp(`${commune.name} nối lại sau`)).waitFor();
  });

  test('[R-MON-03] the drop is on record as an incident, with its site and its duration', async () => {
    const response = await fetch(`${world.installation.url}/api/meetings/${world.meetingId}/incidents`, {
      headers: { cookie: world.operator.cookie },
    });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(JSON.parse(text).incidents).toContainEqual(
      expect.objectContaining({ siteId: commune.siteId, kind: 'siteDropped' }),
    );
  });

  test('[R-MCU-02] a wrong password is refused in words, and after five the account is locked', async () => {
    const page = await world.rooms.newPage();
    await page.goto(`${world.installation.url}/dang-nhap`);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await page.getByLabel('Tên đăng nhập').fill('quansat');
      await page.getByLabel('Mật khẩu', { exact: true }).fill(`sai-${attempt}`);
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/session'));
      await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
      await answered;
      await page.getByText('Tên đăng nhập hoặc mật khẩu không đúng.').waitFor();
    }
    await page.getByLabel('Mật khẩu', { exact: true }).fill(world.password);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.getByText(/Tài khoản tạm khóa/).waitFor();
    await page.context().close();
  });

  test('[R-MCU-02] who is not signed in sees no console, and a used room link opens nothing', async () => {
    const page = await world.rooms.newPage();
    await page.goto(`${world.installation.url}/dieu-hanh/${world.meetingId}`);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).waitFor();
    await page.goto(`${world.installation.url}/phong#nothing-of-the-kind`);
    await page.getByText('Phòng họp chưa được mở trên máy này').waitFor();
    await page.context().close();
  });

  test('[R-MCU-01] garbage on every socket and media port leaves the running meeting undisturbed', async () => {
    const { url, nodeIds, nodeUrl } = world.installation;
    const sockets = [
      ...nodeIds.map(nodeUrl).flatMap((node) => [`${node}/room`, `${node}/link`]),
      `${url}/ws/node`,
      `${url}/ws/console`,
    ].map((address) => address.replace(/^http/, 'ws'));
    const drops = () => world.line.live.log.filter(({ body }) => body.type === 'site.dropped').length;
    const [before, dropsBefore] = [await framesOn(chair), drops()];
    const closed = await Promise.all(sockets.map(pour));
    expect(closed.every(Boolean)).toBe(true);
    await pourDatagrams(world.mediaPorts);
    await expectWhole();
    await expect.poll(() => framesOn(chair)).toBeGreaterThan(before + 10);
    expect(world.line.live.sites.filter(({ state }) => state === 'connected')).toHaveLength(all.length);
    // Nobody had to be connected anew.
    expect(drops()).toBe(dropsBefore);
  });
});

const rubbish = [
  'not json',
  '[]',
  '{"t":"req","id":"1","m":"room.join","b":{"version":99,"ticket":"x"}}',
  '{"t":"req","id":"2","m":"no.such","b":{}}',
  '{"t":"req","id":"3","m":"link.hello","b":{"version":1,"childId":"../../x","parentId":"hb","nonce":"short"}}',
  '{"t":"note","m":"flow.report","b":{"flows":"all"}}',
  `{"t":"req","id":"4","m":"room.join","b":"${'x'.repeat(300_000)}"}`,
];

/** Sends bad messages until the other side has had enough. @returns whether it closed the socket */
function pour(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ws = new WebSocket(address);
    const timer = setTimeout(() => {
      ws.terminate();
      resolve(false);
    }, 10_000);
    const done = () => {
      clearTimeout(timer);
      resolve(true);
    };
    ws.on('error', done);
    ws.on('close', done);
    ws.on('open', () => {
      for (let round = 0; round < 10; round += 1) for (const text of rubbish) ws.send(text);
    });
  });
}

/** RTP-like, STUN-like, DTLS-like and meaningless packets. */
async function pourDatagrams(ports: readonly number[]): Promise<void> {
  const socket = createSocket('udp4');
  const send = (packet: Buffer, port: number) =>
    new Promise<void>((resolve) => socket.send(packet, port, '127.0.0.1', () => resolve()));
  for (const port of ports)
    for (let seed = 0; seed < 400; seed += 1) {
      const packet = Buffer.from(
        Array.from({ length: 20 + seed * 3 }, (_, at) => (at * 31 + seed * 17) % 256),
      );
      packet[0] = [0x80, 0x00, 0x16, 0xff][seed % 4] ?? 0;
      await send(packet, port);
    }
  socket.close();
}
