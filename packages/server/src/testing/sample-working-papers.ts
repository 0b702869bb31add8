import {
  AllowanceList,
  Asset,
  AssetDetail,
  AssetReview,
  BudgetTable,
  ConnectionPlan,
  CostStatement,
  Ending,
  Feedback,
  Handover,
  instant,
  type Paper,
  Rehearsal,
  ScriptSegment,
  SiteId,
  TrainingYear,
  UpkeepTask,
} from '@nhipcau/contracts';
import {
  allowancePaper,
  assetReviewPaper,
  budgetPaper,
  carePoster,
  endingReport,
  feedbackPaper,
  handoverPaper,
  planPaper,
  rehearsalRecord,
  scriptPaper,
  statementPaper,
  technicalSheet,
  trainingPlanPaper,
  upkeepPlanPaper,
} from '@nhipcau/domain';
import { PRINTED_TIME } from '../documents/printed-time.ts';
import { profileOf } from './sample-paper.ts';

// One of each paper that is made of the work around a meeting, with everything in it that such a paper can say.

const at = (local: string) => instant(Date.parse(`${local}:00+07:00`));
const clock = new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', ...PRINTED_TIME });
const timeOf = (moment: number): string => clock.format(moment);
const uuid = (last: number): string => `0197f000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const TITLE = 'Hội nghị trực tuyến triển khai công tác phòng, chống thiên tai';
const DESK = 'Sở Thông tin và Truyền thông';
const siteNames = new Map([
  [SiteId.parse('tinh'), 'Trụ sở UBND tỉnh'],
  [SiteId.parse('huyen'), 'UBND huyện Đà Bắc'],
  [SiteId.parse('xa'), 'UBND xã Tu Lý'],
]);

const plan = planPaper(
  ConnectionPlan.parse({
    meetingId: 'm-1',
    fileNumber: '2026/0147',
    title: TITLE,
    startsAt: at('2026-12-01T08:00'),
    version: 2,
    sections: {
      systems: 'Hệ thống của tỉnh nối vào hệ thống của Văn phòng Chính phủ qua mạng TSLCD.',
      mcu: 'MCU đặt tại Trung tâm tích hợp dữ liệu của tỉnh.',
      cascade: 'MCU huyện Đà Bắc nối vào MCU tỉnh.',
      lines: 'Mỗi điểm cầu một kênh chính, một kênh dự phòng.',
      security: '',
    },
    tree: [
      { nodeId: 'hb', parentId: null, spareNodeId: null, siteIds: ['tinh', 'huyen'] },
      { nodeId: 'db', parentId: 'hb', spareNodeId: 'hb', siteIds: ['xa'] },
    ],
    proposed: [],
    sites: [],
    depth: 1,
    losses: [],
    findings: [],
    mcus: [
      {
        nodeId: 'hb',
        name: 'MCU tỉnh',
        homeSites: 2,
        sheet: {
          nodeId: 'hb',
          sites: 230,
          links: 12,
          lineKbps: 100_000,
          owner: DESK,
          operator: 'Nguyễn Văn Điều',
          telephone: '0900 000 001',
          spareNodeId: null,
          parameters: null,
        },
        standbyId: 'db',
      },
      { nodeId: 'db', name: 'MCU huyện Đà Bắc', homeSites: 1, sheet: null, standbyId: null },
    ],
    agreements: [
      ['o-1', 'Viễn thông tỉnh', true, null],
      ['o-2', 'UBND huyện Đà Bắc', false, 'Đề nghị tăng băng thông'],
      ['o-3', 'Công ty Điện lực', null, null],
    ].map(([organisationId, name, agreed, note]) => ({
      organisationId,
      name,
      agreed,
      note,
      byName: agreed === null ? null : 'Người cho ý kiến',
      at: agreed === null ? null : at('2026-11-27T10:00'),
      mayAnswer: false,
    })),
    scenarios: [
      {
        key: 'line',
        name: 'Mất đường truyền chính',
        types: ['line'],
        trigger: 'Điểm cầu mất hình, mất tiếng',
        steps: ['Gọi đầu mối viễn thông', 'Chuyển sang đường dự phòng'],
        contacts: ['Đầu mối viễn thông', 'Trực ban'],
        cite: [{ article: 'II.3', quote: 'xử lý sự cố' }],
      },
    ],
    mayWrite: false,
    mayDeclareStandby: false,
  }),
  { host: 'VĂN PHÒNG UBND TỈNH', superior: 'UBND TỈNH HÒA BÌNH', siteNames },
);

const segments = [
  ScriptSegment.parse({
    segmentId: uuid(1),
    title: 'Khai mạc',
    plannedAt: at('2026-12-01T08:00'),
    durationMinutes: 10,
    speakerSiteId: 'tinh',
    speaker: 'Chủ tịch UBND tỉnh',
    layout: 'full',
    floor: ['tinh'],
    contentSiteId: null,
    cameraPreset: 'Bục phát biểu',
  }),
  ScriptSegment.parse({
    segmentId: uuid(2),
    title: 'Báo cáo của huyện',
    plannedAt: at('2026-12-01T08:10'),
    durationMinutes: 15,
    speakerSiteId: 'huyen',
    speaker: null,
    layout: 'pip',
    floor: ['huyen', 'xa'],
    contentSiteId: 'huyen',
    cameraPreset: null,
  }),
];
const script = scriptPaper(segments, {
  host: 'VĂN PHÒNG UBND TỈNH',
  superior: 'UBND TỈNH VĨNH PHÚC',
  title: TITLE,
  version: 3,
  approvedBy: 'Nguyễn Thị Duyệt',
  siteNames,
  timeOf: (moment) => timeOf(moment).slice(0, 5),
  period: '08:00 ngày 01/12/2026',
});

const tried = (number: number, name: string, more: object) => ({
  siteId: `s-${number}`,
  number,
  name,
  isChair: number === 1,
  district: null,
  districtName: null,
  state: 'passed',
  tries: 1,
  quality: 'good',
  measured: null,
  fault: null,
  fix: null,
  staff: 'Kỹ thuật viên Trần Văn Thử, 0900 000 222',
  blocked: 0,
  at: at('2026-11-30T14:20'),
  byName: 'Người điều hành',
  seatOpen: false,
  mayRecord: false,
  ...more,
});
const rehearsal = rehearsalRecord(
  Rehearsal.parse({
    meetingId: 'm-1',
    fileNumber: '2026/0147',
    title: TITLE,
    startsAt: at('2026-12-01T08:00'),
    due: null,
    ledBy: ['Văn phòng UBND tỉnh', 'VNPT Vĩnh Phúc'],
    isLarge: false,
    articles: ['Đ6.1'],
    stages: [
      {
        stage: 1,
        name: 'Các điểm cầu trong tỉnh',
        gathering: 'common',
        plannedFrom: null,
        plannedTo: null,
        sites: 2,
        passed: 1,
        again: 1,
      },
    ],
    current: {
      rehearsalId: uuid(3),
      number: 2,
      conferenceId: 'm-2',
      conferencePhase: 'ended',
      stage: 1,
      openedAt: at('2026-11-30T14:00'),
      byName: 'Người điều hành',
      endedAt: at('2026-11-30T15:30'),
      statement: 'Hệ thống sẵn sàng',
      reason: 'Xã Tu Lý thử lại trước giờ họp',
    },
    sites: [
      tried(1, 'Trụ sở UBND tỉnh', {}),
      tried(2, 'UBND xã Tu Lý', {
        state: 'again',
        tries: 3,
        quality: null,
        measured: 'poor',
        fault: 'Tiếng rè',
        fix: 'Thay micro',
        blocked: 1,
      }),
    ],
    queue: [],
    segments: segments.map(({ segmentId, title, plannedAt }, index) => ({
      segmentId,
      title,
      plannedAt,
      outcome: index === 0 ? 'passed' : null,
      note: index === 0 ? 'Đúng giờ' : null,
    })),
    standby: [{ label: 'Trực kỹ thuật', place: 'Phòng máy', name: 'Lê Văn Trực', telephone: '0900 000 333' }],
    gaps: { open: [], advance: [], end: [] },
    may: { lead: false, print: true },
  }),
  {
    host: 'VĂN PHÒNG UBND TỈNH',
    superior: 'UBND TỈNH VĨNH PHÚC',
    rehearsal: 'Vận hành thử',
    operatingUnit: 'VNPT Vĩnh Phúc',
    timeOf,
  },
);

const ended = (number: number | null, name: string, more: object) => ({
  siteId: number === null ? null : `s-${number}`,
  number,
  name,
  steps: [],
  next: null,
  rating: null,
  lossClass: null,
  lossMs: null,
  interrupted: null,
  incidents: 0,
  mayAct: false,
  ...more,
});
const issue = (last: number, words: string, more: object) => ({
  issueId: uuid(last),
  meetingId: 'm-1',
  siteId: 's-2',
  siteName: 'UBND xã số 2',
  words,
  at: at('2026-12-01T10:40'),
  byName: 'Kỹ thuật điểm cầu',
  dueAt: null,
  takenOver: null,
  fixed: null,
  ...more,
});
const judged = { at: at('2026-12-01T10:45'), byName: 'Kỹ thuật điểm cầu' };
const ending = endingReport(
  Ending.parse({
    meetingId: 'm-1',
    title: TITLE,
    fileNumber: '2026/0147',
    startedAt: at('2026-12-01T08:01'),
    endedAt: at('2026-12-01T10:30'),
    order: ['checked', 'devicesOff'],
    rates: true,
    articles: ['Đ6.1'],
    sites: [
      ended(null, 'Phòng điều khiển', {}),
      ended(1, 'Trụ sở UBND tỉnh', {
        lossClass: 'none',
        lossMs: 0,
        rating: { picture: 'good', sound: 'good', line: 'good', note: null, ...judged },
      }),
      ended(2, 'UBND xã số 2', {
        lossClass: 'long',
        lossMs: 19 * 60_000,
        interrupted: '08:30–08:49',
        incidents: 2,
        rating: { picture: 'good', sound: 'poor', line: 'fair', note: 'Âm thanh rè', ...judged },
      }),
    ],
    issues: [
      issue(4, 'Camera mờ', {
        dueAt: at('2026-12-08T17:00'),
        takenOver: { at: at('2026-12-01T11:00'), byName: 'VNPT Quảng Ninh', note: null },
      }),
      issue(5, 'Đã thay dây mạng', { fixed: { ...judged, words: 'Thay dây' } }),
    ],
    report: { to: 'Cục Bưu điện Trung ương', reportedAt: null, byName: 'Người điều hành' },
    mayMend: false,
    mayReport: false,
    mayPrint: true,
  }),
  {
    issuer: 'VNPT QUẢNG NINH',
    superior: null,
    addressee: 'Cục Bưu điện Trung ương',
    title: TITLE,
    timeOf,
  },
);

const device = { assetId: 'a-1', code: 'TB-0012', kind: 'vcs', model: 'Poly G7500', serial: '8G2134' };
const signed = (name: string, title: string) => ({ name, title, at: at('2026-11-20T09:05') });
const handover = handoverPaper(
  Handover.parse({
    handoverId: uuid(6),
    fromId: 'o-1',
    fromName: DESK,
    toId: 'o-2',
    toName: 'UBND xã Tu Lý',
    keeper: 'Bùi Văn Giữ',
    on: '2026-11-20',
    note: 'Kèm hộp, dây nguồn',
    state: 'done',
    giver: signed('Trần Thị Giao', 'Chuyên viên'),
    receiver: signed('Nguyễn Văn Nhận', 'Công chức văn phòng'),
    assets: [device, { ...device, assetId: 'a-2', code: 'TB-0013', kind: 'camera', serial: null }],
    maySign: [],
    mayWithdraw: false,
  }),
  timeOf,
);
const sheet = technicalSheet(
  AssetDetail.pick({ sheet: true, measured: true })
    .extend({ asset: Asset })
    .parse({
      asset: {
        ...device,
        ownerId: 'o-1',
        ownerName: DESK,
        custodianId: 'o-2',
        custodianName: 'UBND xã Tu Lý',
        keeper: 'Bùi Văn Giữ',
        siteId: 'xa',
        siteName: 'UBND xã Tu Lý',
        room: 'Hội trường',
        state: 'inUse',
        funding: 'state',
        acquiredOn: '2024-03-01',
        note: null,
        refusal: null,
        isAsked: false,
        revision: 3,
        mayWrite: false,
      },
      sheet: {
        version: 2,
        fields: { address: '10.20.0.12', pictureFormat: '1080', echoCancellation: 'bật' },
        at: at('2026-10-02T14:00'),
        byName: 'Kỹ thuật điểm cầu',
        code: 'A7F3',
      },
      measured: {
        at: at('2026-12-01T07:30'),
        fields: { address: '10.20.0.12', pictureFormat: '720' },
        changes: [{ field: 'pictureFormat', before: '1080', after: '720' }],
      },
    }),
  timeOf,
);

const task = (last: number, more: object) =>
  UpkeepTask.parse({
    assetId: `a-${last}`,
    code: device.code,
    kind: device.kind,
    model: device.model,
    custodianId: 'o-2',
    custodianName: 'UBND xã Tu Lý',
    siteName: 'UBND xã Tu Lý',
    task: 'clean',
    label: 'Vệ sinh, kiểm tra thiết bị',
    by: 'Cán bộ kỹ thuật',
    everyMonths: 3,
    dueOn: '2026-12-15',
    state: 'soon',
    doneOn: null,
    cost: 1_250_000,
    mayWrite: false,
    ...more,
  });
const upkeep = upkeepPlanPaper(
  [
    task(1, {}),
    task(2, { state: 'overdue', dueOn: '2026-09-01', cost: null }),
    // Belongs into the plan of the next year, and its cost too.
    task(3, { dueOn: '2027-02-01', cost: 9_000_000 }),
  ],
  { year: 2026, unit: 'UBND huyện Đà Bắc', article: 'Đ16.3c' },
);

const feedback = [
  Feedback.parse({
    feedbackId: uuid(7),
    organisationId: 'o-2',
    unit: 'UBND xã Tu Lý',
    article: 'Đ8.1',
    words: 'Phiếu đăng ký chưa có mục cho phiên họp kết hợp',
    at: at('2026-11-02T09:00'),
    byName: 'Bùi Văn Giữ',
    state: 'answered',
    compiled: { at: at('2026-11-20T09:00'), byName: 'Trực ban', words: '12/BC-STTTT' },
    answered: { at: at('2026-11-25T09:00'), byName: 'Trực ban', words: 'Sẽ bổ sung mẫu phiếu' },
  }),
  Feedback.parse({
    feedbackId: uuid(8),
    organisationId: 'o-3',
    unit: 'UBND xã số 2',
    article: null,
    words: 'Chưa kịp kéo đường truyền sau khi chuyển trụ sở',
    at: at('2026-11-03T09:00'),
    byName: 'Nguyễn Văn Ẩn',
    state: 'open',
    compiled: null,
    answered: null,
  }),
];
const review = assetReviewPaper(
  AssetReview.parse({
    year: 2026,
    rule: { by: DESK, cite: [{ article: 'Đ14.2a', quote: 'rà soát, đánh giá hằng năm' }] },
    lines: [
      {
        siteId: 'xa',
        siteName: 'UBND xã Tu Lý',
        organisationName: 'UBND xã Tu Lý',
        devices: 4,
        oldestYears: 6,
        meetings: 38,
        incidents: 3,
        repairs: 2,
        cost: 4_350_000,
        openFindings: 1,
        overdue: 1,
      },
    ],
    problems: feedback,
    filed: {
      feedback: 'Thiết bị cũ, hay treo',
      proposals: 'Thay 12 bộ thiết bị đầu cuối trong năm 2027',
      at: at('2026-12-20T09:00'),
      byName: 'Trực ban',
    },
    mayFile: false,
  }),
);

const { training } = profileOf('binh-dinh').office;
const courses = trainingPlanPaper(
  TrainingYear.parse({
    year: 2026,
    courses: [
      {
        courseId: uuid(9),
        title: 'Vận hành thiết bị phòng họp trực tuyến',
        content: null,
        organiserName: DESK,
        place: 'Hội trường A',
        trainers: null,
        startsOn: '2026-03-10',
        endsOn: '2026-03-12',
        state: 'planned',
        reason: null,
        people: [],
        mayWrite: false,
      },
    ],
    needs: [
      {
        needId: uuid(10),
        personId: uuid(11),
        name: 'Đinh Thị Mới',
        organisationName: 'UBND thị xã An Nhơn',
        cause: 'replacement',
        openedOn: '2026-01-05',
        dueOn: '2026-04-05',
        isLate: false,
        courseTitle: 'Vận hành thiết bị phòng họp trực tuyến',
      },
    ],
    rules: training,
    mayPlan: false,
  }),
);

const head = { issuer: DESK, place: 'Quảng Ninh' };
const meeting = { meetingId: 'm-1', title: TITLE, startedAt: at('2026-11-12T08:00') };
const statement = statementPaper(
  CostStatement.parse({
    month: '2026-11',
    rules: profileOf('ha-noi').office.finance.payers,
    units: [
      {
        organisationId: 'o-1',
        name: 'UBND thành phố Hạ Long',
        lines: 21,
        chairServices: 2,
        endServices: 1_204,
        agreed: 3,
      },
    ],
    meetings: [
      {
        ...meeting,
        host: 'Văn phòng UBND tỉnh',
        shares: [],
        sites: [],
        mayAgree: false,
        note: { words: 'Thuê thêm máy phát điện', byName: 'Văn thư', at: at('2026-11-13T08:00') },
        mayNote: false,
      },
    ],
  }),
  head,
);
const allowance = allowancePaper(
  AllowanceList.parse({
    month: '2026-11',
    article: 'Đ16.1',
    people: [{ ...meeting, unit: 'UBND xã số 2', person: 'Nguyễn Văn Ẩn', post: 'Kỹ thuật viên điểm cầu' }],
  }),
  head,
);
const budget = budgetPaper(
  BudgetTable.parse({
    year: 2027,
    compiledBy: 'Sở Tài chính',
    categories: profileOf('ha-noi').office.finance.budget?.categories ?? [],
    units: [
      ['o-1', 'UBND quận Ba Đình', 12_500_000],
      ['o-2', 'UBND quận Hoàn Kiếm', null],
    ].map(([organisationId, name, amount]) => ({
      organisationId,
      name,
      sites: 2,
      sessions: 40,
      minutes: 4_800,
      amounts:
        amount === null
          ? []
          : (profileOf('ha-noi').office.finance.budget?.categories ?? []).map(({ key }) => ({
              category: key,
              amount,
              basis: 'Theo số phiên năm trước',
              byName: 'Văn thư',
              at: at('2026-07-01T09:00'),
            })),
      asked: [],
      mayWrite: false,
    })),
  }),
  head,
);

const care = profileOf('binh-dinh').office.assets.care;
if (care === null) throw new Error('Bình Định states no rules of care');

export const workingPapers: readonly (readonly [name: string, paper: Paper])[] = [
  ['connection-plan', plan],
  ['running-order', script],
  ['rehearsal-record', rehearsal],
  ['ending-report', ending],
  ['asset-handover', handover],
  ['asset-technical-sheet', sheet],
  ['asset-care-poster', carePoster(care)],
  ['asset-upkeep-plan', upkeep],
  ['asset-review', review],
  ['training-plan', courses],
  ['finance-statement', statement],
  ['finance-allowance', allowance],
  ['finance-budget', budget],
  ['report-feedback', feedbackPaper({ year: 2026, desk: DESK, place: 'Bình Định', feedback })],
];
