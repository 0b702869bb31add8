/** What one signature inside a PDF covers, and the signature itself. */
export interface PdfSignature {
  readonly covered: Buffer;
  readonly cms: Buffer;
}

export type PdfFault =
  /** The file does not begin with the very bytes that are kept. */
  | 'otherDocument'
  | 'noSignature'
  /** Ranges that leave out more than the signature itself, or something added after the last one. */
  | 'changed';

/** Two signers, a third for the seal, and what was signed anew. */
const MOST_SIGNATURES = 10;
/** Hexadecimal of the largest signature that is read. */
const MOST_HEX = 4 * 1024 * 1024;
const RANGE = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;
const HEX = /^<([0-9A-Fa-f\s]*)>$/;

/**
 * Signatures of a PDF that was made by appending to the kept print: each covers the file from its first byte to the end of its
 * own revision, but for the signature itself, and the last one covers the file to its end.
 *
 * @rule LB-8 (R-LOG-06)
 */
export function readSignedPdf(
  file: Buffer,
  kept: Buffer,
): { signatures: readonly PdfSignature[] } | { fault: PdfFault } {
  if (file.length < kept.length || !file.subarray(0, kept.length).equals(kept))
    return { fault: 'otherDocument' };
  const appended = file.subarray(kept.length).toString('latin1');
  const signatures: (PdfSignature & { end: number })[] = [];
  for (const [, from, length, resume, rest] of appended.matchAll(RANGE)) {
    const gapAt = Number(length);
    const resumeAt = Number(resume);
    const end = resumeAt + Number(rest);
    const isWhole = Number(from) === 0 && gapAt >= kept.length && resumeAt > gapAt && end <= file.length;
    if (!isWhole || resumeAt - gapAt > MOST_HEX || signatures.length === MOST_SIGNATURES)
      return { fault: 'changed' };
    const [, hex] = HEX.exec(file.subarray(gapAt, resumeAt).toString('latin1')) ?? [];
    if (hex === undefined) return { fault: 'changed' };
    signatures.push({
      covered: Buffer.concat([file.subarray(0, gapAt), file.subarray(resumeAt, end)]),
      cms: Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'),
      end,
    });
  }
  if (signatures.length === 0) return { fault: 'noSignature' };
  if (Math.max(...signatures.map(({ end }) => end)) !== file.length) return { fault: 'changed' };
  return { signatures };
}
