import {
  type ActOnRegistration,
  type Conflict,
  instant,
  MAX_SITES,
  MeetingId,
  OrganisationId,
  SessionInfo,
  SiteId,
  UserId,
} from '@nhipcau/contracts';
import { aRegisteredSite, aRegistration, FakeClock } from '@nhipcau/testkit';
import type { KyselyPlugin } from 'kysely';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import type { Availability } from '../schedule/bookings.ts';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { logins, TestInstallation } from '../testing/test-installation.ts';
import type { Move, MoveListener } from './move.ts';
import { RegistrationService } from './registration.service.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);
const clock = new FakeClock(at('2026-11-02T08:00'));
const start = at('2026-11-12T08:00');

let installation: TestInstallation;
let desk: RegistrationDesk;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new RegistrationDesk(installation);
});
afterAll(() => installation.close());
beforeEach(async () => {
  await desk.moveTo('ha-noi');
  await installation.database.deleteFrom('booking').execute();
});

const person = (role: 'clerk' | 'approver'): SessionInfo =>
  SessionInfo.parse({
    ...sessionParts,
    userId: UserId.parse(`u-${logins[role]}`),
    name: `Người thử ${role}`,
    role,
    organisationId: role === 'clerk' ? OrganisationId.parse('o-district') : null,
    grants: [
      {
        role,
        scope:
          role === 'clerk'
            ? { kind: 'organisation', organisationId: 'o-district' }
            : { kind: 'installation' },
      },
    ],
  });
/** What the session says beyond the person, as the API answers it. */
let sessionParts: Record<string, unknown> = {};
beforeAll(async () => {
  sessionParts = { ...(await desk.call<Record<string, unknown>>('approver', 'GET', '/api/session')).body };
});

const worker = (role: 'clerk' | 'approver') => ({ person: person(role), correlationId: 'thử' });
const nothingTaken: Availability = {
  conflictsOf: async () => [],
  outlookOf: async () => ({ conflicts: [], freeSlots: [] }),
};
const serviceOn = (
  database: Database,
  listeners: readonly MoveListener[] = [],
  availability = nothingTaken,
) => new RegistrationService({ database, clock, listeners, availability, maxSites: MAX_SITES });

const registered = async (title = 'Hội nghị giao ban') => {
  await installation.database.deleteFrom('booking').execute();
  const { body } = await desk.create('clerk', aRegistration(start, { title }));
  const { meetingId } = body.registration;
  await desk.act('clerk', meetingId, { act: 'submit' });
  return MeetingId.parse(meetingId);
};

/** Everything the database knows of a file. */
const traceOf = async (meetingId: string) => {
  const { rows } = await sql<Record<string, unknown>>`
    select (select row_to_json(r) from registration r where meeting_id = ${meetingId}) as file,
      (select count(*)::int from meeting_move where meeting_id = ${meetingId}) as moves,
      (select count(*)::int from audit where meeting_id = ${meetingId}) as lines,
      (select count(*)::int from meeting where id = ${meetingId}) as plans,
      (select count(*)::int from meeting_site where meeting_id = ${meetingId}) as sites,
      (select json_agg(n) from registration_number n) as numbers`.execute(installation.database);
  return rows[0];
};

/** A database whose connection gives up at the given statement. */
function failingAt(statement: number): { database: Database; seen: () => number } {
  let count = 0;
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      count += 1;
      if (count === statement) throw new Error(`interrupted at ${statement}`);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { database: installation.database.withPlugin(plugin), seen: () => count };
}

const confirmation = (revision = 2): ActOnRegistration => ({
  revision,
  act: 'confirm',
  reason: null,
  reception: null,
  displace: [],
});

describe('interrupted at every statement', () => {
  test('[R-REG-14] a confirmation is there with its plan, history and audit, or not at all', async () => {
    const meetingId = await registered();
    const before = await traceOf(meetingId);
    let statements = 0;
    for (let at = 1; at < 200; at += 1) {
      const { database, seen } = failingAt(at);
      const done = await serviceOn(database)
        .act(meetingId, confirmation(), worker('approver'))
        .then(() => true)
        .catch((cause: unknown) => {
          expect(String(cause)).toMatch(/interrupted/);
          return false;
        });
      statements = seen();
      if (done) break;
      expect(await traceOf(meetingId)).toEqual(before);
    }
    expect(statements).toBeGreaterThan(10);
    expect(await traceOf(meetingId)).toMatchObject({ plans: 1, sites: 3, moves: 3 });
  });

  test('[R-REG-17] so is a change of a confirmed meeting', async () => {
    const meetingId = await registered();
    await desk.act('approver', meetingId, { act: 'confirm' });
    const before = await traceOf(meetingId);
    const data = aRegistration(start + 3_600_000, {
      sites: ['district', 'commune'].map((id) => aRegisteredSite(id)),
    });
    for (let at = 1; at < 200; at += 1) {
      const done = await serviceOn(failingAt(at).database)
        .change(meetingId, { revision: 3, data, reason: 'Đổi giờ' }, worker('clerk'))
        .then(() => true)
        .catch(() => false);
      if (done) break;
      expect(await traceOf(meetingId)).toEqual(before);
    }
    expect(await traceOf(meetingId)).toMatchObject({ sites: 2, moves: 4 });
  });

  test('a number that was taken and given back leaves no gap', async () => {
    const numbers = async () =>
      (await sql<{ last: number }>`select last from registration_number`.execute(installation.database)).rows;
    const before = await numbers();
    for (let at = 1; at < 200; at += 1) {
      const done = await serviceOn(failingAt(at).database)
        .create(aRegistration(start), worker('clerk'))
        .then(() => true)
        .catch(() => false);
      if (done) break;
      expect(await numbers()).toEqual(before);
    }
    expect((await numbers())[0]?.last).toBe((before[0]?.last ?? 0) + 1);
  });

  test('the connection is ended by the database in the middle of a step', async () => {
    const meetingId = await registered();
    const before = await traceOf(meetingId);
    const killer: MoveListener = {
      moved: async (trx) => {
        await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx);
      },
    };
    await expect(
      serviceOn(installation.database, [killer]).act(meetingId, confirmation(), worker('approver')),
    ).rejects.toThrow();
    expect(await traceOf(meetingId)).toEqual(before);
    await serviceOn(installation.database).act(meetingId, confirmation(), worker('approver'));
    expect(await traceOf(meetingId)).toMatchObject({ plans: 1 });
  });
});

describe('[R-NTC-04] [R-PROF-04] all that follows a step, interrupted at every statement', () => {
  /** What was to be told, what is owed, and the timers of both. */
  const consequencesOf = async (meetingId: string) => {
    const { rows } = await sql<{
      letters: string[];
      notices: number;
      recipients: number;
      owed: string[];
      posts: number;
      timers: string[];
    }>`
      select (select coalesce(array_agg(key order by key), '{}') from outbox_letter where meeting_id = ${meetingId}) as letters,
        (select count(*)::int from notice where meeting_id = ${meetingId}) as notices,
        (select count(*)::int from notice_recipient r join notice n on n.id = r.notice_id
          where n.meeting_id = ${meetingId}) as recipients,
        (select coalesce(array_agg(key order by key), '{}') from deadline where meeting_id = ${meetingId}) as owed,
        (select count(*)::int from duty_post where meeting_id = ${meetingId}) as posts,
        (select coalesce(array_agg(id::text), '{}') from pgboss.job where data::text like ${`%${meetingId}%`}) as timers`.execute(
      installation.database,
    );
    const [found] = rows;
    if (!found) throw new Error('no answer');
    return found;
  };
  type Consequences = Awaited<ReturnType<typeof consequencesOf>>;
  const newTimers = (now: Consequences, then: Consequences) =>
    now.timers.filter((id) => !then.timers.includes(id));
  /** A timer of the past may be tidied away meanwhile: by the database's clock the meeting is over. */
  const expectNothingNew = (now: Consequences, then: Consequences) =>
    expect({ ...now, timers: newTimers(now, then) }).toEqual({ ...then, timers: [] });

  test('no notice, no duty and no timer is there of a step that was not taken; of one that was each is there, once', async () => {
    const meetingId = await registered();
    const [trace, before] = [await traceOf(meetingId), await consequencesOf(meetingId)];
    const { listeners } = installation.server.office;
    let statements = 0;
    for (let at = 1; at < 2_000; at += 1) {
      const { database, seen } = failingAt(at);
      const done = await serviceOn(database, listeners)
        .act(meetingId, confirmation(), worker('approver'))
        .then(() => true)
        .catch((cause: unknown) => {
          expect(String(cause)).toMatch(/interrupted/);
          return false;
        });
      statements = seen();
      if (done) break;
      expect(await traceOf(meetingId)).toEqual(trace);
      expectNothingNew(await consequencesOf(meetingId), before);
    }
    // The listeners have their part of it.
    expect(statements).toBeGreaterThan(40);
    const after = await consequencesOf(meetingId);
    expect(after.notices).toBeGreaterThan(before.notices);
    expect(new Set(after.letters).size).toBe(after.letters.length);
    expect(after.owed.length).toBeGreaterThan(0);
    expect(newTimers(after, before).length).toBeGreaterThan(0);
    // The same step told again after the answer was lost adds nothing.
    await serviceOn(installation.database, listeners).act(meetingId, confirmation(), worker('approver'));
    expectNothingNew(await consequencesOf(meetingId), after);
  });
});

describe('those who listen', () => {
  test('are told in their order, inside the step; an objection undoes all of it', async () => {
    const meetingId = await registered();
    const before = await traceOf(meetingId);
    const told: string[] = [];
    const first: MoveListener = {
      moved: async (trx, { act, from, to, registration }: Move) => {
        const row = await trx
          .selectFrom('registration')
          .select('state')
          .where('meeting_id', '=', registration.meetingId)
          .executeTakeFirstOrThrow();
        told.push(`${act} ${from} → ${to}, stored ${row.state}`);
      },
    };
    const objecting: MoveListener = {
      moved: async () => {
        throw new AppError('CALENDAR_NOT_COVERING', { date: '2099-01-01' });
      },
    };
    await expect(
      serviceOn(installation.database, [first, objecting]).act(meetingId, confirmation(), worker('approver')),
    ).rejects.toMatchObject({ code: 'CALENDAR_NOT_COVERING' });
    expect(told).toEqual(['confirm registered → confirmed, stored confirmed']);
    expect(await traceOf(meetingId)).toEqual(before);
  });

  test('two that wait for each other: the database lets one go, and it begins again', async () => {
    const [a, b] = [await registered('Hội nghị A'), await registered('Hội nghị B')];
    /** Takes two locks in the order that is worst for both. */
    const crossing: MoveListener = {
      moved: async (trx, { registration }) => {
        const keys = registration.meetingId === a ? [901, 902] : [902, 901];
        await sql`select pg_advisory_xact_lock(${keys[0]})`.execute(trx);
        await sql`select pg_sleep(0.2)`.execute(trx);
        await sql`select pg_advisory_xact_lock(${keys[1]})`.execute(trx);
      },
    };
    const service = serviceOn(installation.database, [crossing]);
    await Promise.all([a, b].map((id) => service.act(id, confirmation(), worker('approver'))));
    for (const id of [a, b]) expect(await traceOf(id)).toMatchObject({ plans: 1, moves: 3 });
  });
});

describe('[R-APR-06] [RE-23] conflicts', () => {
  const slot = { start: instant(start + 86_400_000), end: instant(start + 93_600_000) };
  const taken = (against: MeetingId | null, mayDisplace: boolean): Availability => {
    const conflict: Conflict = {
      kind: 'booked',
      resource: { kind: 'site', resourceId: 'district', name: 'UBND huyện Đà Bắc' },
      start: instant(start),
      end: instant(start + 7_200_000),
      against: { meetingId: against, title: null, isFirm: true },
      mayDisplace,
      capacity: null,
      proposed: null,
      cite: [],
    };
    return {
      conflictsOf: async () => [conflict],
      outlookOf: async () => ({ conflicts: [conflict], freeSlots: [slot] }),
    };
  };

  test('a refusal names the next free times', async () => {
    const meetingId = await registered();
    const service = serviceOn(installation.database, [], taken(null, false));
    await service.act(
      meetingId,
      { ...confirmation(), act: 'refuse', reason: 'Trùng phòng' },
      worker('approver'),
    );
    const { body } = await desk.call('clerk', 'GET', `/api/registrations/${meetingId}`);
    expect(body.moves.at(-1)).toMatchObject({ act: 'refuse', reason: 'Trùng phòng', alternatives: [slot] });
  });

  test('[R-SCH-04] what has to give way is put off with it, and its host is told by the same listeners', async () => {
    const lower = await registered('Nhường chỗ');
    await desk.act('approver', lower, { act: 'confirm' });
    const higher = await registered('Khẩn cấp');
    const moves: string[] = [];
    const listener: MoveListener = {
      moved: async (_trx, { act, registration, reason }) => {
        moves.push(`${registration.data.title}: ${act} ${reason ?? ''}`.trim());
      },
    };
    const service = serviceOn(installation.database, [listener], taken(lower, true));
    await service.act(higher, { ...confirmation(), displace: [lower] }, worker('approver'));
    const { body } = await desk.call('clerk', 'GET', `/api/registrations/${lower}`);
    expect(body.registration).toMatchObject({ state: 'registered', confirmedAt: null });
    const { body: won } = await desk.call('clerk', 'GET', `/api/registrations/${higher}`);
    expect(moves).toEqual([`Nhường chỗ: displace ${won.registration.fileNumber}`, 'Khẩn cấp: confirm']);
  });

  test('nothing is put off that does not stand in the way, or does not have to', async () => {
    const lower = await registered('Đứng yên');
    const higher = await registered('Lấn');
    for (const availability of [taken(lower, false), taken(null, true), nothingTaken]) {
      const service = serviceOn(installation.database, [], availability);
      await expect(
        service.act(higher, { ...confirmation(), displace: [lower] }, worker('approver')),
      ).rejects.toMatchObject({ code: 'DISPLACEMENT_NOT_ALLOWED' });
    }
    expect(await traceOf(higher)).toMatchObject({ plans: 0 });
  });
});

test('[R-REG-06] what the desk noted today, with the call', async () => {
  await desk.moveTo('binh-dinh');
  const { body } = await desk.create(
    'desk',
    aRegistration(start, {
      urgency: 'urgent',
      urgentCause: 'Lũ lụt',
      purpose: 'agencyMeeting',
      chairSiteId: SiteId.parse('district'),
    }),
  );
  const receivedAt = clock.now() - 60_000;
  const call = { caller: 'Trực ban UBND huyện', callee: 'Trực ban Sở', phone: null, readBack: true };
  await desk.act('desk', body.registration.meetingId, {
    act: 'submit',
    reception: { channel: 'telephone', sender: null, call, receivedAt },
  });
  const list = (from: number, to: number) =>
    desk.call<{ receptions: { meetingId: string; reception: { call: object } }[] }>(
      'desk',
      'GET',
      `/api/registrations/receptions?from=${from}&to=${to}`,
    );
  const today = await list(receivedAt, clock.now());
  expect(today.body.receptions).toMatchObject([
    { meetingId: body.registration.meetingId, reception: { call } },
  ]);
  expect((await list(clock.now(), clock.now() + 1)).body.receptions).toEqual([]);
  expect((await desk.call('clerk', 'GET', '/api/registrations/receptions?from=0&to=1')).status).toBe(403);
});
