import { TermKey } from '@nhipcau/contracts';
import { commonTerms } from '@nhipcau/domain';
import { expect, test } from 'vitest';
import { type PlainTextKey, type TextKey, translator } from './catalogue.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** Texts that name the concept itself: the page on which a regulation and its words are shown side by side. */
const isAboutWords = (key: string): boolean => key.startsWith('reg.term.');

/** What a text may say all the same: the verb, and papers that others write. */
const elsewhere = /đã thông báo|văn bản thông báo|văn phòng thông báo|đăng ký họp trực tuyến/giu;

/** Every word of our terms that some locality has another one for. */
const words: readonly string[] = [
  'cuộc họp',
  'phiên họp',
  'hội nghị truyền hình',
  'họp trực tuyến',
  'điểm cầu chính',
  'điểm cầu chủ tọa',
  'điểm cầu chủ trì',
  'điểm cầu phụ',
  'điểm cầu thành phần',
  'điểm cầu vệ tinh',
  'điểm cầu tham dự',
  'trung tâm điều khiển',
  'tổng duyệt',
  'vận hành thử',
  'kiểm duyệt',
  'cán bộ kỹ thuật',
  'cơ quan chủ trì',
  'người chủ trì',
  'người có thẩm quyền',
  'đơn vị vận hành',
  'đầu mối liên hệ',
  'đăng ký họp',
  'phiếu đăng ký họp',
  'thông báo',
];

test('[R-PROF-06] no text of the interface says the common word where a locality has its own', () => {
  const said = Object.entries<string>(vi).flatMap(([key, text]) => {
    const plain = text.toLocaleLowerCase('vi').replace(elsewhere, '');
    return isAboutWords(key) ? [] : words.filter((word) => plain.includes(word)).map((word) => [key, word]);
  });
  expect(said).toEqual([]);
});

test('[R-PROF-06] the list above knows every common word', () => {
  const common = TermKey.options.filter((key) => key !== 'approval').map((key) => commonTerms[key]);
  expect(common.filter((word) => !words.includes(word))).toEqual([]);
});

test('[R-PROF-06] every word asked for is a term of the vocabulary; English has its words in the text', () => {
  const named = Object.values<string>(vi).flatMap((text) =>
    [...text.matchAll(/\{~(\w)(\w*)\}/g)].map(([, first = '', rest = '']) => first.toLowerCase() + rest),
  );
  expect(named.length).toBeGreaterThan(100);
  for (const name of named) expect(TermKey.options).toContain(name);
  expect(Object.values<string>(en).filter((text) => text.includes('{~'))).toEqual([]);
});

test.each<[TextKey & PlainTextKey, string, string, string]>([
  ['desk.chairSite', 'Điểm cầu chủ trì', 'Điểm cầu chủ tọa', 'Điểm cầu chính'],
  ['file.state.rehearsed', 'Đã kiểm tra điều kiện kỹ thuật', 'Đã vận hành thử', 'Đã kiểm duyệt'],
  ['notice.title', 'Thông báo', 'Văn bản thông báo', 'Thông báo'],
  ['file.host', 'Cơ quan chủ trì họp', 'Cơ quan chủ trì cuộc họp', 'Cơ quan chủ trì'],
])('[R-PROF-06] "%s" is said as the locality says it', (key, haNoi, quangNinh, binhDinh) => {
  const say = (terms: Partial<typeof commonTerms>) => translator(vi, { ...commonTerms, ...terms })(key);
  expect(
    say({
      chairSite: 'điểm cầu chủ trì',
      rehearsal: 'kiểm tra điều kiện kỹ thuật',
      host: 'cơ quan chủ trì họp',
    }),
  ).toBe(haNoi);
  expect(
    say({
      chairSite: 'điểm cầu chủ tọa',
      rehearsal: 'vận hành thử',
      notice: 'văn bản thông báo',
      host: 'cơ quan chủ trì cuộc họp',
    }),
  ).toBe(quangNinh);
  expect(say({ chairSite: 'điểm cầu chính', rehearsal: 'kiểm duyệt' })).toBe(binhDinh);
});
