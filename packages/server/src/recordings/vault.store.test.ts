import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { MeetingId } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { pino } from 'pino';
import S3rver from 's3rver';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { InstallationKey } from '../access/installation-key.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { Archive } from './archive.ts';
import { openRemoteStore } from './remote-store.ts';
import { Vault } from './vault.ts';

const BUCKET = 'ban-ghi';
const keys = { accessKey: 'S3RVER', secretKey: 'S3RVER' };
const log = pino({ level: 'silent' });
const clock = new FakeClock();
/** Longer than a chunk, not a multiple of one. */
const bytes = Buffer.from(Array.from({ length: 150_003 }, (_, at) => (at * 7 + (at >> 8)) % 251));
let folder: string;
let installation: TestInstallation;
let meetingId: MeetingId;
let store: S3rver;
let port: number;

const openStore = async (at: number): Promise<number> => {
  store = new S3rver({
    port: at,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: BUCKET, configs: [] }],
  });
  return (await store.run()).port;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-vault-'));
  port = await openStore(0);
  installation = await TestInstallation.open();
});
afterAll(async () => {
  await installation.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  meetingId = await installation.planMeeting();
});

function open(): { vault: Vault; archive: Archive } {
  const { database } = installation;
  const remote = openRemoteStore({
    url: `http://127.0.0.1:${port}`,
    bucket: BUCKET,
    prefix: 'hb/',
    region: 'us-east-1',
    ...keys,
  });
  const key = InstallationKey.load(folder);
  const vault = new Vault({ folder: join(folder, 'disk'), database, clock, key, remote });
  return { vault, archive: new Archive({ database, clock, log, vault, remote }) };
}

const filmIsMade = () =>
  installation.database
    .insertInto('film')
    .values({
      meeting_id: meetingId,
      state: 'ready',
      asked_at: new Date(),
      asked_by: '',
      finished_at: new Date(),
      video_sha256: Buffer.alloc(32),
      audio_sha256: Buffer.alloc(32),
      fault: null,
    })
    .execute();

async function piece(vault: Vault, name: string, from: number, to: number): Promise<Buffer> {
  const { size, stream } = await vault.open(name);
  expect(size).toBe(bytes.length);
  return buffer(await stream(from, to));
}
const placeOf = async (name: string) =>
  (
    await installation.database
      .selectFrom('recording_object')
      .select('place')
      .where('name', '=', name)
      .executeTakeFirst()
  )?.place;

describe.each([
  [false, ''],
  [true, '.sealed'],
])('what is kept, sealed: %s', (sealed, suffix) => {
  test('[R-REC-02] [RD-20] moves to the S3 store when the film is made, and is read by pieces from either place', async () => {
    const { vault, archive } = open();
    const name = `${meetingId}/film.mp4`;
    await vault.keep({ name, meetingId, sealed }, bytes);
    const stored = readFileSync(join(folder, 'disk', name + suffix));
    expect(stored.equals(bytes)).toBe(!sealed);
    await archive.move();
    expect(await placeOf(name)).toBe('local');
    for (const place of ['local', 'remote']) {
      expect(await placeOf(name)).toBe(place);
      expect((await piece(vault, name, 0, bytes.length - 1)).equals(bytes)).toBe(true);
      expect((await piece(vault, name, 65_500, 65_600)).equals(bytes.subarray(65_500, 65_601))).toBe(true);
      const plain = await vault.plainFile(name, join(folder, 'copies'));
      expect(readFileSync(plain.path).equals(bytes)).toBe(true);
      expect(plain.isCopy).toBe(sealed || place === 'remote');
      if (place === 'local') {
        await filmIsMade();
        await archive.move();
      }
    }
    expect(() => readFileSync(join(folder, 'disk', name + suffix))).toThrow();
    await vault.remove(name);
    await expect(vault.open(name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('[R-REC-02] [RD-20] while the store is away nothing is lost: what is new stays here, what is there is refused by its code', async () => {
  const { vault, archive } = open();
  const [moved, waits] = [`${meetingId}/film.mp4`, `${meetingId}/audio.m4a`];
  await vault.keep({ name: moved, meetingId, sealed: true }, bytes);
  await filmIsMade();
  await archive.move();
  await store.close();
  await vault.keep({ name: waits, meetingId, sealed: false }, bytes);
  await archive.move();
  expect(await archive.standing()).toEqual({ isAway: true, waiting: 1 });
  expect((await piece(vault, waits, 0, 9)).equals(bytes.subarray(0, 10))).toBe(true);
  await expect(piece(vault, moved, 0, 9)).rejects.toMatchObject({ code: 'RECORDING_STORE_AWAY' });
  // Nor is it forgotten when it cannot be taken away there.
  await expect(vault.remove(moved)).rejects.toMatchObject({ code: 'RECORDING_STORE_AWAY' });
  expect(await placeOf(moved)).toBe('remote');
  await openStore(port);
  await archive.move();
  expect(await archive.standing()).toEqual({ isAway: false, waiting: 0 });
  for (const name of [moved, waits])
    expect((await piece(vault, name, 100, 199)).equals(bytes.subarray(100, 200))).toBe(true);
});
