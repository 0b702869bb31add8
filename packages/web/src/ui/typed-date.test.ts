import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import { describe, expect, test } from 'vitest';
import { type DateEntry, dateFormats, isForward, type TypedFault, typedFault } from './typed-date.ts';

dayjs.extend(customParseFormat);

describe('[R-REG-01] what is typed into a field for dates', () => {
  test.each<[DateEntry, string, TypedFault | null]>([
    ['day', '28/02/2026', null],
    ['day', '8/2/2026', null],
    ['day', '08022026', null],
    ['day', '29/02/2028', null],
    ['day', '29/02/2026', 'noSuchDay'],
    ['day', '31/02/2026', 'noSuchDay'],
    ['day', '31022026', 'noSuchDay'],
    ['day', '31/4/2026', 'noSuchDay'],
    ['day', '0/1/2026', 'noSuchDay'],
    ['day', '12/13/2026', 'noSuchDay'],
    ['day', '12/00/2026', 'noSuchDay'],
    ['day', '02/12/0202', 'yearOutside'],
    ['day', '02/12/1970', 'yearOutside'],
    ['day', '02/12/202', 'unreadable'],
    ['day', '2026-12-02', 'unreadable'],
    ['day', 'ngày mai', 'unreadable'],
    ['day', '02/12/2026x', 'unreadable'],
    ['moment', '02/12/2026 08:00', null],
    ['moment', '2/12/2026 8:00', null],
    ['moment', '021220260800', null],
    ['moment', '02122026 0800', null],
    ['moment', '02/12/2026 25:70', 'noSuchTime'],
    ['moment', '02/12/2026 24:00', 'noSuchTime'],
    ['moment', '02/12/2026 08:60', 'noSuchTime'],
    ['moment', '31/02/2026 08:00', 'noSuchDay'],
    ['moment', '2/02/2026 8:00', null],
    ['moment', '02/2/2026 0800', null],
    ['moment', '02122026 8:00', null],
    ['moment', '02/12/202608:00', 'unreadable'],
    ['moment', '0212202608:00', 'unreadable'],
    ['moment', '02/12/2026  08:00', 'unreadable'],
    ['moment', '02/12/2026', 'unreadable'],
    ['moment', '02/12/2026 8 giờ', 'unreadable'],
    ['month', '12/2026', null],
    ['month', '2/2026', null],
    ['month', '022026', null],
    ['month', '13/2026', 'noSuchMonth'],
    ['month', '00/2026', 'noSuchMonth'],
    ['month', '12/0202', 'yearOutside'],
    ['month', '02/12/2026', 'unreadable'],
    ['month', '2026-12', 'unreadable'],
    ['year', '2026', null],
    ['year', '1970', 'yearOutside'],
    ['year', '26', 'unreadable'],
    ['year', '12/2026', 'unreadable'],
    ['time', '11:30', null],
    ['time', '7:05', null],
    ['time', '0705', null],
    ['time', '25:70', 'noSuchTime'],
    ['time', '2570', 'noSuchTime'],
    ['time', 'trưa', 'unreadable'],
  ])('%s “%s”: %s', (entry, text, fault) => {
    expect(typedFault(text, entry, true)).toBe(fault);
    // What is called wrong is what the picker does not take, and the other way round; years too old are ours alone.
    if (fault !== 'yearOutside')
      expect(dateFormats[entry].some((format) => dayjs(text, format, true).isValid())).toBe(fault === null);
  });

  test.each([
    ['2026-12-02', '2026-12-02', true],
    ['2026-12-02', '2027-01-01', true],
    ['2026-12-02', '2026-12-01', false],
    [null, '2026-12-01', true],
    ['2026-12-02', null, true],
    [null, null, true],
  ])('a period from %s to %s can be applied: %s', (from, to, isOne) => {
    expect(isForward(from, to)).toBe(isOne);
  });

  test('nothing is missed only where something must stand', () => {
    expect(typedFault('', 'day', true)).toBeNull();
    expect(typedFault('', 'day', false)).toBe('missing');
    expect(typedFault('', 'moment', false)).toBe('missing');
  });
});
