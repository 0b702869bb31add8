import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { systemClock } from '@nhipcau/base';
import * as mediasoup from 'mediasoup';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { routerCodecs } from '../media/codecs.ts';
import { createLogger } from '../process/logging.ts';
import { eventually } from '../testing/eventually.ts';
import { MeetingPipe } from './meeting-pipe.ts';

// Whoever taps the line between two nodes: a socket in the place of the far end.

const SAID = Buffer.from('nội dung cuộc họp, nghe được trên đường truyền. ').subarray(0, 48);
const listen = { protocol: 'udp', ip: '127.0.0.1' } as const;
let worker: mediasoup.types.Worker;
let router: mediasoup.types.Router;
let producer: mediasoup.types.Producer;
let tap: Socket;
let caught: Buffer[];
let speaker: Socket;
let speaking: NodeJS.Timeout;

const bound = async (): Promise<Socket> => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
};

/** A microphone of which every packet says the same words. */
async function speak(): Promise<void> {
  const transport = await router.createPlainTransport({ listenInfo: listen, comedia: true, rtcpMux: true });
  producer = await transport.produce({
    kind: 'audio',
    rtpParameters: {
      codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
      encodings: [{ ssrc: 1111 }],
    },
  });
  let seq = 0;
  speaking = setInterval(() => {
    const head = Buffer.alloc(12);
    head[0] = 0x80;
    head[1] = 100;
    head.writeUInt16BE(seq & 0xffff, 2);
    head.writeUInt32BE(seq * 960, 4);
    head.writeUInt32BE(1111, 8);
    seq += 1;
    speaker.send(Buffer.concat([head, SAID]), transport.tuple.localPort, '127.0.0.1');
  }, 10);
}

beforeEach(async () => {
  worker = await mediasoup.createWorker({ logLevel: 'none' });
  router = await worker.createRouter({ mediaCodecs: routerCodecs });
  caught = [];
  tap = await bound();
  speaker = await bound();
  // Packets of sound: 72 … 76 with the marker bit are RTCP (RFC 5761, section 4).
  tap.on('message', (packet) => {
    const type = (packet[1] ?? 0) & 0x7f;
    if (packet.length > SAID.length && (type < 64 || type > 95)) caught.push(packet);
  });
  await speak();
});
afterEach(() => {
  clearInterval(speaking);
  speaker.close();
  tap.close();
  worker.close();
});

test('[R-SEC-04] what is tapped on the line of a link holds nothing of what is said', async () => {
  const pipe = new MeetingPipe({
    role: 'child',
    clock: systemClock,
    log: createLogger({ level: 'silent', nodeId: 'hb' }),
    router: async () => router,
    listen,
    announce: async () => ({
      ip: '127.0.0.1',
      port: tap.address().port,
      srtpParameters: { cryptoSuite: 'AEAD_AES_256_GCM', keyBase64: randomBytes(44).toString('base64') },
    }),
    tellLost: () => {},
    nextGeneration: () => 1,
    onOpened: () => {},
    onLost: () => {},
  });
  pipe.dial();
  const transport = await eventually(
    () => pipe.transport,
    (there) => there !== null,
  );
  await transport?.consume({ producerId: producer.id });
  await eventually(
    () => caught.length,
    (count) => count > 20,
  );
  expect(caught.filter((packet) => packet.includes(SAID))).toEqual([]);
  // The same words in every packet, and no two packets alike beyond their head.
  expect(new Set(caught.map((packet) => packet.subarray(12).toString('hex'))).size).toBe(caught.length);
  pipe.close();
});

test('[R-SEC-04] the same tap on a line without encryption hears every word: the capture is a real one', async () => {
  const transport = await router.createPipeTransport({ listenInfo: listen, enableSrtp: false });
  await transport.connect({ ip: '127.0.0.1', port: tap.address().port });
  await transport.consume({ producerId: producer.id });
  await eventually(
    () => caught.length,
    (count) => count > 20,
  );
  expect(caught.filter((packet) => !packet.includes(SAID))).toEqual([]);
});
