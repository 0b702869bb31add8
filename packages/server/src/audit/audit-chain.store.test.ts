import { FakeClock } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { appendAudit, systemActor } from './audit.repository.ts';
import { auditHead, verifyAudit } from './audit-chain.ts';

let installation: TestInstallation;
let database: Database;
const clock = new FakeClock();
beforeEach(async () => {
  installation = await TestInstallation.open({ clock });
  database = installation.database;
});
afterEach(() => installation.close());

const write = (subject: string, facts: Record<string, unknown> = {}) =>
  appendAudit(database, { at: clock.now(), actor: systemActor, action: 'test.write', subject, facts });
const verify = () => verifyAudit(database, clock);
/** What only the owner of the database can do. */
const tamper = async (statement: string) => {
  await sql.raw('alter table audit disable trigger user').execute(database);
  await sql.raw('alter table audit_link disable trigger user').execute(database);
  await sql.raw(statement).execute(database);
  await sql.raw('alter table audit enable trigger user').execute(database);
  await sql.raw('alter table audit_link enable trigger user').execute(database);
};
const idOf = async (subject: string) =>
  Number(
    (await database.selectFrom('audit').select('id').where('subject', '=', subject).executeTakeFirstOrThrow())
      .id,
  );

describe('[AC-18] [R-SEC-11] the chain of the audit', () => {
  test('an empty one has no head and no fault', async () => {
    expect(await verify()).toMatchObject({ lines: 0, head: null, fault: null });
  });

  test('holds for lines of every kind, words of Vietnamese and awkward facts among them', async () => {
    await write('Đà Bắc – "điểm cầu"\n;,', { a: null, b: [1, 2.5, 1e21], Đ: { sâu: true } });
    await write('');
    await installation.signIn('operator');
    expect(await verify()).toMatchObject({ lines: 3, head: { seq: 3 }, fault: null });
  });

  test('does not depend on the settings of the connection that verifies', async () => {
    await write('x', { n: 1.1 });
    await sql`set timezone to 'America/New_York'`.execute(database);
    await sql`set datestyle to 'German'`.execute(database);
    expect(await verify()).toMatchObject({ fault: null });
  });

  test('chains correctly when many write at once, and leaves out what was taken back', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, index) => write(`w${index}`)));
    await database
      .transaction()
      .execute(async (trx) => {
        await appendAudit(trx, { at: clock.now(), actor: systemActor, action: 'test.undone' });
        throw new Error('taken back');
      })
      .catch(() => null);
    const several = database.transaction().execute(async (trx) => {
      for (const subject of ['t1', 't2', 't3'])
        await appendAudit(trx, { at: clock.now(), actor: systemActor, action: 'test.many', subject });
    });
    await Promise.all([several, write('beside'), write('beside 2')]);
    expect(await verify()).toMatchObject({ lines: 65, head: { seq: 65 }, fault: null });
  });

  test('two transactions that write and then wait for each other’s row do not hang', async () => {
    const row = (id: string) => sql`update user_account set note = 'x' where id = ${id}`;
    await Promise.all(
      ['u-dieuhanh', 'u-chutoa'].map((id) =>
        database.transaction().execute(async (trx) => {
          await appendAudit(trx, { at: clock.now(), actor: systemActor, action: 'test.write', subject: id });
          await row(id).execute(trx);
          await row('u-kythuat').execute(trx);
        }),
      ),
    );
    expect(await verify()).toMatchObject({ lines: 2, fault: null });
  });

  test.each([
    ['who did it', `update audit set actor_id = 'somebody'`],
    ['when', `update audit set at = at + interval '1 microsecond'`],
    ['what', `update audit set action = 'harmless'`],
    ['to what', `update audit set subject = 'another'`],
    ['whether it was refused', `update audit set outcome = 'refused', code = 'NOT_ALLOWED'`],
    ['the facts', `update audit set facts = '{"n": 2}'`],
    ['the meeting', `update audit set meeting_id = 'm'`],
    ['the request', `update audit set correlation_id = 'c'`],
  ])('finds out whoever alters %s, with triggers off', async (_what, statement) => {
    for (const subject of ['a', 'b', 'c']) await write(subject, { n: 1 });
    const id = await idOf('b');
    await tamper(`${statement} where id = ${id}`);
    expect((await verify()).fault).toEqual({ seq: 2, id, kind: 'altered' });
  });

  test('finds out whoever removes a line, inserts one, or removes one with its link', async () => {
    for (const subject of ['a', 'b', 'c']) await write(subject);
    const b = await idOf('b');
    await tamper(
      `insert into audit (at, actor_kind, action, outcome) values (now(), 'system', 'slipped.in', 'allowed')`,
    );
    expect((await verify()).fault).toMatchObject({ seq: null, kind: 'unchained' });
    await tamper(`delete from audit where action = 'slipped.in'`);
    await tamper(`delete from audit where id = ${b}`);
    expect((await verify()).fault).toEqual({ seq: 2, id: b, kind: 'missing' });
    await tamper(`delete from audit_link where audit_id = ${b}`);
    expect((await verify()).fault).toMatchObject({ seq: 3, kind: 'gap' });
  });

  test('an altered line whose own hash was made to fit breaks at the next', async () => {
    for (const subject of ['a', 'b', 'c']) await write(subject);
    const b = await idOf('b');
    await tamper(`update audit set subject = 'forged' where id = ${b}`);
    await tamper(`update audit_link set hash = sha256((select hash from audit_link where seq = 1) ||
      audit_canonical((select audit from audit where id = ${b}))) where seq = 2`);
    expect((await verify()).fault).toMatchObject({ seq: 3, kind: 'altered' });
  });

  test('a chain rewritten to its end, or cut at its end, no longer has the head that was written down', async () => {
    for (const subject of ['a', 'b', 'c']) await write(subject);
    const head = (await auditHead(database)) ?? expect.unreachable();
    expect((await verifyAudit(database, clock, head)).fault).toBeNull();
    await tamper(`delete from audit where subject = 'c'`);
    await tamper('delete from audit_link where seq = 3');
    expect((await verify()).fault).toBeNull();
    expect((await verifyAudit(database, clock, head)).fault).toMatchObject({ seq: 3, kind: 'headLost' });
  });

  test('nobody changes or removes a link in the ordinary way', async () => {
    await write('a');
    for (const statement of [
      'update audit_link set seq = 9',
      'delete from audit_link',
      'truncate audit_link',
      `update audit set action = 'x'`,
    ])
      await expect(sql.raw(statement).execute(database)).rejects.toThrow(/append-only/);
  });
});

describe('[R-SEC-11] the audit through the API', () => {
  const get = async (url: string, role: 'auditor' | 'administrator' | 'operator' = 'auditor') =>
    installation.app.inject({ method: 'GET', url, headers: { cookie: await installation.signIn(role) } });

  test('is searched by person, act, thing, meeting, outcome, period and words without diacritics', async () => {
    const meetingId = await installation.planMeeting();
    await write('Xã Đồng Ruộng', { note: '50% xong_việc' });
    const found = async (query: string) =>
      (await get(`/api/audit?${query}`)).json().entries.map((entry: { action: string }) => entry.action);
    expect(await found('text=dong%20ruong')).toEqual(['test.write']);
    expect(await found('text=50%25')).toEqual(['test.write']);
    expect(await found('text=5%25xong')).toEqual([]);
    expect(await found(`meetingId=${meetingId}`)).toEqual(['meeting.create']);
    expect(await found('action=test.')).toEqual(['test.write']);
    expect(await found('subject=X%C3%A3%20%C4%90%E1%BB%93ng%20Ru%E1%BB%99ng')).toEqual(['test.write']);
    expect(await found('outcome=refused')).toEqual([]);
    expect(await found(`to=${clock.now()}`)).toEqual(['meeting.create']);
    expect(await found(`to=${Date.UTC(2026, 2, 1)}`)).toEqual([]);
    expect((await found('actorId=nguoi%20thu%20auditor')).length).toBeGreaterThan(0);
    expect((await found(`from=${clock.now()}&to=${clock.now() + 1}&limit=500`)).length).toBeGreaterThan(3);
  });

  test('is exported with the head of the chain; a spreadsheet gets no formulas', async () => {
    const meetingId = await installation.planMeeting();
    await write('=HYPERLINK("http://evil")');
    await write('@SUM(1)');
    const csv = await get('/api/audit/export.csv');
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.body.charCodeAt(0)).toBe(0xfeff);
    expect(csv.body).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(csv.body).toContain(`,'@SUM(1),`);
    expect(csv.body).toMatch(/\r\nchain,\d+,[0-9a-f]{64}\r\n$/);
    const lines = (await get(`/api/audit/export.jsonl?meetingId=${meetingId}`)).body.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { action: 'meeting.create', meetingId },
      { action: 'audit.export', meetingId },
      { chain: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ]);
  });

  test('is verified by the auditor, which is itself recorded; an operator is refused', async () => {
    const cookie = await installation.signIn('auditor');
    const post = (payload: object) =>
      installation.app.inject({ method: 'POST', url: '/api/audit/verify', headers: { cookie }, payload });
    const first = (await post({})).json();
    expect(first).toMatchObject({ fault: null, head: { seq: first.lines } });
    expect((await post({ head: first.head })).json()).toMatchObject({ fault: null });
    expect((await post({ head: { seq: 1, hash: 'f'.repeat(64) } })).json().fault.kind).toBe('headLost');
    expect((await get('/api/audit/export.csv', 'operator')).statusCode).toBe(403);
    const { entries } = (await get('/api/audit?action=audit.verify')).json();
    expect(entries).toHaveLength(3);
  });
});
