import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Content types of records (RFC 5246 section 6.2.1). */
export const contentType = { changeCipher: 20, alert: 21, handshake: 22, application: 23 } as const;

const HEADER_BYTES = 13;
const VERSION_1_2 = 0xfefd;
const EXPLICIT_NONCE_BYTES = 8;
const TAG_BYTES = 16;
const CIPHER = 'aes-128-gcm';

export interface DtlsRecord {
  readonly type: number;
  readonly epoch: number;
  readonly body: Buffer;
}

/** Key and fixed part of the nonce of one direction (RFC 5288). */
export interface RecordKey {
  readonly key: Buffer;
  readonly iv: Buffer;
}

function numberOf(epoch: number, sequence: number): Buffer {
  const number = Buffer.alloc(8);
  number.writeUInt16BE(epoch, 0);
  number.writeUIntBE(sequence, 2, 6);
  return number;
}

/** Number, type, version and length of a record: what the cipher authenticates beside the content. */
const authenticated = (number: Buffer, type: number, length: number): Buffer =>
  Buffer.concat([
    number,
    Buffer.from([type, VERSION_1_2 >> 8, VERSION_1_2 & 0xff, length >> 8, length & 0xff]),
  ]);

/** Writes records (RFC 6347 section 4.1): in the clear in epoch 0, encrypted in epoch 1. */
export class RecordWriter {
  readonly #sequences = [0, 0];

  write(type: number, body: Buffer, encryption: RecordKey | null): Buffer {
    const epoch = encryption === null ? 0 : 1;
    const number = numberOf(epoch, this.#sequences[epoch] ?? 0);
    this.#sequences[epoch] = (this.#sequences[epoch] ?? 0) + 1;
    const content = encryption === null ? body : seal(encryption, number, type, body);
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt8(type, 0);
    header.writeUInt16BE(VERSION_1_2, 1);
    number.copy(header, 3);
    header.writeUInt16BE(content.length, 11);
    return Buffer.concat([header, content]);
  }
}

function seal({ key, iv }: RecordKey, number: Buffer, type: number, body: Buffer): Buffer {
  const cipher = createCipheriv(CIPHER, key, Buffer.concat([iv, number])).setAAD(
    authenticated(number, type, body.length),
  );
  return Buffer.concat([number, cipher.update(body), cipher.final(), cipher.getAuthTag()]);
}

/** @returns the records of a datagram; what cannot be read, or not yet decrypted, is left out as if it were lost */
export function readRecords(datagram: Buffer, decryption: () => RecordKey | null): DtlsRecord[] {
  const records: DtlsRecord[] = [];
  for (let at = 0; at + HEADER_BYTES <= datagram.length; ) {
    const type = datagram.readUInt8(at);
    const epoch = datagram.readUInt16BE(at + 3);
    const number = datagram.subarray(at + 3, at + 11);
    const end = at + HEADER_BYTES + datagram.readUInt16BE(at + 11);
    const content = datagram.subarray(at + HEADER_BYTES, end);
    at = end;
    if (end > datagram.length) break;
    const key = epoch === 0 ? null : decryption();
    if (epoch > 0 && key === null) continue;
    const body = key === null ? content : unseal(key, number, type, content);
    if (body !== null) records.push({ type, epoch, body });
  }
  return records;
}

function unseal({ key, iv }: RecordKey, number: Buffer, type: number, content: Buffer): Buffer | null {
  if (content.length < EXPLICIT_NONCE_BYTES + TAG_BYTES) return null;
  const length = content.length - EXPLICIT_NONCE_BYTES - TAG_BYTES;
  const nonce = Buffer.concat([iv, content.subarray(0, EXPLICIT_NONCE_BYTES)]);
  const decipher = createDecipheriv(CIPHER, key, nonce)
    .setAAD(authenticated(number, type, length))
    .setAuthTag(content.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([
      decipher.update(content.subarray(EXPLICIT_NONCE_BYTES, -TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    return null; // Damaged or forged: as if it were lost.
  }
}
