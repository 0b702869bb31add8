import { webcrypto } from 'node:crypto';
import { BitString, Integer, ObjectIdentifier, OctetString, UTCTime, Utf8String } from 'asn1js';
import {
  Attribute,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  Extension,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';

const HOUR = 3_600_000;
const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGN_DOCUMENTS = 0b1100_0000;
const SIGN_CERTIFICATES = 0b0000_0110;
let serial = 4096;

/** A certificate with its key, made for a test. */
export interface Identity {
  readonly certificate: Certificate;
  readonly privateKey: webcrypto.CryptoKey;
}

/** @param by null: it vouches for itself */
export async function makeCertificate(
  name: string,
  {
    by = null,
    isAuthority = false,
    from,
    to,
    usage = isAuthority ? SIGN_CERTIFICATES : SIGN_DOCUMENTS,
  }: { by?: Identity | null; isAuthority?: boolean; from: number; to: number; usage?: number },
): Promise<Identity> {
  const keys = await webcrypto.subtle.generateKey(curve, true, ['sign', 'verify']);
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: ++serial });
  const subject = [
    new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: name }) }),
    new AttributeTypeAndValue({ type: '2.5.4.10', value: new Utf8String({ value: 'UBND xã Đồng Ruộng' }) }),
  ];
  certificate.subject.typesAndValues = subject;
  certificate.issuer.typesAndValues = by?.certificate.subject.typesAndValues ?? subject;
  certificate.notBefore.value = new Date(from);
  certificate.notAfter.value = new Date(to);
  const bits = new BitString({ valueHex: new Uint8Array([usage]).buffer });
  certificate.extensions = [
    new Extension({
      extnID: '2.5.29.19',
      critical: true,
      extnValue: new BasicConstraints({ cA: isAuthority }).toSchema().toBER(false),
    }),
    new Extension({ extnID: '2.5.29.15', critical: true, extnValue: bits.toBER(false) }),
  ];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(by?.privateKey ?? keys.privateKey, 'SHA-256');
  // Read back: only then it carries what was signed.
  return {
    certificate: Certificate.fromBER(certificate.toSchema(true).toBER(false)),
    privateKey: keys.privateKey,
  };
}

export const pemOf = ({ certificate }: Identity): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate.toSchema().toBER(false)).toString('base64')}\n-----END CERTIFICATE-----\n`;

/** A CMS signature apart from what it signs. */
export async function signDetached(
  bytes: Buffer,
  { certificate, privateKey }: Identity,
  {
    at,
    digest = 'SHA-256',
    others = [],
    inside = false,
  }: { at: number; digest?: string; others?: readonly Identity[]; inside?: boolean },
): Promise<Buffer> {
  const hash = await webcrypto.subtle.digest(digest, new Uint8Array(bytes));
  const data = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: ContentInfo.DATA,
      ...(inside ? { eContent: new OctetString({ valueHex: new Uint8Array(bytes).buffer }) } : {}),
    }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({
          issuer: certificate.issuer,
          serialNumber: certificate.serialNumber,
        }),
        signedAttrs: new SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            new Attribute({
              type: '1.2.840.113549.1.9.3',
              values: [new ObjectIdentifier({ value: ContentInfo.DATA })],
            }),
            new Attribute({
              type: '1.2.840.113549.1.9.5',
              values: [new UTCTime({ valueDate: new Date(at) })],
            }),
            new Attribute({ type: '1.2.840.113549.1.9.4', values: [new OctetString({ valueHex: hash })] }),
          ],
        }),
      }),
    ],
    certificates: [certificate, ...others.map((one) => one.certificate)],
  });
  await data.sign(privateKey, 0, digest);
  const content = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: data.toSchema(true) });
  return Buffer.from(content.toSchema().toBER(false));
}

const HEX_DIGITS = 8_000;

/** The next revision of a PDF, with a signature of everything but itself. */
export async function signPdf(
  pdf: Buffer,
  signer: Identity,
  options: { at: number; others?: readonly Identity[] },
): Promise<Buffer> {
  const number = (value: number) => String(value).padStart(10, '0');
  const head = (gapAt: number, resumeAt: number, rest: number) =>
    `\n9 0 obj\n<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange [0 ${number(gapAt)} ${number(resumeAt)} ${number(rest)}]/Contents`;
  const tail = Buffer.from('>>\nendobj\n%%EOF\n');
  const gapAt = pdf.length + head(0, 0, 0).length;
  const resumeAt = gapAt + HEX_DIGITS + 2;
  const before = Buffer.concat([pdf, Buffer.from(head(gapAt, resumeAt, tail.length))]);
  const cms = await signDetached(Buffer.concat([before, tail]), signer, options);
  const hex = Buffer.from(`<${cms.toString('hex').padEnd(HEX_DIGITS, '0')}>`);
  return Buffer.concat([before, hex, tail]);
}

/** From long ago until long after. */
export const valid = (now: number) => ({ from: now - 24 * HOUR, to: now + 24 * 365 * HOUR });
