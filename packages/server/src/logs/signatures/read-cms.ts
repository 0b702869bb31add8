import { createHash } from 'node:crypto';
import { type DigitalSigner, type Instant, instant } from '@nhipcau/contracts';
import { fromBER } from 'asn1js';
import {
  type AlgorithmIdentifier,
  Certificate,
  ContentInfo,
  RSASSAPSSParams,
  SignedData,
  type SignerInfo,
} from 'pkijs';
import { namesOf, trustOf } from './certificates.ts';

export type CmsFault =
  | 'unreadable'
  /** A signature, but of other bytes. */
  | 'otherBytes'
  /** Made with a digest that can be forged. */
  | 'weak'
  /** Not made with the key of the certificate that is named. */
  | 'forged';

/** What a signature is held against. */
export interface Ground {
  readonly authorities: readonly Certificate[];
  readonly now: Instant;
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const DATA = '1.2.840.113549.1.7.1';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_TIME = '1.2.840.113549.1.9.5';
const PSS = '1.2.840.113549.1.1.10';
const digests: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** RSA whose digest is named beside it; RSA and ECDSA with SHA-256, SHA-384, SHA-512. */
const strong = new Set([
  '1.2.840.113549.1.1.1',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
]);
const MOST_SIGNERS = 10;
const MOST_CERTIFICATES = 30;
const PEM = /-----BEGIN (PKCS7|CMS|PKCS #7 SIGNED DATA)-----([A-Za-z0-9+/=\s]+)-----END \1-----/;

const derOf = (file: Buffer): Buffer => {
  const [, , base64] =
    PEM.exec(file.subarray(0, 27).includes('-----BEGIN') ? file.toString('latin1') : '') ?? [];
  return base64 === undefined ? file : Buffer.from(base64, 'base64');
};

/**
 * Who signed these bytes, by a CMS signature apart from them, in DER or PEM.
 *
 * @rule LB-8 (R-LOG-06)
 */
export async function readCms(
  file: Buffer,
  signed: Buffer,
  ground: Ground,
): Promise<{ signers: DigitalSigner[] } | { fault: CmsFault }> {
  const data = parsed(derOf(file));
  if (data === null) return { fault: 'unreadable' };
  // Signed together with what it signs: then it has to be the very same.
  const { eContent, eContentType } = data.encapContentInfo;
  if (eContentType !== DATA) return { fault: 'unreadable' };
  if (eContent && !Buffer.from(eContent.getValue()).equals(signed)) return { fault: 'otherBytes' };
  const others = (data.certificates ?? []).filter((one) => one instanceof Certificate);
  const signers: DigitalSigner[] = [];
  for (const [index, info] of data.signerInfos.entries()) {
    const digest = digests[info.digestAlgorithm.algorithmId];
    if (digest === undefined || !isStrong(info.signatureAlgorithm)) return { fault: 'weak' };
    if (info.signedAttrs && !speaksOf(info, createHash(digest).update(signed).digest()))
      return { fault: 'otherBytes' };
    const signer = await signerOf(data, index, signed);
    if (signer === null) return { fault: info.signedAttrs ? 'forged' : 'otherBytes' };
    signers.push({
      ...namesOf(signer),
      signedAt: signingTime(info),
      trust: await trustOf(signer, {
        others,
        authorities: ground.authorities,
        on: new Date(ground.now),
      }),
    });
  }
  return { signers };
}

function parsed(der: Buffer): SignedData | null {
  try {
    const { offset, result } = fromBER(new Uint8Array(der));
    if (offset === -1) return null;
    const content = new ContentInfo({ schema: result });
    if (content.contentType !== SIGNED_DATA) return null;
    const data = new SignedData({ schema: content.content });
    const isBounded =
      data.signerInfos.length >= 1 &&
      data.signerInfos.length <= MOST_SIGNERS &&
      (data.certificates ?? []).length <= MOST_CERTIFICATES;
    return isBounded ? data : null;
  } catch {
    // Whatever it is, it is no signature.
    return null;
  }
}

function isStrong({ algorithmId, algorithmParams }: AlgorithmIdentifier): boolean {
  if (algorithmId !== PSS) return strong.has(algorithmId);
  try {
    return new RSASSAPSSParams({ schema: algorithmParams }).hashAlgorithm.algorithmId in digests;
  } catch {
    return false;
  }
}

const attribute = ({ signedAttrs }: SignerInfo, type: string): unknown =>
  signedAttrs?.attributes.find((one) => one.type === type)?.values[0];

/** Whether what was signed names these bytes by their digest, as plain data. */
function speaksOf(info: SignerInfo, digest: Buffer): boolean {
  const named = attribute(info, MESSAGE_DIGEST) as { valueBlock?: { valueHexView?: unknown } } | undefined;
  const type = attribute(info, CONTENT_TYPE) as { valueBlock?: object } | undefined;
  const view = named?.valueBlock?.valueHexView;
  return view instanceof Uint8Array && digest.equals(view) && String(type?.valueBlock) === DATA;
}

function signingTime(info: SignerInfo): Instant | null {
  const time = attribute(info, SIGNING_TIME) as { toDate?: () => Date } | undefined;
  const at = time?.toDate?.().getTime();
  return at === undefined || Number.isNaN(at) ? null : instant(at);
}

/** The certificate whose key made the signature; null: none did. */
async function signerOf(data: SignedData, signer: number, signed: Buffer): Promise<Certificate | null> {
  try {
    const { signatureVerified, signerCertificate } = await data.verify({
      signer,
      data: new Uint8Array(signed).buffer,
      extendedMode: true,
    });
    return signatureVerified === true ? (signerCertificate ?? null) : null;
  } catch {
    // No certificate in it, or one whose key cannot be read.
    return null;
  }
}
