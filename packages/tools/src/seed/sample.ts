import type { Site } from '@nhipcau/contracts';
import { readProvince } from './units.ts';

export const SAMPLE_PROVINCE = '17';
/** Its communes are served by the node of the district. */
const DISTRICT_WITH_NODE = '150';

export const SAMPLE_NODES = [
  { nodeId: 'cp', name: 'MCU Chính phủ', role: 'master', parentId: null },
  { nodeId: 'hb', name: 'MCU tỉnh Hoà Bình', role: 'slave', parentId: 'cp' },
  { nodeId: 'hb-dabac', name: 'MCU huyện Đà Bắc', role: 'slave', parentId: 'hb' },
] as const;
export type SampleNodeId = (typeof SAMPLE_NODES)[number]['nodeId'];

/** Hoà Bình: 30 seconds from the chair's request (II.1.2 b5); MCUs in cascade (I.3). */
export const SAMPLE_LOCALITY = {
  code: 'hoa-binh',
  name: 'Tỉnh Hoà Bình',
  is_home: true,
} as const;

export const SAMPLE_LEVELS = [
  { code: 'central', rank: 0, name: 'Trung ương' },
  { code: 'province', rank: 1, name: 'Tỉnh' },
  { code: 'district', rank: 2, name: 'Huyện' },
  { code: 'commune', rank: 3, name: 'Xã' },
] as const;

export interface SampleOrganisation {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly levelCode: string;
  readonly kind: 'government' | 'peoplesCommittee';
  readonly parentId: string | null;
}

export interface SampleSite {
  readonly id: string;
  readonly organisationId: string;
  readonly number: number;
  readonly name: string;
  readonly levelCode: string;
  readonly nodeId: SampleNodeId;
  readonly roles: Site['roles'];
  readonly dutyTitle: string;
  readonly dutyPhone: string;
}

export const GOVERNMENT_SITE = 'chinh-phu';
export const CHAIR_SITE = 'ubnd-tinh';
export const TECHNICIAN_SITE = `huyen-${DISTRICT_WITH_NODE}`;

/** First letter small, as units are written after the name of an office: "UBND huyện Đà Bắc". */
const office = (unit: string): string => `UBND ${unit.charAt(0).toLowerCase()}${unit.slice(1)}`;
const phone = (number: number): string => `0900 000 ${String(number).padStart(3, '0')}`;

/**
 * Organisations and sites of the sample installation: the Government, the provincial People's Committee, its districts
 * and communes. Numbers are short and follow the levels: 1, 2, from 10, from 101.
 */
export function sampleDirectory(): { organisations: SampleOrganisation[]; sites: SampleSite[] } {
  const province = readProvince(SAMPLE_PROVINCE);
  const organisations: SampleOrganisation[] = [];
  const sites: SampleSite[] = [];
  const add = (
    organisation: SampleOrganisation,
    site: Pick<SampleSite, 'id' | 'number' | 'nodeId' | 'roles' | 'dutyTitle'> & { name?: string },
  ) => {
    organisations.push(organisation);
    const { levelCode, id: organisationId, name } = organisation;
    sites.push({ name, ...site, organisationId, levelCode, dutyPhone: phone(site.number) });
  };
  add(
    { id: 'o-cp', code: 'CP', name: 'Chính phủ', levelCode: 'central', kind: 'government', parentId: null },
    {
      id: GOVERNMENT_SITE,
      number: 1,
      name: 'Trụ sở Chính phủ',
      nodeId: 'cp',
      roles: ['chair', 'satellite'],
      dutyTitle: 'Kỹ thuật viên phòng họp Chính phủ',
    },
  );
  add(
    {
      id: 'o-tinh',
      code: `T${province.code}`,
      name: office(province.name),
      levelCode: 'province',
      kind: 'peoplesCommittee',
      parentId: 'o-cp',
    },
    {
      id: CHAIR_SITE,
      number: 2,
      nodeId: 'hb',
      roles: ['chair', 'satellite', 'relay'],
      dutyTitle: 'Kỹ thuật viên Văn phòng UBND tỉnh',
    },
  );
  let communeNumber = 101;
  for (const [index, district] of province.districts.entries()) {
    const districtId = `o-huyen-${district.code}`;
    const nodeId = district.code === DISTRICT_WITH_NODE ? 'hb-dabac' : 'hb';
    add(
      {
        id: districtId,
        code: `H${district.code}`,
        name: office(district.name),
        levelCode: 'district',
        kind: 'peoplesCommittee',
        parentId: 'o-tinh',
      },
      {
        id: `huyen-${district.code}`,
        number: 10 + index,
        nodeId,
        roles: ['satellite'],
        dutyTitle: 'Kỹ thuật viên Văn phòng UBND huyện',
      },
    );
    for (const commune of district.communes) {
      add(
        {
          id: `o-xa-${commune.code}`,
          code: `X${commune.code}`,
          name: office(commune.name),
          levelCode: 'commune',
          kind: 'peoplesCommittee',
          parentId: districtId,
        },
        {
          id: `xa-${commune.code}`,
          number: communeNumber,
          nodeId,
          roles: ['satellite'],
          dutyTitle: 'Công chức Văn phòng - Thống kê trực điểm cầu',
        },
      );
      communeNumber += 1;
    }
  }
  return { organisations, sites };
}

export interface SampleAccount {
  readonly login: string;
  readonly name: string;
  readonly role: 'operator' | 'chair' | 'technician' | 'observer' | 'administrator';
  readonly siteId: string | null;
}

export const SAMPLE_ACCOUNTS: readonly SampleAccount[] = [
  { login: 'dieuhanh', name: 'Người điều hành', role: 'operator', siteId: null },
  { login: 'chutoa', name: 'Chủ toạ', role: 'chair', siteId: CHAIR_SITE },
  { login: 'kythuat', name: 'Kỹ thuật điểm cầu', role: 'technician', siteId: TECHNICIAN_SITE },
  { login: 'quansat', name: 'Người quan sát', role: 'observer', siteId: null },
  { login: 'quantri', name: 'Quản trị hệ thống', role: 'administrator', siteId: null },
];

export const SAMPLE_MEETING_TITLE = 'Hội nghị trực tuyến Chính phủ với tỉnh Hoà Bình và cơ sở';
