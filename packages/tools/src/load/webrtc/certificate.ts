import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A key with a certificate signed by itself, as every WebRTC endpoint has one; known by its fingerprint. */
export interface Certificate {
  readonly der: Buffer;
  readonly privateKey: KeyObject;
  readonly fingerprint: string;
}

const DAY_MS = 86_400_000;
/** ecdsa-with-SHA256, 1.2.840.10045.4.3.2. */
const ECDSA_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');
/** commonName, 2.5.4.3. */
const COMMON_NAME = Buffer.from('0603550403', 'hex');

/** One DER element: tag, length, content (X.690 section 8.1). */
function element(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length =
    body.length < 128
      ? Buffer.from([body.length])
      : body.length < 256
        ? Buffer.from([0x81, body.length])
        : Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

const sequence = (...content: Buffer[]): Buffer => element(0x30, ...content);
const bits = (content: Buffer): Buffer => element(0x03, Buffer.from([0]), content);
const nameOf = (text: string): Buffer =>
  sequence(element(0x31, sequence(COMMON_NAME, element(0x0c, Buffer.from(text)))));
/** UTCTime, `YYMMDDhhmmssZ`. */
const timeOf = (at: number): Buffer =>
  element(
    0x17,
    Buffer.from(
      `${new Date(at)
        .toISOString()
        .replace(/[-:T]|\..*/g, '')
        .slice(2)}Z`,
    ),
  );

/** @returns `AB:CD:…`, SHA-256 of a certificate as SDP writes it (RFC 8122 section 5) */
export const fingerprintOf = (der: Buffer): string =>
  createHash('sha256')
    .update(der)
    .digest('hex')
    .toUpperCase()
    .replace(/(..)(?=.)/g, '$1:');

/** Makes an ECDSA P-256 certificate (RFC 5280) that is good for a month around now. */
export function makeCertificate(now = Date.now()): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(ECDSA_SHA256);
  const name = nameOf('nhipcau');
  const body = sequence(
    element(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
    algorithm,
    name,
    sequence(timeOf(now - DAY_MS), timeOf(now + 30 * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const der = sequence(body, algorithm, bits(sign('sha256', body, privateKey)));
  return { der, privateKey, fingerprint: fingerprintOf(der) };
}
