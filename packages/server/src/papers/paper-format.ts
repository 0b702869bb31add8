import type { PaperFormat } from '@nhipcau/contracts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const MAX_COMMENT = 65_535;
const MAX_ENTRIES = 5000;
const ODT = 'application/vnd.oasis.opendocument.text';
/** Where the first stored entry of a zip has its bytes, when its name is `mimetype`. */
const ODT_AT = 38;

/**
 * What the bytes are; null when they are none of what a paper may be, or carry macros. Only the table of contents of a
 * package is read, nothing is unpacked.
 *
 * @rule RE-27 (R-REG-12)
 */
export function paperFormatOf(bytes: Buffer): PaperFormat | null {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf';
  const names = zipNames(bytes);
  if (names === null || names.some((name) => /vbaproject|^Basic\/|^Scripts\//i.test(name))) return null;
  if (names.includes('[Content_Types].xml') && names.includes('word/document.xml')) return 'docx';
  const mime = bytes.subarray(ODT_AT, ODT_AT + ODT.length).toString('latin1');
  return names[0] === 'mimetype' && mime === ODT && names.includes('content.xml') ? 'odt' : null;
}

function zipNames(bytes: Buffer): string[] | null {
  if (bytes.subarray(0, 4).toString('latin1') !== 'PK\u0003\u0004') return null;
  const end = endOfDirectory(bytes);
  if (end === null) return null;
  const count = bytes.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) return null;
  const names: string[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry++) {
    if (at + ENTRY_BYTES > end || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) return null;
    const length = bytes.readUInt16LE(at + 28);
    names.push(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + length).toString('utf8'));
    at += ENTRY_BYTES + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names;
}

function endOfDirectory(bytes: Buffer): number | null {
  const lowest = Math.max(0, bytes.length - END_BYTES - MAX_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= lowest; at--)
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  return null;
}
