import { deflateRawSync } from 'node:zlib';
import { Workbook } from '@cj-tech-master/excelts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSheet } from './read-sheet.ts';
import { writeSheet } from './write-sheet.ts';

const bytes = (text: string) => Buffer.from(text);
const cellsOf = async (file: Buffer) => {
  const { header, rows } = await readSheet(file);
  return [header, ...rows.map(({ cells }) => cells)];
};

/** A ZIP with one member whose directory says what we like. */
function zipOf(content: Buffer, { name = 'a.xml', flags = 0, says = content.length } = {}): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30 + name.length);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  local.write(name, 30);
  const entry = Buffer.alloc(46 + name.length);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(flags, 8);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(says, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.write(name, 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length + packed.length, 16);
  return Buffer.concat([local, packed, entry, end]);
}

describe('a CSV', () => {
  test.each([
    ['with commas', 'Mã,Tên\n1,Đà Bắc\n'],
    ['with semicolons, a byte order mark and Windows line ends', '\uFEFFMã;Tên\r\n1;Đà Bắc\r\n'],
    ['with tabs', 'Mã\tTên\n1\tĐà Bắc'],
    ['with decomposed letters', 'Mã,Tên\n1,Đà Bắc\n'.normalize('NFD')],
    ['with quotation marks and blanks', '"Mã","Tên"\n "1" , Đà Bắc \n'.replace(' "1" ', '"1"')],
  ])('%s is read', async (_name, text) => {
    expect(await cellsOf(bytes(text))).toEqual([
      ['Mã', 'Tên'],
      ['1', 'Đà Bắc'],
    ]);
  });

  test('keeps the numbers of rows although some are empty', async () => {
    const { rows } = await readSheet(bytes('a,b\n1,2\n\n,\n3,4\n'));
    expect(rows.map(({ row }) => row)).toEqual([2, 5]);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['another encoding', Buffer.from([0x4d, 0xe3, 0x0a, 0x31])],
    ['an empty first line', bytes('\n1,2\n')],
    ['an open quotation', bytes('a,b\n"1,2\n')],
  ])('%s is refused', async (_name, file) => {
    await expect(readSheet(file)).rejects.toMatchObject({ code: 'SHEET_UNREADABLE' });
  });

  test('more rows than a province has are refused', async () => {
    await expect(readSheet(bytes(`a\n${'x\n'.repeat(20_001)}`))).rejects.toMatchObject({
      code: 'SHEET_TOO_LARGE',
    });
  });
});

describe('an XLSX', () => {
  test('of Excel is read: text, numbers, dates, formulas as such', async () => {
    const workbook = new Workbook();
    const sheet = workbook.addWorksheet('A');
    sheet.addRow(['Mã', 'Số', 'Ngày', 'Công thức']);
    sheet.addRow([
      'x',
      12,
      new Date(Date.UTC(2025, 6, 1)),
      { formula: 'HYPERLINK("http://x")', result: 'x' },
    ]);
    expect(await cellsOf(Buffer.from(await workbook.xlsx.writeBuffer()))).toEqual([
      ['Mã', 'Số', 'Ngày', 'Công thức'],
      ['x', '12', '2025-07-01', '=HYPERLINK("http://x")'],
    ]);
  });

  test('that unpacks to hundreds of megabytes is refused before anybody parses it, whatever its directory says', async () => {
    const bomb = zipOf(Buffer.alloc(300_000_000), { says: 100 });
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(readSheet(bomb)).rejects.toMatchObject({ code: 'SHEET_TOO_LARGE' });
  });

  test.each([
    ['cut off', zipOf(bytes('<a/>')).subarray(0, 40)],
    ['encrypted', zipOf(bytes('<a/>'), { flags: 1 })],
    ['no workbook at all', zipOf(bytes('<a/>'))],
    ['a name alone', bytes('PK\x03\x04')],
  ])('%s is refused', async (_name, file) => {
    await expect(readSheet(file)).rejects.toMatchObject({ code: 'SHEET_UNREADABLE' });
  });

  test('no bytes that begin like an archive bring the server down', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (rest) => {
        const file = Buffer.concat([bytes('PK\x03\x04'), Buffer.from(rest)]);
        await expect(readSheet(file)).rejects.toMatchObject({ code: expect.stringMatching(/^SHEET_/) });
      }),
      { numRuns: 100 },
    );
  });
});

describe('an export', () => {
  const dangerous = ['=1+1', '+84 900', '-2', '@SUM(A1)', '=HYPERLINK("http://x";"y")'];

  test.each(['csv', 'xlsx'] as const)('as %s holds nothing a spreadsheet would carry out', async (format) => {
    const file = await writeSheet(format, {
      name: 'A',
      header: ['a'],
      rows: dangerous.map((cell) => [cell]),
    });
    if (format === 'csv') {
      const lines = file.toString().split('\r\n').slice(1, -1);
      for (const line of lines) expect(line.replace(/^"/, '')).toMatch(/^'/);
    } else {
      const workbook = new Workbook();
      await workbook.xlsx.load(file);
      expect(workbook.worksheets[0]?.getCell('A2').value).toBe("'=1+1");
    }
    expect((await cellsOf(file)).slice(1)).toEqual(dangerous.map((cell) => [cell]));
  });

  test('comes back as it went, whatever is in it', async () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((text) =>
        text
          .replace(/[\p{C}\p{Z}]/gu, ' ')
          .trim()
          .normalize('NFC'),
      )
      .filter((text) => text !== '' && !text.startsWith("'"));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), async (rows) => {
        const file = await writeSheet('csv', { name: 'A', header: ['a', 'b'], rows });
        expect((await cellsOf(file)).slice(1)).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });
});
