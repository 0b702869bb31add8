import { commonTerms, termsOf } from '@nhipcau/domain';
import { expect, test } from 'vitest';
import { readProfiles } from '../regulation/shipped.ts';
import { linkWords, type Speech, writeLetter } from './templates.ts';

const speechOf = (locality: string): Speech => {
  const profile = readProfiles().find((one) => one.locality === locality);
  if (!profile) throw new Error(`no profile ${locality}`);
  return { language: 'vi', timeZone: profile.timeZone, terms: termsOf(profile) };
};
const facts = { notice: 'Thông báo', title: 'Giao ban', contacts: ['Trực ban, 0900 000 123'] };

test.each([
  ['hoa-binh', 'Phiên họp: Giao ban', 'Đầu mối quản lý, vận hành phòng họp: Trực ban, 0900 000 123'],
  ['quang-ninh', 'Cuộc họp: Giao ban', 'Cán bộ đầu mối: Trực ban, 0900 000 123'],
  ['ha-noi', 'Cuộc họp: Giao ban', 'Đầu mối liên hệ: Trực ban, 0900 000 123'],
])('[R-PROF-06] a letter of %s says its own words', (locality, about, contact) => {
  const { lines } = writeLetter('notice.sent', facts, speechOf(locality));
  expect(lines).toContain(about);
  expect(lines).toContain(contact);
});

test('[R-PROF-06] so does the sentence before its link; English is the same everywhere', () => {
  expect(linkWords(speechOf('quang-ninh'))).toBe('Xác nhận đã nhận văn bản thông báo tại');
  const english = { language: 'en', timeZone: 'UTC', terms: commonTerms } as const;
  expect(writeLetter('notice.sent', facts, english)).toEqual(
    writeLetter('notice.sent', facts, { ...english, terms: speechOf('hoa-binh').terms }),
  );
});
