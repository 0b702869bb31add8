import type { SampleLocality, SampleOffice, SampleRoom } from '../sample-locality.ts';

/** Four tiers, as the units of 2024 have them. */
export const fourLevels = (province: string, district: string, commune: string): SampleLocality['levels'] => [
  { code: 'central', rank: 0, name: 'Trung ương' },
  { code: 'province', rank: 1, name: province },
  { code: 'district', rank: 2, name: district },
  { code: 'commune', rank: 3, name: commune },
];

/** Bodies outside the locality that are told of its meetings. */
export const upstream: readonly SampleOffice[] = [
  {
    id: 'o-cpo',
    code: 'CBĐTƯ',
    name: 'Cục Bưu điện Trung ương',
    kind: 'upstream',
    levelCode: 'central',
    parentId: 'o-cp',
  },
  {
    id: 'o-vpcp',
    code: 'TTTH-VPCP',
    name: 'Trung tâm Tin học, Văn phòng Chính phủ',
    kind: 'upstream',
    levelCode: 'central',
    parentId: 'o-cp',
  },
];

/** Departments that every province has, by the titles of 2022; with sites where the text puts sites there. */
export const departments = (withSites: boolean): readonly SampleOffice[] =>
  (
    [
      ['taichinh', 'STC', 'Sở Tài chính', 'finance'],
      ['khdt', 'SKHĐT', 'Sở Kế hoạch và Đầu tư', 'department'],
      ['noivu', 'SNV', 'Sở Nội vụ', 'department'],
      ['yte', 'SYT', 'Sở Y tế', 'department'],
      ['gddt', 'SGDĐT', 'Sở Giáo dục và Đào tạo', 'department'],
      ['nnptnt', 'SNNPTNT', 'Sở Nông nghiệp và Phát triển nông thôn', 'department'],
    ] as const
  ).map(([id, code, name, kind]) => ({
    id: `o-${id}`,
    code,
    name,
    kind,
    ...(withSites ? { site: { id: `so-${id}` } } : {}),
  }));

export const telecom = (name: string): SampleOffice => ({
  id: 'o-vnpt',
  code: 'VNPT',
  name,
  kind: 'telecom',
});
export const power = (name: string): SampleOffice => ({ id: 'o-dienluc', code: 'PC', name, kind: 'power' });

/** A room at a site. */
export const room = (siteId: string, kind: string, name: string, seats: number): SampleRoom => ({
  id: `p-${siteId}`,
  siteId,
  kind,
  name,
  seats,
});
