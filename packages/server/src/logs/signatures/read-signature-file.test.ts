import { randomBytes } from 'node:crypto';
import { instant } from '@nhipcau/contracts';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Identity,
  makeCertificate,
  pemOf,
  signDetached,
  signPdf,
  valid,
} from '../../testing/signing.ts';
import { readAuthorities } from './certificates.ts';
import { readSignatureFile } from './read-signature-file.ts';

const now = Date.UTC(2026, 2, 9, 3);
const DAY = 24 * 3_600_000;
const kept = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(2_000), Buffer.from('\n%%EOF\n')]);
let root: Identity;
let between: Identity;
let signer: Identity;
let chained: Identity;
let file: Buffer;

beforeAll(async () => {
  root = await makeCertificate('Cơ quan gốc', { isAuthority: true, ...valid(now) });
  between = await makeCertificate('Cơ quan cấp dưới', { by: root, isAuthority: true, ...valid(now) });
  signer = await makeCertificate('Quách Tất Liêm', { by: root, ...valid(now) });
  chained = await makeCertificate('Bùi Văn Kỹ', { by: between, ...valid(now) });
  file = await signDetached(kept, signer, { at: now });
});

const read = (bytes: Buffer, { on = now, trusting = [root] }: { on?: number; trusting?: Identity[] } = {}) =>
  readSignatureFile(bytes, kept, {
    authorities: trusting.flatMap((one) => readAuthorities(pemOf(one))),
    now: instant(on),
  });
const trustIn = async (who: Identity, options: { on?: number; others?: Identity[] } = {}) => {
  const { others = [], ...rest } = options;
  return (await read(await signDetached(kept, who, { at: now, others }), rest)).signers[0]?.trust;
};
const refused = (code: string) => expect.objectContaining({ code });

describe('[LB-8] [R-LOG-06] a signature apart from the print', () => {
  test('[LB-8] [R-LOG-06] in DER or PEM, also with the print inside: who signed, and when', async () => {
    const pem = Buffer.from(
      `-----BEGIN PKCS7-----\n${file.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END PKCS7-----\n`,
    );
    const whole = await signDetached(kept, signer, { at: now, inside: true });
    for (const bytes of [file, pem, whole])
      expect(await read(bytes)).toEqual({
        kind: 'detached',
        signers: [
          {
            name: 'Quách Tất Liêm',
            organisation: 'UBND xã Đồng Ruộng',
            issuer: 'Cơ quan gốc',
            serial: expect.stringMatching(/^[0-9a-f]+$/),
            signedAt: now,
            trust: 'trusted',
          },
        ],
      });
  });

  test('[LB-8] [R-LOG-06] of other bytes, with the print or another text inside, is refused', async () => {
    const other = Buffer.from('%PDF-1.7 khác');
    const of = async (inside: boolean) => read(await signDetached(other, signer, { at: now, inside }));
    await expect(of(false)).rejects.toEqual(refused('LOG_SIGNATURE_MISMATCH'));
    await expect(of(true)).rejects.toEqual(refused('LOG_SIGNATURE_MISMATCH'));
  });

  test('[LB-8] [R-LOG-06] made with another key than that of its certificate is refused', async () => {
    const thief = { certificate: signer.certificate, privateKey: chained.privateKey };
    await expect(read(await signDetached(kept, thief, { at: now }))).rejects.toEqual(
      refused('LOG_SIGNATURE_FORGED'),
    );
  });

  test('[LB-8] [R-LOG-06] a digest that can be forged is refused', async () => {
    await expect(read(await signDetached(kept, signer, { at: now, digest: 'SHA-1' }))).rejects.toEqual(
      refused('LOG_SIGNATURE_WEAK'),
    );
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['chance', randomBytes(4_000)],
    ['text', Buffer.from('chữ ký')],
    ['a certificate', Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')],
    ['a PEM of chance', Buffer.from('-----BEGIN CMS-----\nMIIB\n-----END CMS-----')],
    ['a deep nest', Buffer.from('3080'.repeat(500_000), 'hex')],
  ])('[LB-8] [R-LOG-06] %s is no signature', async (_, bytes) => {
    await expect(read(bytes)).rejects.toEqual(refused('LOG_SIGNATURE_UNREADABLE'));
  });

  test('[LB-8] [R-LOG-06] cut off anywhere it is refused, never half believed', async () => {
    for (let length = 1; length < file.length; length += 37)
      await expect(read(file.subarray(0, length))).rejects.toHaveProperty(
        'code',
        expect.stringMatching(/^LOG_SIGNATURE_/),
      );
  });

  test('[LB-8] [R-LOG-06] what is too large is not read', async () => {
    await expect(read(Buffer.alloc(2 * 1024 * 1024 + 1, 0x30))).rejects.toEqual(
      refused('LOG_SIGNATURE_TOO_LARGE'),
    );
    const pdf = Buffer.concat([kept, Buffer.alloc(25 * 1024 * 1024)]);
    await expect(read(pdf)).rejects.toEqual(refused('LOG_SIGNATURE_TOO_LARGE'));
  });
});

describe('[LB-8] [R-LOG-06] the print with signatures inside', () => {
  test('[LB-8] [R-LOG-06] one after the other, each of its own revision', async () => {
    const once = await signPdf(kept, signer, { at: now });
    const twice = await signPdf(once, chained, { at: now, others: [between] });
    expect((await read(once)).signers.map(({ name }) => name)).toEqual(['Quách Tất Liêm']);
    expect(await read(twice)).toMatchObject({
      kind: 'pdf',
      signers: [
        { name: 'Quách Tất Liêm', trust: 'trusted' },
        { name: 'Bùi Văn Kỹ', trust: 'trusted' },
      ],
    });
  });

  test('[LB-8] [R-LOG-06] another print, no signature, and every change after it are refused', async () => {
    const signed = await signPdf(kept, signer, { at: now });
    const other = Buffer.from(kept);
    other[1_000] = (other[1_000] ?? 0) ^ 1;
    await expect(read(await signPdf(other, signer, { at: now }))).rejects.toEqual(
      refused('LOG_SIGNED_PDF_OTHER'),
    );
    await expect(read(kept)).rejects.toEqual(refused('LOG_SIGNED_PDF_UNSIGNED'));
    const added = Buffer.concat([signed, Buffer.from('\n10 0 obj<<>>endobj\n')]);
    await expect(read(added)).rejects.toEqual(refused('LOG_SIGNED_PDF_CHANGED'));
    const renamed = Buffer.from(signed.toString('latin1').replace('/Type/Sig', '/Type/Sgi'), 'latin1');
    await expect(read(renamed)).rejects.toEqual(refused('LOG_SIGNED_PDF_CHANGED'));
    // A range that leaves out a part of the print.
    const hollow = Buffer.from(
      signed.toString('latin1').replace(/ByteRange \[0 \d+/, 'ByteRange [0 0000000900'),
      'latin1',
    );
    await expect(read(hollow)).rejects.toEqual(refused('LOG_SIGNED_PDF_CHANGED'));
  });
});

describe('[LB-9] [R-LOG-06] whether the certificate can be relied on', () => {
  test('[LB-9] [R-LOG-06] by a way to an authority of the configuration, over others in the file', async () => {
    expect(await trustIn(signer)).toBe('trusted');
    expect(await trustIn(chained, { others: [between] })).toBe('trusted');
    expect(await trustIn(chained)).toBe('unknownAuthority');
    expect((await read(file, { trusting: [] })).signers[0]?.trust).toBe('unknownAuthority');
  });

  test('[LB-9] [R-LOG-06] not before its first, not after its last day, not for another use', async () => {
    expect(await trustIn(signer, { on: now - 2 * DAY })).toBe('notYetValid');
    expect(await trustIn(signer, { on: now + 400 * DAY })).toBe('expired');
    const server = await makeCertificate('Máy chủ', { by: root, ...valid(now), usage: 0b0010_0000 });
    expect(await trustIn(server)).toBe('otherUse');
  });

  test('[LB-9] [R-LOG-06] nobody issues for others who is no authority; nobody is one by name alone', async () => {
    const below = await makeCertificate('Người khác', { by: signer, ...valid(now) });
    expect(await trustIn(below, { others: [signer] })).toBe('unknownAuthority');
    const namesake = await makeCertificate('Cơ quan gốc', { isAuthority: true, ...valid(now) });
    const forged = await makeCertificate('Quách Tất Liêm', { by: namesake, ...valid(now) });
    expect(await trustIn(forged, { others: [namesake] })).toBe('unknownAuthority');
    // An authority whose own certificate has run out vouches for nobody.
    const old = await makeCertificate('Cơ quan cũ', {
      isAuthority: true,
      from: now - 9 * DAY,
      to: now - DAY,
    });
    const late = await makeCertificate('Quách Tất Liêm', { by: old, ...valid(now) });
    const signed = await signDetached(kept, late, { at: now });
    expect((await read(signed, { trusting: [old] })).signers[0]?.trust).toBe('unknownAuthority');
  });

  test('[LB-9] [R-LOG-06] two that issue each other lead nowhere', async () => {
    const span = valid(now);
    const first = await makeCertificate('A', { isAuthority: true, ...span });
    const second = await makeCertificate('B', { by: first, isAuthority: true, ...span });
    const again = await makeCertificate('A', { by: second, isAuthority: true, ...span });
    const under = await makeCertificate('C', { by: second, ...span });
    expect(await trustIn(under, { others: [first, second, again] })).toBe('unknownAuthority');
  });

  test('a file of authorities without a certificate is refused', () => {
    expect(() => readAuthorities('')).toThrow('no certificate');
    expect(() => readAuthorities('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toThrow();
  });
});
