import { z } from 'zod';

/** What a stand, the process under measurement, tells its parent. */
export const FromStand = z.discriminatedUnion('type', [
  /** It runs. Seats of a node must join first, each with its ticket; the first of them is the sender. */
  z.strictObject({
    type: z.literal('ready'),
    rooms: z.strictObject({ url: z.string(), tickets: z.array(z.string()) }).nullable(),
  }),
  /** The fan-out stands: RTP may be sent to this port. */
  z.strictObject({ type: z.literal('sender'), port: z.int() }),
  /** Processor time since the process was started, milliseconds. */
  z.strictObject({
    type: z.literal('usage'),
    /** Of the mediasoup worker, user and system (`worker.getResourceUsage()`). */
    workerMs: z.number(),
    /** Of the Node process that controls it. */
    controlMs: z.number(),
  }),
]);
export type FromStand = z.infer<typeof FromStand>;

/** Where packets of seats go: those of every tenth are counted. */
export const SeatPorts = z.strictObject({ sink: z.int(), hole: z.int() });
export type SeatPorts = z.infer<typeof SeatPorts>;

/** What a stand is asked. */
export const ToStand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('open'), seats: z.int().min(1), ports: SeatPorts }),
  z.strictObject({ type: z.literal('sender') }),
  z.strictObject({ type: z.literal('usage') }),
  z.strictObject({ type: z.literal('close') }),
]);
export type ToStand = z.infer<typeof ToStand>;

/** The program's sender: two encodings of a camera, as of a room, and its sound. */
export const VIDEO_PAYLOAD = 102;
export const AUDIO_PAYLOAD = 111;
export const SSRC = { low: 2001, high: 2002, mic: 2003 } as const;

export const videoParameters = {
  codecs: [
    {
      mimeType: 'video/H264',
      payloadType: VIDEO_PAYLOAD,
      clockRate: 90_000,
      parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
    },
  ],
  encodings: [{ ssrc: SSRC.low }, { ssrc: SSRC.high }],
  rtcp: { cname: 'bench' },
};
export const audioParameters = {
  codecs: [
    { mimeType: 'audio/opus', payloadType: AUDIO_PAYLOAD, clockRate: 48_000, channels: 2, parameters: {} },
  ],
  encodings: [{ ssrc: SSRC.mic }],
  rtcp: { cname: 'bench' },
};

/** Keys of a sink that never decrypts: any will do. */
export const SINK_SRTP = {
  cryptoSuite: 'AES_CM_128_HMAC_SHA1_80',
  keyBase64: Buffer.alloc(30, 7).toString('base64'),
} as const;

const Feedback = z.looseObject({ type: z.string() });
const Capabilities = z.looseObject({
  codecs: z.array(z.looseObject({ rtcpFeedback: z.array(Feedback) })),
});

/**
 * Feedback without bandwidth estimation, in which a plain receiver takes no part: with it, mediasoup holds a receiver on
 * the low encoding for two seconds and then waits for an estimate that never comes.
 */
export const isNoEstimation = ({ type }: { type: string }): boolean =>
  type !== 'transport-cc' && type !== 'goog-remb';

/** A router's capabilities as a plain receiver answers them. */
export function plainCapabilities(capabilities: unknown): z.infer<typeof Capabilities> {
  const { codecs, ...others } = Capabilities.parse(capabilities);
  return {
    ...others,
    codecs: codecs.map((codec) => ({ ...codec, rtcpFeedback: codec.rtcpFeedback.filter(isNoEstimation) })),
  };
}
