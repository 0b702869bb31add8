import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  MeetingHandover,
  type MeetingId,
  MeetingRecordings,
  RecordingCopies,
  RecordingDeletions,
  RecordingKeeping,
  RecordingLink,
} from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { InstallationKey } from '../access/installation-key.ts';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { RetentionService, readRetention } from './retention.service.ts';
import { Vault } from './vault.ts';

const DAY = 86_400_000;
const EPOCH = 1_790_000_000_000;
/** Pictures of a second. */
const LAST = 1.96;
const clock = new FakeClock();
// Copies are made at the lowest priority: on a busy machine last of all.
const patiently = { timeout: 150_000, interval: 100 };
let folder: string;
let installation: TestInstallation;
let desk: OfficeDesk;
let meetingId: MeetingId;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-keeping-'));
  installation = await TestInstallation.open({
    clock,
    env: { NHIPCAU_RECORDINGS_DIR: join(folder, 'kept') },
  });
  desk = new OfficeDesk(installation);
});
afterAll(async () => {
  await installation.close();
  rmSync(folder, { recursive: true, force: true });
});

const ffmpeg = (args: readonly string[]) =>
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], { maxBuffer: 1 << 28 });
const kept = (...path: string[]) => join(folder, 'kept', meetingId, ...path);

/** A meeting that is over, of which a film and two segments of a site are here. */
beforeEach(async () => {
  meetingId = await installation.planMeeting();
  const { database } = installation;
  const at = new Date(clock.now());
  for (const phase of [
    { phase: 'live', started_at: at },
    { phase: 'ended', ended_at: at },
  ])
    await database.updateTable('meeting').set(phase).where('id', '=', meetingId).execute();
  const recordingId = randomUUID();
  await database
    .insertInto('recording')
    .values({
      id: recordingId,
      meeting_id: meetingId,
      started_at: at,
      started_by: 'Người điều hành',
      late_asked_by: null,
      late_reason: null,
      stopped_at: at,
    })
    .execute();
  mkdirSync(kept(recordingId), { recursive: true });
  for (const index of [0, 1]) {
    const id = `s-${recordingId}-${index}`;
    const shift = `settb=1/1000,setpts=PTS+${EPOCH + index * 1_000}`;
    ffmpeg([
      ...[
        '-copyts',
        '-f',
        'lavfi',
        '-i',
        `color=c=red:s=160x90:r=25:d=1,${shift}`,
        '-enc_time_base',
        '1/1000',
      ],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', kept(recordingId, `${id}.mkv`)],
    ]);
    await database
      .insertInto('recording_segment')
      .values({
        id,
        recording_id: recordingId,
        site_id: 'province',
        source: 'camera',
        node_id: 'hb',
        started_at: new Date(EPOCH + index * 1_000),
        ended_at: new Date(EPOCH + index * 1_000 + 1_000),
        bytes: readFileSync(kept(recordingId, `${id}.mkv`)).length,
        sha256: Buffer.alloc(32, index),
        announced_at: at,
        stored_at: at,
      })
      .execute();
  }
  await database
    .insertInto('film')
    .values({
      meeting_id: meetingId,
      state: 'ready',
      asked_at: at,
      asked_by: '',
      finished_at: at,
      video_bytes: 1,
      video_sha256: Buffer.alloc(32, 7),
      audio_bytes: 1,
      audio_sha256: Buffer.alloc(32, 8),
      fault: null,
    })
    .execute();
  mkdirSync(dirname(kept('film.mp4')), { recursive: true });
  ffmpeg([
    ...['-f', 'lavfi', '-i', 'color=c=black:s=320x180:r=5:d=1', '-f', 'lavfi', '-i', 'sine=d=1'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', kept('film.mp4')],
  ]);
  writeFileSync(kept('audio.m4a'), 'x');
});

const keeping = async () =>
  RecordingKeeping.parse((await desk.call('operator', 'GET', `/api/recordings/${meetingId}/keeping`)).body);
/** What the job proposes when it looks now. */
async function proposed(): Promise<RecordingKeeping['deletions']> {
  const { database } = installation;
  const key = InstallationKey.load(folder);
  const vault = new Vault({ folder: join(folder, 'kept'), database, clock, key, remote: null });
  const log = pino({ level: 'silent' });
  await new RetentionService({ database, clock, log, vault, rules: readRetention(null) }).sweep();
  return (await keeping()).deletions;
}
const decide = (deletionId: string, kind: 'delete' | 'keep') =>
  desk.call('operator', 'POST', `/api/recording-deletions/${deletionId}/decision`, {
    kind,
    reason: 'Hết thời hạn lưu giữ',
  });
const hold = (isHeld: boolean) =>
  desk.call('operator', 'POST', `/api/recordings/${meetingId}/hold`, { isHeld, reason: 'Phục vụ thanh tra' });

test('[R-REC-02] [RD-21] [RD-22] what was kept its days is proposed, not while it is held; confirmed it is gone, and its digests stay', async () => {
  expect(await proposed()).toEqual([]);
  await hold(true);
  clock.step(30 * DAY);
  expect(await proposed()).toEqual([]);
  await hold(false);
  expect((await proposed()).map(({ what }) => what)).toEqual(['originals']);
  const [originals] = (await keeping()).deletions;
  expect(originals).toMatchObject({ files: 2, decision: null });
  // Held after it was proposed it cannot be deleted either.
  await hold(true);
  expect((await decide(originals?.deletionId ?? '', 'delete')).body.code).toBe('RECORDING_HELD');
  await hold(false);
  const auditor = await desk.call('auditor', 'GET', '/api/recording-deletions');
  expect(auditor.body.code).toBe('NOT_ALLOWED');
  const done = RecordingDeletions.parse((await decide(originals?.deletionId ?? '', 'delete')).body);
  expect(done.deletions[0]?.decision).toMatchObject({ kind: 'delete', deletedAt: expect.any(Number) });
  const rows = await installation.database
    .selectFrom('recording_deletion')
    .select('files')
    .where('meeting_id', '=', meetingId)
    .execute();
  expect(JSON.stringify(rows)).toContain('01'.repeat(32));
  const { sources, mayRender } = MeetingRecordings.parse(
    (await desk.call('operator', 'GET', `/api/recordings/${meetingId}`)).body,
  );
  // What was recorded stays told; nothing is offered that is made of it.
  expect(sources).toMatchObject([{ segments: 2, stored: 0 }]);
  expect(mayRender).toBe(false);
  const handover = await desk.call('operator', 'GET', `/api/recordings/${meetingId}/handover`);
  expect(MeetingHandover.parse(handover.body).ready.map(({ part }) => part)).toEqual(['film', 'audio']);
  expect(existsSync(kept('film.mp4'))).toBe(true);
  // Of what is deleted no film is made anew, and the one there is stays.
  const again = await desk.call('operator', 'POST', `/api/recordings/${meetingId}/film`);
  expect(again.body.code).toBe('FILM_MISSING');
  expect((await decide(originals?.deletionId ?? '', 'keep')).body.code).toBe('RECORDING_DELETION_SETTLED');
});

test('[R-REC-02] [RD-22] what somebody keeps on purpose is not proposed again for as many days', async () => {
  clock.step(30 * DAY);
  expect(await proposed()).toHaveLength(1);
  const [originals] = (await keeping()).deletions;
  await decide(originals?.deletionId ?? '', 'keep');
  clock.step(29 * DAY);
  expect((await proposed()).filter(({ decision }) => decision === null)).toEqual([]);
});

const copies = async () =>
  RecordingCopies.parse((await desk.call('operator', 'GET', `/api/recordings/${meetingId}/copies`)).body)
    .copies;

/** A copy that was asked for, when it is made, as its bytes in a file. */
async function copied(siteId: string | null): Promise<string> {
  const asked = await desk.call('operator', 'POST', `/api/recordings/${meetingId}/copies`, {
    key: randomUUID(),
    siteId,
  });
  expect(asked.status).toBe(200);
  await expect
    .poll(async () => (await copies()).map(({ state, fault }) => [state, fault]), patiently)
    .toEqual([['ready', null]]);
  const [copy] = await copies();
  const { url } = RecordingLink.parse(
    (await desk.call('operator', 'POST', `/api/recording-copies/${copy?.copyId}/links`)).body,
  );
  const reply = await installation.app.inject({
    method: 'GET',
    url,
    headers: { cookie: await installation.signIn('operator') },
  });
  expect(reply.rawPayload.length).toBe(copy?.bytes);
  const file = join(folder, `copy-${copy?.copyId}`);
  writeFileSync(file, reply.rawPayload);
  const others = await desk.call('clerk', 'POST', `/api/recording-copies/${copy?.copyId}/links`);
  expect(others.body.code).toBe('NOT_FOUND');
  return file;
}

test('[R-REC-06] [RD-23] the film is given with the name of its receiver burnt in', async () => {
  const file = await copied(null);
  expect((await copies())[0]?.mark).toContain('Người thử operator');
  const brightest = (film: string) =>
    ffmpeg(['-i', film, '-frames:v', '5', '-f', 'rawvideo', '-pix_fmt', 'gray', '-']).reduce(
      (most, shade) => Math.max(most, shade),
      0,
    );
  expect(brightest(kept('film.mp4'))).toBeLessThan(30);
  expect(brightest(file)).toBeGreaterThan(80);
});

test('[R-REC-02] [RD-24] what one site sent is given joined, as it came, with its wall clock', async () => {
  const file = await copied('province');
  const [first = '', last = ''] = [0, -1].map((at) =>
    execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', file])
      .toString()
      .trim()
      .split('\n')
      .at(at),
  );
  expect(Number(first)).toBeCloseTo(EPOCH / 1_000, 1);
  expect(Number(last) - Number(first)).toBeCloseTo(LAST, 1);
  const codec = execFileSync('ffprobe', [
    '-v',
    'error',
    '-show_entries',
    'stream=codec_name',
    '-of',
    'csv=p=0',
    file,
  ]);
  expect(codec.toString().trim()).toBe('h264');
});
