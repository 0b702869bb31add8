import type { SampleLocality } from '../sample-locality.ts';
import { departments, fourLevels, power, room, telecom, upstream } from './offices.ts';

const committeeOffice = {
  id: 'o-vpub',
  code: 'VPUBND',
  name: 'Văn phòng UBND tỉnh',
  kind: 'peoplesCommittee',
} as const;
const councilOffice = {
  id: 'o-vphd',
  code: 'VPĐĐBQH-HĐND',
  name: 'Văn phòng Đoàn ĐBQH và HĐND tỉnh',
  kind: 'peoplesCouncil',
} as const;

/** Master MCU at the Central Post Office; province and one district as slaves (I.3). */
export const hoaBinh: SampleLocality = {
  code: 'hoa-binh',
  name: 'Tỉnh Hoà Bình',
  province: '17',
  units: 'administrative-units-2024.csv',
  levels: fourLevels('Tỉnh', 'Huyện', 'Xã'),
  nodes: [
    { nodeId: 'cp', name: 'MCU Chính phủ', role: 'master', parentId: null },
    { nodeId: 'hb', name: 'MCU tỉnh Hoà Bình', role: 'slave', parentId: 'cp' },
    { nodeId: 'hb-dabac', name: 'MCU huyện Đà Bắc', role: 'slave', parentId: 'hb' },
  ],
  governmentNode: 'cp',
  provinceNode: 'hb',
  districtNode: (code) => (code === '150' ? 'hb-dabac' : 'hb'),
  communes: true,
  districtParty: false,
  districtRoles: ['satellite'],
  network: 'tslcd',
  chair: { organisationId: 'o-tinh', name: 'UBND tỉnh Hoà Bình' },
  offices: [
    ...upstream,
    committeeOffice,
    councilOffice,
    { id: 'o-tttt', code: 'STTTT', name: 'Sở Thông tin và Truyền thông', kind: 'department' },
    ...departments(false),
    { id: 'o-congan', code: 'CAT', name: 'Công an tỉnh', kind: 'police' },
    telecom('VNPT Hoà Bình'),
    { id: 'o-viettel', code: 'VIETTEL', name: 'Viettel Hoà Bình', kind: 'telecom' },
    power('Công ty Điện lực Hoà Bình'),
  ],
  rooms: [
    room('chinh-phu', 'hq', 'Phòng họp trực tuyến Chính phủ', 60),
    room('ubnd-tinh', 'ppco', 'Phòng họp trực tuyến Văn phòng UBND tỉnh', 80),
  ],
  clerkOf: 'o-huyen-150',
  technicianAt: 'huyen-150',
  meetingTitle: 'Hội nghị trực tuyến Chính phủ với tỉnh Hoà Bình và cơ sở',
};

/** Provincial-internal MCU below the central system, the telecom's MCU towards districts and communes (Đ3, Đ6.1). */
export const vinhPhuc: SampleLocality = {
  code: 'vinh-phuc',
  name: 'Tỉnh Vĩnh Phúc',
  province: '26',
  units: 'administrative-units-2024.csv',
  levels: fourLevels('Tỉnh', 'Huyện', 'Xã'),
  nodes: [
    { nodeId: 'cp', name: 'MCU Chính phủ', role: 'master', parentId: null },
    { nodeId: 'vp', name: 'MCU Văn phòng UBND tỉnh Vĩnh Phúc', role: 'slave', parentId: 'cp' },
    {
      nodeId: 'vp-vt',
      name: 'MCU doanh nghiệp viễn thông',
      role: 'slave',
      parentId: 'vp',
      // The province carries the districts and communes itself when the telecom's MCU is lost.
      standbyId: 'vp',
    },
  ],
  governmentNode: 'cp',
  provinceNode: 'vp',
  districtNode: () => 'vp-vt',
  communes: true,
  districtParty: false,
  districtRoles: ['satellite'],
  network: 'tslcd',
  chair: { organisationId: 'o-tinh', name: 'UBND tỉnh Vĩnh Phúc' },
  offices: [
    ...upstream,
    committeeOffice,
    councilOffice,
    {
      id: 'o-tttt',
      code: 'STTTT',
      name: 'Sở Thông tin và Truyền thông',
      kind: 'department',
      site: { id: 'so-tttt' },
    },
    ...departments(true),
    { id: 'o-congan', code: 'CAT', name: 'Công an tỉnh', kind: 'police' },
    telecom('VNPT Vĩnh Phúc'),
    { id: 'o-viettel', code: 'VIETTEL', name: 'Viettel Vĩnh Phúc', kind: 'telecom' },
    power('Công ty Điện lực Vĩnh Phúc'),
  ],
  rooms: [
    room('chinh-phu', 'hq', 'Phòng họp trực tuyến Chính phủ', 60),
    room('ubnd-tinh', 'ppco', 'Phòng họp trực tuyến Văn phòng UBND tỉnh', 80),
  ],
  clerkOf: 'o-yte',
  technicianAt: 'huyen-246',
  meetingTitle: 'Hội nghị trực tuyến Chính phủ với tỉnh Vĩnh Phúc và cơ sở',
};
