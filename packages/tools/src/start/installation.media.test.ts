import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Installation, startInstallation } from './installation.ts';

const PORT_BASE = 28_000;

const folder = mkdtempSync(join(tmpdir(), 'nhipcau-installation-'));
const dataDir = join(folder, 'data');
const warnings: string[] = [];
let installation: Installation;
const start = () =>
  startInstallation({
    portBase: PORT_BASE,
    dataDir,
    progress: { done: () => {}, warn: (what) => void warnings.push(what) },
  });

beforeAll(async () => {
  installation = await start();
});
afterAll(async () => {
  await installation.close();
  rmSync(folder, { recursive: true, force: true });
});

const Nodes = z.object({ nodes: z.array(z.object({ nodeId: z.string(), connected: z.boolean() })) });

async function connectedNodes(): Promise<string[]> {
  const signedIn = await fetch(`${installation.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'dieuhanh', password: installation.password }),
  });
  expect(signedIn.status).toBe(200);
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const reply = await fetch(`${installation.url}/api/nodes`, { headers: { cookie } });
  return Nodes.parse(await reply.json()).nodes.flatMap((node) => (node.connected ? [node.nodeId] : []));
}

test('server and nodes are separate processes that know each other by their keys', async () => {
  const pids = [installation.server, ...installation.nodeIds.map((id) => installation.node(id))].map(
    (child) => child.pid,
  );
  expect(new Set(pids).size).toBe(4);
  expect(pids).not.toContain(null);
  expect(await connectedNodes()).toEqual(['cp', 'hb', 'hb-dabac']);
});

test('a process that is killed is started again, and that is said', async () => {
  const before = installation.server.pid;
  installation.server.kill('SIGKILL');
  await expect.poll(() => installation.server.pid).not.toBe(before);
  await expect.poll(() => installation.server.pid, { timeout: 10_000 }).not.toBeNull();
  await installation.server.untilReady();
  await expect.poll(connectedNodes, { timeout: 15_000 }).toEqual(['cp', 'hb', 'hb-dabac']);
  expect(warnings).toContainEqual(expect.stringMatching(/^server ended by itself \(SIGKILL\)/));
});

test('the database is started again too, and the server finds it', async () => {
  const before = installation.databasePid();
  if (before === null) throw new Error('no embedded database');
  process.kill(before, 'SIGKILL');
  await expect.poll(() => installation.databasePid(), { timeout: 20_000 }).not.toBe(before);
  await expect.poll(() => installation.databasePid(), { timeout: 20_000 }).not.toBeNull();
  await expect
    .poll(() => connectedNodes().catch((cause: unknown) => String(cause)), { timeout: 20_000 })
    .toEqual(['cp', 'hb', 'hb-dabac']);
  expect(warnings).toContainEqual(expect.stringMatching(/^PostgreSQL ended by itself/));
});

test('a node that is stopped stays down until it is started', async () => {
  const node = installation.node('hb-dabac');
  await node.stop();
  expect(node.pid).toBeNull();
  await expect.poll(connectedNodes, { timeout: 10_000 }).toEqual(['cp', 'hb']);
  await node.start();
  await expect.poll(connectedNodes, { timeout: 15_000 }).toEqual(['cp', 'hb', 'hb-dabac']);
});

test('ports in use are named in one line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(PORT_BASE + 1000, '127.0.0.1', resolve));
  const second = startInstallation({ portBase: PORT_BASE + 1000, dataDir: join(folder, 'other') });
  await expect(second).rejects.toThrow(/^ports in use: 29000 \(server\)\. [^\n]+$/);
  await new Promise((resolve) => other.close(resolve));
});

test('a second start finds everything as it was', async () => {
  const { password } = installation;
  await installation.close();
  installation = await start();
  expect(installation.password).toBe(password);
  await expect.poll(connectedNodes, { timeout: 15_000 }).toEqual(['cp', 'hb', 'hb-dabac']);
});
