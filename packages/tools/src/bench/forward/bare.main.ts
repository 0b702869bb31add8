import * as mediasoup from 'mediasoup';
import { addReceivers, LOOPBACK, MEDIA_CODECS } from './bare-router.ts';
import { serve } from './serve.ts';
import { audioParameters, videoParameters } from './wire.ts';

/** Nothing but a worker, its router and the transports of the fan-out. */
const worker = await mediasoup.createWorker({ logLevel: 'error' });
const router = await worker.createRouter({ mediaCodecs: MEDIA_CODECS });
const sender = await router.createPlainTransport({ ...LOOPBACK, comedia: true });

serve({
  async open(seats, ports) {
    const producers = [
      await sender.produce({ kind: 'video', rtpParameters: videoParameters }),
      await sender.produce({ kind: 'audio', rtpParameters: audioParameters }),
    ];
    await addReceivers(router, producers, seats, ports);
    return null;
  },
  sendToPort: () => sender.tuple.localPort,
  workerUsage: () => worker.getResourceUsage(),
  close: async () => worker.close(),
});
