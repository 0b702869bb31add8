import { createHmac } from 'node:crypto';

export const STUN_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY = 0x0008;
const INTEGRITY_BYTES = 24;

export const text = (value: string): Buffer => Buffer.from(value, 'utf8');

export function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value >>> 0);
  return buffer;
}

/** One attribute, filled up to a multiple of four (RFC 8489 section 14). */
export function stunAttribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
}

/** @param length - as the header tells it, which is more than the body while a sum is still to come */
export function stunFrame(type: number, transaction: Buffer, body: Buffer, length = body.length): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(length, 2);
  head.writeUInt32BE(STUN_COOKIE, 4);
  transaction.copy(head, 8);
  return Buffer.concat([head, body]);
}

/** MESSAGE-INTEGRITY over what stands before it (RFC 8489 section 14.5). */
export function withIntegrity(type: number, transaction: Buffer, body: Buffer, key: Buffer | string): Buffer {
  const signed = stunFrame(type, transaction, body, body.length + INTEGRITY_BYTES);
  return Buffer.concat([body, stunAttribute(INTEGRITY, createHmac('sha1', key).update(signed).digest())]);
}

/** A whole request; signed when there is a key. */
export function stunMessage(
  type: number,
  transaction: Buffer,
  attributes: readonly (readonly [type: number, value: Buffer])[],
  key: Buffer | null,
): Buffer {
  const body = Buffer.concat(attributes.map(([kind, value]) => stunAttribute(kind, value)));
  return stunFrame(type, transaction, key === null ? body : withIntegrity(type, transaction, body, key));
}

/** An IPv4 address as XOR-MAPPED-ADDRESS and its kin have it (RFC 8489 section 14.2). */
export function xorAddress({ address, port }: { readonly address: string; readonly port: number }): Buffer {
  const value = Buffer.alloc(8);
  value.writeUInt8(1, 1);
  value.writeUInt16BE(port ^ (STUN_COOKIE >>> 16), 2);
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  value.writeUInt32BE((number ^ STUN_COOKIE) >>> 0, 4);
  return value;
}

/** The value of the first attribute of a type; null: it is not there. */
export function attributeOf(packet: Buffer, type: number): Buffer | null {
  for (let at = HEADER_BYTES; at + 4 <= packet.length; ) {
    const length = packet.readUInt16BE(at + 2);
    if (packet.readUInt16BE(at) === type) return packet.subarray(at + 4, at + 4 + length);
    at += 4 + length + (-length & 3);
  }
  return null;
}
