import { createHash, X509Certificate } from 'node:crypto';
import type { SignerTrust } from '@nhipcau/contracts';
import { Certificate, CertificateChainValidationEngine } from 'pkijs';

const COMMON_NAME = '2.5.4.3';
const ORGANISATION = '2.5.4.10';
const KEY_USAGE = '2.5.29.15';
/** digitalSignature, and nonRepudiation: one of them is asked of a certificate that signs documents. */
const SIGNS = 0b1100_0000;
/** Longest way from a signer to an authority, and certificates that are looked at on it. */
const MOST_STEPS = 8;
const MOST_CERTIFICATES = 30;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * Certificates of the authorities that are trusted, from a file of PEM blocks.
 *
 * @throws {Error} when there is none in it, or one that cannot be read
 */
export function readAuthorities(pem: string): Certificate[] {
  const blocks = pem.match(PEM) ?? [];
  if (blocks.length === 0) throw new Error('no certificate in it');
  return blocks.map((block) => Certificate.fromBER(new Uint8Array(new X509Certificate(block).raw)));
}

const wordOf = (certificate: Certificate, part: 'subject' | 'issuer', type: string): string | null => {
  const found = certificate[part].typesAndValues.find((one) => one.type === type);
  const text: unknown = found?.value.valueBlock.value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, 300) : null;
};

/** Who the certificate was made out to, and who issued it. */
export const namesOf = (certificate: Certificate) => ({
  name: wordOf(certificate, 'subject', COMMON_NAME) ?? wordOf(certificate, 'subject', ORGANISATION) ?? '?',
  organisation: wordOf(certificate, 'subject', ORGANISATION),
  issuer: wordOf(certificate, 'issuer', COMMON_NAME) ?? wordOf(certificate, 'issuer', ORGANISATION) ?? '?',
  serial: Buffer.from(certificate.serialNumber.valueBlock.valueHexView).toString('hex').slice(0, 100),
});

/**
 * Whether the certificate was good on that day and comes from an authority that is trusted. Nobody is asked whether it was
 * revoked: the installation may have no way out.
 *
 * @rule LB-9 (R-LOG-06)
 */
export async function trustOf(
  signer: Certificate,
  {
    others,
    authorities,
    on,
  }: { others: readonly Certificate[]; authorities: readonly Certificate[]; on: Date },
): Promise<SignerTrust> {
  if (on < signer.notBefore.value) return 'notYetValid';
  if (on > signer.notAfter.value) return 'expired';
  if (!mayTheySign(signer)) return 'otherUse';
  const path = await pathTo(authorities, signer, others);
  const anchor = path?.at(-1);
  if (!path || !anchor) return 'unknownAuthority';
  const engine = new CertificateChainValidationEngine({
    certs: [...path.slice(1, -1), signer],
    trustedCerts: [anchor],
    checkDate: on,
    // The way was found already: one step each, so that certificates that issue each other lead nowhere.
    findIssuer: async (certificate: Certificate) => {
      const next = path[path.indexOf(certificate) + 1];
      return next ? [next] : [];
    },
  });
  const { result } = await engine.verify();
  return result ? 'trusted' : 'unknownAuthority';
}

function mayTheySign({ extensions = [] }: Certificate): boolean {
  const usage: unknown = extensions.find(({ extnID }) => extnID === KEY_USAGE)?.parsedValue;
  if (usage === undefined) return true;
  const view: unknown = (usage as { valueBlock?: { valueHexView?: unknown } }).valueBlock?.valueHexView;
  return view instanceof Uint8Array && ((view[0] ?? 0) & SIGNS) !== 0;
}

const keyOf = ({ tbsView }: Certificate): string => createHash('sha256').update(tbsView).digest('hex');

/** From the signer upwards to an authority; each certificate is looked at once. */
async function pathTo(
  authorities: readonly Certificate[],
  signer: Certificate,
  others: readonly Certificate[],
): Promise<Certificate[] | null> {
  const seen = new Set([keyOf(signer)]);
  let ways: Certificate[][] = [[signer]];
  for (let step = 0; step < MOST_STEPS && ways.length > 0; step++) {
    const longer: Certificate[][] = [];
    for (const way of ways) {
      const last = way.at(-1) ?? signer;
      for (const anchor of authorities) if (await isIssuedBy(last, anchor)) return [...way, anchor];
      for (const between of others) {
        const key = keyOf(between);
        if (seen.has(key) || seen.size > MOST_CERTIFICATES || !(await isIssuedBy(last, between))) continue;
        seen.add(key);
        longer.push([...way, between]);
      }
    }
    ways = longer;
  }
  return null;
}

async function isIssuedBy(certificate: Certificate, issuer: Certificate): Promise<boolean> {
  if (!certificate.issuer.isEqual(issuer.subject)) return false;
  try {
    return await certificate.verify(issuer);
  } catch {
    // A key or an algorithm that is not known issued nothing we can rely on.
    return false;
  }
}
