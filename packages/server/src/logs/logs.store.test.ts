import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, type LogAct, type LogEntry, type MeetingId, type Role } from '@nhipcau/contracts';
import { aRegistration, FakeClock, siteId } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { type Identity, makeCertificate, pemOf, signDetached, signPdf, valid } from '../testing/signing.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { turnClock } from '../testing/turn-clock.ts';

const clock = new FakeClock();
const start = Date.UTC(2026, 2, 9, 2);
const HOUR = 3_600_000;
let installation: TestInstallation;
let desk: OfficeDesk;
let meetingId: MeetingId;
let authority: Identity;
let folder: string;

beforeAll(async () => {
  authority = await makeCertificate('Cơ quan gốc', { isAuthority: true, ...valid(start) });
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-authorities-'));
  const file = join(folder, 'authorities.pem');
  writeFileSync(file, pemOf(authority));
  installation = await TestInstallation.open({ clock, env: { NHIPCAU_SIGNATURE_AUTHORITIES_FILE: file } });
  desk = new OfficeDesk(installation);
  await desk.settleIn('binh-dinh');
  meetingId = await confirmed();
  clock.step(start - clock.now());
  const operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
  clock.step(HOUR);
  await operator.give(meetingId, { type: 'meeting.end' });
});
afterAll(async () => {
  await installation.close();
  rmSync(folder, { recursive: true, force: true });
});

function confirmed(): Promise<MeetingId> {
  const data = aRegistration(start, {
    purpose: 'agencyMeeting',
    technician: { name: 'Kỹ thuật viên', phone: '0900 000 111' },
    rehearsal: { start: instant(start - 42 * HOUR), end: instant(start - 40 * HOUR) },
  });
  return desk.confirmedMeeting(data);
}

const entries = async (role: Role, query = ''): Promise<LogEntry[]> =>
  (await desk.call(role, 'GET', `/api/logs?meetingId=${meetingId}${query}`)).body.entries;
const own = async (role: Role = 'technician'): Promise<LogEntry> => {
  const found = (await entries(role)).filter(({ siteId: id }) => id === 'commune').at(-1);
  if (!found) throw new Error('no line');
  return found;
};
const act = (role: Role, entry: LogEntry, what: LogAct, key: string = randomUUID()) =>
  desk.call(role, 'POST', `/api/logs/${entry.entryId}/acts`, { key, act: what });
const sign = async (role: Role) =>
  act(role, await own(role), { act: 'sign', digest: (await own(role)).digest });

describe('[LB-1] [R-LOG-01] with the end of the meeting', () => {
  test('[LB-1] [R-LOG-02] every site has a line, seen by the site, its head, the operator', async () => {
    const all = await entries('operator');
    expect(all.map(({ siteId: id, state }) => [id, state])).toEqual([
      ['district', 'open'],
      ['commune', 'open'],
      ['commune-2', 'open'],
    ]);
    expect((await entries('technician')).map(({ siteId: id }) => id)).toEqual(['commune']);
    expect((await entries('head')).map(({ siteId: id }) => id)).toEqual(['commune']);
    // Whoever held the meeting has them all.
    expect(await entries('clerk')).toHaveLength(3);
    expect(await entries('partner')).toEqual([]);
    // One working day after Monday 9 March.
    expect(new Date(all[0]?.dueAt ?? 0).toISOString().slice(0, 10)).toBe('2026-03-10');
  });

  test('[LB-2] [R-LOG-02] the site that never came has lost the whole session, its devices are well', async () => {
    expect((await own()).values).toMatchObject({
      state: 'incident',
      camera: 'normal',
      otherDevice: 'normal',
    });
  });
});

describe('[R-LOG-06] corrected, signed by two, closed', () => {
  test('[LB-3] [R-LOG-06] a correction keeps what was counted; others may not make it', async () => {
    const entry = await own();
    const correct: LogAct = { act: 'correct', field: 'camera', value: 'broken', reason: 'Ống kính mờ' };
    const other = (await entries('operator')).find(({ siteId: id }) => id === 'commune-2');
    if (!other) throw new Error('no line');
    expect((await act('technician', other, correct)).body.code).toBe('LOG_ENTRY_UNKNOWN');
    expect((await act('clerk', entry, correct)).body.code).toBe('NOT_ALLOWED');
    expect((await act('technician', entry, { ...correct, value: 'tốt' })).body.code).toBe(
      'LOG_ANSWER_UNKNOWN',
    );
    const key = randomUUID();
    for (const _ of [1, 2]) expect((await act('technician', entry, correct, key)).status).toBe(200);
    expect(await own()).toMatchObject({
      values: { camera: 'broken' },
      counted: { camera: 'normal' },
      corrections: [{ field: 'camera', value: 'broken', counted: 'normal', reason: 'Ống kính mờ' }],
    });
    expect(await entries('operator', '&device=camera')).toHaveLength(1);
    expect(await entries('operator', '&device=microphone')).toEqual([]);
  });

  test('[LB-4] [R-LOG-02] signed for what was seen, sent back by the head, signed again, confirmed', async () => {
    const stale = await own();
    await act('technician', stale, {
      act: 'correct',
      field: 'handling',
      value: 'Thay ống kính',
      reason: 'Bổ sung',
    });
    expect((await act('technician', stale, { act: 'sign', digest: stale.digest })).body.code).toBe(
      'LOG_CHANGED_MEANWHILE',
    );
    // The head does not sign first.
    expect((await sign('head')).status).toBe(403);
    expect((await sign('technician')).body.state).toBe('signed');
    expect(
      (await act('technician', stale, { act: 'correct', field: 'handling', value: 'x', reason: 'Sai' })).body
        .code,
    ).toBe('LOG_SIGNED');
    expect((await sign('technician')).body.code).toBe('LOG_SAME_PERSON');
    expect(
      (await act('head', await own('head'), { act: 'return', reason: 'Thiếu mô tả' })).body,
    ).toMatchObject({
      state: 'open',
      returned: { reason: 'Thiếu mô tả' },
    });
    await sign('technician');
    const done = (await sign('head')).body as LogEntry;
    expect(done).toMatchObject({ state: 'confirmed', next: null, values: { handling: 'Thay ống kính' } });
    expect(done.signatures.map(({ post }) => post)).toEqual(['technician', 'unitHead']);
    expect(done.confirmedAt).toBe(clock.now());
  });

  test('[LB-6] [R-LOG-06] a confirmed line cannot be changed; altered behind the server, it is found', async () => {
    const entry = await own();
    const { database } = installation;
    const proof = async () => (await desk.call('head', 'GET', `/api/logs/${entry.entryId}/proof`)).body;
    expect(await proof()).toMatchObject({ intact: true, recorded: entry.digest, digest: entry.digest });
    const change = () =>
      database.updateTable('log_entry').set({ place: 'Nơi khác' }).where('id', '=', entry.entryId).execute();
    await expect(change()).rejects.toThrow('a confirmed line');
    await sql`alter table log_entry disable trigger log_entry_confirmed`.execute(database);
    const altered = (text: string) =>
      sql`update log_entry set content = jsonb_set(content, '{values,handling}', to_jsonb(${text}::text))
        where id = ${entry.entryId}`.execute(database);
    await altered('Không sao');
    expect(await proof()).toMatchObject({ intact: false });
    await altered('Thay ống kính');
    await sql`alter table log_entry enable trigger log_entry_confirmed`.execute(database);
    expect(await proof()).toMatchObject({ intact: true });
    expect(
      (await act('technician', entry, { act: 'correct', field: 'camera', value: 'normal', reason: 'Sai' }))
        .body.code,
    ).toBe('LOG_CONFIRMED');
  });

  test('[LB-6] [R-LOG-06] what is said later is a further line; the original stays', async () => {
    const original = await own();
    const supplement = (await act('technician', original, { act: 'supplement', reason: 'Nhớ ra thêm' }))
      .body as LogEntry;
    expect(supplement).toMatchObject({
      state: 'open',
      counted: original.values,
      supplements: { entryId: original.entryId, reason: 'Nhớ ra thêm' },
    });
    expect((await act('technician', original, { act: 'supplement', reason: 'Lần nữa' })).body.code).toBe(
      'LOG_SUPPLEMENTED',
    );
    const again = (await desk.call('technician', 'GET', `/api/logs/${original.entryId}`)).body;
    expect(again).toMatchObject({
      state: 'confirmed',
      values: original.values,
      supplementedBy: supplement.entryId,
    });
  });
});

describe('in print', () => {
  test('[LB-5] [R-LOG-02] the log of the meeting in three formats, a confirmed line always the same bytes', async () => {
    for (const [format, magic] of [
      ['docx', 'PK'],
      ['xlsx', 'PK'],
      ['pdf', '%PDF'],
    ] as const) {
      const url = `/api/log-books/register.${format}?book=deploymentLog&meetingId=${meetingId}`;
      const reply = await desk.call('operator', 'GET', url);
      expect([format, reply.status, reply.text.slice(0, magic.length)]).toEqual([format, 200, magic]);
    }
    const [confirmedLine] = await entries('head', '&state=confirmed');
    const print = () => desk.call('head', 'GET', `/api/logs/${confirmedLine?.entryId}/print.pdf`);
    expect((await print()).text).toBe((await print()).text);
    const kept = await installation.database.selectFrom('log_print').select('entry_id').execute();
    expect(kept).toEqual([{ entry_id: confirmedLine?.entryId }]);
  });

  test('[DO-8] [R-LOG-01] every line as a sheet of its own, in one go', async () => {
    const ask = (role: Role, query: object) =>
      desk.call(role, 'POST', '/api/log-books/batches', { key: randomUUID(), query, format: 'pdf' });
    const { body } = await ask('operator', { book: 'deploymentLog', meetingId });
    expect(body).toMatchObject({ title: 'Nhật ký triển khai họp trực tuyến', total: 4 });
    await expect
      .poll(
        async () => {
          await turnClock(clock, 1_000);
          return (await desk.call('operator', 'GET', `/api/print-batches/${body.batchId}`)).body.isDone;
        },
        { timeout: 30_000 },
      )
      .toBe(true);
    const zip = await desk.call('operator', 'GET', `/api/print-batches/${body.batchId}/papers.zip`);
    expect([zip.status, zip.text.slice(0, 2)]).toEqual([200, 'PK']);
    expect((await desk.call('technician', 'GET', `/api/print-batches/${body.batchId}`)).body.code).toBe(
      'BATCH_UNKNOWN',
    );
    expect((await ask('partner', { book: 'deploymentLog' })).body.code).toBe('LOG_EMPTY');
  });

  test('[LB-5] [R-LOG-01] a book nobody keeps and an empty choice are refused', async () => {
    const print = (query: string) => desk.call('operator', 'GET', `/api/log-books/register.pdf?${query}`);
    expect((await print('book=trackingBook')).body.code).toBe('LOG_BOOK_UNKNOWN');
    expect((await print('book=deploymentLog&from=2020-01-01&to=2020-02-01')).body.code).toBe('LOG_EMPTY');
    expect((await entries('operator', `&siteId=${siteId('commune')}&search=dong ruong`)).length).toBe(2);
    expect(await entries('operator', '&search=khong co')).toEqual([]);
    expect((await entries('operator', '&state=late')).length).toBe(0);
  });
});

describe('[LB-7] [R-LOG-06] signed digitally elsewhere', () => {
  const of = (entry: LogEntry | undefined) => `/api/logs/${entry?.entryId}/signatures`;
  async function handIn(role: Role, entry: LogEntry | undefined, bytes: Buffer, fileName = 'chu-ky.p7s') {
    const reply = await installation.app.inject({
      method: 'POST',
      url: `${of(entry)}?fileName=${encodeURIComponent(fileName)}`,
      headers: { cookie: await installation.signIn(role), 'content-type': 'application/octet-stream' },
      payload: bytes,
    });
    return { status: reply.statusCode, body: reply.json() };
  }
  const printOf = async (entry: LogEntry | undefined) => {
    const cookie = await installation.signIn('head');
    const url = `/api/logs/${entry?.entryId}/print.pdf`;
    return (await installation.app.inject({ method: 'GET', url, headers: { cookie } })).rawPayload;
  };

  test('[LB-7] [R-LOG-06] kept with the line when it holds, once, audited, given back as it came', async () => {
    const [line] = await entries('head', '&state=confirmed');
    const head = await makeCertificate('Quách Tất Liêm', { by: authority, ...valid(start) });
    const seal = await makeCertificate('UBND xã Đồng Ruộng', { ...valid(start) });
    const print = await printOf(line);
    const detached = await signDetached(print, head, { at: clock.now() });
    for (const _ of [1, 2]) expect((await handIn('head', line, detached)).status).toBe(200);
    const { body } = await handIn(
      'technician',
      line,
      await signPdf(print, seal, { at: clock.now() }),
      'ký.pdf',
    );
    expect(body.files).toMatchObject([
      { kind: 'detached', fileName: 'chu-ky.p7s', signers: [{ name: 'Quách Tất Liêm', trust: 'trusted' }] },
      { kind: 'pdf', fileName: 'ký.pdf', signers: [{ trust: 'unknownAuthority' }] },
    ]);
    const [{ signatureId }] = body.files;
    const url = `${of(line)}/${signatureId}`;
    const cookie = await installation.signIn('auditor');
    const taken = await installation.app.inject({
      method: 'GET',
      url: `${url}/content`,
      headers: { cookie },
    });
    expect(taken.rawPayload.equals(detached)).toBe(true);
    expect((await desk.call('auditor', 'GET', `${url}/check`)).body).toMatchObject({
      matches: true,
      signers: [{ trust: 'trusted' }],
    });
    const acts = await installation.database
      .selectFrom('audit')
      .select('action')
      .where('action', '=', 'log.attach')
      .where('code', 'is', null)
      .execute();
    expect(acts).toHaveLength(2);
    const taking = installation.database.deleteFrom('log_signature').execute();
    await expect(taking).rejects.toThrow();
  });

  test('[LB-7] [R-LOG-06] what does not hold, comes from others or is for an open line is refused; the rest stays', async () => {
    const [line] = await entries('head', '&state=confirmed');
    const [open] = await entries('head', '&state=open');
    const head = await makeCertificate('Quách Tất Liêm', { by: authority, ...valid(start) });
    const right = await signDetached(await printOf(line), head, { at: clock.now() });
    const wrong = await signDetached(Buffer.from('khác'), head, { at: clock.now() });
    expect((await handIn('head', line, wrong)).body.code).toBe('LOG_SIGNATURE_MISMATCH');
    expect((await handIn('head', line, Buffer.from('rác'))).body.code).toBe('LOG_SIGNATURE_UNREADABLE');
    expect((await handIn('auditor', line, right)).status).toBe(403);
    expect((await handIn('partner', line, right)).body.code).toBe('LOG_ENTRY_UNKNOWN');
    expect((await handIn('head', open, right)).body.code).toBe('LOG_NOT_CONFIRMED');
    const { body } = await desk.call('auditor', 'GET', of(line));
    expect([body.files.length, body.mayAttach]).toEqual([2, false]);
    expect((await desk.call('auditor', 'GET', `${of(line)}/${randomUUID()}/check`)).body.code).toBe(
      'LOG_SIGNATURE_UNKNOWN',
    );
  });
});

test('[EV-7] [R-EVL-05] how the regulation was kept: duties of the session, its host, the lines nobody signed', async () => {
  const url = '/api/evaluations/execution';
  const span = 'from=2026-01-01&to=2026-12-31';
  clock.step(4 * 24 * HOUR);
  // The lines of two sites, and the supplement.
  const { body } = await desk.call('desk', 'GET', `${url}?${span}`);
  expect(body).toMatchObject({ by: 'Sở Thông tin và Truyền thông', linesLate: 3, violations: [] });
  expect(body.units).toMatchObject([{ sessions: 1 }]);
  const sum = (part: 'owed' | 'late') =>
    body.duties.reduce((all: number, duty: Record<typeof part, number>) => all + duty[part], 0);
  const stored = await installation.database
    .selectFrom('deadline')
    .select(['state'])
    .where('meeting_id', '=', meetingId)
    .where('state', '<>', 'void')
    .execute();
  expect(sum('owed')).toBe(stored.length);
  expect(sum('late')).toBe(stored.filter(({ state }) => state === 'late').length);
  expect((await desk.call('desk', 'GET', `${url}?from=2025-01-01&to=2025-12-31`)).body.units).toEqual([]);
  expect((await desk.call('technician', 'GET', `${url}?${span}`)).status).toBe(403);
  const print = await desk.call('desk', 'GET', `${url}.pdf?${span}`);
  expect([print.status, print.text.slice(0, 4)]).toEqual([200, '%PDF']);
});
