import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The secret of this installation, in a file of the data folder that only its owner reads, never in the database: with a
 * copy of the database alone nobody has a second factor of anybody.
 */
export class InstallationKey {
  readonly #sealing: Buffer;
  readonly #hashing: Buffer;
  readonly #files: Buffer;

  private constructor(key: Buffer) {
    const derive = (purpose: string) =>
      Buffer.from(hkdfSync('sha256', key, '', `nhipcau ${purpose}`, KEY_BYTES));
    this.#sealing = derive('seal');
    this.#hashing = derive('identity');
    this.#files = derive('recording');
  }

  /** Reads the key, or makes one at the first start. */
  static load(dataDir: string): InstallationKey {
    const file = join(dataDir, 'secret-key');
    if (!existsSync(file)) writeNew(file);
    const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
    if (key.length !== KEY_BYTES) throw new Error(`${file}: not a key of ${KEY_BYTES} bytes`);
    return new InstallationKey(key);
  }

  /**
   * AES-256-GCM: nonce, tag, text. What it is for is part of it: it cannot be moved to another row.
   *
   * @param context - table and row the sealed text belongs to
   */
  seal(text: string, context: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#sealing, nonce).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws {Error} when it was sealed with another key or for another row, or was changed */
  open(sealed: Buffer, context: string): string {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#sealing, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return text.toString('utf8');
  }

  /** Key of one file of a restricted recording: of its salt and of what it is. */
  fileKey(salt: Buffer, name: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#files, salt, name, KEY_BYTES));
  }

  /** Who somebody is elsewhere, recognised and not readable. */
  identityHash(issuer: string, subject: string): Buffer {
    return createHmac('sha256', this.#hashing)
      .update(JSON.stringify([issuer, subject]))
      .digest();
  }
}

/** Exclusive, so that of two servers starting at once one makes the key and the other reads it. */
function writeNew(file: string): void {
  const key = randomBytes(KEY_BYTES).toString('base64url');
  try {
    const handle = openSync(file, 'wx', 0o600);
    try {
      writeFileSync(handle, `${key}\n`);
    } finally {
      closeSync(handle);
    }
  } catch (cause) {
    if (!existsSync(file)) throw cause; // The other one made it: its key is read.
  }
}
