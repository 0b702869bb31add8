import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ProcessTable } from './process-table.ts';

let dataDir: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'nhipcau-table-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

function aProcess(): { child: ChildProcess; pid: number } {
  const child = spawn('sleep', ['60']);
  children.push(child);
  return { child, pid: child.pid ?? 0 };
}

const file = () => join(dataDir, 'run', 'processes.json');
/** As if the owner had been another process. */
const giveTo = (pid: number) => {
  const table = JSON.parse(readFileSync(file(), 'utf8'));
  table.owner.pid = pid;
  writeFileSync(file(), JSON.stringify(table));
};

test('an installation that runs is refused to a second owner', async () => {
  const owner = aProcess();
  const table = await ProcessTable.take(dataDir, () => {});
  table.add('owner', owner.pid);
  const written = JSON.parse(readFileSync(file(), 'utf8'));
  writeFileSync(file(), JSON.stringify({ owner: written.children[0], children: [] }));
  await expect(ProcessTable.take(dataDir, () => {})).rejects.toThrow(`running already (process ${owner.pid}`);
});

test('what a killed owner left running is ended and told; others with a used number are not', async () => {
  const left = aProcess();
  const stranger = aProcess();
  const table = await ProcessTable.take(dataDir, () => {});
  table.add('server', left.pid);
  table.add('node', stranger.pid);
  giveTo(2 ** 22 - 1);
  const written = JSON.parse(readFileSync(file(), 'utf8'));
  written.children[1].startedTicks = '1';
  writeFileSync(file(), JSON.stringify(written));
  const ended = once(left.child, 'exit');
  const told: string[] = [];
  await ProcessTable.take(dataDir, (name, pid) => told.push(`${name} ${pid}`));
  expect((await ended)[1]).toBe('SIGTERM');
  expect(told).toEqual([`server ${left.pid}`]);
  expect(stranger.child.exitCode ?? stranger.child.signalCode).toBeNull();
});

test('a damaged table is as good as none', async () => {
  const table = await ProcessTable.take(dataDir, () => {});
  table.release();
  await ProcessTable.take(dataDir, () => {});
  writeFileSync(file(), '{"owner":1}');
  await expect(ProcessTable.take(dataDir, () => {})).resolves.toBeDefined();
  writeFileSync(file(), '{"own');
  await expect(ProcessTable.take(dataDir, () => {})).resolves.toBeDefined();
});
