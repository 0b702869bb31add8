import type { types } from 'mediasoup-client';
import { z } from 'zod';

/**
 * mediasoup structures as the client library types them. The contracts bound their size; their inside is checked by
 * the library itself, which throws on what it cannot use.
 */
const structure = <T>() =>
  z.custom<T>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));

const routerRtpCapabilities = structure<types.RtpCapabilities>();
const rtpParameters = structure<types.RtpParameters>();
const iceParameters = structure<types.IceParameters>();
const iceCandidate = structure<types.IceCandidate>();
const dtlsParameters = structure<types.DtlsParameters>();
/** A library structure as the plain JSON object that travels. */
const plain = z.record(z.string(), z.unknown());

export const mediaTypes = {
  routerRtpCapabilities: (value: unknown) => routerRtpCapabilities.parse(value),
  rtpParameters: (value: unknown) => rtpParameters.parse(value),
  iceParameters: (value: unknown) => iceParameters.parse(value),
  iceCandidates: (value: unknown) => z.array(iceCandidate).parse(value),
  dtlsParameters: (value: unknown) => dtlsParameters.parse(value),
  plain: (value: unknown) => plain.parse(JSON.parse(JSON.stringify(value))),
};
