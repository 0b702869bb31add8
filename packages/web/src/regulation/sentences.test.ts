import { type Counting, instant, LocalDate } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { translator } from '../text/catalogue.ts';
import { vi } from '../text/vi.ts';
import { dueText, toField } from './format.ts';
import { countingText, formulaText, instantText, reasonText, spanText } from './sentences.ts';

const speech = { t: translator(vi), language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' } as const;
const at = (local: string) => instant(Date.parse(`${local}+07:00`));
const on = (date: string) => LocalDate.parse(date);
const counting = (more: Partial<Counting>): Counting => ({
  trigger: 'start',
  direction: 'before',
  offset: { n: 3, unit: 'workingDay' },
  triggerAt: null,
  basis: 'planned',
  counted: [],
  skipped: [],
  ...more,
});

describe('an entry explains itself in plain Vietnamese', () => {
  test.each([
    [{}, '3 ngày làm việc trước khi khai mạc'],
    [{ offset: { n: 90, unit: 'minute' } }, '90 phút trước khi khai mạc'],
    [
      { trigger: 'end', direction: 'after', offset: { n: 2, unit: 'workingDay' } },
      'trong 2 ngày làm việc sau khi kết thúc cuộc họp',
    ],
    [{ trigger: 'informed', direction: 'after', offset: null }, 'Ngay khi có thông tin về cuộc họp'],
    [{ trigger: 'rehearsal', offset: { n: 0, unit: 'minute' } }, 'Trước khi tổng duyệt'],
  ] as const)('formula %#', (more, text) => {
    expect(formulaText(counting(more), speech)).toBe(text);
  });

  test('the days counted and those passed over, with their names', () => {
    const text = countingText(
      counting({
        counted: [on('2022-05-05'), on('2022-05-04'), on('2022-04-29')],
        skipped: [
          { date: on('2022-05-03'), type: 'dayInLieu', name: 'Nghỉ bù Quốc tế lao động' },
          { date: on('2022-04-30'), type: 'weeklyRest', name: '' },
        ],
      }),
      speech,
    );
    expect(text).toEqual([
      'Đếm: 05/05, 04/05, 29/04.',
      'Không tính: 03/05 (Nghỉ bù Quốc tế lao động), 30/04 (Nghỉ hằng tuần).',
    ]);
  });

  test.each([
    [{ code: 'open' }, 'còn 4 ngày 15 giờ'],
    [{ code: 'calledTooLate', missedByMs: 3_600_000 }, 'đã qua 1 giờ khi đăng ký'],
    [{ code: 'overdue', lateByMs: 1 }, 'muộn chưa đến 1 phút'],
    [{ code: 'atOnce' }, 'làm ngay, không có mốc giờ'],
    [{ code: 'waitsFor', trigger: 'confirmed' }, 'tính từ khi gửi xác nhận'],
    [{ code: 'doneAt', at: at('2022-04-25T09:05') }, 'xong lúc 09:05 Thứ Hai, 25/04/2022'],
  ] as const)('reason %#', (reason, text) => {
    expect(reasonText({ reason, dueAt: at('2022-04-30T00:00') }, at('2022-04-25T09:00'), speech)).toBe(text);
  });
});

describe('instants in the zone of the regulation', () => {
  test('the end of a day is 24:00 of that day, not 0:00 of the next', () => {
    expect(instantText(at('2022-04-30T00:00'), speech)).toBe('24:00 Thứ Sáu, 29/04/2022');
    expect(dueText(at('2022-04-30T00:01'), speech)).toEqual({
      key: '2022-04-30',
      day: 'Thứ Bảy, 30/04/2022',
      time: '00:01',
    });
  });

  test('a form field shows the clock of the zone, wherever the browser is', () => {
    expect(toField(Date.parse('2026-11-20T01:00Z'), 'Asia/Ho_Chi_Minh')).toBe('2026-11-20T08:00');
    expect(toField(Date.parse('2026-11-20T01:00Z'), 'UTC')).toBe('2026-11-20T01:00');
  });

  test('a span is told by its two largest parts', () => {
    expect(
      [59_000, 60_000, 3_600_000, 90_061_000, 86_400_000, 88_800_000].map((ms) => spanText(ms, speech)),
    ).toEqual(['chưa đến 1 phút', '1 phút', '1 giờ', '1 ngày 1 giờ', '1 ngày', '1 ngày']);
  });
});
