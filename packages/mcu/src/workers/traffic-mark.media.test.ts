import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { systemClock } from '@nhipcau/base';
import { afterEach, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { createLogger } from '../process/logging.ts';
import { WorkerPool } from './worker-pool.ts';

/** What the stage of media tests provides: the library that marks, a program that says how a packet is marked. */
const environment = {
  MCU_NODE_ID: 'hb',
  MCU_DATA_DIR: '/nowhere',
  MCU_WORKERS: '1',
  MCU_MEDIA_PORT: '0',
  MCU_MARKER: process.env['MCU_MARKER'],
  MEDIASOUP_WORKER_BIN: process.env['MEDIASOUP_WORKER_BIN'],
};
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
  delete process.env['MCU_DSCP'];
});

async function openPool(mark: number | null): Promise<WorkerPool> {
  // The worker has the environment of the node.
  if (mark !== null) process.env['MCU_DSCP'] = `${mark}`;
  const { media } = readConfig({ ...environment, MCU_DSCP: mark === null ? undefined : `${mark}` });
  const pool = await WorkerPool.open(
    { count: 1, mediaIp: '127.0.0.1', mediaPort: 0, workerBin: media.workerBin, marking: media.marking },
    { clock: systemClock, log: createLogger({ level: 'fatal', nodeId: 'hb' }) },
  );
  closers.push(() => pool.close());
  return pool;
}

/** A program that waits for one packet; the lines it says. */
function look(): AsyncIterator<string> {
  const program: ChildProcess = spawn(process.env['NHIPCAU_TEST_LOOK'] ?? '', {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  closers.push(() => program.kill());
  if (!program.stdout) throw new Error('no output');
  return createInterface({ input: program.stdout })[Symbol.asyncIterator]();
}

/** The mark of the first packet of a sound that goes out of the pool's worker. */
async function markSent(pool: WorkerPool): Promise<number> {
  const worker = pool.leastLoaded();
  const router = await worker.createRouter();
  const lines = look();
  const port = Number((await lines.next()).value);
  const from = await router.createDirectTransport();
  const producer = await from.produce({
    kind: 'audio',
    rtpParameters: {
      codecs: [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: 100 }],
      encodings: [{ ssrc: 1234 }],
    },
  });
  const to = await router.createPlainTransport({ listenInfo: { protocol: 'udp', ip: '127.0.0.1' } });
  await to.connect({ ip: '127.0.0.1', port });
  await to.consume({ producerId: producer.id, rtpCapabilities: router.rtpCapabilities });
  const packet = Buffer.alloc(32);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(100, 1);
  packet.writeUInt16BE(1, 2);
  packet.writeUInt32BE(960, 4);
  packet.writeUInt32BE(1234, 8);
  producer.send(packet);
  return Number((await lines.next()).value);
}

test('[AS-14] [R-AST-13] a packet of a meeting leaves the node with the mark it was given', async () => {
  const pool = await openPool(46);
  expect(pool.mark).toBe(46);
  expect(await markSent(pool)).toBe(46);
});

test('[AS-14] [R-AST-13] a node that was given none sends unmarked and says so', async () => {
  const pool = await openPool(null);
  expect(pool.mark).toBeNull();
  expect(await markSent(pool)).toBe(0);
});
