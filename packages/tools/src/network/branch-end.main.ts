import { z } from 'zod';
import { DatagramRelay } from './datagram-relay.ts';
import { StreamRelay } from './stream-relay.ts';

/**
 * The far end of a branch's line, run in the branch's network namespace: what its programs send to their loopback goes to
 * the same port of the near end. Says `ready` when it listens, and ends with its standard input.
 */
const Ends = z.strictObject({
  near: z.string(),
  tcp: z.array(z.number().int()).max(100),
  udp: z.array(z.number().int()).max(100),
});

const { near, tcp, udp } = Ends.parse(JSON.parse(process.argv[2] ?? '{}'));
const LOOPBACK = '127.0.0.1';
await Promise.all([
  ...tcp.map((port) => StreamRelay.open({ host: LOOPBACK, port }, { host: near, port })),
  ...udp.map((port) => DatagramRelay.open({ host: LOOPBACK, port }, { host: near, port })),
]);
process.stdout.write('ready\n');
process.stdin.on('end', () => process.exit(0)).resume();
