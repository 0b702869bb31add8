import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Keys of one direction, as DTLS exports them. */
export interface SrtpMaster {
  readonly key: Buffer;
  readonly salt: Buffer;
}

export const SRTP_KEY_BYTES = 16;
export const SRTP_SALT_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-128-gcm';
const RTP_HEADER_BYTES = 12;
const RTCP_HEADER_BYTES = 8;
const labels = { rtpKey: 0, rtpSalt: 2, rtcpKey: 3, rtcpSalt: 5 } as const;

/** Key derivation with AES in counter mode (RFC 3711 section 4.3); the 96-bit salt is padded (RFC 7714 section 11). */
function derive({ key, salt }: SrtpMaster, label: number, bytes: number): Buffer {
  const iv = Buffer.alloc(16);
  salt.copy(iv);
  iv.writeUInt8(iv.readUInt8(7) ^ label, 7);
  return createCipheriv('aes-128-ctr', key, iv).update(Buffer.alloc(bytes));
}

const xor = (iv: Buffer, salt: Buffer): Buffer => {
  for (let at = 0; at < iv.length; at += 1) iv.writeUInt8(iv.readUInt8(at) ^ salt.readUInt8(at), at);
  return iv;
};

function rtpIv(salt: Buffer, ssrc: number, index: number): Buffer {
  const iv = Buffer.alloc(SRTP_SALT_BYTES);
  iv.writeUInt32BE(ssrc, 2);
  iv.writeUIntBE(index, 6, 6);
  return xor(iv, salt);
}

function rtcpIv(salt: Buffer, ssrc: number, index: number): Buffer {
  const iv = Buffer.alloc(SRTP_SALT_BYTES);
  iv.writeUInt32BE(ssrc, 2);
  iv.writeUInt32BE(index, 8);
  return xor(iv, salt);
}

/** One direction of AEAD_AES_128_GCM (RFC 7714): encrypts what this side sends. */
export class SrtpSender {
  readonly #rtpKey: Buffer;
  readonly #rtpSalt: Buffer;
  readonly #rtcpKey: Buffer;
  readonly #rtcpSalt: Buffer;
  #rtcpIndex = 0;

  constructor(master: SrtpMaster) {
    this.#rtpKey = derive(master, labels.rtpKey, SRTP_KEY_BYTES);
    this.#rtpSalt = derive(master, labels.rtpSalt, SRTP_SALT_BYTES);
    this.#rtcpKey = derive(master, labels.rtcpKey, SRTP_KEY_BYTES);
    this.#rtcpSalt = derive(master, labels.rtcpSalt, SRTP_SALT_BYTES);
  }

  /** @param index - sequence number counted on over its 16 bits: roll-over counter and number in one */
  rtp(header: Buffer, payload: Buffer, index: number): Buffer {
    const cipher = createCipheriv(
      CIPHER,
      this.#rtpKey,
      rtpIv(this.#rtpSalt, header.readUInt32BE(8), index),
    ).setAAD(header);
    return Buffer.concat([header, cipher.update(payload), cipher.final(), cipher.getAuthTag()]);
  }

  /** @param packet - one compound packet with all its headers */
  rtcp(packet: Buffer): Buffer {
    const header = packet.subarray(0, RTCP_HEADER_BYTES);
    this.#rtcpIndex += 1;
    const trailer = Buffer.alloc(4);
    trailer.writeUInt32BE((0x8000_0000 + this.#rtcpIndex) >>> 0);
    const iv = rtcpIv(this.#rtcpSalt, header.readUInt32BE(4), this.#rtcpIndex);
    const cipher = createCipheriv(CIPHER, this.#rtcpKey, iv).setAAD(Buffer.concat([header, trailer]));
    return Buffer.concat([
      header,
      cipher.update(packet.subarray(RTCP_HEADER_BYTES)),
      cipher.final(),
      cipher.getAuthTag(),
      trailer,
    ]);
  }
}

/** The other direction: opens what arrives. A packet that is forged or damaged gives null. */
export class SrtpReceiver {
  readonly #rtpKey: Buffer;
  readonly #rtpSalt: Buffer;
  readonly #rtcpKey: Buffer;
  readonly #rtcpSalt: Buffer;
  /** Highest index of each SSRC (RFC 3711 section 3.3.1). */
  readonly #highest = new Map<number, number>();

  constructor(master: SrtpMaster) {
    this.#rtpKey = derive(master, labels.rtpKey, SRTP_KEY_BYTES);
    this.#rtpSalt = derive(master, labels.rtpSalt, SRTP_SALT_BYTES);
    this.#rtcpKey = derive(master, labels.rtcpKey, SRTP_KEY_BYTES);
    this.#rtcpSalt = derive(master, labels.rtcpSalt, SRTP_SALT_BYTES);
  }

  /** @returns the payload */
  rtp(packet: Buffer): Buffer | null {
    const headerBytes = rtpHeaderBytes(packet);
    if (packet.length < headerBytes + TAG_BYTES) return null;
    const ssrc = packet.readUInt32BE(8);
    const index = this.#indexOf(ssrc, packet.readUInt16BE(2));
    const iv = rtpIv(this.#rtpSalt, ssrc, index);
    const payload = open(this.#rtpKey, iv, packet.subarray(0, headerBytes), packet.subarray(headerBytes));
    if (payload !== null) this.#highest.set(ssrc, Math.max(index, this.#highest.get(ssrc) ?? 0));
    return payload;
  }

  /** @returns the compound packet in the clear */
  rtcp(packet: Buffer): Buffer | null {
    if (packet.length < RTCP_HEADER_BYTES + TAG_BYTES + 4) return null;
    const header = packet.subarray(0, RTCP_HEADER_BYTES);
    const trailer = packet.subarray(packet.length - 4);
    const word = trailer.readUInt32BE(0);
    if (word < 0x8000_0000) return null;
    const iv = rtcpIv(this.#rtcpSalt, header.readUInt32BE(4), word - 0x8000_0000);
    const aad = Buffer.concat([header, trailer]);
    const body = open(this.#rtcpKey, iv, aad, packet.subarray(RTCP_HEADER_BYTES, -4));
    return body === null ? null : Buffer.concat([header, body]);
  }

  #indexOf(ssrc: number, seq: number): number {
    const highest = this.#highest.get(ssrc);
    if (highest === undefined) return seq;
    const base = highest - (highest % 0x1_0000);
    const distance = seq - (highest % 0x1_0000);
    if (distance > 0x8000) return Math.max(seq, base - 0x1_0000 + seq);
    return distance < -0x8000 ? base + 0x1_0000 + seq : base + seq;
  }
}

/** Length of an RTP header with its sources and extension (RFC 3550 section 5.1). */
function rtpHeaderBytes(packet: Buffer): number {
  const first = packet.readUInt8(0);
  const fixed = RTP_HEADER_BYTES + (first & 0x0f) * 4;
  if ((first & 0x10) === 0 || packet.length < fixed + 4) return fixed;
  return fixed + 4 + packet.readUInt16BE(fixed + 2) * 4;
}

function open(key: Buffer, iv: Buffer, aad: Buffer, sealed: Buffer): Buffer | null {
  const decipher = createDecipheriv(CIPHER, key, iv).setAAD(aad).setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null; // Not from who has the key.
  }
}
