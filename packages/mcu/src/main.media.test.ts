import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from './testing/eventually.ts';

let folder: string;
let child: ChildProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-node-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const start = (env: Record<string, string>) => {
  const lines: string[] = [];
  const started = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      ...process.env,
      MCU_NODE_ID: 'hb',
      MCU_DATA_DIR: folder,
      MCU_LISTEN_PORT: '0',
      MCU_MEDIA_PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.stdout?.on('data', (data) => lines.push(...String(data).split('\n').filter(Boolean)));
  child = started;
  return { started, lines };
};

test('the process starts with its environment alone, and stops in order on SIGTERM', async () => {
  const { started, lines } = start({ MCU_WORKERS: '2' });
  await eventually(
    () => lines.join('\n'),
    (text) => text.includes('node started'),
    { withinMs: 15_000, what: 'start' },
  );
  expect(lines.filter((line) => line.includes('media worker started'))).toHaveLength(2);
  started.kill('SIGTERM');
  const [code, signal] = await once(started, 'exit');
  expect([code, signal]).toEqual([0, null]);
});

test('a wrong setting ends it with one line that names the setting, and its own exit code', async () => {
  const { started, lines } = start({ MCU_LISTEN_HOST: '0.0.0.0' });
  const [code] = await once(started, 'exit');
  expect(code).toBe(78);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('MCU_TLS_CERT_FILE');
});
