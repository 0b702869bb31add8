import { createServer, type Server } from 'node:net';
import type { DevicesLeftOn } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { answersAt, isOfClosedNetwork } from './reachability.ts';

/** Monday, 2 March 2026, 20:00 in Hà Nội. */
const clock = new FakeClock(Date.UTC(2026, 2, 2, 13));
const TWO = Date.UTC(2026, 2, 2, 19);
let installation: TestInstallation;
let desk: OfficeDesk;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  await desk.settleIn('quang-ninh');
});
afterAll(() => installation.close());

const list = async (): Promise<DevicesLeftOn> =>
  (await desk.call('operator', 'GET', '/api/devices-left-on')).body;

/** A device that was measured once at this address. */
async function measured(site: string, meetingId: string, address: string): Promise<void> {
  await installation.database
    .insertInto('room_configuration')
    .values({
      meeting_id: meetingId,
      site_id: site,
      at: new Date(clock.now()),
      kept: false,
      fields: JSON.stringify({ address }),
      hash: Buffer.alloc(32),
      by_name: site,
    })
    .execute();
}

async function registered(): Promise<string> {
  const { aRegistration } = await import('@nhipcau/testkit');
  const data = aRegistration(Date.UTC(2026, 2, 16, 2), {
    kind: 'province',
    chairBody: 'committee',
    purpose: 'meeting',
    technician: null,
  });
  const created = await desk.call('clerk', 'POST', '/api/registrations', { data });
  return created.body.registration.meetingId;
}

describe('[MN-15] [R-MON-07] devices left on overnight', () => {
  let listening: Server;
  beforeAll(async () => {
    listening = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => listening.once('listening', resolve));
  });
  afterAll(() => new Promise((resolve) => listening.close(resolve)));

  test('a device answers by taking a call or refusing it; an address outside closed networks is never called', async () => {
    const address = listening.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await answersAt('127.0.0.1', [port])).toBe(true);
    // Nobody listens there, and the machine itself says so.
    expect(await answersAt('127.0.0.1', [1])).toBe(true);
    expect(isOfClosedNetwork('10.35.1.24')).toBe(true);
    for (const outside of ['8.8.8.8', '172.32.0.1', 'example.vn', '', '2001:db8::1'])
      expect(isOfClosedNetwork(outside)).toBe(false);
    expect(await answersAt('8.8.8.8', [port])).toBe(false);
  });

  test('what answers at two in the morning without a meeting is listed in the morning and told to its site, once', async () => {
    const meetingId = await registered();
    await measured('commune', meetingId, '127.0.0.1');
    await measured('commune-2', meetingId, '203.0.113.9');
    const { night } = installation.server.office;
    // In the evening somebody may still be at work.
    await night.look('2026-03-02');
    expect((await list()).devices).toEqual([]);
    clock.step(TWO - clock.now());
    for (const _ of [1, 2]) await night.look('2026-03-03');
    const found = await list();
    expect(found.rule).toEqual({ from: '22:00', to: '05:00', article: 'Đ7.4' });
    expect(found.devices).toMatchObject([
      { siteId: 'commune', nightOf: '2026-03-03', at: TWO, address: '127.0.0.1' },
    ]);
    const told = await installation.database
      .selectFrom('outbox_letter')
      .select('recipient')
      .where('template', '=', 'device.leftOn')
      .execute();
    expect(told).toMatchObject([{ recipient: { kind: 'site', siteId: 'commune' } }]);
  });

  test('whoever answers for an area sees the devices of that area alone', async () => {
    const within = (organisation: string) =>
      installation.database
        .updateTable('user_grant')
        .set({ scope_kind: 'organisation', scope_id: organisation })
        .where('role', '=', 'approver')
        .execute();
    const seen = async () => (await desk.call('approver', 'GET', '/api/devices-left-on')).body.devices.length;
    await within('o-district');
    expect(await seen()).toBe(1);
    await within('o-commune-2');
    expect(await seen()).toBe(0);
  });

  test('a room that is in a meeting may be on, and a locality whose text does not ask is not watched', async () => {
    const running = await installation.planMeeting();
    await installation.database
      .updateTable('meeting')
      .set({ phase: 'live', started_at: new Date(clock.now()) })
      .where('id', '=', running)
      .execute();
    const { night } = installation.server.office;
    await night.look('2026-03-04');
    expect((await list()).devices).toHaveLength(1);
    await desk.settleIn('hoa-binh');
    await night.look('2026-03-05');
    expect(await list()).toMatchObject({ rule: null });
  });

  test('the watch is set for the next night', async () => {
    await desk.settleIn('quang-ninh');
    await installation.server.office.night.start();
    const { sql } = await import('kysely');
    const { rows } = await sql<{ data: object }>`
      select data from pgboss.job where name = 'monitoring.night' order by start_after desc limit 1`.execute(
      installation.database,
    );
    expect(JSON.stringify(rows)).toContain('2026-03-04');
  });
});
