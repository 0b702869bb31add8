import { RpcError } from '@nhipcau/base';
import type { types } from 'mediasoup';
import { z } from 'zod';

const feedback = z.object({ type: z.string().max(40), parameter: z.string().max(40).optional() });
const parameters = z.record(
  z.string().max(60),
  z.union([z.string().max(200), z.number(), z.boolean(), z.null()]),
);
const extensionParameters = z.record(z.string().max(60), z.unknown());
const codecShape = {
  mimeType: z.string().min(3).max(60),
  clockRate: z.int().min(1).max(1_000_000),
  channels: z.int().min(1).max(255).optional(),
  parameters: parameters.optional(),
  rtcpFeedback: z.array(feedback).max(20).optional(),
};
const payloadType = z.int().min(0).max(127);
const ssrc = z.int().min(0).max(0xffff_ffff);

const rtpParameters = z.object({
  mid: z.string().max(32).optional(),
  codecs: z
    .array(z.object({ ...codecShape, payloadType }))
    .min(1)
    .max(32),
  headerExtensions: z
    .array(
      z.object({
        uri: z.string().max(200),
        id: z.int().min(1).max(255),
        encrypt: z.boolean().optional(),
        parameters: extensionParameters.optional(),
      }),
    )
    .max(32)
    .optional(),
  encodings: z
    .array(
      z.object({
        ssrc: ssrc.optional(),
        rid: z.string().min(1).max(32).optional(),
        codecPayloadType: payloadType.optional(),
        rtx: z.object({ ssrc }).optional(),
        dtx: z.boolean().optional(),
        scalabilityMode: z.string().max(20).optional(),
        maxBitrate: z.number().min(0).max(1e9).optional(),
      }),
    )
    .max(4)
    .optional(),
  rtcp: z.object({ cname: z.string().max(256).optional(), reducedSize: z.boolean().optional() }).optional(),
  msid: z.string().max(200).optional(),
});

const rtpCapabilities = z.object({
  codecs: z
    .array(
      z.object({
        ...codecShape,
        kind: z.enum(['audio', 'video']),
        preferredPayloadType: payloadType.optional(),
      }),
    )
    .min(1)
    .max(64),
  headerExtensions: z
    .array(
      z.object({
        kind: z.enum(['audio', 'video']).optional(),
        uri: z.string().max(200),
        preferredId: z.int().min(1).max(255),
        preferredEncrypt: z.boolean().optional(),
        direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
      }),
    )
    .max(64)
    .optional(),
});

const dtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().regex(/^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){19,63}$/),
      }),
    )
    .min(1)
    .max(8),
});

const isDtlsParameters = (value: unknown): value is types.DtlsParameters =>
  dtlsParameters.safeParse(value).success;
const isRtpParameters = (value: unknown): value is types.RtpParameters =>
  rtpParameters.safeParse(value).success;
const isRtpCapabilities = (value: unknown): value is types.RtpCapabilities =>
  rtpCapabilities.safeParse(value).success;

/** @throws {RpcError} MEDIA_REFUSED */
export function asRtpParameters(value: unknown): types.RtpParameters {
  if (!isRtpParameters(value)) throw new RpcError('MEDIA_REFUSED', { what: 'rtpParameters' });
  return value;
}

/** @throws {RpcError} MEDIA_REFUSED */
export function asRtpCapabilities(value: unknown): types.RtpCapabilities {
  if (!isRtpCapabilities(value)) throw new RpcError('MEDIA_REFUSED', { what: 'rtpCapabilities' });
  return value;
}

/** @throws {RpcError} MEDIA_REFUSED */
export function asDtlsParameters(value: unknown): types.DtlsParameters {
  if (!isDtlsParameters(value)) throw new RpcError('MEDIA_REFUSED', { what: 'dtlsParameters' });
  return value;
}
