import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@nhipcau/base';
import { createWorker, type types } from 'mediasoup';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sessionDescription, WRITER_CRYPTO } from './sdp.ts';
import { SegmentWriter } from './segment-writer.ts';
import { freePortPair } from './udp-ports.ts';

const PACKETS = 200;
const SSRC = 4_711;
const PAYLOAD = 111;

let worker: types.Worker;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-writer-'));
  worker = await createWorker();
});
afterEach(() => {
  worker.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One of twenty milliseconds of silence in Opus. */
function packet(index: number): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(0x8000 | PAYLOAD, 0);
  header.writeUInt16BE(index, 2);
  header.writeUInt32BE(index * 960, 4);
  header.writeUInt32BE(SSRC, 8);
  return Buffer.concat([header, Buffer.from([0xf8, 0xff, 0xfe])]);
}

/** A writer that listens, and the source that feeds it. */
async function fed() {
  const router = await worker.createRouter({
    mediaCodecs: [{ kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }],
  });
  const source = await router.createDirectTransport();
  const producer = await source.produce({
    kind: 'audio',
    rtpParameters: {
      codecs: [{ mimeType: 'audio/opus', payloadType: PAYLOAD, clockRate: 48_000, channels: 2 }],
      encodings: [{ ssrc: SSRC }],
    },
  });
  const transport = await router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
    enableSrtp: true,
    srtpCryptoSuite: WRITER_CRYPTO,
  });
  const consumer = await transport.consume({
    producerId: producer.id,
    rtpCapabilities: router.rtpCapabilities,
  });
  const { port, release } = await freePortPair();
  const key = transport.srtpParameters?.keyBase64 ?? '';
  const [codec] = consumer.rtpParameters.codecs;
  if (!codec) throw new Error('no codec');
  const writer = new SegmentWriter({
    ffmpeg: 'ffmpeg',
    folder,
    run: 'run',
    port,
    key,
    description: sessionDescription({ port, kind: 'audio', codec, key }),
    clock: systemClock,
  });
  expect(await writer.listening()).toBe(true);
  await transport.connect({
    ip: '127.0.0.1',
    port,
    srtpParameters: { cryptoSuite: WRITER_CRYPTO, keyBase64: randomBytes(30).toString('base64') },
  });
  const send = (count: number) => {
    for (let index = 0; index < count; index += 1) producer.send(packet(index));
  };
  return { writer, consumer, send, release };
}

test('[RD-5] [R-REC-02] what a source sent until it fell silent is in its file to the last packet', async () => {
  const { writer, consumer, send, release } = await fed();
  send(PACKETS);
  await expect
    .poll(async () => (await consumer.getStats()).map((entry) => 'packetCount' in entry && entry.packetCount))
    .toContain(PACKETS);
  await writer.stop();
  release();
  // A second file when the minute changed meanwhile.
  const written = readdirSync(folder).map((file) =>
    execFileSync('ffprobe', [
      ...['-v', 'error', '-count_packets', '-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0'],
      join(folder, file),
    ]).toString(),
  );
  expect(written.reduce((sum, count) => sum + Number(count), 0)).toBe(PACKETS);
}, 60_000);

test('[RD-5] a writer that finds no room on the disk any more ends and says so', async () => {
  // What is written there is refused as by a full disk; a second file when the minute changes.
  for (const file of ['run.00001.mkv', 'run.00002.mkv']) symlinkSync('/dev/full', join(folder, file));
  const { writer, send, release } = await fed();
  send(PACKETS);
  expect(await writer.ended).toBe('diskFull');
  release();
});

test('[RD-5] a writer whose port somebody else opened meanwhile says so: it is no fault of its own', async () => {
  const { port, release } = await freePortPair();
  const other = createSocket('udp4').bind(port, '127.0.0.1');
  await once(other, 'listening');
  const key = randomBytes(30).toString('base64');
  const codec = {
    mimeType: 'audio/opus',
    payloadType: PAYLOAD,
    clockRate: 48_000,
    channels: 2,
    parameters: {},
  };
  const writer = new SegmentWriter({
    ffmpeg: 'ffmpeg',
    folder,
    run: 'run',
    port,
    key,
    description: sessionDescription({ port, kind: 'audio', codec, key }),
    clock: systemClock,
  });
  expect(await writer.ended).toBe('portTaken');
  other.close();
  release();
});
