import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { loadIdentity, newNonce, signParts, verifyParts } from './identity.ts';

const folder = mkdtempSync(join(tmpdir(), 'identity-'));
afterAll(() => rmSync(folder, { recursive: true }));
const hb = loadIdentity(join(folder, 'hb', 'node.pem'));
const cp = loadIdentity(join(folder, 'cp', 'node.pem'));

describe('the key file', () => {
  test('is made once, readable by its owner only, and read again', () => {
    const file = join(folder, 'hb', 'node.pem');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'hb'))).toEqual(['node.pem']);
    expect(loadIdentity(file).publicKey).toBe(hb.publicKey);
    expect(cp.publicKey).not.toBe(hb.publicKey);
  });

  test('that holds something else is refused, not replaced', () => {
    const garbage = join(folder, 'garbage.pem');
    writeFileSync(garbage, 'no key');
    expect(() => loadIdentity(garbage)).toThrow();
    const rsa = join(folder, 'rsa.pem');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    writeFileSync(rsa, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(() => loadIdentity(rsa)).toThrow('another kind of key');
  });
});

describe('a proof', () => {
  const parts = ['nhipcau-node', 'hb', newNonce(), newNonce()];
  const signature = signParts(hb, parts);

  test('holds for its key and its parts', () => {
    expect(verifyParts(hb.publicKey, parts, signature)).toBe(true);
  });

  test('does not hold for another key', () => {
    expect(verifyParts(cp.publicKey, parts, signature)).toBe(false);
  });

  test('does not hold for other parts, another order or another cut between them', () => {
    expect(verifyParts(hb.publicKey, [...parts, ''], signature)).toBe(false);
    expect(verifyParts(hb.publicKey, parts.slice(1), signature)).toBe(false);
    expect(verifyParts(hb.publicKey, [...parts].reverse(), signature)).toBe(false);
    expect(verifyParts(hb.publicKey, ['a', 'bc'], signParts(hb, ['ab', 'c']))).toBe(false);
    expect(verifyParts(hb.publicKey, ['1:a1:b'], signParts(hb, ['a', 'b']))).toBe(false);
    expect(verifyParts(hb.publicKey, ['a1:b'], signParts(hb, ['a', 'b']))).toBe(false);
  });

  test.each(['', 'garbage', 'AAAA', '!!!!', 'MCowBQYDK2VwAyEA'])(
    'garbage as key or signature is a no: %j',
    (garbage) => {
      expect(verifyParts(garbage, parts, signature)).toBe(false);
      expect(verifyParts(hb.publicKey, parts, garbage)).toBe(false);
    },
  );

  test('a key of another kind proves nothing', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const encoded = publicKey.export({ type: 'spki', format: 'der' }).toString('base64url');
    expect(verifyParts(encoded, parts, signature)).toBe(false);
  });

  test('no two different transcripts are taken for each other', () => {
    const text = fc.string({ unit: fc.constantFrom('1', '2', ':', 'a', 'ă', ' '), maxLength: 6 });
    const list = fc.array(text, { maxLength: 4 });
    fc.assert(
      fc.property(list, list, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(verifyParts(hb.publicKey, other, signParts(hb, one))).toBe(same);
      }),
      { numRuns: 300 },
    );
  });
});

test('nonces are long enough and never the same', () => {
  const nonces = Array.from({ length: 1_000 }, newNonce);
  expect(new Set(nonces).size).toBe(1_000);
  expect(nonces.every((nonce) => /^[\w-]{32}$/.test(nonce))).toBe(true);
});
