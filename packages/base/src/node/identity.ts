import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { assert } from '../assert.ts';

/** An Ed25519 key pair (RFC 8032) by which a node or server proves who it is. */
export interface Identity {
  readonly privateKey: KeyObject;
  /** SPKI public key, DER, base64url: the form kept in the directory and sent to others. */
  readonly publicKey: string;
}

const encodePublic = (key: KeyObject): string =>
  key.export({ type: 'spki', format: 'der' }).toString('base64url');

const isEd25519 = (key: KeyObject): boolean => key.asymmetricKeyType === 'ed25519';

/** Reads the key pair from a PEM file, or makes one and keeps it there (mode 0600, written atomically). */
export function loadIdentity(file: string): Identity {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync('ed25519');
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    renameSync(draft, file);
  }
  const privateKey = createPrivateKey(readFileSync(file));
  assert(isEd25519(privateKey), `${file} holds another kind of key`);
  return { privateKey, publicKey: encodePublic(createPublicKey(privateKey)) };
}

export function newNonce(): string {
  return randomBytes(24).toString('base64url');
}

const transcript = (parts: readonly string[]): Buffer =>
  Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''), 'utf8');

/** Signs the parts of a handshake, each with its length so that no two transcripts read alike. */
export function signParts(identity: Identity, parts: readonly string[]): string {
  return sign(null, transcript(parts), identity.privateKey).toString('base64url');
}

/** False for a wrong signature and for a key or signature that is not one. */
export function verifyParts(publicKey: string, parts: readonly string[], signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), type: 'spki', format: 'der' });
    return isEd25519(key) && verify(null, transcript(parts), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false; // Malformed key or signature: as good as a wrong one.
  }
}
