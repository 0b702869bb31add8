import type { OrganisationKind, Role, Site } from '@nhipcau/contracts';
import { OFFICE_IDS, type SampleLocality, type SampleOffice } from './sample-locality.ts';
import { type District, readProvince } from './units.ts';

export interface SampleOrganisation {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly levelCode: string;
  readonly kind: OrganisationKind;
  readonly parentId: string | null;
}

export interface SampleSite {
  readonly id: string;
  readonly organisationId: string;
  readonly number: number;
  readonly name: string;
  readonly levelCode: string;
  readonly nodeId: string;
  readonly roles: Site['roles'];
  readonly dutyTitle: string;
  readonly dutyPhone: string;
}

export const GOVERNMENT_SITE = 'chinh-phu';
/** Every locality has it: the site at which its meetings are chaired. */
export const CHAIR_SITE = 'ubnd-tinh';

/** Numbers are short and follow the levels: 1, 2, districts from 10, district Party from 60, offices from 80, communes from 101. */
const FIRST_NUMBER = { district: 10, districtParty: 60, office: 80, commune: 101 } as const;

/** First letter small, as units are written after the name of an office: "UBND huyện Đà Bắc". */
const lower = (unit: string): string => `${unit.charAt(0).toLowerCase()}${unit.slice(1)}`;
const committeeOf = (unit: string): string => `UBND ${lower(unit)}`;
/** "Huyện ủy Bình Liêu", "Thành ủy Hạ Long", "Thị ủy Đông Triều". */
const partyOf = (unit: string): string =>
  unit
    .replace(/^Thành phố/, 'Thành ủy')
    .replace(/^Thị xã/, 'Thị ủy')
    .replace(/^Huyện/, 'Huyện ủy');
const phone = (number: number): string => `0900 000 ${String(number).padStart(3, '0')}`;

class Directory {
  readonly organisations: SampleOrganisation[] = [];
  readonly sites: SampleSite[] = [];

  organisation(organisation: SampleOrganisation): void {
    this.organisations.push(organisation);
  }

  site(
    organisation: Pick<SampleOrganisation, 'id' | 'levelCode' | 'name'>,
    site: Pick<SampleSite, 'id' | 'number' | 'nodeId' | 'roles' | 'dutyTitle'> & {
      name?: string | undefined;
    },
  ): void {
    this.sites.push({
      ...site,
      name: site.name ?? organisation.name,
      organisationId: organisation.id,
      levelCode: organisation.levelCode,
      dutyPhone: phone(site.number),
    });
  }
}

/** Organisations and sites of a sample installation, the upper ones first. */
export function sampleDirectory(locality: SampleLocality): {
  organisations: SampleOrganisation[];
  sites: SampleSite[];
} {
  const province = readProvince(locality.province, locality.units);
  const directory = new Directory();
  addGovernment(directory, locality);
  directory.organisation({
    id: OFFICE_IDS.committee,
    code: `T${province.code}`,
    name: committeeOf(province.name),
    levelCode: 'province',
    kind: 'peoplesCommittee',
    parentId: 'o-cp',
  });
  addOffices(directory, locality);
  directory.site(
    { id: locality.chair.organisationId, levelCode: 'province', name: locality.chair.name },
    {
      id: CHAIR_SITE,
      number: 2,
      nodeId: locality.provinceNode,
      roles: ['chair', 'satellite', 'relay'],
      dutyTitle: 'Kỹ thuật viên Văn phòng UBND tỉnh',
    },
  );
  let communeNumber: number = FIRST_NUMBER.commune;
  for (const [index, district] of province.districts.entries())
    communeNumber = addDistrict(directory, locality, { district, index, communeNumber });
  return { organisations: directory.organisations, sites: directory.sites };
}

function addGovernment(directory: Directory, { governmentNode }: SampleLocality): void {
  const government = {
    id: 'o-cp',
    code: 'CP',
    name: 'Chính phủ',
    levelCode: 'central',
    kind: 'government',
    parentId: null,
  } as const;
  directory.organisation(government);
  if (governmentNode === null) return;
  directory.site(government, {
    id: GOVERNMENT_SITE,
    number: 1,
    name: 'Trụ sở Chính phủ',
    nodeId: governmentNode,
    roles: ['chair', 'satellite'],
    dutyTitle: 'Kỹ thuật viên phòng họp Chính phủ',
  });
}

function addOffices(directory: Directory, { offices, provinceNode }: SampleLocality): void {
  let number: number = FIRST_NUMBER.office;
  const organisationOf = ({
    id,
    code,
    name,
    kind,
    levelCode,
    parentId,
  }: SampleOffice): SampleOrganisation => ({
    id,
    code,
    name,
    kind,
    levelCode: levelCode ?? 'province',
    parentId: parentId === undefined ? OFFICE_IDS.committee : parentId,
  });
  for (const office of offices) {
    const organisation = organisationOf(office);
    directory.organisation(organisation);
    if (!office.site) continue;
    directory.site(organisation, {
      id: office.site.id,
      name: office.site.name,
      number,
      nodeId: provinceNode,
      roles: office.site.roles ?? ['satellite'],
      dutyTitle: 'Kỹ thuật viên phòng họp',
    });
    number += 1;
  }
}

function addDistrict(
  directory: Directory,
  locality: SampleLocality,
  { district, index, communeNumber }: { district: District; index: number; communeNumber: number },
): number {
  const id = `o-huyen-${district.code}`;
  const nodeId = locality.districtNode(district.code);
  const committee: SampleOrganisation = {
    id,
    code: `H${district.code}`,
    name: committeeOf(district.name),
    levelCode: 'district',
    kind: 'peoplesCommittee',
    parentId: OFFICE_IDS.committee,
  };
  directory.organisation(committee);
  directory.site(committee, {
    id: `huyen-${district.code}`,
    number: FIRST_NUMBER.district + index,
    nodeId,
    roles: locality.districtRoles,
    dutyTitle: 'Kỹ thuật viên Văn phòng UBND huyện',
  });
  if (locality.districtParty) addDistrictParty(directory, { district, index, nodeId });
  if (!locality.communes) return communeNumber;
  for (const [offset, commune] of district.communes.entries()) {
    const organisation: SampleOrganisation = {
      id: `o-xa-${commune.code}`,
      code: `X${commune.code}`,
      name: committeeOf(commune.name),
      levelCode: 'commune',
      kind: 'peoplesCommittee',
      parentId: id,
    };
    directory.organisation(organisation);
    directory.site(organisation, {
      id: `xa-${commune.code}`,
      number: communeNumber + offset,
      nodeId,
      roles: ['satellite'],
      dutyTitle: 'Công chức Văn phòng - Thống kê trực điểm cầu',
    });
  }
  return communeNumber + district.communes.length;
}

function addDistrictParty(
  directory: Directory,
  { district, index, nodeId }: { district: District; index: number; nodeId: string },
): void {
  const party: SampleOrganisation = {
    id: `o-huyenuy-${district.code}`,
    code: `HU${district.code}`,
    name: partyOf(district.name),
    levelCode: 'district',
    kind: 'partyBody',
    parentId: 'o-tinhuy',
  };
  directory.organisation(party);
  directory.site(party, {
    id: `huyenuy-${district.code}`,
    number: FIRST_NUMBER.districtParty + index,
    nodeId,
    roles: ['satellite'],
    dutyTitle: 'Kỹ thuật viên Văn phòng cấp ủy',
  });
}

export interface SampleAccount {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly kind: 'person' | 'partner';
  /** Organisation it works for. */
  readonly organisationId: string | null;
  readonly scope: 'installation' | { readonly siteId: string } | { readonly organisationId: string };
}

const account = (
  login: string,
  role: Role,
  name: string,
  {
    scope = 'installation',
    organisationId = null,
    kind = 'person',
  }: Partial<Pick<SampleAccount, 'scope' | 'organisationId' | 'kind'>> = {},
): SampleAccount => ({ login, role, name, scope, organisationId, kind });

const within = (organisationId: string) => ({ scope: { organisationId }, organisationId });

/** The accounts of a sample installation, all with one password. */
export const sampleAccounts = ({ clerkOf, technicianAt }: SampleLocality): readonly SampleAccount[] => [
  account('dieuhanh', 'operator', 'Người điều hành'),
  account('chutoa', 'chair', 'Chủ toạ', { scope: { siteId: CHAIR_SITE } }),
  account('kythuat', 'technician', 'Kỹ thuật điểm cầu', { scope: { siteId: technicianAt } }),
  account('quansat', 'observer', 'Người quan sát'),
  account('quantri', 'administrator', 'Quản trị hệ thống'),
  account('vanthu', 'clerk', 'Văn thư đơn vị chủ trì', within(clerkOf)),
  account('vanphong', 'clerk', 'Chuyên viên Văn phòng UBND tỉnh', within(OFFICE_IDS.committeeOffice)),
  account('duyet', 'approver', 'Người xác nhận'),
  account('dieuphoi', 'scheduler', 'Điều phối lịch họp'),
  account('trucban', 'desk', 'Trực ban tiếp nhận đăng ký'),
  account('vienthong', 'partner', 'Đầu mối viễn thông', { ...within(OFFICE_IDS.telecom), kind: 'partner' }),
  account('dienluc', 'partner', 'Đầu mối điện lực', { ...within(OFFICE_IDS.power), kind: 'partner' }),
  account('kiemtra', 'auditor', 'Cán bộ kiểm tra'),
  account('lanhdao', 'head', 'Lãnh đạo đơn vị', within(clerkOf)),
];
