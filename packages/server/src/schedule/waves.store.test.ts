import {
  instant,
  type LocalUseList,
  type MeetingSchedule,
  OrganisationId,
  type RegistrationData,
  SiteId,
  type WavePlanList,
} from '@nhipcau/contracts';
import { aRegisteredSite, aRegistration, FakeClock } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);
const now = at('2026-11-02T08:00');
/** A Monday; its own rehearsal is on Sunday afternoon, the half days are those before that. */
const start = at('2026-11-16T08:00');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DISTRICTS = 4;
const COMMUNES_EACH = 55;

const clock = new FakeClock(now);
let installation: TestInstallation;
let desk: RegistrationDesk;

/** Quảng Ninh as it might be: four districts of 55 communes, each with a room. */
async function addDistricts(): Promise<void> {
  const { database } = installation;
  await sql`insert into organisation (id, code, name, level_code, kind, parent_id)
    select 'd-' || d, 'D' || d, 'UBND huyện số ' || d, 'district', 'peoplesCommittee', 'o-province'
      from generate_series(1, ${DISTRICTS}::integer) d`.execute(database);
  await sql`insert into organisation (id, code, name, level_code, kind, parent_id)
    select 'c-' || d || '-' || c, 'C' || d || '-' || c, 'UBND xã số ' || c, 'commune', 'peoplesCommittee', 'd-' || d
      from generate_series(1, ${DISTRICTS}::integer) d, generate_series(1, ${COMMUNES_EACH}::integer) c`.execute(
    database,
  );
  await sql`insert into site (id, organisation_id, number, name, level_code, room, terminal, node_id, network, roles, status)
    select id, id, 2000 + row_number() over (order by id), name, level_code, 'Phòng họp', 'browser', 'hb', 'tslcd',
        '{satellite}', 'admitted' from organisation where id like 'c-%'`.execute(database);
}

const communes = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `c-${(n % DISTRICTS) + 1}-${Math.floor(n / DISTRICTS) + 1}`);

/** A meeting from the province to its communes; the chair's site is one of so many. */
const large = (siteCount: number, from = start): RegistrationData =>
  aRegistration(from, {
    kind: 'province',
    chairBody: 'committee',
    purpose: 'meeting',
    hostOrganisationId: OrganisationId.parse('o-province'),
    chairSiteId: SiteId.parse('province'),
    rehearsal: { start: instant(from - 18 * HOUR), end: instant(from - 16 * HOUR) },
    technician: null,
    sites: ['province', ...communes(siteCount - 1)].map((id) => aRegisteredSite(id)),
  });

const registered = async (data: RegistrationData): Promise<string> => {
  const { body } = await desk.create('desk', data);
  const { meetingId } = body.registration;
  expect(await desk.act('desk', meetingId, { act: 'submit' })).toMatchObject({ status: 200 });
  return meetingId;
};
const confirmed = async (data: RegistrationData): Promise<string> => {
  const meetingId = await registered(data);
  expect(await desk.act('approver', meetingId, { act: 'confirm' })).toMatchObject({ status: 200 });
  return meetingId;
};
const wavesOf = async (meetingId: string) =>
  (await desk.call<MeetingSchedule>('desk', 'GET', `/api/schedule/meetings/${meetingId}`)).body.waves;
/** Half days in which rooms are taken; the meeting's own rehearsal is shorter. */
const rehearsed = async (meetingId: string) =>
  (
    await sql<{ starts: Date; ends: Date; rooms: number; firm: boolean }>`
      select lower(during) as starts, upper(during) as ends, count(distinct resource_id)::integer as rooms,
          bool_and(is_firm) as firm
        from booking where meeting_id = ${meetingId} and kind = 'rehearsal' and resource_kind = 'room'
          and upper(during) - lower(during) > interval '3 hours'
        group by during order by during`.execute(installation.database)
  ).rows.map(({ starts, ends, rooms, firm }) => ({
    start: starts.getTime(),
    end: ends.getTime(),
    rooms,
    firm,
  }));
const half = (from: string, to: string) => ({ start: instant(at(from)), end: instant(at(to)) });

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new RegistrationDesk(installation);
  await addDistricts();
  await desk.moveTo('quang-ninh');
});
afterAll(() => installation.close());
beforeEach(() => desk.freeCalendar());

test('[R-SCH-06] [SC-7] more than 200 sites reserve two half days before the start: by districts, then all together', async () => {
  const meetingId = await confirmed(large(201));
  const morning = half('2026-11-13T07:30', '2026-11-13T11:30');
  const afternoon = half('2026-11-13T13:30', '2026-11-13T17:00');
  const waves = await wavesOf(meetingId);
  expect(waves.filter(({ stage }) => stage === 1)).toEqual(
    Array.from({ length: DISTRICTS }, (_, n) =>
      expect.objectContaining({ groupName: `UBND huyện số ${n + 1}`, siteCount: 50, ...morning }),
    ),
  );
  expect(waves.filter(({ stage }) => stage === 2)).toEqual([
    expect.objectContaining({ groupName: null, siteCount: 201, ...afternoon }),
  ]);
  expect(await rehearsed(meetingId)).toEqual([
    { ...morning, rooms: 200, firm: true },
    { ...afternoon, rooms: 201, firm: true },
  ]);
});

test('[R-SCH-06] [SC-7] a district Party committee waits for the common stage: it has no communes to gather', async () => {
  await sql`insert into organisation (id, code, name, level_code, kind, parent_id)
    values ('h-1', 'HU1', 'Huyện ủy số 1', 'district', 'partyBody', null)`.execute(installation.database);
  await sql`insert into site (id, organisation_id, number, name, level_code, room, terminal, node_id, network, roles, status)
    values ('h-1', 'h-1', 1900, 'Huyện ủy số 1', 'district', 'Phòng họp', 'browser', 'hb', 'tslcd', '{satellite}',
        'admitted')`.execute(installation.database);
  const data = large(201);
  const meetingId = await confirmed({
    ...data,
    sites: [...data.sites, aRegisteredSite('h-1')],
  });
  const waves = await wavesOf(meetingId);
  expect(waves.filter(({ stage }) => stage === 1)).toHaveLength(DISTRICTS);
  expect(waves.filter(({ stage }) => stage === 2)).toMatchObject([{ groupName: null, siteCount: 202 }]);
});

test('[R-SCH-06] [SC-7] a half day in which a room is taken is passed over, and nobody takes one that is reserved', async () => {
  const use = {
    roomId: 'p-c-1-1',
    title: 'Họp chi bộ tại chỗ',
    ...half('2026-11-13T14:00', '2026-11-13T15:00'),
  };
  expect((await desk.call('desk', 'POST', '/api/schedule/local-uses', use)).status).toBe(200);
  const meetingId = await confirmed(large(201));
  expect(await rehearsed(meetingId)).toMatchObject([
    half('2026-11-12T13:30', '2026-11-12T17:00'),
    half('2026-11-13T07:30', '2026-11-13T11:30'),
  ]);
  const later = { ...use, roomId: 'p-c-2-2', ...half('2026-11-13T09:00', '2026-11-13T10:00') };
  expect(await desk.call('desk', 'POST', '/api/schedule/local-uses', later)).toMatchObject({
    status: 409,
    body: { code: 'SLOT_TAKEN' },
  });
});

test('[R-SCH-06] [SC-7] half days move with the meeting and are given back when it is called off', async () => {
  const data = large(201);
  const meetingId = await confirmed(data);
  const answer = await desk.change('desk', meetingId, large(201, start + DAY), { reason: 'Đổi ngày' });
  expect(answer.status).toBe(200);
  expect(await rehearsed(meetingId)).toMatchObject([
    half('2026-11-13T13:30', '2026-11-13T17:00'),
    half('2026-11-16T07:30', '2026-11-16T11:30'),
  ]);
  await desk.act('approver', meetingId, { act: 'cancel', reason: 'Không họp nữa' });
  expect(await rehearsed(meetingId)).toEqual([]);
  expect(await wavesOf(meetingId)).toEqual([]);
});

test('[R-SCH-06] [SC-7] exactly 200 sites reserve none', async () => {
  const meetingId = await confirmed(large(200));
  expect(await wavesOf(meetingId)).toEqual([]);
  expect(await rehearsed(meetingId)).toEqual([]);
});

describe('a wave that a person lays elsewhere', () => {
  const move = (meetingId: string, body: object, by: 'scheduler' | 'clerk' = 'scheduler') =>
    desk.call<WavePlanList>(by, 'POST', `/api/schedule/meetings/${meetingId}/waves`, body);
  const district = { stage: 1, groupId: OrganisationId.parse('d-1') };
  const earlier = half('2026-11-12T13:30', '2026-11-12T17:00');

  test('[R-SCH-06] [SC-12] stays there with its rooms when the meeting is booked anew', async () => {
    const meetingId = await confirmed(large(201));
    const { status, body } = await move(meetingId, { ...district, ...earlier });
    expect(status).toBe(200);
    const waves = body.plans.find((plan) => plan.meetingId === meetingId)?.waves ?? [];
    expect(waves.find(({ groupId }) => groupId === 'd-1')).toMatchObject({ ...earlier, isChosen: true });
    expect(await rehearsed(meetingId)).toMatchObject([
      { ...earlier, rooms: 50, firm: true },
      { ...half('2026-11-13T07:30', '2026-11-13T11:30'), rooms: 150 },
      { rooms: 201 },
    ]);
    const more = { ...large(201), technician: { name: 'Kỹ thuật viên trực', phone: '0900 000 777' } };
    expect((await desk.change('desk', meetingId, more, { reason: 'Thêm cán bộ' })).status).toBe(200);
    expect((await wavesOf(meetingId)).filter(({ isChosen }) => isChosen)).toMatchObject([
      { groupName: 'UBND huyện số 1', ...earlier },
    ]);
  });

  test('[R-SCH-06] [SC-12] goes back to its half day when it no longer fits', async () => {
    const meetingId = await confirmed(large(201));
    await move(meetingId, { ...district, ...earlier });
    const answer = await desk.change('desk', meetingId, large(201, start - 4 * DAY), {
      reason: 'Họp sớm hơn',
    });
    expect(answer.status).toBe(200);
    expect((await wavesOf(meetingId)).some(({ isChosen }) => isChosen)).toBe(false);
  });

  test('[SC-12] the past, another order of the stages, no such group are refused', async () => {
    const meetingId = await confirmed(large(201));
    const nobody = { stage: 1, groupId: OrganisationId.parse('d-9') };
    const refused = [
      [district, half('2026-11-13T14:00', '2026-11-13T18:00'), 'WAVE_OUT_OF_ORDER'],
      [district, half('2026-10-30T08:00', '2026-10-30T11:00'), 'WAVE_OUT_OF_ORDER'],
      [{ stage: 2, groupId: null }, half('2026-11-12T08:00', '2026-11-12T10:00'), 'WAVE_OUT_OF_ORDER'],
      [district, half('2026-11-12T10:00', '2026-11-12T08:00'), 'BAD_MESSAGE'],
      [nobody, earlier, 'NOT_FOUND'],
    ] as const;
    for (const [wave, time, code] of refused)
      expect((await move(meetingId, { ...wave, ...time })).body).toMatchObject({ code });
    expect((await wavesOf(meetingId)).some(({ isChosen }) => isChosen)).toBe(false);
  });

  test('[R-SCH-01] [SC-12] into a room that is taken is refused; who does not schedule may not', async () => {
    const meetingId = await confirmed(large(201));
    const use = {
      roomId: 'p-c-1-1',
      title: 'Họp chi bộ tại chỗ',
      ...half('2026-11-12T14:00', '2026-11-12T15:00'),
    };
    expect((await desk.call('desk', 'POST', '/api/schedule/local-uses', use)).status).toBe(200);
    expect((await move(meetingId, { ...district, ...earlier })).body).toMatchObject({ code: 'SLOT_TAKEN' });
    expect((await move(meetingId, { ...district, ...earlier }, 'clerk')).status).toBe(403);
    const { body } = await desk.call<LocalUseList>(
      'desk',
      'GET',
      `/api/schedule/local-uses?from=${at('2026-11-12T00:00')}&to=${at('2026-11-13T00:00')}`,
    );
    expect(body.uses).toMatchObject([
      { title: use.title, roomId: 'p-c-1-1', siteName: 'UBND xã số 1', state: 'booked', mayRelease: true },
    ]);
  });
});
