import { SiteId } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { bareName, shortName } from './bare-name.ts';
import { findSites, plainLetters } from './site-search.ts';

const site = (number: number, name: string, groupName: string) => ({
  siteId: SiteId.parse(`s${number}`),
  number,
  name,
  groupName,
});
const sites = [
  site(1, 'Trụ sở Chính phủ', 'Trung ương'),
  site(4, 'UBND huyện Đà Bắc', 'Huyện Đà Bắc'),
  site(14, 'Xã Tân Minh', 'Huyện Đà Bắc'),
  site(40, 'Xã Đồng Chum', 'Huyện Đà Bắc'),
  site(44, 'Xã Cao Sơn', 'Huyện Đà Bắc'),
  site(54, 'Xã Cao Sơn', 'Huyện Lương Sơn'),
  site(144, 'Xã Yên Nghiệp', 'Huyện Lạc Sơn'),
];
const numbers = (typed: string) => findSites(sites, typed).map(({ number }) => number);

describe('finding a site', () => {
  test.each([
    ['digits match the exact number first', '4', [4, 40, 44]],
    ['a longer number', '14', [14, 144]],
    ['leading zeros do not matter', '044', [44]],
    ['a name without marks', 'cao son', [44, 54]],
    ['a name with marks', 'Cao Sơn', [44, 54]],
    ['decomposed letters as a Mac sends them', 'Cao Sơn'.normalize('NFD'), [44, 54]],
    ['đ as d', 'dong chum', [40]],
    ['beginnings of words in any order', 'son cao', [44, 54]],
    ['name and district', 'cao luong', [54]],
    ['nothing typed', '  ', []],
    ['nothing found', 'hà nội', []],
  ])('[R-CON-09] %s', (_, typed, expected) => {
    expect(numbers(typed)).toEqual(expected);
  });

  test('a name that begins so comes before one that only contains it', () => {
    expect(numbers('da bac')[0]).toBe(4);
  });
});

test('plain letters lose marks, case and đ', () => {
  expect(plainLetters(' Đường  Hồ-Chí Minh ')).toBe('duong ho chi minh');
});

test.each([
  ['Xã Cao Sơn', 'Cao Sơn'],
  ['Thị trấn Bo', 'Bo'],
  ['UBND huyện Đà Bắc', 'Đà Bắc'],
  ['Trụ sở Chính phủ', 'Trụ sở Chính phủ'],
])('the bare name of %s is %s', (name, bare) => {
  expect(bareName(name)).toBe(bare);
});

test.each([
  ['UBND xã Cao Sơn', 'Xã Cao Sơn'],
  ['UBND tỉnh Hoà Bình', 'Tỉnh Hoà Bình'],
  ['Trụ sở Chính phủ', 'Trụ sở Chính phủ'],
])('the short name of %s is %s', (name, short) => {
  expect(shortName(name)).toBe(short);
});
