import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RpcError } from '@nhipcau/base';
import {
  instant,
  MeetingHandover,
  type MeetingId,
  MeetingRecordings,
  RecordingId,
  RecordingLink,
  type Role,
  type SegmentFacts,
} from '@nhipcau/contracts';
import { nodeId, siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import type { TestNode } from '../testing/test-node.ts';
import { Vault } from './vault.ts';

let installation: TestInstallation;
let operator: TestConsole;
let province: TestNode;
let government: TestNode;
let meetingId: MeetingId;

const late = { askedBy: 'Chánh Văn phòng UBND tỉnh', reason: 'Chủ toạ yêu cầu ghi lại phiên họp' };
const patiently = { timeout: 150_000, interval: 100 };

beforeAll(async () => {
  installation = await TestInstallation.open();
  province = await installation.openNode('hb');
  government = await installation.openNode('cp');
});
afterAll(() => installation.close());

beforeEach(async () => {
  meetingId = await installation.planMeeting();
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
});

const codeOf = (cause: unknown): string => (cause instanceof RpcError ? cause.code : String(cause));
const orderAt = (node: TestNode) => node.desired.get(meetingId)?.plan.recording ?? null;

/** Starts a recording as it was asked for in the meeting; resolves when its node is told. */
async function recording(): Promise<RecordingId> {
  await operator.give(meetingId, { type: 'recording.start', late });
  await expect.poll(() => orderAt(province), patiently).not.toBeNull();
  return RecordingId.parse(orderAt(province)?.recordingId);
}

/** A segment as a node writes it: two seconds of red from now on. */
function segment(recordingId: RecordingId): { facts: SegmentFacts; bytes: Buffer } {
  const segmentId = `${randomUUID()}.00001`;
  const from = Date.now();
  const file = join(tmpdir(), `${segmentId}.mkv`);
  const look = `color=c=red:s=320x180:r=25:d=2,setpts=PTS+${(from / 1000).toFixed(3)}/TB`;
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-nostdin', '-y', '-copyts', '-f', 'lavfi', '-i', look],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', file],
  ]);
  const bytes = readFileSync(file);
  rmSync(file);
  const facts: SegmentFacts = {
    segmentId,
    recordingId,
    meetingId,
    siteId: siteId('province'),
    source: 'camera',
    startedAt: instant(from),
    endedAt: instant(from + 2_000),
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  return { facts, bytes };
}

const bring = (upload: string, bytes: Buffer) =>
  installation.app.inject({
    method: 'POST',
    url: `/api/segments/${upload}`,
    headers: { 'content-type': 'application/octet-stream' },
    payload: bytes,
  });

const cookies = new Map<Role, Promise<string>>();
const cookieOf = (role: Role): Promise<string> => {
  const cookie = cookies.get(role) ?? installation.signIn(role);
  cookies.set(role, cookie);
  return cookie;
};

async function askedBy(
  role: Role,
  path: string,
  init: { method?: 'GET' | 'POST'; payload?: object; range?: string } = {},
) {
  const { method = 'GET', payload, range } = init;
  return installation.app.inject({
    method,
    url: path,
    headers: { cookie: await cookieOf(role), ...(range ? { range } : {}) },
    ...(payload ? { payload } : {}),
  });
}

const recordings = async (role: Role = 'operator') =>
  MeetingRecordings.parse((await askedBy(role, `/api/recordings/${meetingId}`)).json());

test('[R-REC-01] without a request the recording is refused; asked for in the meeting it runs, and the log says who asked', async () => {
  const refused = operator.give(meetingId, { type: 'recording.start', late: null });
  await expect(refused.catch(codeOf)).resolves.toBe('RECORDING_NOT_REQUESTED');
  expect((await recordings()).state).toBe('none');
  const recordingId = await recording();
  expect(orderAt(province)).toEqual({ recordingId, nodeId: 'hb' });
  expect(orderAt(government)).toEqual({ recordingId, nodeId: 'hb' });
  const { state, runs } = await recordings();
  expect(state).toBe('recording');
  expect(runs).toMatchObject([
    { recordingId, stoppedAt: null, late, nodes: [{ name: 'MCU hb', isDone: false }] },
  ]);
  const started = () => operator.events.find(({ body }) => body.type === 'recording.started')?.body;
  await expect.poll(started, patiently).toMatchObject({ late });
});

test('[RD-6] a segment is taken from the node that records, once, and only the very bytes it announced', async () => {
  const recordingId = await recording();
  const { facts, bytes } = segment(recordingId);
  await expect(government.peer.request('segment.put', facts).catch(codeOf)).resolves.toBe('NOT_FOUND');
  const { upload } = await province.peer.request('segment.put', facts);
  const wrong = await bring(upload ?? '', Buffer.from('something else'));
  expect(wrong.json()).toMatchObject({ code: 'SEGMENT_WRONG' });
  expect((await bring(upload ?? '', bytes)).statusCode).toBe(404);
  const again = await province.peer.request('segment.put', facts);
  expect((await bring(again.upload ?? '', bytes)).statusCode).toBe(200);
  expect((await province.peer.request('segment.put', facts)).upload).toBeNull();
  expect((await recordings()).sources).toMatchObject([{ siteId: 'province', segments: 1, stored: 1 }]);
});

test('[RD-6] an address that was given to nobody is refused before its bytes are taken', async () => {
  const reply = await installation.app.inject({
    method: 'POST',
    url: `/api/segments/${'x'.repeat(32)}`,
    headers: { 'content-type': 'application/octet-stream', 'content-length': '1000000000' },
  });
  // Not for its size: nobody looked at the body.
  expect([reply.statusCode, reply.json().code]).toEqual([404, 'NOT_FOUND']);
});

test('[RD-6] a segment of a guest, who is in no directory here, is taken like any other', async () => {
  const recordingId = await recording();
  const { facts, bytes } = segment(recordingId);
  const { upload } = await province.peer.request('segment.put', { ...facts, siteId: siteId('hb:district') });
  expect((await bring(upload ?? '', bytes)).statusCode).toBe(200);
  expect((await recordings()).sources).toMatchObject([{ siteId: 'hb:district', segments: 1, stored: 1 }]);
});

test('[R-REC-02] [R-REC-06] when the node has brought everything the film is made; it is fetched by its link only, in pieces, and each opening is written down', async () => {
  const recordingId = await recording();
  const { facts, bytes } = segment(recordingId);
  const { upload } = await province.peer.request('segment.put', facts);
  await bring(upload ?? '', bytes);
  await operator.give(meetingId, { type: 'meeting.end' });
  expect((await recordings()).state).toBe('finalising');
  await province.peer.request('recording.done', { meetingId, recordingId });
  await expect.poll(async () => (await recordings()).state, patiently).toBe('stored');
  const { film } = await recordings();
  expect(film).toMatchObject({ state: 'ready', video: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  for (const role of ['observer', 'partner', 'technician', 'auditor', 'administrator'] as const) {
    const reply = await askedBy(role, `/api/recordings/${meetingId}/links`, {
      method: 'POST',
      payload: { part: 'film' },
    });
    expect([role, reply.json()]).toMatchObject([role, { code: 'NOT_ALLOWED' }]);
  }
  const reply = await askedBy('operator', `/api/recordings/${meetingId}/links`, {
    method: 'POST',
    payload: { part: 'film' },
  });
  const { url } = RecordingLink.parse(reply.json());
  const whole = await askedBy('operator', url);
  expect(createHash('sha256').update(whole.rawPayload).digest('hex')).toBe(film?.video?.sha256);
  const piece = await askedBy('operator', url, { range: 'bytes=4-7' });
  expect([piece.statusCode, piece.headers['content-range'], piece.rawPayload.toString()]).toEqual([
    206,
    `bytes 4-7/${whole.rawPayload.length}`,
    'ftyp',
  ]);
  // Passed on, a link opens nothing for anybody else.
  expect((await askedBy('clerk', url)).statusCode).toBe(404);
  expect((await askedBy('observer', url)).statusCode).toBe(404);
  expect((await recordings()).accesses).toMatchObject([{ part: 'film' }]);
});

test('[RD-6] [RD-20] [R-REC-02] on a full disk of the server a segment waits at its node, and a film says why it is not made until there is room', async () => {
  const recordingId = await recording();
  const { facts, bytes } = segment(recordingId);
  const room = vi.spyOn(Vault.prototype, 'hasRoomFor').mockResolvedValue(false);
  try {
    const { upload } = await province.peer.request('segment.put', facts);
    expect((await bring(upload ?? '', bytes)).json()).toMatchObject({ code: 'RECORDINGS_FULL' });
    expect((await recordings()).sources).toMatchObject([{ segments: 1, stored: 0 }]);
    room.mockResolvedValue(true);
    const again = await province.peer.request('segment.put', facts);
    expect((await bring(again.upload ?? '', bytes)).statusCode).toBe(200);
    room.mockResolvedValue(false);
    await operator.give(meetingId, { type: 'meeting.end' });
    await province.peer.request('recording.done', { meetingId, recordingId });
    const film = async () => (await recordings()).film;
    await expect.poll(film, patiently).toMatchObject({ state: 'failed', fault: 'RECORDINGS_FULL' });
    expect((await recordings()).sources).toMatchObject([{ segments: 1, stored: 1 }]);
    room.mockRestore();
    await askedBy('operator', `/api/recordings/${meetingId}/film`, { method: 'POST' });
    await expect.poll(film, patiently).toMatchObject({ state: 'ready' });
  } finally {
    room.mockRestore();
  }
});

test('[RD-11] [R-REC-03] what was recorded of a meeting without a file goes to the body of its chair, and others may ask for it', async () => {
  await recording();
  await operator.give(meetingId, { type: 'meeting.end' });
  const at = new Date();
  const sha = Buffer.alloc(32, 1);
  await installation.database
    .insertInto('film')
    .values({
      meeting_id: meetingId,
      state: 'ready',
      asked_at: at,
      asked_by: '',
      finished_at: at,
      duration_ms: 2_000,
      missing_ms: 0,
      video_bytes: 8,
      video_sha256: sha,
      audio_bytes: 4,
      audio_sha256: sha,
    })
    .execute();
  const given = await askedBy('operator', `/api/recordings/${meetingId}/handover`, {
    method: 'POST',
    payload: {
      key: randomUUID(),
      originals: false,
      medium: 'network',
      mark: null,
      documents: null,
      note: null,
    },
  });
  const { to, sheets } = MeetingHandover.parse(given.json());
  expect(sheets).toMatchObject([{ number: 1, to, answer: null }]);
  const letter = await installation.database
    .selectFrom('outbox_letter')
    .select(['meeting_id', 'template'])
    .where('key', '=', `recording.given:${meetingId}:1`)
    .executeTakeFirst();
  expect(letter).toEqual({ meeting_id: null, template: 'recording.given' });
});

test('[RD-3] when the node that records is not heard any more another one goes on with the same recording', async () => {
  const recordingId = await recording();
  province.close();
  await expect.poll(() => orderAt(government), patiently).toEqual({ recordingId, nodeId: nodeId('cp') });
  expect((await recordings()).runs[0]?.nodes.map(({ name }) => name)).toEqual(['MCU cp', 'MCU hb']);
  // Back again it brings what it had; recording anew, it has more to bring.
  province = await installation.openNode('hb');
  await province.peer.request('recording.done', { meetingId, recordingId });
  expect((await recordings()).runs[0]?.nodes.map(({ isDone }) => isDone)).toEqual([false, true]);
  government.close();
  await expect.poll(() => orderAt(province), patiently).toEqual({ recordingId, nodeId: nodeId('hb') });
  expect((await recordings()).runs[0]?.nodes.map(({ isDone }) => isDone)).toEqual([false, false]);
  government = await installation.openNode('cp');
});

test('[RD-3] while nobody else is heard the recording waits, and goes on with the first node that is', async () => {
  const recordingId = await recording();
  government.close();
  province.close();
  const lost = () => operator.events.filter(({ body }) => body.type === 'node.lost').length;
  await expect.poll(lost, patiently).toBe(2);
  expect((await recordings()).runs[0]?.nodes.map(({ name }) => name)).toEqual(['MCU hb']);
  government = await installation.openNode('cp');
  await expect.poll(() => orderAt(government), patiently).toEqual({ recordingId, nodeId: nodeId('cp') });
});
