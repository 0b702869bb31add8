import { instant, LocalDate } from '@nhipcau/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countInWords, dayInWords, periodInWords, printable, shortDay } from './print-words.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (local: string) => instant(Date.parse(`${local}:00+07:00`));

describe('[DO-2] words of a print', () => {
  test.each([
    ['2026-01-05', 'ngày 05 tháng 01 năm 2026', '05/01/2026'],
    ['2026-02-28', 'ngày 28 tháng 02 năm 2026', '28/02/2026'],
    ['2026-03-09', 'ngày 09 tháng 3 năm 2026', '09/03/2026'],
    ['2026-12-31', 'ngày 31 tháng 12 năm 2026', '31/12/2026'],
  ])('%s', (date, words, short) => {
    expect(dayInWords(LocalDate.parse(date))).toBe(words);
    expect(shortDay(LocalDate.parse(date))).toBe(short);
  });

  test('a span within a day names the day once, a longer one twice', () => {
    expect(periodInWords({ start: at('2026-11-29T08:05'), end: at('2026-11-29T10:00') }, ZONE)).toBe(
      'từ 08 giờ 05 đến 10 giờ 00, ngày 29/11/2026 (Chủ nhật)',
    );
    expect(periodInWords({ start: at('2026-12-31T23:00'), end: at('2027-01-01T01:00') }, ZONE)).toBe(
      'từ 23 giờ 00 ngày 31/12/2026 (thứ Năm) đến 01 giờ 00 ngày 01/01/2027 (thứ Sáu)',
    );
  });

  test.each([
    [0, '00'],
    [7, '07'],
    [10, '10'],
    [999, '999'],
    [1_250, '1.250'],
    [1_000_000, '1.000.000'],
  ])('%i is written %s', (n, words) => {
    expect(countInWords(n)).toBe(words);
  });
});

describe('[DO-6] printable text', () => {
  test('is one form of each letter, and nothing that turns or hides', () => {
    expect(printable('Hội nghị'.normalize('NFD'))).toBe('Hội nghị');
    expect(printable('  a\r\nb\rc\u2028d\u202e\u200be\u0007f  ')).toBe(
      'a\nb\nc\nd\ue65f'.replace('\ue65f', 'e f'),
    );
  });

  test('cleaning twice is cleaning once, and nothing uncommanded is left', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = printable(text);
        expect(printable(once)).toBe(once);
        expect(once).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
        expect(once.isWellFormed()).toBe(true);
      }),
    );
  });
});
