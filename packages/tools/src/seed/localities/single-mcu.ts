import type { SampleLocality } from '../sample-locality.ts';
import { departments, fourLevels, power, room, telecom, upstream } from './offices.ts';
import { quangNinhOffices } from './quang-ninh-offices.ts';

/** One MCU at the ICT centre (Đ3.4); province and district, extendable to communes (Đ5.2d). */
export const binhDinh: SampleLocality = {
  code: 'binh-dinh',
  name: 'Tỉnh Bình Định',
  province: '52',
  units: 'administrative-units-2024.csv',
  levels: fourLevels('Tỉnh', 'Huyện', 'Xã').filter(({ code }) => code !== 'commune'),
  nodes: [{ nodeId: 'bd', name: 'MCU Trung tâm CNTT và Truyền thông', role: 'master', parentId: null }],
  governmentNode: null,
  provinceNode: 'bd',
  districtNode: () => 'bd',
  communes: false,
  districtParty: false,
  districtRoles: ['satellite'],
  network: 'tslcd',
  chair: { organisationId: 'o-vpub', name: 'Phòng họp Văn phòng UBND tỉnh' },
  offices: [
    ...upstream,
    { id: 'o-vpub', code: 'VPUBND', name: 'Văn phòng UBND tỉnh', kind: 'peoplesCommittee' },
    {
      id: 'o-vphd',
      code: 'VPĐĐBQH-HĐND',
      name: 'Văn phòng Đoàn ĐBQH và HĐND tỉnh',
      kind: 'peoplesCouncil',
    },
    {
      id: 'o-tttt',
      code: 'STTTT',
      name: 'Sở Thông tin và Truyền thông',
      kind: 'department',
      site: { id: 'so-tttt', roles: ['chair', 'satellite'] },
    },
    {
      id: 'o-ict',
      code: 'TTCNTT',
      name: 'Trung tâm Công nghệ thông tin và Truyền thông',
      kind: 'department',
      parentId: 'o-tttt',
    },
    ...departments(true),
    { id: 'o-congan', code: 'CAT', name: 'Công an tỉnh', kind: 'police' },
    telecom('VNPT Bình Định'),
    { id: 'o-viettel', code: 'VIETTEL', name: 'Viettel Bình Định', kind: 'telecom' },
    power('Công ty Điện lực Bình Định'),
  ],
  rooms: [
    room('ubnd-tinh', 'ppco', 'Phòng họp trực tuyến Văn phòng UBND tỉnh', 80),
    room('so-tttt', 'dic', 'Phòng họp trực tuyến Sở Thông tin và Truyền thông', 40),
  ],
  clerkOf: 'o-yte',
  technicianAt: 'huyen-549',
  meetingTitle: 'Hội nghị trực tuyến UBND tỉnh Bình Định với các huyện, thị xã, thành phố',
};

/** One MCU system at the headquarters of the City People's Committee (Đ3.3). */
export const haNoi: SampleLocality = {
  code: 'ha-noi',
  name: 'Thành phố Hà Nội',
  province: '01',
  units: 'administrative-units-2024.csv',
  levels: fourLevels('Thành phố', 'Quận, huyện, thị xã', 'Xã, phường, thị trấn'),
  nodes: [{ nodeId: 'hn', name: 'MCU trụ sở UBND Thành phố', role: 'master', parentId: null }],
  governmentNode: null,
  provinceNode: 'hn',
  districtNode: () => 'hn',
  communes: true,
  districtParty: false,
  districtRoles: ['chair', 'satellite'],
  network: 'cityWan',
  chair: { organisationId: 'o-tinh', name: 'Trụ sở UBND thành phố Hà Nội' },
  offices: [
    ...upstream,
    { id: 'o-tinhuy', code: 'TU', name: 'Thành ủy Hà Nội', kind: 'partyBody', parentId: null },
    {
      id: 'o-vptu',
      code: 'VPTU',
      name: 'Văn phòng Thành ủy Hà Nội',
      kind: 'partyBody',
      parentId: 'o-tinhuy',
      site: { id: 'thanh-uy', name: 'Trụ sở Thành ủy Hà Nội', roles: ['chair', 'satellite'] },
    },
    {
      id: 'o-vphd',
      code: 'VPĐĐBQH-HĐND',
      name: 'Văn phòng Đoàn Đại biểu Quốc hội và HĐND thành phố Hà Nội',
      kind: 'peoplesCouncil',
      site: { id: 'hdnd-tp', name: 'Trụ sở HĐND thành phố Hà Nội', roles: ['chair', 'satellite'] },
    },
    { id: 'o-vpub', code: 'VPUBND', name: 'Văn phòng UBND thành phố Hà Nội', kind: 'peoplesCommittee' },
    {
      id: 'o-ict',
      code: 'TTTHCB',
      name: 'Trung tâm Tin học - Công báo thành phố Hà Nội',
      kind: 'department',
      parentId: 'o-vpub',
    },
    {
      id: 'o-tttt',
      code: 'STTTT',
      name: 'Sở Thông tin và Truyền thông Hà Nội',
      kind: 'department',
      site: { id: 'so-tttt', roles: ['chair', 'satellite'] },
    },
    ...departments(true).map((office) => ({
      ...office,
      name: `${office.name} Hà Nội`,
      ...(office.site
        ? { site: { ...office.site, roles: ['chair', 'satellite'] satisfies ('chair' | 'satellite')[] } }
        : {}),
    })),
    { id: 'o-congan', code: 'CATP', name: 'Công an thành phố Hà Nội', kind: 'police' },
    telecom('VNPT Hà Nội'),
    power('Tổng công ty Điện lực thành phố Hà Nội'),
  ],
  rooms: [
    room('ubnd-tinh', 'hq', 'Phòng họp trực tuyến trụ sở UBND Thành phố', 120),
    room('thanh-uy', 'hq', 'Phòng họp trực tuyến trụ sở Thành ủy', 100),
    room('hdnd-tp', 'hq', 'Phòng họp trực tuyến trụ sở HĐND Thành phố', 100),
  ],
  clerkOf: 'o-huyen-001',
  technicianAt: 'huyen-001',
  meetingTitle: 'Hội nghị trực tuyến UBND thành phố Hà Nội với các quận, huyện, thị xã và cơ sở',
};

/** One MCU at VNPT Quảng Ninh (Đ3.2, Đ3.4); the inventory of the regulation's day: 3, 14, 14, 186 and 11 sites. */
export const quangNinh: SampleLocality = {
  code: 'quang-ninh',
  name: 'Tỉnh Quảng Ninh',
  province: '22',
  units: 'administrative-units-2019-quang-ninh.csv',
  levels: fourLevels('Tỉnh', 'Huyện', 'Xã'),
  nodes: [{ nodeId: 'qn', name: 'MCU VNPT Quảng Ninh', role: 'master', parentId: null }],
  governmentNode: null,
  provinceNode: 'qn',
  districtNode: () => 'qn',
  communes: true,
  districtParty: true,
  districtRoles: ['satellite'],
  network: 'tslcd',
  chair: { organisationId: 'o-vpub', name: 'Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh' },
  offices: [...upstream, ...quangNinhOffices],
  rooms: [
    room('ubnd-tinh', 'napco', 'Phòng họp trực tuyến Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh', 80),
    room('tinh-uy', 'party', 'Phòng họp trực tuyến Văn phòng Tỉnh ủy', 80),
    room('hoi-truong-a', 'hallA', 'Hội trường A', 400),
  ],
  clerkOf: 'o-huyen-195',
  technicianAt: 'huyen-195',
  meetingTitle: 'Hội nghị trực tuyến UBND tỉnh Quảng Ninh với các địa phương',
};
