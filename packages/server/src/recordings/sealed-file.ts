import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

/*
 * A file at rest, sealed in chunks so that a piece of it can be read alone: a head with the salt of the file's own key, then
 * chunks of AES-256-GCM. A chunk is bound to its place and to being the last or not: chunks cannot be exchanged, and a
 * file that was cut is not opened.
 */

const MAGIC = Buffer.from('NCSEAL1\n', 'latin1');
const SALT_BYTES = 32;
export const HEAD_BYTES = MAGIC.length + SALT_BYTES;
const CHUNK = 64 * 1024;
const TAG = 16;
const ALGORITHM = 'aes-256-gcm';

/** Key of a file, from the salt in its head. */
export type KeyOf = (salt: Buffer) => Buffer;

const chunksOf = (plain: number): number => Math.max(1, Math.ceil(plain / CHUNK));

export const sealedSize = (plain: number): number => HEAD_BYTES + plain + chunksOf(plain) * TAG;

/** Nonces of a key are the numbers of its chunks: a key seals one file. */
const nonceOf = (index: number): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(index), 4);
  return nonce;
};
const boundTo = (isLast: boolean): Buffer => Buffer.from([isLast ? 1 : 0]);

/** Seals what flows through. */
export class Sealing extends Transform {
  readonly #key: Buffer;
  #waiting = Buffer.alloc(0);
  #index = 0;

  constructor(keyOf: KeyOf) {
    super();
    const salt = randomBytes(SALT_BYTES);
    this.#key = keyOf(salt);
    this.push(Buffer.concat([MAGIC, salt]));
  }

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#waiting = Buffer.concat([this.#waiting, piece]);
    // One more byte than a chunk: what is kept back may be the last.
    while (this.#waiting.length > CHUNK) {
      this.#seal(this.#waiting.subarray(0, CHUNK), false);
      this.#waiting = this.#waiting.subarray(CHUNK);
    }
    done();
  }

  override _flush(done: TransformCallback): void {
    this.#seal(this.#waiting, true);
    done();
  }

  #seal(plain: Buffer, isLast: boolean): void {
    const cipher = createCipheriv(ALGORITHM, this.#key, nonceOf(this.#index)).setAAD(boundTo(isLast));
    this.push(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
    this.#index += 1;
  }
}

/** Which bytes of the sealed file hold a piece of the plain one; both ends included. */
export function sealedPiece(
  from: number,
  to: number,
): { from: number; to: number; index: number; skip: number } {
  const index = Math.floor(from / CHUNK);
  const last = Math.floor(to / CHUNK);
  return {
    index,
    skip: from - index * CHUNK,
    from: HEAD_BYTES + index * (CHUNK + TAG),
    to: HEAD_BYTES + (last + 1) * (CHUNK + TAG) - 1,
  };
}

/** @throws {Error} for a head that is none of ours */
export function keyFromHead(head: Buffer, keyOf: KeyOf): Buffer {
  if (head.length !== HEAD_BYTES || !head.subarray(0, MAGIC.length).equals(MAGIC))
    throw new Error('not a sealed file');
  return keyOf(head.subarray(MAGIC.length));
}

/** Opens the chunks of a piece; fails on whatever was changed. */
export class Opening extends Transform {
  readonly #key: Buffer;
  readonly #lastIndex: number;
  #index: number;
  #skip: number;
  #left: number;
  #waiting = Buffer.alloc(0);

  /** @param piece - of the plain file, both ends included; `plain` is the size of the whole */
  constructor(key: Buffer, { from, to, plain }: { from: number; to: number; plain: number }) {
    super();
    const { index, skip } = sealedPiece(from, to);
    this.#key = key;
    this.#index = index;
    this.#skip = skip;
    this.#left = to - from + 1;
    this.#lastIndex = chunksOf(plain) - 1;
  }

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#waiting = Buffer.concat([this.#waiting, piece]);
    try {
      while (this.#waiting.length >= CHUNK + TAG) {
        this.#open(this.#waiting.subarray(0, CHUNK + TAG));
        this.#waiting = this.#waiting.subarray(CHUNK + TAG);
      }
      done();
    } catch (cause) {
      done(asError(cause));
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      if (this.#waiting.length > 0) this.#open(this.#waiting);
      if (this.#left > 0) throw new Error('a sealed file is cut');
      done();
    } catch (cause) {
      done(asError(cause));
    }
  }

  #open(sealed: Buffer): void {
    const decipher = createDecipheriv(ALGORITHM, this.#key, nonceOf(this.#index), { authTagLength: TAG })
      .setAAD(boundTo(this.#index === this.#lastIndex))
      .setAuthTag(sealed.subarray(sealed.length - TAG));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
    this.#index += 1;
    const wanted = plain.subarray(this.#skip, this.#skip + this.#left);
    this.#skip = 0;
    this.#left -= wanted.length;
    if (wanted.length > 0) this.push(wanted);
  }
}

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));
