import type { SampleOffice } from '../sample-locality.ts';
import { departments, power, telecom } from './offices.ts';

type Listed = readonly [id: string, code: string, name: string, kind: SampleOffice['kind']];

/** The eleven further sites that Đ3.2 and Đ3.6 list by name. */
const listed: readonly Listed[] = [
  ['bchqs', 'BCHQS', 'Bộ Chỉ huy Quân sự tỉnh', 'otherSite'],
  ['bdbp', 'BĐBP', 'Bộ Chỉ huy Bộ đội Biên phòng tỉnh', 'otherSite'],
  ['congan', 'CAT', 'Công an tỉnh', 'police'],
  ['haiquan', 'HQ', 'Hải quan tỉnh', 'otherSite'],
  ['tiepdan', 'TTR', 'Trụ sở tiếp dân - Thanh tra tỉnh', 'department'],
  ['tttt', 'STTTT', 'Sở Thông tin và Truyền thông', 'department'],
  ['lcq4', 'LCQ4', 'Liên cơ quan số 4', 'otherSite'],
  ['toaan', 'TAND', 'Tòa án tỉnh', 'otherSite'],
  ['dhsxthan', 'TTĐHSXT', 'Trung tâm Điều hành sản xuất than Quảng Ninh', 'otherSite'],
  ['thancampha', 'ĐBTCP', 'Đảng bộ Than Cẩm Phả', 'partyBody'],
  ['thanuongbi', 'TUB', 'Công ty than Uông Bí', 'otherSite'],
];

export const quangNinhOffices: readonly SampleOffice[] = [
  {
    id: 'o-vpub',
    code: 'VP',
    name: 'Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh',
    kind: 'peoplesCommittee',
  },
  { id: 'o-tinhuy', code: 'TU', name: 'Tỉnh ủy Quảng Ninh', kind: 'partyBody', parentId: null },
  {
    id: 'o-vptu',
    code: 'VPTU',
    name: 'Văn phòng Tỉnh ủy',
    kind: 'partyBody',
    parentId: 'o-tinhuy',
    site: { id: 'tinh-uy', roles: ['chair', 'satellite'] },
  },
  {
    id: 'o-ttthn',
    code: 'TTTCHN',
    name: 'Trung tâm tổ chức hội nghị tỉnh',
    kind: 'otherSite',
    site: {
      id: 'hoi-truong-a',
      name: 'Hội trường A - Trung tâm tổ chức hội nghị tỉnh',
      roles: ['chair', 'satellite'],
    },
  },
  ...listed.map(
    ([id, code, name, kind]): SampleOffice => ({ id: `o-${id}`, code, name, kind, site: { id: `d-${id}` } }),
  ),
  ...departments(false),
  telecom('VNPT Quảng Ninh'),
  power('Công ty Điện lực Quảng Ninh'),
];
