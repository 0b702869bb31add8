import { z } from 'zod';
import { Instant } from '../ids.ts';
import { LogEntryId } from './logs.ts';

/** A detached signature: the certificates of its signers are in it, the print is not. */
export const DETACHED_LIMIT_BYTES = 2 * 1024 * 1024;
/** The print with its signatures inside. */
export const SIGNED_PDF_LIMIT_BYTES = 25 * 1024 * 1024;
/** Files of one line: as many as people sign, and a few that were signed anew. */
export const SIGNATURE_FILES = 12;

/** Whether the certificate can be relied on, on the day the file was handed in. */
export const SignerTrust = z.enum([
  'trusted',
  /** No way from it to an authority this installation was told to trust. */
  'unknownAuthority',
  'expired',
  'notYetValid',
  /** Issued for something else than signing documents. */
  'otherUse',
]);
export type SignerTrust = z.infer<typeof SignerTrust>;

/** Who made a digital signature, as the certificate says. */
export const DigitalSigner = z.strictObject({
  name: z.string().max(300),
  organisation: z.string().max(300).nullable(),
  issuer: z.string().max(300),
  /** Serial number of the certificate, hexadecimal. */
  serial: z.string().max(100),
  /** As the signer’s own device said it; null: not said. */
  signedAt: Instant.nullable(),
  trust: SignerTrust,
});
export type DigitalSigner = z.infer<typeof DigitalSigner>;

export const LogSignatureFile = z.strictObject({
  signatureId: z.string().max(64),
  kind: z.enum(['detached', 'pdf']),
  fileName: z.string().max(200),
  bytes: z.int().min(1),
  sha256: z.string().length(64),
  at: Instant,
  byName: z.string().max(200),
  signers: z.array(DigitalSigner).min(1).max(10),
});
export type LogSignatureFile = z.infer<typeof LogSignatureFile>;

/** `GET /api/logs/:entryId/signatures` */
export const LogSignatureFiles = z.strictObject({
  entryId: LogEntryId,
  /** Of the print that is signed; null: nobody has taken it yet. */
  printSha256: z.string().length(64).nullable(),
  mayAttach: z.boolean(),
  files: z.array(LogSignatureFile).max(SIGNATURE_FILES),
});
export type LogSignatureFiles = z.infer<typeof LogSignatureFiles>;

/** Query of `POST /api/logs/:entryId/signatures`, whose body is the file. */
export const LogSignatureMeta = z.strictObject({ fileName: z.string().trim().min(1).max(200) });

/** `GET /api/logs/:entryId/signatures/:signatureId/check`: the same signature, verified now. */
export const LogSignatureCheck = z.strictObject({
  signatureId: z.string().max(64),
  /** Whether it still is a signature of the print that is kept. */
  matches: z.boolean(),
  signers: z.array(DigitalSigner).max(10),
});
export type LogSignatureCheck = z.infer<typeof LogSignatureCheck>;
