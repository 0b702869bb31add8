import * as mediasoup from 'mediasoup';
import { serve } from './serve.ts';
import { audioParameters, isNoEstimation, SINK_SRTP, videoParameters } from './wire.ts';

const listen = { listenInfo: { protocol: 'udp', ip: '127.0.0.1' }, rtcpMux: true } as const;

/** Nothing but a worker, its router and the transports of the fan-out. */
const worker = await mediasoup.createWorker({ logLevel: 'error' });
const router = await worker.createRouter({
  mediaCodecs: [
    { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
    {
      kind: 'video',
      mimeType: 'video/H264',
      clockRate: 90_000,
      parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
    },
  ],
});
const sender = await router.createPlainTransport({ ...listen, comedia: true });

serve({
  async open(seats, sinkPort) {
    const producers = [
      await sender.produce({ kind: 'video', rtpParameters: videoParameters }),
      await sender.produce({ kind: 'audio', rtpParameters: audioParameters }),
    ];
    const { codecs = [], ...others } = router.rtpCapabilities;
    const rtpCapabilities = {
      ...others,
      codecs: codecs.map((codec) => ({
        ...codec,
        rtcpFeedback: codec.rtcpFeedback?.filter(isNoEstimation) ?? [],
      })),
    };
    for (let seat = 0; seat < seats; seat += 1) {
      const receiver = await router.createPlainTransport({
        ...listen,
        enableSrtp: true,
        srtpCryptoSuite: SINK_SRTP.cryptoSuite,
      });
      await receiver.connect({ ip: '127.0.0.1', port: sinkPort, srtpParameters: SINK_SRTP });
      for (const { id } of producers) await receiver.consume({ producerId: id, rtpCapabilities });
    }
    return null;
  },
  sendToPort: () => sender.tuple.localPort,
  workerUsage: () => worker.getResourceUsage(),
  close: async () => worker.close(),
});
