import type { types } from 'mediasoup';

/** Encryption between the worker and the writer: nobody else on this machine can slip a packet into a recording. */
export const WRITER_CRYPTO = 'AES_CM_128_HMAC_SHA1_80';

/** How the writer is told what it will receive (RFC 8866, RFC 4568). */
export function sessionDescription({
  port,
  kind,
  codec,
  key,
}: {
  readonly port: number;
  readonly kind: types.MediaKind;
  readonly codec: types.RtpCodecParameters;
  /** Key and salt, base64, with which the worker encrypts. */
  readonly key: string;
}): string {
  const { payloadType, mimeType, clockRate, channels, parameters } = codec;
  const name = mimeType.slice(mimeType.indexOf('/') + 1);
  const format = Object.entries(parameters ?? {}).map(([word, value]) => `${word}=${String(value)}`);
  return [
    'v=0',
    'o=- 0 0 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=${kind} ${port} RTP/SAVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${name}/${clockRate}${kind === 'audio' ? `/${channels ?? 1}` : ''}`,
    ...(format.length > 0 ? [`a=fmtp:${payloadType} ${format.join(';')}`] : []),
    `a=crypto:1 ${WRITER_CRYPTO} inline:${key}`,
    'a=recvonly',
    '',
  ].join('\r\n');
}
