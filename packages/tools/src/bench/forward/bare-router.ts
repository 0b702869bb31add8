import type { types } from 'mediasoup';
import { isCounted } from './receivers.ts';
import { isNoEstimation, type SeatPorts, SINK_SRTP } from './wire.ts';

export const LOOPBACK = { listenInfo: { protocol: 'udp', ip: '127.0.0.1' }, rtcpMux: true } as const;

/** What a bare router of a bench passes on: the codecs of a conference. */
export const MEDIA_CODECS: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
];

/** Receivers of all these producers, without bandwidth estimation: sinks answer no feedback. */
export async function addReceivers(
  router: types.Router,
  producers: readonly types.Producer[],
  count: number,
  ports: SeatPorts,
): Promise<void> {
  const { codecs = [], ...others } = router.rtpCapabilities;
  const rtpCapabilities = {
    ...others,
    codecs: codecs.map((codec) => ({
      ...codec,
      rtcpFeedback: codec.rtcpFeedback?.filter(isNoEstimation) ?? [],
    })),
  };
  for (let seat = 0; seat < count; seat += 1) {
    const receiver = await router.createPlainTransport({
      ...LOOPBACK,
      enableSrtp: true,
      srtpCryptoSuite: SINK_SRTP.cryptoSuite,
    });
    const port = isCounted(seat) ? ports.sink : ports.hole;
    await receiver.connect({ ip: '127.0.0.1', port, srtpParameters: SINK_SRTP });
    for (const { id } of producers) await receiver.consume({ producerId: id, rtpCapabilities });
  }
}
