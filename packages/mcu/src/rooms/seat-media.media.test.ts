import { once } from 'node:events';
import { systemClock } from '@nhipcau/base';
import { SeatId, SiteId, StreamId } from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { createLogger } from '../process/logging.ts';
import { eventually } from '../testing/eventually.ts';
import type { MediaWorker } from '../workers/media-worker.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { SeatMedia } from './seat-media.ts';
import { openWebRtcTransport } from './seat-transport.ts';

const opus: types.RtpParameters = {
  codecs: [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: 100 }],
  encodings: [{ ssrc: 1234 }],
};

let pool: WorkerPool;
let worker: MediaWorker;
let router: types.Router;
let media: SeatMedia;
/** Transports of the seat, as they are opened. */
let opened: types.Transport[];

beforeEach(async () => {
  const { media: settings } = readConfig({
    MCU_NODE_ID: 'hb',
    MCU_DATA_DIR: '/nowhere',
    MCU_WORKERS: '1',
    MCU_MEDIA_PORT: '0',
    MEDIASOUP_WORKER_BIN: process.env['MEDIASOUP_WORKER_BIN'],
  });
  pool = await WorkerPool.open(
    { count: 1, mediaIp: '127.0.0.1', mediaPort: 0, workerBin: settings.workerBin, marking: null },
    { clock: systemClock, log: createLogger({ level: 'fatal', nodeId: 'hb' }) },
  );
  worker = pool.leastLoaded();
  router = await worker.createRouter();
  opened = [];
  const ignore = () => {};
  media = new SeatMedia({
    seatId: SeatId.parse('site:commune'),
    worker,
    router,
    openTransport: openWebRtcTransport,
    limits: { maxConsumers: 10, initialOutgoingBitrate: 1_000_000 },
    events: {
      consumerOpened: ignore,
      consumerClosed: ignore,
      consumerHeld: ignore,
      changed: ignore,
      lost: ignore,
      failed: (cause) => expect.fail(`${cause}`),
    },
  });
});
afterEach(() => pool.close());

/** A transport of the seat, as mediasoup knows it. */
async function openTransport(direction: 'send' | 'receive'): Promise<types.Transport> {
  router.observer.once('newtransport', (transport: types.Transport) => opened.push(transport));
  await media.openTransport(direction);
  const transport = opened.at(-1);
  if (!transport) throw new Error('no transport was opened');
  return transport;
}

test('[R-MCU-09] a stream that was on its way to a room that left meanwhile is not kept', async () => {
  const direct = await router.createDirectTransport();
  const producer = await direct.produce({ kind: 'audio', rtpParameters: opus });
  const transport = await openTransport('receive');
  const arrived = once(transport.observer, 'newconsumer');
  const siteId = SiteId.parse('province');
  media.reconcile(
    [
      {
        key: 'province/mic',
        streamId: StreamId.parse('hb/province/mic/1'),
        siteId,
        source: 'mic',
        producer,
        layer: null,
        held: false,
      },
    ],
    router.rtpCapabilities,
  );
  media.close();
  const [consumer] = await arrived;
  await eventually(
    () => [consumer.closed, worker.consumers],
    ([isClosed, count]) => isClosed === true && count === 0,
  );
});

test('[R-MCU-09] what a room offered just before it left is not kept', async () => {
  const transport = await openTransport('send');
  const arrived = once(transport.observer, 'newproducer');
  const offered = media.produce(transport.id, 'mic', 'audio', opus);
  media.close();
  await expect(offered).rejects.toThrow('PEER_CLOSED');
  const [producer] = await arrived;
  expect(producer.closed).toBe(true);
});
