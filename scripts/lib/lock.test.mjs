import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.mjs';

let folder;
const lockFile = () => path.join(folder, 'x.lock');

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nhipcau-lock-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

test('two holders follow one another', async () => {
  const events = [];
  const hold = (name) =>
    withLock(lockFile(), async () => {
      events.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      events.push(`${name} out`);
    });
  await Promise.all([hold('first'), hold('second')]);
  expect(events).toEqual(['first in', 'first out', 'second in', 'second out']);
});

test('the lock is given back when the work fails', async () => {
  await expect(withLock(lockFile(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(fs.readdirSync(folder)).toEqual([]);
});

test.each([
  ['of a process that is gone', JSON.stringify({ host: os.hostname(), pid: 2 ** 22 + 1, startedAt: '1' })],
  [
    'of an earlier process with an id in use',
    JSON.stringify({ host: os.hostname(), pid: process.pid, startedAt: '1' }),
  ],
  ['cut off in the middle', '{"pi'],
])('a lock %s is taken over', async (_what, content) => {
  fs.writeFileSync(lockFile(), content);
  expect(await withLock(lockFile(), () => 'done')).toBe('done');
});
