import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeFileName } from './safe-file-name.ts';

test.each([
  ['Giấy mời số 12.pdf', 'Giấy mời số 12.pdf'],
  ['C:\\Users\\vanthu\\Tài liệu.PDF', 'Tài liệu.pdf'],
  ['../../etc/passwd', 'passwd.pdf'],
  ['..', 'tai-lieu.pdf'],
  ['', 'tai-lieu.pdf'],
  ['nul.pdf', '_nul.pdf'],
  ['con.txt.pdf', '_con.txt.pdf'],
  ['hoa\u202efdp.exe', 'hoa fdp.pdf'],
  ['a"b\r\nSet-Cookie: x.pdf', 'a b Set-Cookie x.pdf'],
])('[R-REG-12] [RE-27] %j is saved as %j', (name, expected) => {
  expect(safeFileName(name, 'pdf')).toBe(expected);
});

test('[RE-27] whatever it was called, it is one harmless name, and making it harmless again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const safe = safeFileName(name, 'pdf');
      expect(safe).toMatch(/^[^/\\:*?"<>|]{1,156}\.pdf$/u);
      expect(safe).not.toMatch(/^\./);
      expect(safeFileName(safe, 'pdf')).toBe(safe);
    }),
  );
});
