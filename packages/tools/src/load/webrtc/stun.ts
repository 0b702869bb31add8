import { randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { STUN_COOKIE, stunAttribute, stunFrame, uint32, withIntegrity, xorAddress } from './stun-message.ts';

/** What a server of ICE-lite gave, and our own half of the name. */
export interface IceCredentials {
  readonly localFragment: string;
  readonly remoteFragment: string;
  readonly remotePassword: string;
}

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const HEADER_BYTES = 20;
const attributes = {
  username: 0x0006,
  mappedAddress: 0x0020,
  priority: 0x0024,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  controlling: 0x802a,
} as const;
const FINGERPRINT_BYTES = 8;
const FINGERPRINT_MASK = 0x5354554e;
/** Of a host candidate's only component (RFC 8445 section 5.1.2). */
const PRIORITY = 0x7e_ff_ff_ff;

/** A connectivity check that nominates its path at once (RFC 8445, RFC 8489); also the sign of continued consent. */
export function bindingRequest(
  { localFragment, remoteFragment, remotePassword }: IceCredentials,
  transaction = randomBytes(12),
): { packet: Buffer; transaction: Buffer } {
  const body = Buffer.concat([
    stunAttribute(attributes.username, Buffer.from(`${remoteFragment}:${localFragment}`)),
    stunAttribute(attributes.priority, uint32(PRIORITY)),
    stunAttribute(attributes.controlling, Buffer.alloc(8, 1)),
    stunAttribute(attributes.useCandidate, Buffer.alloc(0)),
  ]);
  return { packet: sealed(BINDING_REQUEST, transaction, body, remotePassword), transaction };
}

/** The answer to a check of the other side (RFC 8489 section 6.3.1), for one that is no ICE-lite. */
export function bindingSuccess(
  request: Buffer,
  from: { readonly address: string; readonly port: number },
  localPassword: string,
): Buffer {
  const transaction = request.subarray(8, HEADER_BYTES);
  return sealed(
    BINDING_SUCCESS,
    transaction,
    stunAttribute(attributes.mappedAddress, xorAddress(from)),
    localPassword,
  );
}

/** A message with its integrity and its sum. */
function sealed(type: number, transaction: Buffer, body: Buffer, password: string): Buffer {
  const whole = withIntegrity(type, transaction, body, password);
  const checked = stunFrame(type, transaction, whole, whole.length + FINGERPRINT_BYTES);
  const sum = stunAttribute(attributes.fingerprint, uint32(crc32(checked) ^ FINGERPRINT_MASK));
  return Buffer.concat([checked, sum]);
}

export const isBindingRequest = (packet: Buffer): boolean =>
  packet.length >= HEADER_BYTES && packet.readUInt16BE(0) === BINDING_REQUEST;

/** Whether it is the success answer to a check of ours. */
export const isBindingSuccess = (packet: Buffer, transaction: Buffer): boolean =>
  packet.length >= HEADER_BYTES &&
  packet.readUInt16BE(0) === BINDING_SUCCESS &&
  packet.readUInt32BE(4) === STUN_COOKIE &&
  timingSafeEqual(packet.subarray(8, HEADER_BYTES), transaction);
