import { inflateRawSync } from 'node:zlib';
import { AppError } from '../../app-error.ts';

const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 65_535;
const MOST_ENTRIES = 500;
const MOST_BYTES = 60_000_000;

const unreadable = (reason: string, cause?: unknown): AppError =>
  new AppError('SHEET_UNREADABLE', { reason }, { cause });
const tooLarge = (cause?: unknown): AppError =>
  new AppError('SHEET_TOO_LARGE', { limit: MOST_BYTES }, { cause });

/**
 * Unpacks every member of a ZIP once, within bounds, before anybody else reads it: what the directory says of sizes is
 * not believed.
 *
 * @throws {AppError} SHEET_TOO_LARGE for too many members or bytes, SHEET_UNREADABLE for a damaged or encrypted archive
 */
export function guardZip(bytes: Buffer): void {
  const end = findEnd(bytes);
  const entries = bytes.readUInt16LE(end + 10);
  if (entries > MOST_ENTRIES) throw new AppError('SHEET_TOO_LARGE', { limit: MOST_ENTRIES });
  let at = bytes.readUInt32LE(end + 16);
  let left = MOST_BYTES;
  for (let index = 0; index < entries; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY) throw unreadable('directory');
    left -= unpackedSize(bytes, at, left);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

function findEnd(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - END_LENGTH - LONGEST_COMMENT);
  for (let at = bytes.length - END_LENGTH; at >= lowest; at -= 1)
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  throw unreadable('notAnArchive');
}

function unpackedSize(bytes: Buffer, entry: number, left: number): number {
  if ((bytes.readUInt16LE(entry + 8) & 1) === 1) throw unreadable('encrypted');
  const method = bytes.readUInt16LE(entry + 10);
  const packed = bytes.readUInt32LE(entry + 20);
  const local = bytes.readUInt32LE(entry + 42);
  if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL) throw unreadable('member');
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  if (from + packed > bytes.length) throw unreadable('member');
  if (method === 0) return bounded(packed, left);
  if (method !== 8) throw unreadable('method');
  try {
    return inflateRawSync(bytes.subarray(from, from + packed), { maxOutputLength: Math.max(1, left) }).length;
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(cause); // More came out than was allowed.
    throw unreadable('member', cause);
  }
}

function bounded(size: number, left: number): number {
  if (size > left) throw tooLarge();
  return size;
}
