import {
  type CapacityReport,
  FeedCreated,
  instant,
  type MeetingSchedule,
  OrganisationId,
  type PublicCalendar,
  type RegistrationChecked,
  type RegistrationData,
  type SchedulePage,
  SiteId,
} from '@nhipcau/contracts';
import { aRegisteredSite, aRegistration, FakeClock } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../database/database.ts';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);
const clock = new FakeClock(at('2026-11-02T08:00'));
const HOUR = 3_600_000;
const start = at('2026-11-12T08:00');

let installation: TestInstallation;
let desk: RegistrationDesk;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new RegistrationDesk(installation);
});
afterAll(() => installation.close());
beforeEach(async () => {
  clock.step(at('2026-11-02T08:00') - clock.now());
  await desk.freeCalendar();
  await installation.database.deleteFrom('schedule_capacity').execute();
  await desk.moveTo('ha-noi');
});

const registered = async (data: Partial<RegistrationData> = {}, from = start) => {
  const { body } = await desk.create('clerk', aRegistration(from, { technician: person(), ...data }));
  const { meetingId } = body.registration;
  expect(await desk.act('clerk', meetingId, { act: 'submit' })).toMatchObject({ status: 200 });
  return meetingId;
};
const confirm = (meetingId: string, displace: string[] = []) =>
  desk.act('approver', meetingId, { act: 'confirm', displace });
let people = 0;
/** A technician of its own, so that only rooms are in the way. */
const person = () => {
  people += 1;
  return { name: `Kỹ thuật viên số ${people}`, phone: `0900 000 ${String(people % 1000).padStart(3, '0')}` };
};
const bookings = async (meetingId: string) =>
  (
    await sql<{ thing: string; kind: string; is_firm: boolean; starts: Date; ends: Date }>`
      select resource_kind || ' ' || resource_id as thing, kind, is_firm, lower(during) as starts, upper(during) as ends
        from booking where meeting_id = ${meetingId} order by resource_kind, resource_id, during`.execute(
      installation.database,
    )
  ).rows;
const urgent = { urgency: 'urgent', urgentCause: 'Bão' } as const;

describe('[SC-10] [R-SCH-01] a booking follows its meeting', () => {
  test('asked for, firm, given back when it is put off, called off', async () => {
    const meetingId = await registered();
    const asked = await bookings(meetingId);
    expect(asked.map(({ thing }) => thing)).toEqual(
      expect.arrayContaining(['room p-district', 'room p-commune', 'room p-commune-2', 'control district']),
    );
    expect(asked.every(({ is_firm }) => !is_firm)).toBe(true);
    await confirm(meetingId);
    const firm = await bookings(meetingId);
    expect(firm).toHaveLength(asked.length);
    expect(firm.every(({ is_firm }) => is_firm)).toBe(true);
    await desk.act('approver', meetingId, { act: 'postpone', reason: 'Chờ ý kiến' });
    expect(await bookings(meetingId)).toEqual([]);
    const other = await registered();
    await confirm(other);
    await desk.act('approver', other, { act: 'cancel', reason: 'Không họp nữa' });
    expect(await bookings(other)).toEqual([]);
  });

  test('another time or other sites are booked anew', async () => {
    const meetingId = await registered();
    await confirm(meetingId);
    const data = aRegistration(start + 24 * HOUR, {
      technician: null,
      sites: ['district', 'commune'].map((id) => aRegisteredSite(id)),
    });
    const answer = await desk.change(
      'clerk',
      meetingId,
      { ...data, technician: person() },
      { reason: 'Đổi ngày' },
    );
    expect(answer.status).toBe(200);
    const firm = await bookings(meetingId);
    expect(firm.filter(({ thing }) => thing.startsWith('room')).map(({ thing }) => thing)).toEqual([
      'room p-commune',
      'room p-district',
    ]);
    expect(firm[0]?.starts.getTime()).toBe(start + 24 * HOUR);
  });

  test('an overlap is refused and named, one beside it is accepted', async () => {
    const first = await registered();
    await confirm(first);
    const second = await registered({}, start + HOUR);
    const refused = await confirm(second);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'SLOT_TAKEN',
        facts: { against: 'Hội nghị giao ban công tác tháng', from: start, to: start + 2 * HOUR },
      },
    });
    const beside = await registered({}, start + 2 * HOUR);
    expect(await confirm(beside)).toMatchObject({ status: 200 });
  });

  test('Quảng Ninh: ninety minutes of set-up are part of it', async () => {
    await desk.moveTo('quang-ninh');
    const data = {
      kind: 'district',
      chairBody: 'committee',
      purpose: 'meeting',
      rehearsal: null,
      chairSiteId: SiteId.parse('district'),
    } as const;
    const first = await registered(data);
    expect((await bookings(first)).map(({ kind }) => kind)).toContain('setup');
    expect(Math.min(...(await bookings(first)).map(({ starts }) => starts.getTime()))).toBe(
      start - 1.5 * HOUR,
    );
  });

  test('the same technician cannot serve two meetings at once', async () => {
    const technician = person();
    await confirm(await registered({ technician }));
    const other = await registered({
      technician,
      chairSiteId: SiteId.parse('province'),
      sites: ['province', 'spare'].map((id) => aRegisteredSite(id)),
    });
    expect(await confirm(other)).toMatchObject({
      status: 409,
      body: { code: 'SLOT_TAKEN', facts: { resource: technician.name } },
    });
  });
});

describe('before it is submitted', () => {
  test('[R-APR-06] conflicts are named and the next free times offered, which are free', async () => {
    await confirm(await registered());
    const { body } = await desk.call<RegistrationChecked>('clerk', 'POST', '/api/registrations/check', {
      data: aRegistration(start, { technician: person() }),
      reception: null,
    });
    expect(body.conflicts.map(({ resource }) => resource.resourceId)).toContain('p-district');
    expect(body.conflicts[0]).toMatchObject({
      kind: 'booked',
      mayDisplace: false,
      against: { isFirm: true },
    });
    const [slot] = body.freeSlots;
    expect(slot).toMatchObject({ start: start + 2 * HOUR, end: start + 4 * HOUR });
    expect(await confirm(await registered({}, slot?.start))).toMatchObject({ status: 200 });
  });
});

const checked = async (from: number, more: Partial<RegistrationData> = {}) =>
  (
    await desk.call<RegistrationChecked>('clerk', 'POST', '/api/registrations/check', {
      data: aRegistration(from, { technician: person(), ...more }),
      reception: null,
    })
  ).body;

test('[SC-6] [R-APR-06] at every time offered the check finds nothing, neither firm nor asked for by others', async () => {
  await confirm(await registered());
  await registered({}, start + 2 * HOUR);
  await registered({}, start + 5 * HOUR);
  const { freeSlots } = await checked(start);
  // Taken are 8–10, asked for are 10–12 and 13–15.
  expect(freeSlots[0]).toEqual({ start: start + 7 * HOUR, end: start + 9 * HOUR });
  expect(freeSlots).toHaveLength(5);
  for (const slot of freeSlots) expect((await checked(slot.start)).conflicts).toEqual([]);
});

test('[SC-1] [R-SCH-01] a site without a room of its own is taken itself, and told by its name', async () => {
  const setRoom = (status: 'open' | 'closed') =>
    installation.database.updateTable('room').set({ status }).where('id', '=', 'p-commune-2').execute();
  await setRoom('closed');
  try {
    await confirm(await registered());
    const { conflicts } = await checked(start);
    expect(conflicts.map(({ resource: { kind, name } }) => `${kind} ${name}`).sort()).toEqual([
      'control UBND huyện Đà Bắc',
      'room UBND huyện Đà Bắc – Phòng họp',
      'room UBND xã Đồng Ruộng – Phòng họp',
      'site UBND xã Tu Lý',
    ]);
  } finally {
    await setRoom('open');
  }
});

describe('[SC-9] [R-SCH-04] urgent first', () => {
  test('takes the slot; the host of the displaced is told at once with free times', async () => {
    const ordinary = await registered();
    await confirm(ordinary);
    const pressing = await registered(urgent);
    const check = await desk.call<RegistrationChecked>('clerk', 'POST', '/api/registrations/check', {
      meetingId: pressing,
      data: aRegistration(start, { ...urgent, technician: person() }),
      reception: null,
    });
    expect(check.body.conflicts[0]).toMatchObject({ mayDisplace: true, cite: [{ article: 'Đ11.3' }] });
    expect(await confirm(pressing)).toMatchObject({ status: 409, body: { code: 'SLOT_TAKEN' } });
    expect(await confirm(pressing, [ordinary])).toMatchObject({ status: 200 });
    const { body } = await desk.call('clerk', 'GET', `/api/registrations/${ordinary}`);
    expect(body.registration.state).toBe('registered');
    expect((await bookings(ordinary)).every(({ is_firm }) => !is_firm)).toBe(true);
    const taken = await desk.call<MeetingSchedule>('clerk', 'GET', `/api/schedule/meetings/${pressing}`);
    expect(taken.body.isFirm).toBe(true);
    expect(taken.body.displacements).toHaveLength(1);
    expect(taken.body.displacements[0]?.slots[0]).toEqual({ start: start + 2 * HOUR, end: start + 4 * HOUR });
  });

  test('an ordinary meeting displaces nobody, urgent ones not each other', async () => {
    const pressing = await registered(urgent);
    await confirm(pressing);
    const ordinary = await registered();
    expect(await confirm(ordinary, [pressing])).toMatchObject({ body: { code: 'DISPLACEMENT_NOT_ALLOWED' } });
    const second = await registered(urgent);
    expect(await confirm(second, [pressing])).toMatchObject({ body: { code: 'DISPLACEMENT_NOT_ALLOWED' } });
  });
});

describe('[SC-5] [R-SCH-07] capacity', () => {
  test('one port too many is refused with the bottleneck named', async () => {
    // district, commune and commune-2 are on hb-dabac: three ports, no link.
    const set = (available: number) =>
      desk.call('scheduler', 'POST', '/api/schedule/capacity', {
        kind: 'mcu',
        resourceId: 'hb-dabac',
        available,
      });
    expect((await set(2)).status).toBe(200);
    const meetingId = await registered();
    expect(await confirm(meetingId)).toMatchObject({
      status: 409,
      body: { code: 'CAPACITY_EXCEEDED', facts: { resource: 'MCU hb-dabac', available: 2, needed: 3 } },
    });
    await set(3);
    expect(await confirm(meetingId)).toMatchObject({ status: 200 });
    expect(
      (
        await desk.call('clerk', 'POST', '/api/schedule/capacity', {
          kind: 'mcu',
          resourceId: 'hb-dabac',
          available: 9,
        })
      ).status,
    ).toBe(403);
  });

  test('[SC-13] a line that is too narrow is refused with its name, and shown as full', async () => {
    // To each of the three rooms on hb-dabac goes a picture with a voice.
    const needed = 3 * 1_975;
    const set = (available: number) =>
      desk.call('scheduler', 'POST', '/api/schedule/capacity', {
        kind: 'mcuRate',
        resourceId: 'hb-dabac',
        available,
      });
    await set(needed - 1);
    const meetingId = await registered();
    expect(await confirm(meetingId)).toMatchObject({
      status: 409,
      body: {
        code: 'CAPACITY_EXCEEDED',
        facts: { resource: 'MCU hb-dabac', kind: 'mcuRate', available: needed - 1, needed },
      },
    });
    await set(needed);
    expect(await confirm(meetingId)).toMatchObject({ status: 200 });
    const report = await desk.call<CapacityReport>(
      'scheduler',
      'GET',
      `/api/schedule/capacity?from=${start - HOUR}&to=${start + 24 * HOUR}`,
    );
    expect(report.body.lines).toContainEqual({
      kind: 'mcuRate',
      resourceId: 'hb-dabac',
      name: 'MCU hb-dabac',
      available: needed,
      peakAt: start,
      firm: needed,
      asked: needed,
    });
  });

  test('[SC-13] a link that is too narrow stands in the way while it is typed, and so does what others have of it', async () => {
    const data = aRegistration(start, { sites: ['district', 'spare'].map((id) => aRegisteredSite(id)) });
    const asked = () =>
      desk.call<RegistrationChecked>('clerk', 'POST', '/api/registrations/check', { data, reception: null });
    const set = (available: number) =>
      desk.call('scheduler', 'POST', '/api/schedule/capacity', {
        kind: 'linkRate',
        resourceId: 'hb-dabac',
        available,
      });
    const inTheWay = async () =>
      (await asked()).body.conflicts
        .filter(({ kind }) => kind === 'capacity')
        .map(({ resource, capacity }) => ({ resource, capacity }));
    const resource = { kind: 'linkRate', resourceId: 'hb-dabac', name: 'MCU hb-dabac – MCU hb' };
    await set(1_975);
    expect(await inTheWay()).toEqual([]);
    await set(1_974);
    expect(await inTheWay()).toEqual([{ resource, capacity: { available: 1_974, needed: 1_975 } }]);
    await set(2 * 1_975);
    const other = await registered();
    const take = sql`insert into booking (resource_kind, resource_id, units, during, meeting_id, kind, is_firm) values
      ('linkRate', 'hb-dabac', 1976, tstzrange(${new Date(start)}, ${new Date(start + HOUR)}), ${other}, 'official', true)`;
    await take.execute(installation.database);
    expect(await inTheWay()).toEqual([{ resource, capacity: { available: 3_950, needed: 3_951 } }]);
    await expect(take.execute(installation.database)).rejects.toMatchObject({
      constraint: 'booking_within_capacity',
    });
  });

  test('the database itself refuses more than there is', async () => {
    await installation.database
      .insertInto('schedule_capacity')
      .values({ resource_kind: 'session', resource_id: 'installation', available: 1 })
      .execute();
    await confirm(await registered());
    const [row] = (
      await sql<{ meeting_id: string }>`select meeting_id from registration limit 1`.execute(
        installation.database,
      )
    ).rows;
    await expect(
      sql`insert into booking (resource_kind, resource_id, during, meeting_id, kind, is_firm) values ('session',
        'installation', tstzrange(${new Date(start)}, ${new Date(start + HOUR)}), ${row?.meeting_id}, 'official', true)`.execute(
        installation.database,
      ),
    ).rejects.toMatchObject({ constraint: 'booking_within_capacity' });
  });
});

describe('[SC-4] [R-SCH-03] other uses of a room', () => {
  test('Bình Định: a conference goes before a local use, whose owner is told; elsewhere it stays', async () => {
    const use = { roomId: 'p-commune', title: 'Họp chi bộ tại chỗ', start, end: start + HOUR };
    const booked = await desk.call<{ localUseId: string }>('clerk', 'POST', '/api/schedule/local-uses', use);
    expect(booked.status).toBe(200);
    expect(await desk.call('clerk', 'POST', '/api/schedule/local-uses', use)).toMatchObject({ status: 409 });
    expect(await confirm(await registered())).toMatchObject({
      status: 409,
      body: { code: 'SLOT_TAKEN', facts: { against: 'Họp chi bộ tại chỗ' } },
    });
    await desk.moveTo('binh-dinh');
    const meetingId = await registered({ purpose: 'agencyMeeting' });
    expect(await confirm(meetingId)).toMatchObject({ status: 200 });
    const row = await installation.database
      .selectFrom('local_use')
      .select('state')
      .where('id', '=', booked.body.localUseId)
      .executeTakeFirstOrThrow();
    expect(row.state).toBe('displaced');
    const told = await installation.database
      .selectFrom('displacement')
      .select(['local_use_id', 'told_at'])
      .where('by_meeting_id', '=', meetingId)
      .execute();
    expect(told).toEqual([{ local_use_id: booked.body.localUseId, told_at: expect.any(Date) }]);
  });
});

describe('[SC-11] [R-SCH-05] the public calendar', () => {
  const period = `from=${start - HOUR}&to=${start + 24 * HOUR}`;
  const asked = async () => {
    const reply = await installation.app.inject({ url: `/api/public-calendar?${period}` });
    return { status: reply.statusCode, body: reply.json<PublicCalendar & { code?: string }>() };
  };

  test('[R-SCH-05] Hà Nội: confirmed sessions without a sign-in; a secret shows only that it takes place', async () => {
    await confirm(await registered({ title: 'Phiên công khai' }, start + 4 * HOUR));
    const secret = { declared: true, protectionPlan: 'Theo phương án số 12' };
    await confirm(await registered({ title: 'Nội dung mật', secret }, start));
    const { status, body } = await asked();
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('Nội dung mật');
    const open = body.sessions.find(({ title }) => title === 'Phiên công khai');
    expect(open).toMatchObject({ hostName: 'UBND huyện Đà Bắc', siteCount: 3 });
    expect(body.sessions.find(({ isSecret }) => isSecret)).toMatchObject({
      start,
      title: null,
      hostName: null,
      chairSite: null,
      sites: [],
    });
  });

  test('[R-SCH-05] where the text does not publish it there is none', async () => {
    await desk.moveTo('vinh-phuc');
    expect(await asked()).toMatchObject({ status: 404, body: { code: 'CALENDAR_NOT_PUBLIC' } });
  });
});

describe('calendars for programs', () => {
  test('[R-SCH-05] an address nobody can guess, until it is revoked', async () => {
    await confirm(await registered({ title: 'Hội nghị trong lịch' }));
    const created = await desk.call<FeedCreated>('clerk', 'POST', '/api/schedule/feeds', {
      scope: { kind: 'organisation', organisationId: 'o-district' },
    });
    const { address, feedId } = FeedCreated.parse(created.body);
    const read = () => installation.app.inject({ url: address });
    const reply = await read();
    expect(reply.headers['content-type']).toContain('text/calendar');
    expect(reply.body).toContain('SUMMARY:Hội nghị trong lịch');
    expect(reply.body).toContain('DTSTART;TZID=Asia/Ho_Chi_Minh:20261112T080000');
    expect((await installation.app.inject({ url: `${address.slice(0, -1)}_` })).statusCode).toBe(404);
    const cookie = await installation.signIn('clerk');
    await installation.app.inject({
      method: 'DELETE',
      url: `/api/schedule/feeds/${feedId}`,
      headers: { cookie },
    });
    expect((await read()).statusCode).toBe(404);
  });

  test('[R-SCH-05] of a site and of a person: what is theirs, moved and called off under a later number', async () => {
    const feedOf = async (role: 'clerk' | 'desk' | 'scheduler', scope: object) => {
      const { body } = await desk.call(role, 'POST', '/api/schedule/feeds', { scope });
      const { address } = FeedCreated.parse(body);
      return async () =>
        (await installation.app.inject({ url: address })).body.replaceAll('\r\n ', '').split('\r\n');
    };
    const ofSite = await feedOf('scheduler', { kind: 'site', siteId: 'commune' });
    const ofOther = await feedOf('scheduler', { kind: 'site', siteId: 'spare' });
    const mine = await feedOf('clerk', { kind: 'person' });
    const others = await feedOf('desk', { kind: 'person' });
    const meetingId = await registered({ title: 'Họp bàn, quyết định; và kết luận' });
    await confirm(meetingId);
    const event = async (read: typeof mine) => {
      const lines = await read();
      const from = lines.indexOf(`UID:${meetingId}@nhipcau`);
      return from < 0 ? null : lines.slice(from, lines.indexOf('END:VEVENT', from));
    };
    expect([await event(ofOther), await event(others)]).toEqual([null, null]);
    const before = await event(ofSite);
    expect(before).toEqual(await event(mine));
    expect(before).toEqual(
      expect.arrayContaining([
        'SUMMARY:Họp bàn\\, quyết định\\; và kết luận',
        'DTSTART;TZID=Asia/Ho_Chi_Minh:20261112T080000',
        'STATUS:CONFIRMED',
      ]),
    );
    await desk.act('approver', meetingId, { act: 'cancel', reason: 'Không họp nữa' });
    const after = await event(ofSite);
    expect(after).toContain('STATUS:CANCELLED');
    const sequence = (lines: readonly string[] | null) =>
      Number(lines?.find((line) => line.startsWith('SEQUENCE:'))?.slice('SEQUENCE:'.length));
    expect(sequence(after)).toBeGreaterThan(sequence(before));
  });

  test('[R-SCH-05] nobody subscribes what is not theirs', async () => {
    const scope = { kind: 'organisation', organisationId: 'o-province' };
    expect(await desk.call('clerk', 'POST', '/api/schedule/feeds', { scope })).toMatchObject({ status: 403 });
  });
});

test('the timeline shows what is mine, of others only that it is taken', async () => {
  await confirm(await registered({ title: 'Của huyện' }));
  const url = `/api/schedule?from=${start}&to=${start + 2 * HOUR}`;
  const mine = await desk.call<SchedulePage>('clerk', 'GET', url);
  expect(mine.body.entries).toContainEqual(
    expect.objectContaining({ resourceId: 'p-district', title: 'Của huyện', isFirm: true, mayMove: true }),
  );
  const nodes = await desk.call<SchedulePage>('scheduler', 'GET', `${url}&rows=nodes`);
  expect(nodes.body.rows.map(({ kind }) => kind)).toContain('mcu');
  expect(nodes.body.entries.find(({ resourceId }) => resourceId === 'mcu:hb-dabac')?.units).toBe(3);
  expect(await desk.call('clerk', 'GET', `/api/schedule?from=${start}&to=${start}`)).toMatchObject({
    status: 400,
  });
});

describe('[R-SCH-01] two at once', () => {
  test('one of two confirmations for one room wins, 10 times over the API', async () => {
    for (let round = 0; round < 10; round += 1) {
      await desk.freeCalendar();
      const ids = [await registered(), await registered()];
      const answers = await Promise.all(ids.map((id) => confirm(id)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
  });

  test('60 times two connections write one room: never both', async () => {
    const meetingId = await registered();
    const [one, two] = [0, 1].map(() => openDatabase(installation.databaseUrl, () => {}));
    if (!one || !two) throw new Error('no connections');
    try {
      for (let round = 0; round < 60; round += 1) {
        const from = new Date(start + round * 24 * HOUR);
        const to = new Date(start + round * 24 * HOUR + HOUR);
        const write = (database: typeof one) =>
          sql`insert into booking (resource_kind, resource_id, during, meeting_id, kind, is_firm)
            values ('room', 'p-spare', tstzrange(${from}, ${to}), ${meetingId}, 'official', true)`.execute(
            database,
          );
        const results = await Promise.allSettled([write(one), write(two)]);
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      }
    } finally {
      await one.destroy();
      await two.destroy();
    }
  });
});

test('[R-SCH-02] Bình Định: a department cannot chair from a third room', async () => {
  await desk.moveTo('binh-dinh');
  const provincial = OrganisationId.parse('o-province');
  await installation.database
    .updateTable('room')
    .set({ kind: 'ppco' })
    .where('id', '=', 'p-province')
    .execute();
  try {
    const data = aRegistration(start, { hostOrganisationId: provincial, technician: person() });
    const { body } = await desk.call<RegistrationChecked>('desk', 'POST', '/api/registrations/check', {
      data,
      reception: null,
    });
    expect(body.conflicts).toContainEqual(
      expect.objectContaining({
        kind: 'roomRule',
        proposed: expect.objectContaining({ resourceId: 'p-province' }),
        cite: [expect.objectContaining({ article: 'Đ9.3b' })],
      }),
    );
    const fits = {
      ...data,
      chairSiteId: SiteId.parse('province'),
      sites: ['province', 'commune'].map((id) => aRegisteredSite(id)),
    };
    const answer = await desk.call<RegistrationChecked>('desk', 'POST', '/api/registrations/check', {
      data: fits,
      reception: null,
    });
    expect(answer.body.conflicts.filter(({ kind }) => kind === 'roomRule')).toEqual([]);
  } finally {
    await installation.database
      .updateTable('room')
      .set({ kind: 'site' })
      .where('id', '=', 'p-province')
      .execute();
  }
});

test('a meeting that ends early gives back the rest', async () => {
  const meetingId = await registered();
  await confirm(meetingId);
  const { trimBookings } = await import('./booking-writer.ts');
  await trimBookings(installation.database, meetingId, instant(start + HOUR));
  const left = await bookings(meetingId);
  expect(left.length).toBeGreaterThan(0);
  expect(new Set(left.map(({ ends }) => ends.getTime()))).toEqual(new Set([start + HOUR]));
});
