import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@nhipcau/base';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SegmentWriter } from './segment-writer.ts';

/** Counts how often it is asked to end, and ends when it is let. */
const PROGRAM = `#!/bin/sh
cd "$(dirname "$0")"
trap 'asked=$((asked + 1)); echo $asked > asked' INT
touch begun
while [ ! -e go ]; do sleep 0.02; done
`;

let folder: string;
const file = (name: string) => join(folder, name);
const exists = (name: string) => vi.waitUntil(() => existsSync(file(name)), { timeout: 60_000 });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-writer-'));
  writeFileSync(file('writer'), PROGRAM);
  chmodSync(file('writer'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const aWriter = () =>
  new SegmentWriter({
    ffmpeg: file('writer'),
    folder,
    run: 'run',
    port: 9,
    key: randomBytes(30).toString('base64'),
    description: '',
    clock: systemClock,
  });

test('[RD-5] a writer is asked to end once, whoever else wants it to: a second word would cost the end of its file', async () => {
  const writer = aWriter();
  await exists('begun');
  const first = writer.stop();
  await exists('asked');
  const second = writer.stop();
  writeFileSync(file('go'), '');
  await Promise.all([first, second]);
  expect(readFileSync(file('asked'), 'utf8').trim()).toBe('1');
  expect(await writer.ended).toBe('writerFailed');
});

test('[RD-5] a writer that was stopped for a trouble ends with that trouble', async () => {
  const writer = aWriter();
  await exists('begun');
  const stopping = writer.stop('stalled');
  writeFileSync(file('go'), '');
  await stopping;
  expect(await writer.ended).toBe('stalled');
});
