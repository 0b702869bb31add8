import { expect, test } from 'vitest';
import { shielded, toCsv, unshielded } from './csv.ts';

test('[R-DIR-09] a table for a spreadsheet: Vietnamese letters, quotes, no formula', () => {
  expect(
    toCsv([
      ['Đơn vị', 'Số', 'Ghi chú'],
      ['UBND "huyện", Đà Bắc', 3, '=HYPERLINK("x")'],
      [null, -2, 'hai\ndòng'],
    ]),
  ).toBe(
    '\uFEFFĐơn vị,Số,Ghi chú\r\n"UBND ""huyện"", Đà Bắc",3,"\'=HYPERLINK(""x"")"\r\n,-2,"hai\ndòng"\r\n',
  );
});

test('what was shielded comes back as it was', () => {
  for (const text of ['=1+1', '+84', '-', '@a', "'", 'UBND']) expect(unshielded(shielded(text))).toBe(text);
});
