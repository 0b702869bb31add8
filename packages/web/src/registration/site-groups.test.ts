import { Organisation, Site } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { matchingSites, siteGroups, sitesWithGroups } from './site-groups.ts';

const levels = [
  { code: 'central', rank: 0, name: 'Trung ương' },
  { code: 'province', rank: 1, name: 'Tỉnh' },
  { code: 'district', rank: 2, name: 'Huyện' },
  { code: 'commune', rank: 3, name: 'Xã' },
];
const organisation = (organisationId: string, levelCode: string, parentId: string | null, name: string) =>
  Organisation.parse({
    organisationId,
    code: organisationId,
    name,
    levelCode,
    kind: 'peoplesCommittee',
    parentId,
    address: null,
    telephone: null,
    email: null,
  });
const site = (number: number, organisationId: string, levelCode: string, name: string, status = 'admitted') =>
  Site.parse({
    siteId: `s-${number}`,
    organisationId,
    number,
    name,
    levelCode,
    address: null,
    room: 'Phòng họp',
    terminal: 'browser',
    nodeId: 'hb',
    network: 'tslcd',
    roles: ['satellite'],
    status,
    dutyTitle: null,
    dutyPhone: null,
  });

const organisations = [
  organisation('t', 'province', null, 'UBND tỉnh Hòa Bình'),
  organisation('db', 'district', 't', 'UBND huyện Đà Bắc'),
  organisation('mc', 'district', 't', 'UBND huyện Mai Châu'),
  ...[1, 2, 3].map((n) => organisation(`x${n}`, 'commune', 'db', `UBND xã ${n}`)),
];
const sites = sitesWithGroups(
  [
    site(2, 't', 'province', 'UBND tỉnh Hòa Bình'),
    site(10, 'db', 'district', 'UBND huyện Đà Bắc'),
    site(11, 'mc', 'district', 'UBND huyện Mai Châu'),
    site(101, 'x1', 'commune', 'UBND xã Tú Lý'),
    site(102, 'x2', 'commune', 'UBND xã Mường Chiềng'),
    site(103, 'x3', 'commune', 'UBND xã Giáp Đắt', 'suspended'),
  ],
  { organisations },
);

test('[R-DIR-02] only admitted sites are offered', () => {
  expect(sites.map(({ number }) => number)).toEqual([2, 10, 11, 101, 102]);
});

test('all communes of a district, and all of a level, are one press', () => {
  const groups = siteGroups(sites, { levels, organisations });
  expect(groups.map(({ name, siteIds }) => [name, siteIds.length])).toEqual([
    ['Tỉnh', 1],
    ['Huyện', 2],
    ['Xã', 2],
    ['UBND huyện Đà Bắc', 2],
  ]);
});

test.each([
  ['da bac', [10, 101, 102]],
  ['ĐÀ BẮC tu', [101]],
  ['mường', [102]],
  ['10', [10, 101, 102]],
  ['2', [2]],
  ['bac da', [10, 101, 102]],
  ['', [2, 10, 11, 101, 102]],
  ['khong co', []],
])('«%s» finds %j', (typed, numbers) => {
  expect(matchingSites(sites, typed).map(({ number }) => number)).toEqual(numbers);
});

test('one of 700 sites is found by its words', () => {
  const many = sitesWithGroups(
    Array.from({ length: 700 }, (_, n) => site(1_000 + n, 'x1', 'commune', `UBND xã Phú Nghĩa ${n}`)),
    { organisations },
  );
  expect(matchingSites(many, 'phu nghia 699')).toHaveLength(1);
});
