import { crc32 } from 'node:zlib';

const LOCAL_FILE = 0x04034b50;
const CENTRAL_FILE = 0x02014b50;
const END_OF_CENTRAL = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8 (APPNOTE 4.4.4, bit 11). */
const UTF8 = 0x0800;
/** 1 January 1980, 00:00: the first instant a ZIP can name; the same files are the same bytes. */
const DATE = 0x21;

interface ZipFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Files in one ZIP archive, stored as they are: documents are compressed already (APPNOTE 4.3.6). */
export function storedZip(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const nameBytes = Buffer.from(name, 'utf8');
    const sums = Buffer.alloc(12);
    sums.writeUInt32LE(crc32(bytes), 0);
    sums.writeUInt32LE(bytes.length, 4);
    sums.writeUInt32LE(bytes.length, 8);
    const shared = Buffer.alloc(10);
    shared.writeUInt16LE(VERSION, 0);
    shared.writeUInt16LE(UTF8, 2);
    shared.writeUInt16LE(DATE, 8);
    const lengths = Buffer.alloc(4);
    lengths.writeUInt16LE(nameBytes.length, 0);
    parts.push(word(LOCAL_FILE), shared, sums, lengths, nameBytes, bytes);
    const made = Buffer.alloc(2);
    made.writeUInt16LE(VERSION, 0);
    // Comment, disk and attributes: none.
    directory.push(word(CENTRAL_FILE), made, shared, sums, lengths, Buffer.alloc(10), word(at), nameBytes);
    at += 30 + nameBytes.length + bytes.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, central, word(END_OF_CENTRAL), end]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
