import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { freePort } from '@nhipcau/testkit';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { debianBinaries, embeddedBinaries, passableCopy } from './binaries.ts';
import { type ClusterOptions, PostgresCluster } from './cluster.ts';

let folder: string;
let options: ClusterOptions;
const running: PostgresCluster[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-cluster-'));
  // As below /root: nobody else passes.
  chmodSync(folder, 0o700);
  // Left by an initdb that was interrupted: the first test begins again.
  mkdirSync(join(folder, 'pg'));
  writeFileSync(join(folder, 'pg', 'half'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  options = {
    binaries: process.env['NHIPCAU_TEST_PG'] === 'debian' ? debianBinaries() : embeddedBinaries(),
    dataDir: join(folder, 'pg'),
    port: await freePort(),
    password: 'một mật khẩu / có dấu',
    logFile: join(folder, 'logs', 'postgresql.log'),
    settings: { fsync: 'off' },
  };
});
afterEach(async () => {
  for (const cluster of running.splice(0)) await cluster.stop();
});

async function start(): Promise<PostgresCluster> {
  const cluster = await PostgresCluster.start(options);
  running.push(cluster);
  return cluster;
}

async function ask(cluster: PostgresCluster, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: cluster.url('sổ') });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

test('does a beginning again that was cut off, keeps its data where nobody else passes, and finds it again', async () => {
  const first = await start();
  await first.createDatabase('sổ');
  await first.createDatabase('sổ');
  await ask(first, `create table note as select 'giữ' as text`);
  await first.stop();
  const second = await start();
  expect(await ask(second, 'select text from note')).toEqual([{ text: 'giữ' }]);
});

test('lets nobody in without the password, and only from this machine', async () => {
  const cluster = await start();
  const stranger = new pg.Client({
    connectionString: cluster.url('postgres').replace(/:[^:@]+@/, ':wrong@'),
  });
  await expect(stranger.connect()).rejects.toThrow(/password/);
  await cluster.createDatabase('sổ');
  expect(await ask(cluster, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
});

test('ends a server left by a killed start', async () => {
  const left = await start();
  const crashed = new Promise<void>((resolve) => left.onCrash(resolve));
  const next = await start();
  await crashed;
  expect(next.pid).not.toBe(left.pid);
  await expect(next.createDatabase('sổ')).resolves.toBeUndefined();
});

/** What a program that ended by itself had to say. */
async function failure(child: ChildProcessByStdio<null, Readable, Readable>): Promise<never> {
  const said = await text(child.stderr);
  throw new Error(`the starter ended: ${said}`);
}

test('ends with whoever started it, even when that one is killed', async () => {
  const starter = join(folder, 'start.mts');
  const { binaries, ...rest } = options;
  writeFileSync(
    starter,
    `import { PostgresCluster } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
     const cluster = await PostgresCluster.start(${JSON.stringify({ ...rest, binaries })});
     process.stdout.write(String(cluster.pid));
     setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [starter], { stdio: ['ignore', 'pipe', 'pipe'] });
  const pid = Number(await Promise.race([once(child.stdout, 'data'), failure(child)]));
  child.kill('SIGKILL');
  const isRunning = () => existsSync(`/proc/${pid}`);
  await expect.poll(isRunning).toBe(false);
});

test('a lock file of a number that is used by another program is forgotten', async () => {
  await (await start()).stop();
  const other = spawn('sleep', ['30']);
  writeFileSync(join(options.dataDir, 'postmaster.pid'), `${other.pid}\n${options.dataDir}\n`);
  await expect(start()).resolves.toBeInstanceOf(PostgresCluster);
  expect(other.exitCode).toBeNull();
  other.kill();
});

test('says in one line why it does not start', async () => {
  const other = createServer().listen(options.port, '127.0.0.1');
  await once(other, 'listening');
  await expect(start()).rejects.toThrow(
    /^PostgreSQL \d+ \(\w+\) did not start: [^\n]*could not create any TCP\/IP sockets[^\n]*$/,
  );
  other.close();
});

test.runIf(process.getuid?.() === 0)('programs that the account cannot reach are copied once', () => {
  const native = join(folder, 'native');
  mkdirSync(join(native, 'bin'), { recursive: true, mode: 0o700 });
  writeFileSync(join(native, 'bin', 'postgres'), 'program', { mode: 0o700 });
  const cache = join(folder, 'cache');
  const copy = passableCopy(native, cache);
  expect(copy.startsWith(cache)).toBe(true);
  expect(passableCopy(native, cache)).toBe(copy);
});
