import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CallList,
  instant,
  type NoticeBoard,
  OrganisationId,
  type RegistrationData,
} from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-02T08:00:00+07:00');
const clock = new FakeClock(NOW);

let zalo: Server;
let posted: string[] = [];
let error = 0;
let folder: string;
let installation: TestInstallation;
let desk: RegistrationDesk;

beforeAll(async () => {
  zalo = createServer(async (request, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const isPost = request.url?.endsWith('/message') ?? false;
    if (isPost) posted.push(JSON.parse(Buffer.concat(chunks).toString('utf8')).message.text);
    reply.end(
      JSON.stringify(isPost ? { error } : { access_token: 'a', refresh_token: 'r', expires_in: 90_000_000 }),
    );
  });
  await new Promise<void>((resolve) => zalo.listen(0, '127.0.0.1', resolve));
  const address = zalo.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  folder = mkdtempSync(join(tmpdir(), 'zalo-'));
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'khoa');
  const url = `http://127.0.0.1:${address.port}`;
  installation = await TestInstallation.open({
    clock,
    env: {
      NHIPCAU_ZALO_APP_ID: '42',
      NHIPCAU_ZALO_GROUP_ID: 'nhom',
      NHIPCAU_ZALO_SECRET_FILE: secret,
      NHIPCAU_ZALO_REFRESH_TOKEN_FILE: secret,
      NHIPCAU_ZALO_API_URL: url,
      NHIPCAU_ZALO_OAUTH_URL: url,
    },
  });
  desk = new RegistrationDesk(installation);
});
afterAll(async () => {
  await installation.close();
  await new Promise<void>((resolve) => zalo.close(() => resolve()));
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  posted = [];
  error = 0;
  await desk.freeCalendar();
});

const board = async (meetingId: string) =>
  (await desk.call<NoticeBoard>('desk', 'GET', `/api/notices/meetings/${meetingId}`)).body;
const calls = async (meetingId: string) =>
  (await desk.call<CallList>('desk', 'GET', `/api/notices/meetings/${meetingId}/calls`)).body;

describe('[NT-11] [R-NTC-01] a unit whose own site is invited', () => {
  test('is told once, at its site, with the number known there', async () => {
    await desk.moveTo('hoa-binh');
    const start = clock.now() + 10 * 24 * HOUR;
    const { body } = await desk.create(
      'desk',
      aRegistration(start, {
        kind: 'government',
        chairBody: 'upstream',
        purpose: 'direction',
        hostOrganisationId: OrganisationId.parse('o-province'),
        upstream: { body: 'Văn phòng Chính phủ', document: 'GM-101' },
        rehearsal: { start: instant(start - 24 * HOUR), end: instant(start - 23 * HOUR) },
      }),
    );
    const { meetingId } = body.registration;
    await desk.act('desk', meetingId, { act: 'submit' });
    const { notices } = await board(meetingId);
    const units = notices.find(({ rowId }) => rowId === 'units')?.recipients ?? [];
    expect(units.length).toBeGreaterThan(1);
    expect(new Set(units.map(({ name }) => name)).size).toBe(units.length);
    expect(units.find(({ role }) => role === 'systemUnits')?.kind).toBe('site');
  });
});

describe('[NT-12] [R-NTC-01] a host that takes part itself', () => {
  const HOST = 'UBND huyện Đà Bắc';
  const told = async (locality: string, more: Partial<RegistrationData>) => {
    await desk.moveTo(locality);
    await desk.freeCalendar();
    const { body } = await desk.create('clerk', aRegistration(clock.now() + 10 * 24 * HOUR, more));
    const { meetingId } = body.registration;
    const answer = await desk.act('clerk', meetingId, { act: 'submit' });
    expect(answer).toMatchObject({ status: 200 });
    if (answer.body.registration.state !== 'confirmed')
      expect(await desk.act('approver', meetingId, { act: 'confirm' })).toMatchObject({ status: 200 });
    const { notices } = await board(meetingId);
    return (rowId: string) =>
      (notices.find((notice) => notice.rowId === rowId)?.recipients ?? [])
        .filter(({ name }) => name === HOST)
        .map(({ role, kind }) => `${role} ${kind}`);
  };

  test('in Bình Định its office has the confirmed form, its room the request to the sites, each once', async () => {
    const host = await told('binh-dinh', { kind: 'agency', purpose: 'direction' });
    expect(host('confirmed-form')).toEqual(['host organisation']);
    expect(host('sites')).toEqual(['sites site']);
  });

  test('in Quảng Ninh its office writes the notice and has no copy; its room is told like every site', async () => {
    const start = clock.now() + 10 * 24 * HOUR;
    const rehearsal = { start: instant(start - 24 * HOUR), end: instant(start - 23 * HOUR) };
    const host = await told('quang-ninh', { kind: 'province', purpose: 'meeting', rehearsal });
    expect(host('notice')).toEqual(['sites site']);
  });

  test('in Hà Nội its office is told of the check of conditions, and the room that has to be checked', async () => {
    const host = await told('ha-noi', { kind: 'agency' });
    expect(host('result')).toEqual(['host organisation']);
    expect(host('check').toSorted()).toEqual(['host organisation', 'sites site']);
    await expect.poll(() => posted.length).toBe(1);
  });
});

describe('[NT-9] [R-REG-06] the list of units to be called', () => {
  test('shows who was called by whom, when, who took it, who answered, and who is missing', async () => {
    await desk.moveTo('binh-dinh');
    const { body } = await desk.create(
      'clerk',
      aRegistration(clock.now() + 4 * HOUR, {
        kind: 'agency',
        urgency: 'urgent',
        urgentCause: 'Bão',
        purpose: 'direction',
      }),
    );
    const { meetingId } = body.registration;
    await desk.act('clerk', meetingId, { act: 'submit' });
    const before = await calls(meetingId);
    expect(before.lines.length).toBeGreaterThan(2);
    expect(before.lines.every(({ state }) => state === 'missing')).toBe(true);

    const taskOf = async (name: string) =>
      (await board(meetingId)).tasks.find((task) => task.recipientName === name && task.kind === 'telephone');
    const reached = await taskOf('UBND xã Đồng Ruộng');
    const answer = { duty: null, started: false, standby: [], spokenTo: 'Văn thư xã' };
    await desk.call('desk', 'POST', `/api/notices/tasks/${reached?.taskId}`, { outcome: 'told', answer });
    const other = before.lines.find(({ name }) => name !== reached?.recipientName)?.name ?? '';
    const silent = await taskOf(other);
    await desk.call('desk', 'POST', `/api/notices/tasks/${silent?.taskId}`, {
      outcome: 'notReached',
      note: 'Máy bận',
    });

    const { lines } = await calls(meetingId);
    expect(lines).toHaveLength(before.lines.length);
    expect(lines.find(({ name }) => name === 'UBND xã Đồng Ruộng')).toMatchObject({
      state: 'told',
      calledAt: clock.now(),
      calledBy: expect.stringMatching(/\S/),
      spokenTo: 'Văn thư xã',
      attempts: 1,
    });
    expect(lines.find(({ name }) => name === other)).toMatchObject({
      state: 'missing',
      calledBy: null,
      attempts: 1,
      note: 'Máy bận',
    });
    // Those who are missing stand first.
    expect(lines.map(({ state }) => state).lastIndexOf('missing')).toBe(lines.length - 2);
    expect(await desk.call('partner', 'GET', `/api/notices/meetings/${meetingId}/calls`)).toMatchObject({
      status: 403,
    });
  });
});

describe('[R-NTC-05] [R-APR-03] Hà Nội: the result in the group, where the installation has an account', () => {
  const confirmed = async (more: Parameters<typeof aRegistration>[1] = {}) => {
    await desk.moveTo('ha-noi');
    const { body } = await desk.create('clerk', aRegistration(NOW + 240 * HOUR, more));
    const { meetingId, fileNumber } = body.registration;
    await desk.act('clerk', meetingId, { act: 'submit' });
    expect(await desk.act('approver', meetingId, { act: 'confirm' })).toMatchObject({ status: 200 });
    await installation.server.office.notices.postman.deliverDue();
    return { meetingId, fileNumber };
  };
  const chatTasks = async (meetingId: string) =>
    (await board(meetingId)).tasks.filter(({ kind }) => kind === 'chat').map(({ cause }) => cause);

  test('is posted by it once, and nobody has to', async () => {
    const { meetingId, fileNumber } = await confirmed();
    await expect.poll(() => posted.length).toBe(1);
    expect(posted[0]).toContain(fileNumber);
    expect(await chatTasks(meetingId)).toEqual([]);
  });

  test('what the group refuses is posted by a person', async () => {
    error = -213;
    const { meetingId } = await confirmed();
    await expect.poll(() => chatTasks(meetingId)).toEqual(['fallback']);
  });

  test('[R-SEC-07] nothing of a meeting with state secrets', async () => {
    await confirmed({ secret: { declared: true, protectionPlan: 'Phương án bảo vệ số 1' } });
    expect(posted).toEqual([]);
  });
});
