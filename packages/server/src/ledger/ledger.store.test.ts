import {
  ConferenceEvent,
  type LedgerPage,
  MeetingLedger,
  OrganisationId,
  type RegistrationData,
} from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Job, Jobs } from '../jobs/jobs.ts';
import type { Letter, Outbox } from '../notices/outbox.ts';
import { logins, TestInstallation } from '../testing/test-installation.ts';
import { LedgerService } from './ledger.service.ts';
import { LinkDuty } from './link-duty.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);
const HOUR = 3_600_000;
const setClock = (to: number) => clock.step(to - clock.now());

let installation: TestInstallation;
const clock = new FakeClock(at('2026-11-02T08:00'));
const jobs: Job[] = [];
const letters: Letter[] = [];
/** Holds what was put, as the real ones do after a commit. */
const collecting = {
  jobs: { put: async (_: unknown, job: Job) => void jobs.push(job), handle: () => {} } satisfies Jobs,
  outbox: { put: async (_: unknown, more: readonly Letter[]) => void letters.push(...more) } satisfies Outbox,
};
let ledger: LedgerService;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  ledger = new LedgerService({ database: installation.database, clock, ...collecting });
});
afterAll(() => installation.close());
beforeEach(() => {
  jobs.length = 0;
  letters.length = 0;
});

/** A meeting of the district under Quảng Ninh's regulation unless told otherwise. */
const data = (start: number, more: Partial<RegistrationData> = {}) =>
  aRegistration(start, { kind: 'province', chairBody: 'committee', ...more });
const withRecording = { ...data(0).technical, recording: true };

let count = 0;
/** A registered file, as the registration service writes it, and its first computation. */
async function aFile(locality: string, start: number, more: Partial<RegistrationData> = {}): Promise<string> {
  count += 1;
  const meetingId = `m-${count}`;
  const now = new Date(clock.now());
  const { database } = installation;
  const { version } = await database
    .selectFrom('regulation_profile')
    .select('version')
    .where('locality', '=', locality)
    .executeTakeFirstOrThrow();
  await database
    .insertInto('registration')
    .values({
      meeting_id: meetingId,
      file_number: `2026/${String(count).padStart(4, '0')}`,
      locality,
      regulation_version: version,
      state: 'registered',
      data: JSON.stringify(data(start, more)),
      late_reason: null,
      host_organisation_id: more.hostOrganisationId ?? 'o-district',
      starts_at: new Date(start),
      ends_at: new Date(start + 2 * HOUR),
      created_by: `u-${logins.clerk}`,
      created_at: now,
      registered_at: now,
    })
    .execute();
  await ledger.refresh(meetingId);
  return meetingId;
}

/** Lets the clock run from one wake to the next until an instant; answers when somebody was woken. */
async function followWakes(meetingId: string, until: number): Promise<number[]> {
  const seen: number[] = [];
  for (;;) {
    const next = jobs.filter(({ body }) => body['meetingId'] === meetingId).at(-1);
    if (!next || next.at > until || next.at <= clock.now()) return seen;
    seen.push(next.at);
    setClock(next.at);
    await ledger.refresh(meetingId);
  }
}

const statesOf = async (meetingId: string) => {
  const rows = await installation.database
    .selectFrom('deadline')
    .select(['deadline_id', 'state', 'due_at'])
    .where('meeting_id', '=', meetingId)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.deadline_id, row.state]));
};

async function call<T>(
  role: keyof typeof logins,
  method: 'GET' | 'POST',
  url: string,
  payload?: object,
): Promise<{ status: number; body: T }> {
  const reply = await installation.app.inject({
    method,
    url,
    headers: { cookie: await installation.signIn(role) },
    ...(payload ? { payload } : {}),
  });
  return { status: reply.statusCode, body: reply.json() };
}

describe('[R-PROF-04] the ledger', () => {
  test('turns a duty late one tick after its limit, without anybody, and says so once', async () => {
    // Hà Nội answers within two hours of the receipt (Đ12.2b).
    const meetingId = await aFile('ha-noi', at('2026-11-05T08:00'), { kind: 'agency' });
    await followWakes(meetingId, at('2026-11-02T10:00'));
    expect(jobs.at(-1)).toMatchObject({ at: at('2026-11-02T10:00') + 1, body: { meetingId } });
    setClock(at('2026-11-02T10:00'));
    await ledger.sweep();
    expect(await statesOf(meetingId)).toMatchObject({ answer: 'pending' });
    clock.advance(1);
    await ledger.sweep();
    await ledger.sweep();
    expect(await statesOf(meetingId)).toMatchObject({ answer: 'late' });
    const late = letters.filter(({ template }) => template === 'deadline.late');
    expect(late.map(({ recipient }) => recipient)).toEqual([{ kind: 'profileRole', role: 'operatingUnit' }]);
    expect(late[0]?.facts).toMatchObject({ dueAt: at('2026-11-02T10:00'), article: 'Đ12.2b' });
  });

  test('a duty reported in time is met, with its instant, and a second report is refused', async () => {
    setClock(at('2026-11-02T08:00'));
    const meetingId = await aFile('quang-ninh', at('2026-11-12T08:00'), {
      technical: withRecording,
    });
    const url = `/api/deadlines/${meetingId}/recording-request/report`;
    setClock(at('2026-11-03T09:00'));
    const first = await call<unknown>('clerk', 'POST', url, { at: at('2026-11-03T08:30'), note: 'gửi VNPT' });
    expect(first.status).toBe(200);
    const { timetable, changes } = MeetingLedger.parse(first.body);
    const entry = timetable.entries.find(({ deadlineId }) => deadlineId === 'recording-request');
    expect(entry).toMatchObject({ state: 'met', reason: { code: 'doneAt', at: at('2026-11-03T08:30') } });
    expect(changes.at(-1)).toMatchObject({ fromState: 'pending', toState: 'met', cause: 'report' });
    const again = await call<{ code: string }>('clerk', 'POST', url, { at: null, note: null });
    expect([again.status, again.body.code]).toEqual([409, 'DEADLINE_SETTLED']);
  });

  test('[LG-3] [R-CON-02] the links themselves fulfil the joining of the MCUs; a person who says it says why', async () => {
    setClock(at('2026-11-02T08:00'));
    const start = at('2026-11-12T08:00');
    const meetingId = await aFile('hoa-binh', start, { kind: 'government' });
    const report = (note: string | null) =>
      call<{ code: string }>('clerk', 'POST', `/api/deadlines/${meetingId}/slave-mcu/report`, {
        at: null,
        note,
      });
    expect((await report(null)).body.code).toBe('DEADLINE_REPORT_NEEDS_REASON');
    const joined = (allSince: number | null) =>
      installation.database.transaction().execute((trx) =>
        new LinkDuty(ledger).followed(
          trx,
          ConferenceEvent.parse({
            meetingId,
            seq: 2,
            at: clock.now(),
            actor: { kind: 'time' },
            commandId: null,
            body: {
              type: 'connect.slaveJoined',
              childId: 'hb',
              joinedAt: start - 3 * HOUR,
              lateByMs: null,
              ...(allSince === null ? {} : { allSince }),
            },
          }),
        ),
      );
    setClock(start - 2.5 * HOUR);
    await joined(null);
    expect(await statesOf(meetingId)).toMatchObject({ 'slave-mcu': 'pending' });
    await joined(start - 2.5 * HOUR);
    expect(await statesOf(meetingId)).toMatchObject({ 'slave-mcu': 'met' });
    expect((await report('Đã gọi điện xác nhận')).body.code).toBe('DEADLINE_SETTLED');
    const other = await aFile('hoa-binh', start, { kind: 'government' });
    const byHand = await call<unknown>('clerk', 'POST', `/api/deadlines/${other}/slave-mcu/report`, {
      at: null,
      note: 'MCU của Cục không báo trạng thái',
    });
    expect([byHand.status, (await statesOf(other))['slave-mcu']]).toEqual([200, 'met']);
  });

  test.each([
    ['an unknown duty', 'no-such', 'clerk', { at: null, note: null }, 404, 'DEADLINE_UNKNOWN'],
    [
      'an instant to come',
      'trial',
      'clerk',
      { at: at('2027-01-01T00:00'), note: null },
      422,
      'DEADLINE_REPORTED_AHEAD',
    ],
    ['somebody without the right', 'trial', 'auditor', { at: null, note: null }, 403, 'NOT_ALLOWED'],
    [
      'a note of two megabytes',
      'trial',
      'clerk',
      { at: null, note: 'x'.repeat(2_000_000) },
      413,
      'MESSAGE_TOO_LARGE',
    ],
  ] as const)('a report of %s is refused by name', async (_, deadlineId, role, body, status, code) => {
    setClock(at('2026-11-02T08:00'));
    const meetingId = await aFile('quang-ninh', at('2026-11-12T08:00'));
    const reply = await call<{ code: string }>(
      role,
      'POST',
      `/api/deadlines/${meetingId}/${deadlineId}/report`,
      body,
    );
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  test('a clerk of another organisation neither sees nor reports', async () => {
    setClock(at('2026-11-02T08:00'));
    const foreign = await aFile('quang-ninh', at('2026-11-12T08:00'), {
      hostOrganisationId: OrganisationId.parse('o-government'),
    });
    const seen = await call<{ code: string }>('clerk', 'GET', `/api/deadlines/${foreign}`);
    expect([seen.status, seen.body.code]).toEqual([403, 'NOT_ALLOWED']);
    const page = await call<LedgerPage>('clerk', 'GET', '/api/deadlines?view=all&limit=200');
    expect(page.body.lines.map((line) => line.meetingId)).not.toContain(foreign);
    const all = await call<LedgerPage>('desk', 'GET', '/api/deadlines?view=all&limit=200');
    expect(all.body.lines.map((line) => line.meetingId)).toContain(foreign);
  });
});

describe('[R-PROF-04] lists and waivers', () => {
  test('what is owed next stands first, page by page, each line once', async () => {
    setClock(at('2026-11-02T08:00'));
    for (const day of ['20', '18', '19']) await aFile('quang-ninh', at(`2026-11-${day}T08:00`));
    const seen: string[] = [];
    const dues: number[] = [];
    let cursor = '';
    do {
      const { body } = await call<LedgerPage>('desk', 'GET', `/api/deadlines?view=all&limit=7${cursor}`);
      for (const line of body.lines) {
        seen.push(`${line.meetingId} ${line.deadlineId}`);
        dues.push(line.dueAt ?? Number.MAX_SAFE_INTEGER);
      }
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(20);
    expect(dues).toEqual([...dues].sort((a, b) => a - b));
    const garbage = await call<{ code: string }>('desk', 'GET', '/api/deadlines?cursor=abc');
    expect([garbage.status, garbage.body.code]).toEqual([400, 'BAD_MESSAGE']);
  });

  test('is searched by title or number, with or without diacritics', async () => {
    setClock(at('2026-11-02T08:00'));
    const meetingId = await aFile('quang-ninh', at('2026-11-23T08:00'), {
      title: 'Họp phòng chống thiên tai',
    });
    await aFile('quang-ninh', at('2026-11-24T08:00'));
    const find = async (search: string) =>
      (
        await call<LedgerPage>(
          'desk',
          'GET',
          `/api/deadlines?view=all&limit=200&search=${encodeURIComponent(search)}`,
        )
      ).body.lines;
    const found = await find('thien tai phòng');
    expect(new Set(found.map((line) => line.meetingId))).toEqual(new Set([meetingId]));
    expect(await find(found[0]?.fileNumber ?? '')).toHaveLength(found.length);
    expect(await find('không có cuộc nào thế')).toEqual([]);
  });

  test('[R-PROF-05] the desk lets go what cannot be done, with its reason and name; a clerk may not', async () => {
    setClock(at('2026-11-02T08:00'));
    const meetingId = await aFile('quang-ninh', at('2026-11-12T08:00'));
    const url = `/api/deadlines/${meetingId}/onsite/waive`;
    const refused = await call<{ code: string }>('clerk', 'POST', url, { reason: 'mưa bão' });
    expect([refused.status, refused.body.code]).toEqual([403, 'NOT_ALLOWED']);
    const { body } = await call<unknown>('desk', 'POST', url, { reason: 'đường bị chia cắt' });
    const entry = MeetingLedger.parse(body).timetable.entries.find(
      ({ deadlineId }) => deadlineId === 'onsite',
    );
    expect(entry).toMatchObject({
      state: 'waived',
      reason: { code: 'letGo', reason: 'đường bị chia cắt' },
      waiver: { by: 'Người thử desk', at: at('2026-11-02T08:00') },
    });
  });

  test('reminders are told in their time, to whom owes, and wake nobody twice', async () => {
    setClock(at('2026-11-02T08:00'));
    const meetingId = await aFile('quang-ninh', at('2026-11-12T08:00'), {
      technical: withRecording,
    });
    // Limit: the day before, until its end; the reminder four hours earlier.
    expect(await followWakes(meetingId, at('2026-11-11T20:00'))).toContain(at('2026-11-11T20:00'));
    await ledger.refresh(meetingId);
    const keys = letters
      .filter(
        ({ template, facts }) => template === 'deadline.reminder' && String(facts['duty']).includes('ghi'),
      )
      .map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });
});

describe('[R-PROF-03] a change of the calendar', () => {
  const closed = (date: string, scope: object) => ({
    date,
    scope,
    type: 'localClosure',
    name: 'Nghỉ tránh bão',
    endsAt: null,
    source: 'Công điện của UBND',
  });

  test('moves the limits of open files at once and names each of them', async () => {
    setClock(at('2026-11-02T08:00'));
    const meetingId = await aFile('quang-ninh', at('2026-11-26T08:00'));
    const { body } = await call<{
      moved: { meetingId: string; deadlineId: string; before: number; after: number }[];
    }>(
      'administrator',
      'POST',
      '/api/calendar/days',
      closed('2026-11-25', { kind: 'province', locality: 'quang-ninh' }),
    );
    const moved = body.moved.filter(
      (one) => one.meetingId === meetingId && one.deadlineId === 'notify-power',
    );
    expect(moved).toMatchObject([{ before: at('2026-11-24T00:00'), after: at('2026-11-21T00:00') }]);
    const [row] = await installation.database
      .selectFrom('deadline_change')
      .select(['cause', 'by_name', 'due_after'])
      .where('meeting_id', '=', meetingId)
      .where('deadline_id', '=', 'notify-power')
      .orderBy('id', 'desc')
      .execute();
    expect(row).toEqual({
      cause: 'calendar',
      by_name: 'Người thử administrator',
      due_after: new Date(at('2026-11-21T00:00')),
    });
  });

  test('a closure of one organisation moves only what that organisation hosts', async () => {
    setClock(at('2026-11-02T08:00'));
    const own = await aFile('quang-ninh', at('2026-12-17T08:00'));
    const other = await aFile('quang-ninh', at('2026-12-17T08:00'), {
      hostOrganisationId: OrganisationId.parse('o-province'),
    });
    const { body } = await call<{ moved: { meetingId: string }[] }>(
      'administrator',
      'POST',
      '/api/calendar/days',
      closed('2026-12-16', { kind: 'organisation', organisationId: 'o-district' }),
    );
    const ids = new Set(body.moved.map((one) => one.meetingId));
    expect([ids.has(own), ids.has(other)]).toEqual([true, false]);
  });
});

describe('[R-PROF-04] by the clock of the database', () => {
  test('a duty turns late by itself, over a restart of the server', async () => {
    const real = await TestInstallation.open();
    try {
      const now = Date.now();
      const { version } = await real.database
        .selectFrom('regulation_profile')
        .select('version')
        .where('locality', '=', 'ha-noi')
        .executeTakeFirstOrThrow();
      const file = data(now + 48 * HOUR, { kind: 'agency' });
      await real.database
        .insertInto('registration')
        .values({
          meeting_id: 'm-real',
          file_number: '2026/9999',
          locality: 'ha-noi',
          regulation_version: version,
          state: 'registered',
          data: JSON.stringify(file),
          late_reason: null,
          host_organisation_id: 'o-district',
          starts_at: new Date(file.official.start),
          ends_at: new Date(file.official.end),
          created_by: `u-${logins.clerk}`,
          created_at: new Date(now),
          // The answer is owed within two hours: six seconds from now.
          registered_at: new Date(now - 2 * HOUR + 6_000),
        })
        .execute();
      await real.server.office.ledger.refresh('m-real');
      const state = async () =>
        (
          await real.database
            .selectFrom('deadline')
            .select('state')
            .where('deadline_id', '=', 'answer')
            .executeTakeFirstOrThrow()
        ).state;
      expect(await state()).toBe('pending');
      await real.restart();
      await expect.poll(state, { interval: 100 }).toBe('late');
    } finally {
      await real.close();
    }
  });
});
