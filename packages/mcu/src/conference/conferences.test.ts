import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DesiredConference } from '@nhipcau/contracts';
import { aPlan } from '@nhipcau/testkit';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isNewer } from './conferences.ts';
import { DesiredFiles } from './desired-files.ts';
import { Follower } from './follower.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-desired-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const desired = (meetingId: string, seq: number) =>
  DesiredConference.parse({ meetingId, title: 'Họp', epoch: 1, seq, plan: aPlan(), stillEveryMs: 0 });
const log = pino({ level: 'silent' });

test.each([
  [{ epoch: 2, seq: 0 }, { epoch: 1, seq: 99 }, true],
  [{ epoch: 1, seq: 2 }, { epoch: 1, seq: 1 }, true],
  [{ epoch: 1, seq: 1 }, { epoch: 1, seq: 1 }, false],
  [{ epoch: 1, seq: 9 }, { epoch: 2, seq: 0 }, false],
])('[R-MCU-02] wish %j is newer than %j: %s', (a, b, newer) => {
  expect(isNewer(a, b)).toBe(newer);
});

test('[R-CON-13] the newest wish of each meeting is on disk, whole, and read back', async () => {
  const files = new DesiredFiles(folder, log);
  for (let seq = 1; seq <= 50; seq += 1) files.save(desired('m1', seq));
  files.save(desired('m:2', 7));
  files.save(desired('m3', 1));
  files.remove(desired('m3', 1).meetingId);
  await files.flushed();
  const loaded = new DesiredFiles(folder, log).load();
  expect(loaded.map(({ meetingId, seq }) => `${meetingId} ${seq}`).sort()).toEqual(['m1 50', 'm:2 7']);
  expect(loaded[0]?.plan).toEqual(aPlan());
});

test('a file that is no wish is set aside and stops nothing', async () => {
  const files = new DesiredFiles(folder, log);
  files.save(desired('m1', 1));
  await files.flushed();
  writeFileSync(join(folder, 'torn.json'), '{"meetingId":');
  writeFileSync(join(folder, 'old.json'), '{"meetingId":"m9"}');
  expect(new DesiredFiles(folder, log).load()).toHaveLength(1);
  expect(readdirSync(folder).sort()).toEqual(['m1.json', 'old.json.unreadable', 'torn.json.unreadable']);
});

test('a follower applies the newest value and skips those overtaken', async () => {
  const applied: number[] = [];
  const waiting: (() => void)[] = [];
  const follower = new Follower<number>(
    0,
    async (value) => {
      applied.push(value);
      await new Promise<void>((resolve) => waiting.push(resolve));
    },
    () => {},
  );
  for (const value of [1, 2, 3]) follower.wish(value);
  const step = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  follower.wish(4);
  await new Promise((resolve) => setImmediate(resolve));
  for (const value of [5, 6]) follower.wish(value);
  await step();
  await step();
  expect(applied).toEqual([4, 6]);
  expect(follower.applied).toBe(6);
  follower.wish(6);
  await step();
  expect(applied).toHaveLength(2);
});

test('a follower that failed tries again with the next wish and tells the failure', async () => {
  const causes: unknown[] = [];
  let fails = true;
  const follower = new Follower<boolean>(
    false,
    async () => {
      if (fails) throw new Error('worker busy');
    },
    (cause) => causes.push(cause),
  );
  follower.wish(true);
  await new Promise((resolve) => setImmediate(resolve));
  expect([follower.applied, causes.length]).toEqual([false, 1]);
  fails = false;
  follower.wish(true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(follower.applied).toBe(true);
});
