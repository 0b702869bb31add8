const LOCAL_FILE = 0x04034b50;
const CENTRAL_FILE = 0x02014b50;
const END_OF_CENTRAL = 0x06054b50;
const END_LENGTH = 22;
/** 1 January 1980, 00:00: the first instant a ZIP can name. */
const TIME = 0;
const DATE = 0x21;

/**
 * Takes the hour of making out of a ZIP archive, so that the same content is the same bytes (APPNOTE 4.3.7, 4.3.12).
 *
 * @throws {Error} for bytes that are no ZIP archive
 */
export function withoutTimes(zip: Buffer): Buffer {
  const fixed = Buffer.from(zip);
  const end = fixed.length - END_LENGTH;
  if (end < 0 || fixed.readUInt32LE(end) !== END_OF_CENTRAL) throw new Error('no ZIP archive');
  const count = fixed.readUInt16LE(end + 10);
  let at = fixed.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry += 1) {
    if (fixed.readUInt32LE(at) !== CENTRAL_FILE) throw new Error('broken ZIP directory');
    fixed.writeUInt16LE(TIME, at + 12);
    fixed.writeUInt16LE(DATE, at + 14);
    const local = fixed.readUInt32LE(at + 42);
    if (fixed.readUInt32LE(local) !== LOCAL_FILE) throw new Error('broken ZIP entry');
    fixed.writeUInt16LE(TIME, local + 10);
    fixed.writeUInt16LE(DATE, local + 12);
    at += 46 + fixed.readUInt16LE(at + 28) + fixed.readUInt16LE(at + 30) + fixed.readUInt16LE(at + 32);
  }
  return fixed;
}
