import {
  DETACHED_LIMIT_BYTES,
  type DigitalSigner,
  type ErrorCode,
  SIGNED_PDF_LIMIT_BYTES,
} from '@nhipcau/contracts';
import { AppError } from '../../app-error.ts';
import { type CmsFault, type Ground, readCms } from './read-cms.ts';
import { type PdfFault, readSignedPdf } from './signed-pdf.ts';

const codes: Readonly<Record<CmsFault | PdfFault, ErrorCode>> = {
  unreadable: 'LOG_SIGNATURE_UNREADABLE',
  otherBytes: 'LOG_SIGNATURE_MISMATCH',
  weak: 'LOG_SIGNATURE_WEAK',
  forged: 'LOG_SIGNATURE_FORGED',
  otherDocument: 'LOG_SIGNED_PDF_OTHER',
  noSignature: 'LOG_SIGNED_PDF_UNSIGNED',
  changed: 'LOG_SIGNED_PDF_CHANGED',
};
const MOST_SIGNERS = 10;

export interface ReadSignature {
  readonly kind: 'detached' | 'pdf';
  readonly signers: DigitalSigner[];
}

/**
 * A file that is to sign the kept print: who signed, when every signature in it holds.
 *
 * @throws {AppError} LOG_SIGNATURE_…, LOG_SIGNED_PDF_…
 */
export async function readSignatureFile(file: Buffer, kept: Buffer, ground: Ground): Promise<ReadSignature> {
  const isPdf = file.subarray(0, 5).toString('latin1') === '%PDF-';
  const limit = isPdf ? SIGNED_PDF_LIMIT_BYTES : DETACHED_LIMIT_BYTES;
  if (file.length > limit) throw new AppError('LOG_SIGNATURE_TOO_LARGE', { bytes: file.length, limit });
  if (!isPdf) {
    const read = await readCms(file, kept, ground);
    if ('fault' in read) throw new AppError(codes[read.fault]);
    return { kind: 'detached', signers: read.signers };
  }
  const pdf = readSignedPdf(file, kept);
  if ('fault' in pdf) throw new AppError(codes[pdf.fault]);
  const signers: DigitalSigner[] = [];
  for (const { cms, covered } of pdf.signatures) {
    const read = await readCms(cms, covered, ground);
    // What it covers is not what it was made for: the file was changed after it.
    if ('fault' in read)
      throw new AppError(read.fault === 'otherBytes' ? 'LOG_SIGNED_PDF_CHANGED' : codes[read.fault]);
    signers.push(...read.signers);
  }
  if (signers.length > MOST_SIGNERS) throw new AppError('LOG_SIGNATURE_UNREADABLE');
  return { kind: 'pdf', signers };
}
