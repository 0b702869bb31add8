import { type CameraMove, type MeetingId, type RoomCamera, SiteCamera } from '@nhipcau/contracts';
import { siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import type { TestNode } from '../testing/test-node.ts';

const commune = siteId('commune');
const names = ['Chủ tọa', 'Bên trái', 'Bên phải', 'Toàn cảnh', 'Cận cảnh'];
const camera: RoomCamera = {
  kind: 'network',
  presets: names.map((name, number) => ({ number, name, position: null, onFloor: number === 0 })),
  taken: null,
  failure: null,
  lent: false,
};
const left: CameraMove = { pan: -1, tilt: 0, zoom: 0 };
const still: CameraMove = { pan: 0, tilt: 0, zoom: 0 };

let installation: TestInstallation;
let operator: TestConsole;
let node: TestNode;
let meetingId: MeetingId;
const cookies = new Map<string, string>();

beforeAll(async () => {
  installation = await TestInstallation.open();
  node = await installation.openNode('hb-dabac');
  for (const role of ['technician', 'operator', 'clerk', 'chair'] as const)
    cookies.set(role, await installation.signIn(role));
});
afterAll(() => installation.close());
beforeEach(async () => {
  meetingId = await installation.planMeeting();
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
  await expect.poll(() => node.desired.has(meetingId)).toBe(true);
  node.pushes.length = 0;
});

const call = async (role: string, method: 'GET' | 'POST', payload?: object, site = 'commune') => {
  const reply = await installation.app.inject({
    method,
    url: `/api/meetings/${meetingId}/sites/${site}/camera`,
    headers: { cookie: cookies.get(role) ?? '' },
    ...(payload && { payload }),
  });
  return { status: reply.statusCode, body: reply.json() };
};
const tell = (more: Partial<RoomCamera> = {}) => call('technician', 'POST', { ...camera, ...more });
const seen = async (role = 'operator') => SiteCamera.parse((await call(role, 'GET')).body);
const recall = () =>
  operator.give(meetingId, { type: 'camera.recall', siteId: commune, name: 'Toàn cảnh' }).then(
    () => 'done',
    ({ code }: { code: string }) => code,
  );
const push = (move: CameraMove) =>
  operator.peer.request('camera.push', { meetingId, siteId: commune, move }).then(
    () => 'done',
    ({ code }: { code: string }) => code,
  );
const moves = () => node.pushes.map(({ move }) => move);

describe('[R-CDT-10] [CM-11] a room’s camera is its own', () => {
  test('what the room tells is kept for its site; nobody else tells of it, and nothing beyond bounds', async () => {
    expect((await tell()).status).toBe(200);
    expect((await seen()).camera).toEqual(camera);
    expect((await call('operator', 'POST', camera)).status).toBe(403);
    expect((await call('technician', 'POST', camera, 'district')).status).toBe(403);
    expect((await call('clerk', 'GET')).status).toBe(403);
    const many = Array.from({ length: 17 }, (_, number) => ({
      ...camera.presets[0],
      number,
      name: `${number}`,
    }));
    for (const bad of [{ presets: many }, { presets: [camera.presets[0], camera.presets[0]] }, { taken: '' }])
      expect((await call('technician', 'POST', { ...camera, ...bad })).body.code).toBe('BAD_MESSAGE');
    expect((await seen()).camera?.presets).toHaveLength(5);
  });

  test('a page without its camera forgets no position', async () => {
    await tell();
    await tell({ kind: 'none', presets: [] });
    expect((await seen()).camera).toMatchObject({ kind: 'none', presets: camera.presets });
  });

  test('a console turns it only when the room has lent it, to this meeting', async () => {
    await tell();
    expect((await seen()).mayTurn).toBe(false);
    expect(await recall()).toBe('NOT_ALLOWED');
    expect(await push(left)).toBe('NOT_ALLOWED');
    expect(moves()).toEqual([]);
    await tell({ lent: true });
    expect((await seen()).mayTurn).toBe(true);
    expect(await recall()).toBe('done');
    const other = await installation.planMeeting();
    const elsewhere = await installation.app.inject({
      url: `/api/meetings/${other}/sites/commune/camera`,
      headers: { cookie: cookies.get('operator') ?? '' },
    });
    expect(elsewhere.json()).toMatchObject({ mayTurn: false, camera: { lent: false } });
    await tell({ lent: false });
    expect(await recall()).toBe('NOT_ALLOWED');
    const chair = await installation.openConsole('chair');
    await tell({ lent: true });
    await expect(
      chair.give(meetingId, { type: 'camera.recall', siteId: commune, name: 'Toàn cảnh' }),
    ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

describe('[R-CDT-10] [CM-9] [CM-10] from a console to the room', () => {
  beforeEach(async () => void (await tell({ lent: true })));

  test('a position that is wanted reaches the node of the room and stands in the log', async () => {
    await recall();
    const wanted = () => node.desired.get(meetingId)?.plan.presets;
    await expect.poll(wanted).toMatchObject([{ siteId: commune, name: 'Toàn cảnh' }]);
    await expect.poll(() => operator.logged).toContain('camera.recalled');
  });

  test('a push is noted once, passed on as it is said again, and ends with its console', async () => {
    expect(await push(left)).toBe('done');
    expect(await push(left)).toBe('done');
    await expect.poll(moves).toEqual([left, left]);
    expect(await push(still)).toBe('done');
    await expect.poll(moves).toEqual([left, left, still]);
    // What follows in the log comes after all that was noted before.
    await operator.give(meetingId, { type: 'caption.set', text: 'Sau' });
    await expect.poll(() => operator.logged.at(-1)).toBe('stage.changed');
    expect(operator.logged.filter((type) => type === 'camera.turned')).toHaveLength(1);
    await push(left);
    operator.close();
    await expect.poll(() => moves().at(-1)).toEqual(still);
  });

  test('a room whose node is away is told as such', async () => {
    node.close();
    await expect.poll(() => push(left)).toBe('CAMERA_UNREACHABLE');
  });
});
