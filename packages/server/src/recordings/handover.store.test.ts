import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type AccessRequests,
  type MeetingHandover,
  type MeetingId,
  MeetingRecordings,
  RecordingCopies,
  RecordingLink,
  type RecordingList,
} from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { textOfDocx } from '../testing/printed.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const clock = new FakeClock();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday, 09:00 in Hà Nội. */
const start = Date.UTC(2026, 2, 9, 2);
const folder = join(tmpdir(), `nhipcau-handover-${randomUUID()}`);
let installation: TestInstallation;
let desk: OfficeDesk;
let meetingId: MeetingId;
let secretId: MeetingId;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock, env: { NHIPCAU_RECORDINGS_DIR: folder } });
  desk = new OfficeDesk(installation);
  await desk.settleIn('ha-noi');
  meetingId = await held(start, false);
  secretId = await held(start + 4 * HOUR, true);
  // From here on an approver of another body, which took part.
  await installation.database
    .updateTable('user_grant')
    .set({ scope_kind: 'organisation', scope_id: 'o-commune' })
    .where('role', '=', 'approver')
    .execute();
});
afterAll(async () => {
  await installation.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A meeting that was registered without a recording, held, and recorded as it was asked for in the meeting. */
async function held(begins: number, isSecret: boolean): Promise<MeetingId> {
  const data = aRegistration(begins, {
    title: isSecret ? 'Phiên họp kín' : 'Hội nghị giao ban',
    ...(isSecret ? { secret: { declared: true, protectionPlan: 'Phương án 01' } } : {}),
  });
  const created = await desk.call('desk', 'POST', '/api/registrations', { data });
  const id: MeetingId = created.body.registration.meetingId;
  for (const [role, act] of [
    ['desk', 'submit'],
    ['approver', 'confirm'],
  ] as const) {
    const { revision } = await installation.database
      .selectFrom('registration')
      .select('revision')
      .where('meeting_id', '=', id)
      .executeTakeFirstOrThrow();
    const body = { act, revision, reason: null, reception: null, displace: [] };
    const reply = await desk.call(role, 'POST', `/api/registrations/${id}/acts`, body);
    expect([act, reply.status, reply.body.facts ?? null]).toEqual([act, 200, null]);
  }
  return id;
}

/** Its recording as the recorder left it, and the end of the meeting. */
async function recordedAndOver(): Promise<void> {
  const { database } = installation;
  clock.step(start - clock.now());
  const operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
  for (const id of [meetingId, secretId])
    await database
      .insertInto('recording')
      .values({
        id: randomUUID(),
        meeting_id: id,
        started_at: new Date(clock.now()),
        started_by: 'Người điều hành',
        late_asked_by: 'Chánh Văn phòng',
        late_reason: 'Chủ toạ yêu cầu',
        stopped_at: new Date(clock.now() + HOUR),
      })
      .execute();
  clock.step(HOUR);
  await operator.give(meetingId, { type: 'meeting.end' });
}

async function filmIsReady(id: MeetingId): Promise<void> {
  const at = new Date(clock.now());
  await installation.database
    .insertInto('film')
    .values({
      meeting_id: id,
      state: 'ready',
      asked_at: at,
      asked_by: '',
      finished_at: at,
      duration_ms: HOUR,
      missing_ms: 0,
      video_bytes: 8,
      video_sha256: Buffer.alloc(32, 1),
      audio_bytes: 4,
      audio_sha256: Buffer.alloc(32, 2),
      fault: null,
    })
    .execute();
  const file = join(folder, id, 'audio.m4a');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'thử ghi âm');
}

const handover = async (): Promise<MeetingHandover> =>
  (await desk.call('operator', 'GET', `/api/recordings/${meetingId}/handover`)).body;
const give = (id: MeetingId, more: object = {}) =>
  desk.call('operator', 'POST', `/api/recordings/${id}/handover`, {
    key: randomUUID(),
    originals: false,
    medium: 'network',
    mark: null,
    documents: null,
    note: null,
    ...more,
  });
const answer = (role: 'clerk' | 'approver', id: string, seal: string, more: object = {}) =>
  desk.call(role, 'POST', `/api/recording-handovers/${id}/answer`, {
    kind: 'received',
    position: 'Văn thư',
    words: null,
    seal,
    ...more,
  });
const list = async (role: 'operator' | 'clerk' | 'approver'): Promise<RecordingList> =>
  (await desk.call(role, 'GET', '/api/recordings')).body;

describe('[R-REC-03] hand-over', () => {
  test('[RD-12] is a duty as soon as something was recorded, and needs a film', async () => {
    await recordedAndOver();
    const before = await handover();
    expect(before).toMatchObject({
      due: { state: 'pending', article: 'Đ14.3' },
      to: 'UBND huyện Đà Bắc',
      custodian: 'Văn phòng UBND thành phố Hà Nội',
      ready: [],
      sheets: [],
    });
    expect((await give(meetingId)).body.code).toBe('RECORDING_HANDOVER_NOTHING');
  });

  test('[RD-13] a sheet waits for its receipt, goes back with a reason and is given anew', async () => {
    await filmIsReady(meetingId);
    const given = await give(meetingId, { documents: 'Giấy mời, chương trình' });
    expect(given.body.sheets).toMatchObject([
      { number: 1, answer: null, items: [{ part: 'film' }, { part: 'audio' }] },
    ]);
    expect((await give(meetingId)).body.code).toBe('RECORDING_HANDOVER_OPEN');
    const [sheet] = (given.body as MeetingHandover).sheets;
    const { handoverId = '', seal = '' } = sheet ?? {};
    // Neither another body nor somebody who has not read it.
    expect((await answer('approver', handoverId, seal)).body.code).toBe('NOT_ALLOWED');
    expect((await answer('clerk', handoverId, 'f'.repeat(64))).body.code).toBe('RECORDING_HANDOVER_SETTLED');
    expect((await answer('clerk', handoverId, seal, { kind: 'returned' })).status).toBe(400);
    await answer('clerk', handoverId, seal, { kind: 'returned', words: 'Tệp ghi âm không mở được' });
    expect((await handover()).due?.state).toBe('pending');
    expect((await give(meetingId)).body.sheets).toMatchObject([{ number: 1 }, { number: 2, answer: null }]);
  });

  test('[RD-13] unsigned it is late when the limit has passed; [RD-14] with the receipt the custodian changes', async () => {
    clock.step(3 * DAY);
    expect((await handover()).due?.state).toBe('late');
    const open = (await handover()).sheets.at(-1);
    const signed = await answer('clerk', open?.handoverId ?? '', open?.seal ?? '');
    expect(signed.body).toMatchObject({ custodian: 'UBND huyện Đà Bắc', due: { state: 'late' } });
    const [entry] = await installation.database
      .selectFrom('deadline_report')
      .select(['by_name', 'deadline_id'])
      .where('meeting_id', '=', meetingId)
      .where('deadline_id', '=', 'recording-handover')
      .execute();
    expect(entry).toMatchObject({ by_name: 'Người thử clerk' });
    const recordings = await desk.call('operator', 'GET', `/api/recordings/${meetingId}`);
    expect(MeetingRecordings.parse(recordings.body).state).toBe('handedOver');
  });

  test('[RD-13] what was signed for is never changed, not even by the database', async () => {
    const { database } = installation;
    const change = database.updateTable('recording_handover').set({ to_unit: 'Nơi khác' }).execute();
    await expect(change).rejects.toMatchObject({ constraint: 'recording_handover_kept' });
  });

  test('[RD-13] its paper is printed with the receipt', async () => {
    const sheet = (await handover()).sheets.at(-1);
    const cookie = await installation.signIn('clerk');
    const reply = await installation.app.inject({
      method: 'GET',
      url: `/api/recording-handovers/${sheet?.handoverId}/sheet.docx`,
      headers: { cookie },
    });
    expect(reply.statusCode).toBe(200);
    const words = textOfDocx(reply.rawPayload);
    for (const piece of ['BÀN GIAO TƯ LIỆU GHI HÌNH', 'UBND huyện Đà Bắc', 'Người thử clerk', '01010101'])
      expect(words).toContain(piece);
  });

  test('[R-REC-06] [RD-12] what is secret goes on a marked drive only', async () => {
    await filmIsReady(secretId);
    expect((await give(secretId)).body.code).toBe('RECORDING_HANDOVER_MEDIUM');
    expect((await give(secretId, { medium: 'drive', mark: 'Ổ cứng 07' })).status).toBe(200);
  });
});

describe('[R-REC-05] requests of other bodies', () => {
  const ask = (id: MeetingId, more: object = {}) =>
    desk.call('approver', 'POST', `/api/recordings/${id}/requests`, {
      key: randomUUID(),
      part: 'audio',
      position: 'Chủ tịch',
      purpose: 'Phổ biến kết luận tới cán bộ xã',
      ...more,
    });
  const decide = (role: 'clerk' | 'approver', requestId: string, decision: object) =>
    desk.call(role, 'POST', `/api/recording-requests/${requestId}/decision`, decision);

  test('[RD-18] [R-REC-06] who took part sees that there is something to ask for, never a secret, and no digest', async () => {
    expect((await list('operator')).recordings.map((one) => [one.meetingId, one.state, one.mayRead])).toEqual(
      expect.arrayContaining([
        [meetingId, 'handedOver', true],
        [secretId, 'stored', true],
      ]),
    );
    const one: RecordingList = (await desk.call('operator', 'GET', `/api/recordings?meetingId=${secretId}`))
      .body;
    expect(one.recordings.map((each) => each.meetingId)).toEqual([secretId]);
    const none = await desk.call('approver', 'GET', `/api/recordings?meetingId=${secretId}`);
    expect(none.body.recordings).toEqual([]);
    const [only, ...others] = (await list('approver')).recordings;
    expect(others).toEqual([]);
    expect(only).toMatchObject({ meetingId, mayRead: false, mayAsk: true, sha256: null });
    expect((await desk.call('approver', 'GET', `/api/recordings/${meetingId}`)).body.code).toBe(
      'NOT_ALLOWED',
    );
  });

  test('[RD-16] of a meeting with state secrets no request can be created', async () => {
    expect((await ask(secretId)).body.code).toBe('DOCUMENT_IS_SECRET');
    expect(await installation.database.selectFrom('recording_request').select('id').execute()).toEqual([]);
  });

  test('[RD-17] a refusal has its reason; what is granted is fetched by its own link until it is taken back', async () => {
    const asked: AccessRequests = (await ask(meetingId)).body;
    expect((await ask(meetingId)).body.code).toBe('ACCESS_REQUEST_OPEN');
    const first = asked.requests[0]?.requestId ?? '';
    expect((await decide('approver', first, { kind: 'grant', words: 'Tự duyệt', days: 1 })).body.code).toBe(
      'NOT_ALLOWED',
    );
    const refusal = { kind: 'refuse', refusal: 'purpose', words: 'Chưa rõ mục đích' };
    expect((await decide('clerk', first, refusal)).body.requests).toMatchObject([
      { state: 'refused', decision: { refusal: 'purpose', words: 'Chưa rõ mục đích' } },
    ]);
    const again: AccessRequests = (await ask(meetingId)).body;
    const second = again.requests.find(({ state }) => state === 'asked')?.requestId ?? '';
    expect((await desk.call('approver', 'POST', `/api/recording-requests/${second}/links`)).body.code).toBe(
      'ACCESS_REQUEST_SETTLED',
    );
    await decide('clerk', second, { kind: 'grant', words: 'Đồng ý, không phổ biến ra ngoài', days: 5 });
    const link = RecordingLink.parse(
      (await desk.call('approver', 'POST', `/api/recording-requests/${second}/links`)).body,
    );
    expect((await desk.call('approver', 'GET', link.url)).text).toBe('thử ghi âm');
    // Passed on it opens nothing, also for who may see the recording anyway.
    expect((await desk.call('operator', 'GET', link.url)).status).toBe(404);
    await decide('clerk', second, { kind: 'end', words: 'Đã dùng xong' });
    expect((await desk.call('approver', 'GET', link.url)).status).toBe(404);
    const { accesses } = MeetingRecordings.parse(
      (await desk.call('clerk', 'GET', `/api/recordings/${meetingId}`)).body,
    );
    expect(accesses).toMatchObject([{ by: 'Người thử approver', part: 'audio' }]);
    const audited = await installation.database
      .selectFrom('audit')
      .select('action')
      .where('meeting_id', '=', meetingId)
      .where('action', 'like', 'recording.%')
      .where('outcome', '=', 'allowed')
      .orderBy('id')
      .execute();
    expect(audited.map(({ action }) => action)).toEqual([
      'recording.handOver',
      'recording.returned',
      'recording.handOver',
      'recording.received',
      'recording.request',
      'recording.request.refuse',
      'recording.request',
      'recording.request.grant',
      'recording.link',
      'recording.request.end',
    ]);
  });

  test('[RD-23] [R-REC-06] as long as a film is granted, its marked copy is made again when it failed or is too old', async () => {
    const asked: AccessRequests = (await ask(meetingId, { part: 'film' })).body;
    const requestId = asked.requests.find(({ state }) => state === 'asked')?.requestId ?? '';
    await decide('clerk', requestId, { kind: 'grant', words: 'Đồng ý', days: 10 });
    const prepare = () => desk.call('approver', 'POST', `/api/recording-requests/${requestId}/copies`);
    const copies = async () =>
      RecordingCopies.parse((await desk.call('approver', 'GET', `/api/recordings/${meetingId}/copies`)).body)
        .copies;
    const states = async () => (await copies()).map(({ state }) => state);
    const patiently = { timeout: 150_000, interval: 100 };
    // There is no film on the disk yet.
    expect((await prepare()).status).toBe(200);
    await expect.poll(states, patiently).toEqual(['failed']);
    const film = join(folder, meetingId, 'film.mp4');
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', 'color=c=black:s=160x90:r=5:d=1'],
      ...['-f', 'lavfi', '-i', 'sine=d=1', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', film],
    ]);
    await prepare();
    await expect.poll(states, patiently).toEqual(['ready']);
    // Pressed once more, it is the one that is there.
    await prepare();
    expect(await states()).toEqual(['ready']);
    clock.step(8 * DAY);
    await expect.poll(states, patiently).toEqual(['gone']);
    await prepare();
    await expect.poll(states, patiently).toEqual(['ready']);
    expect((await desk.call('approver', 'POST', `/api/recording-requests/${requestId}/links`)).status).toBe(
      200,
    );
    clock.step(3 * DAY);
    expect((await prepare()).body.code).toBe('ACCESS_REQUEST_SETTLED');
  });
});
