import type { Role } from '@nhipcau/contracts';
import { nextSiteStatuses } from '@nhipcau/domain';
import { FakeClock } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestInstallation } from '../testing/test-installation.ts';

const clock = new FakeClock(Date.UTC(2026, 2, 2, 1));
let installation: TestInstallation;
const cookies = new Map<Role, string>();
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  for (const role of ['administrator', 'clerk'] as const) cookies.set(role, await installation.signIn(role));
});
afterAll(() => installation.close());

/** Days pass; whoever works signs in again. */
async function later(days: number): Promise<void> {
  clock.step(days * 24 * 3_600_000);
  for (const role of ['administrator', 'clerk'] as const) cookies.set(role, await installation.signIn(role));
}

async function call(method: 'GET' | 'POST', url: string, payload?: object, role: Role = 'administrator') {
  const reply = await installation.app.inject({
    method,
    url: `/api/directory${url}`,
    headers: { cookie: cookies.get(role) ?? '' },
    ...(payload ? { payload } : {}),
  });
  return { status: reply.statusCode, body: reply.json() };
}

const site = {
  organisationId: 'o-commune',
  number: 77_001,
  name: 'Nhà văn hóa xã Đồng Ruộng',
  levelCode: 'commune',
  address: null,
  terminal: 'browser',
  nodeId: '',
  network: 'tslcd',
  roles: ['satellite'],
  dutyTitle: null,
  dutyPhone: '0900 000 401',
};
const aSite = async (more: object = {}) => {
  const nodes = (await call('GET', '/served')).body.nodes;
  return { ...site, nodeId: nodes.at(-1)?.nodeId, ...more };
};

describe('a single site', () => {
  test('[R-DIR-02] is proposed with its first room, changed, and keeps what it was', async () => {
    const made = await call('POST', '/sites', { ...(await aSite()), room: 'Phòng họp nhỏ' });
    expect(made.status).toBe(200);
    const { siteId } = made.body;
    const before = (await call('GET', `/sites/${siteId}`)).body;
    expect(before.site).toMatchObject({ status: 'proposed', number: 77_001, dutyPhone: '0900 000 401' });
    expect(before.rooms.map(({ name }: { name: string }) => name)).toEqual(['Phòng họp nhỏ']);
    await later(1);
    const changed = await call('POST', `/sites/${siteId}/change`, {
      ...(await aSite({ name: 'Nhà văn hóa phường Đồng Ruộng', organisationId: 'o-commune-2' })),
      status: 'proposed',
    });
    expect(changed.status).toBe(200);
    const { site: now, history } = (await call('GET', `/sites/${siteId}`)).body;
    expect(now).toMatchObject({ name: 'Nhà văn hóa phường Đồng Ruộng', organisationId: 'o-commune-2' });
    expect(history.map(({ name }: { name: string }) => name)).toEqual([
      'Nhà văn hóa xã Đồng Ruộng',
      'Nhà văn hóa phường Đồng Ruộng',
    ]);
    expect(history[1].validFrom).toBe('2026-03-03');
  });

  test('[DY-8] [R-DIR-02] is not admitted by hand; a suspended one is resumed', async () => {
    const { body } = await call('POST', '/sites', { ...(await aSite({ number: 77_002 })), room: 'Phòng' });
    const become = async (status: string) =>
      call('POST', `/sites/${body.siteId}/change`, { ...(await aSite({ number: 77_002 })), status });
    expect((await become('admitted')).body).toMatchObject({ code: 'SITE_STATUS_REFUSED' });
    expect((await become('closed')).status).toBe(200);
    expect((await become('suspended')).body).toMatchObject({ code: 'SITE_STATUS_REFUSED' });
    expect((await become('proposed')).status).toBe(200);
    expect(nextSiteStatuses('suspended')).toEqual(['suspended', 'admitted', 'closed']);
  });

  test.each([
    ['a number of another site', { number: 2 }, 409, 'SITE_NUMBER_TAKEN'],
    ['an MCU there is not', { nodeId: 'khong-co' }, 400, 'BAD_MESSAGE'],
    ['an organisation there is not', { organisationId: 'o-khong-co' }, 404, 'ORGANISATION_UNKNOWN'],
    ['no role', { roles: [] }, 400, 'BAD_MESSAGE'],
  ])('[R-DIR-02] %s is refused', async (_what, more, status, code) => {
    const number = 'number' in more ? more.number : 77_003;
    if ('number' in more) await call('POST', '/sites', { ...(await aSite({ number })), room: 'Phòng' });
    const reply = await call('POST', '/sites', { ...(await aSite({ number, ...more })), room: 'Phòng' });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  test('[R-DIR-02] who may not write the directory changes nothing, and the try is recorded', async () => {
    const reply = await call('POST', '/sites', { ...(await aSite({ number: 77_009 })), room: 'P' }, 'clerk');
    expect(reply.status).toBe(403);
  });
});

describe('rooms of a site', () => {
  test('[R-SCH-01] a further room is added and renamed; one that is booked is not closed', async () => {
    const { body: made } = await call('POST', '/sites', { ...(await aSite({ number: 77_010 })), room: 'A' });
    expect(
      (await call('POST', '/rooms', { siteId: made.siteId, name: 'Hội trường', kind: 'hallA', seats: 200 }))
        .status,
    ).toBe(200);
    const roomsOf = async () => (await call('GET', `/sites/${made.siteId}`)).body.rooms;
    const hall = (await roomsOf()).find(({ name }: { name: string }) => name === 'Hội trường');
    expect(hall).toMatchObject({ kind: 'hallA', seats: 200, status: 'open' });
    const change = (more: object) =>
      call('POST', `/rooms/${hall.roomId}/change`, {
        name: 'Hội trường lớn',
        kind: 'hallA',
        seats: null,
        status: 'open',
        ...more,
      });
    expect((await change({})).status).toBe(200);
    await sql`insert into local_use (id, room_id, organisation_id, title, starts_at, ends_at, created_by, created_at)
      select '00000000-0000-7000-8000-000000000001', ${hall.roomId}, 'o-commune', 'Họp giao ban', '2026-05-01T01:00Z',
        '2026-05-01T03:00Z', id, '2026-03-01T00:00Z' from user_account limit 1`.execute(
      installation.database,
    );
    await sql`insert into booking (resource_kind, resource_id, during, local_use_id, kind, is_firm)
      values ('room', ${hall.roomId}, tstzrange('2026-05-01T01:00Z', '2026-05-01T03:00Z'),
        '00000000-0000-7000-8000-000000000001', 'local', true)`.execute(installation.database);
    expect((await change({ status: 'closed' })).body).toMatchObject({ code: 'ROOM_BOOKED' });
    await sql`delete from booking where resource_id = ${hall.roomId}`.execute(installation.database);
    expect((await change({ status: 'closed' })).status).toBe(200);
    expect((await change({})).status).toBe(200);
    expect(
      (await call('POST', '/rooms/khong-co/change', { name: 'x', kind: 'site', seats: 1, status: 'open' }))
        .body,
    ).toMatchObject({ code: 'ROOM_UNKNOWN' });
  });
});

test('[R-DIR-01] the third tree: which MCU served a site on a day', async () => {
  const nodes = (await call('GET', '/served')).body.nodes;
  const [upper, lower] = [nodes[0].nodeId, nodes.at(-1).nodeId];
  expect(upper).not.toBe(lower);
  const { body } = await call('POST', '/sites', { ...(await aSite({ number: 77_020 })), room: 'A' });
  await later(2);
  await call('POST', `/sites/${body.siteId}/change`, {
    ...(await aSite({ number: 77_020, nodeId: upper })),
    status: 'proposed',
  });
  const servedBy = async (node: string, asOf: string) =>
    (await call('GET', `/served?node=${node}&asOf=${asOf}`)).body.sites.map(
      ({ siteId }: { siteId: string }) => siteId,
    );
  expect(await servedBy(lower, '2026-03-04')).toContain(body.siteId);
  expect(await servedBy(upper, '2026-03-04')).not.toContain(body.siteId);
  expect(await servedBy(upper, '2026-03-06')).toContain(body.siteId);
  const found = (await call('GET', '/served?search=77020')).body;
  expect(found.sites).toMatchObject([{ siteId: body.siteId, nodeId: upper }]);
});

describe('the end of an organisation', () => {
  test('[DY-7] [R-DIR-01] waits until nobody stands below it and its sites are closed; then it is history', async () => {
    const { body: upper } = await call('POST', '/organisations', {
      ...unit,
      code: 'KT-1',
      name: 'Ban quản lý cũ',
    });
    const { body: lower } = await call('POST', '/organisations', {
      ...unit,
      code: 'KT-2',
      name: 'Tổ công tác',
      parentId: upper.organisationId,
    });
    const end = (id: string, from: string) =>
      call('POST', `/organisations/${id}/end`, { from, decree: 'Quyết định 12/QĐ-UBND' });
    expect((await end(upper.organisationId, '2026-04-01')).body).toMatchObject({
      code: 'ORGANISATION_HAS_BRANCHES',
    });
    const { body: made } = await call('POST', '/sites', {
      ...(await aSite({ number: 77_030, organisationId: lower.organisationId })),
      room: 'A',
    });
    expect((await end(lower.organisationId, '2026-04-01')).body).toMatchObject({
      code: 'ORGANISATION_HAS_SITES',
    });
    await call('POST', `/sites/${made.siteId}/change`, {
      ...(await aSite({ number: 77_030, organisationId: lower.organisationId })),
      status: 'closed',
    });
    expect((await end(lower.organisationId, '2026-04-01')).status).toBe(200);
    expect((await end(upper.organisationId, '2026-04-01')).status).toBe(200);
    const on = async (asOf: string) =>
      (await call('GET', `/organisations/${lower.organisationId}?asOf=${asOf}`)).body;
    expect((await on('2026-03-31')).now).toMatchObject({ name: 'Tổ công tác' });
    expect((await on('2026-03-31')).path).toMatchObject([{ name: 'Ban quản lý cũ' }, {}, {}]);
    expect((await on('2026-04-01')).now).toBeNull();
    expect((await end(lower.organisationId, '2026-05-01')).body).toMatchObject({
      code: 'ORGANISATION_CHANGE_REFUSED',
    });
  });
});

const unit = {
  levelCode: 'province',
  kind: 'department',
  parentId: 'o-province',
  address: null,
  telephone: null,
  email: null,
  since: null,
};
