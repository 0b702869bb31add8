import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { HEAD_BYTES, keyFromHead, Opening, Sealing, sealedPiece, sealedSize } from './sealed-file.ts';

const CHUNK = 64 * 1024;
const master = randomBytes(32);
const keyOf = (salt: Buffer) => Buffer.from(hkdfSync('sha256', master, salt, 'test', 32));

const seal = (plain: Buffer): Promise<Buffer> =>
  buffer(Readable.from(plain.length === 0 ? [] : [plain]).pipe(new Sealing(keyOf)));

function open(sealed: Buffer, plain: number, from = 0, to = plain - 1): Promise<Buffer> {
  const piece = sealedPiece(from, to);
  const key = keyFromHead(sealed.subarray(0, HEAD_BYTES), keyOf);
  const opening = new Opening(key, { from, to, plain });
  const source = Readable.from([sealed.subarray(piece.from, piece.to + 1)]);
  source.pipe(opening);
  return buffer(opening);
}

test.each([1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17])(
  '[R-REC-06] [RD-25] %i bytes are sealed and come back the same',
  async (length) => {
    const plain = randomBytes(length);
    const sealed = await seal(plain);
    expect(sealed.length).toBe(sealedSize(length));
    if (length > 16) expect(sealed.includes(plain.subarray(0, 16))).toBe(false);
    const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(digest(await open(sealed, length))).toBe(digest(plain));
  },
);

test('[R-REC-06] [RD-25] any piece is read alone, over the border of chunks too', async () => {
  const plain = randomBytes(3 * CHUNK + 100);
  const sealed = await seal(plain);
  for (const [from, to] of [
    [0, 0],
    [CHUNK - 1, CHUNK],
    [CHUNK, 2 * CHUNK - 1],
    [10, 3 * CHUNK + 50],
    [3 * CHUNK + 99, 3 * CHUNK + 99],
  ] as const)
    expect(await open(sealed, plain.length, from, to)).toEqual(plain.subarray(from, to + 1));
});

test('[R-REC-06] [RD-25] what was changed, cut, exchanged or sealed with another key is not opened', async () => {
  const plain = randomBytes(2 * CHUNK + 5);
  const sealed = await seal(plain);
  const changed = Buffer.from(sealed);
  changed.writeUInt8(changed.readUInt8(HEAD_BYTES + 5) ^ 1, HEAD_BYTES + 5);
  await expect(open(changed, plain.length)).rejects.toThrow();
  // Cut after a whole chunk, it would look like a shorter file.
  const cut = sealed.subarray(0, HEAD_BYTES + CHUNK + 16);
  await expect(open(cut, CHUNK)).rejects.toThrow();
  await expect(open(cut, plain.length)).rejects.toThrow();
  const stored = CHUNK + 16;
  const exchanged = Buffer.concat([
    sealed.subarray(0, HEAD_BYTES),
    sealed.subarray(HEAD_BYTES + stored, HEAD_BYTES + 2 * stored),
    sealed.subarray(HEAD_BYTES, HEAD_BYTES + stored),
    sealed.subarray(HEAD_BYTES + 2 * stored),
  ]);
  await expect(open(exchanged, plain.length)).rejects.toThrow();
  const other = await seal(plain);
  await expect(
    open(Buffer.concat([other.subarray(0, HEAD_BYTES), sealed.subarray(HEAD_BYTES)]), plain.length),
  ).rejects.toThrow();
});
