import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CalendarMeeting, feedText, icsFor } from './ical.ts';

const aMeeting = (more: Partial<CalendarMeeting> = {}): CalendarMeeting => ({
  meetingId: 'm-1',
  revision: 3,
  title: 'Hội nghị giao ban',
  place: 'UBND huyện Đà Bắc',
  organiser: { organisationId: 'o-district', name: 'UBND huyện Đà Bắc', email: 'vanthu@dabac.example.vn' },
  lines: [],
  start: Date.parse('2026-11-12T08:00:00+07:00'),
  end: Date.parse('2026-11-12T10:00:00+07:00'),
  isCancelled: false,
  isFirm: true,
  at: Date.parse('2026-11-02T08:00:00+07:00'),
  ...more,
});

/** Lines as a calendar program reads them: a line that begins with a space goes on with the one before. */
const linesOf = (text: string): string[] => text.replaceAll('\r\n ', '').split('\r\n');
const contentOf = (text: string, name: string): string | undefined =>
  linesOf(text)
    .find((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`))
    ?.replace(/^[^:]*:/, '');
/** RFC 5545, 3.3.11, backwards. */
const unescaped = (value: string): string =>
  value.replace(/\\(.)/g, (_all, mark: string) => (mark === 'n' || mark === 'N' ? '\n' : mark));

const aText = fc.string({
  unit: fc.constantFrom('a', 'ệ', 'Đ', ' ', ',', ';', '\\', '\n', ':', '"', '😀', 'n'),
  maxLength: 200,
});

describe('[R-SCH-05] calendars for programs (RFC 5545)', () => {
  test('[R-SCH-05] whatever the title, no line is longer than 75 octets, none is cut within a letter, nothing is lost', () => {
    fc.assert(
      fc.property(aText, aText, (title, line) => {
        const text = feedText([aMeeting({ title, lines: [line] })], 'Lịch');
        expect(text.endsWith('\r\n')).toBe(true);
        for (const physical of text.split('\r\n')) {
          expect(Buffer.byteLength(physical)).toBeLessThanOrEqual(75);
          expect(physical).not.toMatch(/[\n\r]|^\p{Mn}|�/u);
        }
        expect(unescaped(contentOf(text, 'SUMMARY') ?? '')).toBe(title);
        expect(unescaped(contentOf(text, 'DESCRIPTION') ?? '')).toBe(line);
        expect(linesOf(text).filter((one) => one === 'BEGIN:VEVENT')).toHaveLength(1);
      }),
    );
  });

  test('[R-SCH-05] times are those of the zone, which is described for programs that do not know it', () => {
    const text = feedText([aMeeting()], 'Lịch');
    expect(linesOf(text)).toEqual(
      expect.arrayContaining([
        'DTSTART;TZID=Asia/Ho_Chi_Minh:20261112T080000',
        'DTEND;TZID=Asia/Ho_Chi_Minh:20261112T100000',
        'DTSTAMP:20261102T010000Z',
        'TZID:Asia/Ho_Chi_Minh',
        'TZOFFSETTO:+0700',
      ]),
    );
    expect(contentOf(text, 'METHOD')).toBe('PUBLISH');
  });

  test('[R-SCH-05] a cancellation has the same UID, a later SEQUENCE, the organiser, and takes no time', () => {
    const asked = icsFor(aMeeting({ revision: 3 }), 'REQUEST');
    const cancelled = icsFor(aMeeting({ revision: 4 }), 'CANCEL');
    expect(contentOf(cancelled, 'UID')).toBe(contentOf(asked, 'UID'));
    expect([asked, cancelled].map((text) => Number(contentOf(text, 'SEQUENCE')))).toEqual([3, 4]);
    expect([asked, cancelled].map((text) => contentOf(text, 'METHOD'))).toEqual(['REQUEST', 'CANCEL']);
    expect([asked, cancelled].map((text) => contentOf(text, 'STATUS'))).toEqual(['CONFIRMED', 'CANCELLED']);
    expect(contentOf(cancelled, 'TRANSP')).toBe('TRANSPARENT');
    expect(linesOf(cancelled)).toContain('ORGANIZER;CN="UBND huyện Đà Bắc":mailto:vanthu@dabac.example.vn');
  });

  test('[R-SCH-05] a secret meeting shows that the time is taken and nothing of what, where, whose', () => {
    const text = feedText([aMeeting({ title: null, lines: ['Số hồ sơ: 12'] })], 'Lịch');
    expect(contentOf(text, 'SUMMARY')).toBe('Đã có lịch');
    for (const hidden of ['LOCATION', 'DESCRIPTION', 'CN=', 'Đà Bắc', 'vanthu@', 'Số hồ sơ'])
      expect(text).not.toContain(hidden);
  });
});
