import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type RelayFiles, relayFiles } from '../network/turn-relay.ts';

const run = promisify(execFile);
const MEDIA_PORT = 7201;
const TURN_PORT = 7443;
const RELAYED = [49_152, 49_251] as const;
const PATIENCE_MS = 55_000;

const Report = z.object({
  rooms: z.array(z.object({ protocol: z.string().nullable(), packets: z.number() })),
  observed: z.array(z.object({ transport: z.string(), state: z.string() })),
});

let files: RelayFiles;
beforeAll(async () => {
  files = await relayFiles(TURN_PORT, RELAYED);
});
afterAll(() => rmSync(files.folder, { recursive: true, force: true }));

/** A node and its rooms in a network namespace of their own, which lets pass what these rules do. */
async function inNamespace(
  rules: readonly string[],
  { before = [], env = {} }: { before?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<z.infer<typeof Report>> {
  const program = join(import.meta.dirname, 'udp-blocked.main.ts');
  const steps = ['ip link set lo up', ...rules.map((rule) => `nft '${rule}'`), ...before];
  const script = `${steps.join(' && ')} && "$0" "$1"; ended=$?; kill $(jobs -p) 2>/dev/null; wait; exit $ended`;
  // With a process namespace, too, nothing that was started there outlives the test.
  const own = ['--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const { stdout } = await run('unshare', [...own, 'bash', '-c', script, process.execPath, program], {
    timeout: PATIENCE_MS,
    env: {
      ...process.env,
      MCU_LISTEN_PORT: '7101',
      MCU_MEDIA_PORT: `${MEDIA_PORT}`,
      MCU_WORKERS: '1',
      MCU_LOG_LEVEL: 'error',
      ...env,
    },
  });
  return Report.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}

const wall = (...rules: string[]): string[] => [
  'add table inet wall',
  'add chain inet wall in { type filter hook input priority 0; }',
  ...rules.map((rule) => `add rule inet wall in ${rule} drop`),
];

function expectSeen({ rooms, observed }: z.infer<typeof Report>, protocol: string, transport: string): void {
  expect(rooms.map((room) => room.protocol)).toEqual(rooms.map(() => protocol));
  expect(observed).toEqual(rooms.map(() => ({ transport, state: 'connected' })));
  const [, ...watching] = rooms;
  for (const { packets } of watching) expect(packets).toBeGreaterThan(100);
}

test('[R-MCU-01] on an open network rooms see and hear over UDP', async () => {
  expectSeen(await inNamespace([]), 'udp', 'udp');
});

test('[R-CON-13] [R-MCU-01] where UDP is blocked rooms see and hear over TCP, and the node says so', async () => {
  expectSeen(await inNamespace(wall(`udp dport ${MEDIA_PORT}`)), 'tcp', 'tcp');
});

test('[R-CON-13] [R-MCU-01] where the node’s ports are blocked rooms see and hear through TURN over TLS', async () => {
  const fromRooms = `udp sport != ${RELAYED[0]}-${RELAYED[1]} udp dport ${MEDIA_PORT}`;
  const report = await inNamespace(wall(fromRooms, `tcp dport ${MEDIA_PORT}`), {
    before: [`(turnserver -c ${files.settings} >/dev/null 2>&1 &)`],
    env: {
      MCU_TURN_URLS: `turns:localhost:${TURN_PORT}?transport=tcp`,
      MCU_TURN_SECRET_FILE: files.secret,
      NODE_EXTRA_CA_CERTS: files.certificate,
    },
  });
  expectSeen(report, 'turn', 'udp');
});
