import { type ActOnRegistration, instant, MAX_SITES, type MeetingId, SessionInfo } from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../app-error.ts';
import { type Database, openDatabase } from '../database/database.ts';
import type { Outbox } from '../notices/outbox.ts';
import { openSchedule } from '../schedule/open-schedule.ts';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { RegistrationService } from './registration.service.ts';

const clock = new FakeClock(Date.parse('2026-11-02T08:00:00+07:00'));
const start = Date.parse('2026-11-12T08:00:00+07:00');
const DAY_MS = 86_400_000;
const ROUNDS = 200;
/** Pairs of rivals that race beside each other, each pair on a day of its own. */
const PAIRS = 5;

let installation: TestInstallation;
let other: Database;
let people: Readonly<Record<'clerk' | 'approver', SessionInfo>>;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  other = openDatabase(installation.databaseUrl, () => {
    // The database is dropped at the end while connections are idle.
  });
  const desk = new RegistrationDesk(installation);
  await desk.moveTo('ha-noi');
  const who = async (role: 'clerk' | 'approver') =>
    SessionInfo.parse((await desk.call(role, 'GET', '/api/session')).body);
  people = { clerk: await who('clerk'), approver: await who('approver') };
});
afterAll(async () => {
  await other.destroy();
  await installation.close();
});

const nobody: Outbox = { put: async () => {} };
const officeOn = (database: Database): RegistrationService => {
  const { listener, availability } = openSchedule({ database, clock, outbox: nobody });
  return new RegistrationService({
    database,
    clock,
    listeners: [listener],
    availability,
    maxSites: MAX_SITES,
  });
};
const worker = (role: 'clerk' | 'approver') => ({ person: people[role], correlationId: 'thử' });
const step = (revision: number, act: ActOnRegistration['act']): ActOnRegistration => ({
  revision,
  act,
  reason: null,
  reception: null,
  displace: [],
});

/** Registered by two hosts for the same rooms; the second begins in the middle of the first. */
async function twoRivals(office: RegistrationService, day: number): Promise<[MeetingId, MeetingId]> {
  const registered = async (at: number): Promise<MeetingId> => {
    const meetingId = await office.create(aRegistration(at), worker('clerk'));
    await office.act(meetingId, step(1, 'submit'), worker('clerk'));
    return meetingId;
  };
  const at = start + day * DAY_MS;
  return [await registered(at), await registered(at + 3_600_000)];
}

/** What there is of a meeting besides its file. */
const tracesOf = async (meetingId: MeetingId) => {
  const { rows } = await sql<{
    state: string;
    moves: number;
    plans: number;
    firm: number;
    confirmations: number;
  }>`
    select (select state from registration where meeting_id = ${meetingId}) as state,
      (select count(*)::int from meeting_move where meeting_id = ${meetingId}) as moves,
      (select count(*)::int from meeting where id = ${meetingId}) as plans,
      (select count(*)::int from booking where meeting_id = ${meetingId} and is_firm) as firm,
      (select count(*)::int from audit where meeting_id = ${meetingId} and action = 'registration.confirm') as confirmations
  `.execute(installation.database);
  return rows[0];
};

interface Rival {
  readonly meetingId: MeetingId;
  revision: number;
}

test(`[R-SCH-01] [R-APR-01] two approvals race for one room from two connections, ${ROUNDS} times: one wins, the other is told why, nothing is half-written`, async () => {
  const [here, there] = [officeOn(installation.database), officeOn(other)];

  /** Both are approved at once; whoever won is put off again, so that the next race is for the same. */
  async function race(one: Rival, two: Rival): Promise<void> {
    const before = new Map([
      [one, await tracesOf(one.meetingId)],
      [two, await tracesOf(two.meetingId)],
    ]);
    const outcomes = await Promise.allSettled([
      here.act(one.meetingId, step(one.revision, 'confirm'), worker('approver')),
      there.act(two.meetingId, step(two.revision, 'confirm'), worker('approver')),
    ]);
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(lost).toHaveLength(1);
    expect(lost[0]).toBeInstanceOf(AppError);
    const [winner, loser] = outcomes[0]?.status === 'fulfilled' ? [one, two] : [two, one];
    expect(lost[0]).toMatchObject({ code: 'SLOT_TAKEN', facts: { meetingId: winner.meetingId } });
    const then = before.get(winner);
    const won = await tracesOf(winner.meetingId);
    expect(won).toMatchObject({
      state: 'confirmed',
      moves: (then?.moves ?? 0) + 1,
      plans: 1,
      confirmations: (then?.confirmations ?? 0) + 1,
    });
    expect(won?.firm).toBeGreaterThan(0);
    expect(await tracesOf(loser.meetingId)).toEqual(before.get(loser));
    const putOff = { ...step(winner.revision + 1, 'postpone'), reason: 'Thi lại' };
    await here.act(winner.meetingId, putOff, worker('approver'));
    winner.revision += 2;
  }

  async function raceAll(day: number): Promise<Rival[]> {
    const [one, two] = (await twoRivals(here, day)).map((meetingId) => ({ meetingId, revision: 2 }));
    if (!one || !two) throw new Error('no rivals');
    for (let round = 0; round < ROUNDS / PAIRS; round += 1) await race(one, two);
    return [one, two];
  }

  const rivals = await Promise.all(Array.from({ length: PAIRS }, (_, day) => raceAll(day)));
  const victories = rivals.flat().reduce((sum, { revision }) => sum + (revision - 2) / 2, 0);
  expect(victories).toBe(ROUNDS);
});

test('[R-APR-06] whoever lost is refused with the next free times of the same rooms', async () => {
  const office = officeOn(installation.database);
  await installation.database.deleteFrom('booking').execute();
  const [first, second] = await twoRivals(office, 0);
  await office.act(first, step(2, 'confirm'), worker('approver'));
  await office.act(second, { ...step(2, 'refuse'), reason: 'Trùng lịch' }, worker('approver'));
  const { rows } = await sql<{ alternatives: { start: number; end: number }[] }>`
    select alternatives from meeting_move where meeting_id = ${second} and act = 'refuse'`.execute(
    installation.database,
  );
  const slots = rows[0]?.alternatives ?? [];
  expect(slots.length).toBeGreaterThan(0);
  // Not one of them falls into the two hours of the meeting that stands.
  for (const slot of slots) expect(slot.start >= start + 7_200_000 || slot.end <= start).toBe(true);
});

test('[R-REG-17] [R-SCH-01] a change into a taken time is refused, and the old time stays', async () => {
  const office = officeOn(installation.database);
  await installation.database.deleteFrom('booking').execute();
  const [first, second] = await twoRivals(office, 0);
  await office.act(first, step(2, 'confirm'), worker('approver'));
  const moved = aRegistration(start + DAY_MS);
  await office.change(second, { revision: 2, data: moved, reason: null }, worker('clerk'));
  await office.act(second, step(3, 'confirm'), worker('approver'));
  const back = { ...moved, official: { start: instant(start), end: instant(start + 7_200_000) } };
  await expect(
    office.change(second, { revision: 4, data: back, reason: 'Về giờ cũ' }, worker('clerk')),
  ).rejects.toMatchObject({ code: 'SLOT_TAKEN' });
  const plan = await installation.database
    .selectFrom('meeting')
    .select('planned_start')
    .where('id', '=', second)
    .executeTakeFirstOrThrow();
  expect(plan.planned_start).toEqual(new Date(start + DAY_MS));
  expect(await tracesOf(second)).toMatchObject({ state: 'confirmed', moves: 4, plans: 1 });
});
