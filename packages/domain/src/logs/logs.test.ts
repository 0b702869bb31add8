import { instant, LogBook, type LogValues } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { drawEntry, type LoggedFault, type PlaceFacts } from './draw-entry.ts';
import { canonical, checkLogAct, correctedValues, type LogRecord, logStanding } from './log-standing.ts';

const book = LogBook.parse({
  key: 'book',
  name: 'Sổ',
  layout: 'default',
  sessions: ['official', 'rehearsal'],
  bySites: true,
  byParties: [],
  fields: (
    [
      'duty',
      'technician',
      'support',
      'state',
      'incident',
      'handling',
      'quality',
      'recording',
      'camera',
      'microphone',
      'otherDevice',
      'remarks',
    ] as const
  ).map((field) => ({ field, label: field })),
  devices: [
    { field: 'camera', words: ['camera', 'ống kính'], checks: ['presets'] },
    { field: 'microphone', words: ['micro', 'mic'], checks: ['allMics'] },
  ],
  signers: [
    { post: 'technician', title: 'Cán bộ kỹ thuật' },
    { post: 'unitHead', title: 'Lãnh đạo' },
  ],
  workingDays: 1,
  print: {
    of: 'period',
    title: ['SỔ'],
    columns: [
      { heading: 'STT', column: 'index', width: 10 },
      { heading: 'Nội dung', column: 'title', width: 90 },
    ],
  },
  cite: [{ article: 'Đ1', quote: 'có sổ' }],
});

const at = (clock: string) => instant(Date.parse(`2026-12-01T${clock}:00+07:00`));
const nothing: PlaceFacts = {
  session: 'official',
  timeZone: 'Asia/Ho_Chi_Minh',
  duty: [],
  faults: [],
  lossClass: 'none',
  lossMs: 0,
  rating: null,
  trial: null,
  failedChecks: [],
  isRecordingAsked: false,
};
const drop: LoggedFault = {
  place: '',
  from: at('08:20'),
  to: at('08:36'),
  fault: { kind: 'siteDropped', detail: 'heartbeat' },
  cause: 'device',
  causeWords: 'Treo thiết bị',
  solution: 'Khởi động lại',
  swap: null,
};
const drawn = (more: Partial<PlaceFacts>): LogValues => drawEntry(book, { ...nothing, ...more });

describe('a line is filled in by the system', () => {
  test('[LB-2] [R-LOG-02] a session without any fault is normal in everything', () => {
    expect(drawn({})).toEqual({
      duty: '',
      technician: '',
      support: '',
      state: 'normal',
      incident: '',
      handling: '',
      quality: 'không mất tín hiệu',
      recording: 'no',
      camera: 'normal',
      microphone: 'normal',
      otherDevice: 'normal',
      remarks: '',
    });
  });

  test('[LB-2] [R-LOG-05] fault, cause, remedy, loss and rating are said in words, with clock times of the place', () => {
    expect(
      drawn({
        faults: [drop],
        lossClass: 'long',
        lossMs: 15 * 60_000 + 1,
        rating: { picture: 'good', sound: 'fair', line: 'poor', note: 'Hơi rè' },
      }),
    ).toMatchObject({
      state: 'incident',
      incident: 'Mất kết nối (08:20–08:36), nguyên nhân: Treo thiết bị',
      handling: 'Khởi động lại',
      quality: 'hình ảnh tốt, âm thanh đạt, đường truyền kém; mất tín hiệu kéo dài 16 phút',
      remarks: 'Hơi rè',
    });
  });

  test('[LB-2] [R-LOG-04] recording follows what was asked for; the first two on duty are its technicians', () => {
    const duty = [
      { name: 'Người thứ nhất', phone: '0900 000 001' },
      { name: 'Người thứ hai', phone: null },
      { name: 'Người thứ ba', phone: null },
    ];
    expect(drawn({ isRecordingAsked: true, duty })).toMatchObject({
      recording: 'yes',
      technician: 'Người thứ nhất, 0900 000 001',
      support: 'Người thứ hai',
      duty: 'Người thứ nhất, 0900 000 001\nNgười thứ hai\nNgười thứ ba',
    });
  });

  test('[LB-2] [R-LOG-03] of a rehearsal it says how the site did, what failed, who sat there', () => {
    const trial = {
      outcome: 'failed',
      quality: 'poor',
      fault: 'Tiếng vọng',
      fix: 'Tắt loa phụ',
      staff: 'Anh A',
    };
    expect(
      drawn({ session: 'rehearsal', trial: { ...trial, outcome: 'failed', quality: 'poor' } }),
    ).toMatchObject({
      duty: 'Anh A',
      state: 'incident',
      quality: 'Chưa đạt; đường truyền kém',
      incident: 'Tiếng vọng',
      handling: 'Tắt loa phụ',
    });
  });

  test.each([
    ['the words of the cause name it', { causeWords: 'Hỏng ống kính' }, 'camera'],
    [
      'what was taken out names it',
      { cause: 'line', swap: { removed: 'Micro bàn', installed: 'Micro mới' } },
      'microphone',
    ],
    ['nothing names it', { causeWords: 'Hỏng' }, 'otherDevice'],
    ['a word within another is not it', { causeWords: 'Máy chủ Micronet treo' }, 'otherDevice'],
  ] as const)('[LB-2] [R-LOG-02] a device is broken when %s', (_, more, device) => {
    const values = drawn({ faults: [{ ...drop, ...more }] });
    const broken = (['camera', 'microphone', 'otherDevice'] as const).filter(
      (one) => values[one] === 'broken',
    );
    expect(broken).toEqual([device]);
  });

  test('[LB-2] [R-LOG-02] a failed check breaks its device; a fault of the line breaks none', () => {
    expect(drawn({ failedChecks: [{ item: 'presets', text: 'Vị trí camera' }] })).toMatchObject({
      camera: 'broken',
      otherDevice: 'normal',
    });
    expect(drawn({ faults: [{ ...drop, cause: 'line' }] })).toMatchObject({ otherDevice: 'normal' });
  });
});

const by = (userId: string) => ({ at: at('10:00'), userId, byName: userId });
const digest = 'a'.repeat(64);
const signed: LogRecord = { act: 'sign', post: 'technician', digest, ...by('u-1') };
const confirmed: LogRecord = { act: 'sign', post: 'unitHead', digest, ...by('u-2') };
const correction: LogRecord = {
  act: 'correct',
  field: 'handling',
  value: 'Thay dây',
  counted: '',
  reason: 'Ghi lại',
  ...by('u-1'),
};

const check = (
  records: readonly LogRecord[],
  act: Parameters<typeof checkLogAct>[0],
  { userId = 'u-3', isSupplemented = false }: { userId?: string; isSupplemented?: boolean } = {},
) => {
  const checked = checkLogAct(act, {
    book,
    standing: logStanding(book, records),
    digest,
    userId,
    isSupplemented,
  });
  return checked.ok ? 'ok' : checked.error;
};
const correct = { act: 'correct', field: 'handling', value: 'x', reason: 'Sai' } as const;
const sign = { act: 'sign', digest } as const;

describe('corrected, signed, confirmed', () => {
  test('[LB-3] [R-LOG-06] the newest correction counts, what was counted is kept', () => {
    const counted = { handling: 'Khởi động lại', state: 'incident' } as const;
    const { corrections } = logStanding(book, [correction, { ...correction, value: 'Thay cáp' }]);
    expect(correctedValues(counted, corrections)).toEqual({ handling: 'Thay cáp', state: 'incident' });
    expect(corrections.map((one) => one.counted)).toEqual(['', '']);
    expect(counted.handling).toBe('Khởi động lại');
  });

  test('[LB-4] [R-LOG-02] two signatures, the second confirms; sent back, nobody has signed', () => {
    expect(logStanding(book, [])).toMatchObject({ state: 'open', next: 'technician' });
    expect(logStanding(book, [signed])).toMatchObject({ state: 'signed', next: 'unitHead' });
    expect(logStanding(book, [signed, confirmed])).toMatchObject({ state: 'confirmed', next: null });
    expect(logStanding(book, [signed, { act: 'return', reason: 'Thiếu', ...by('u-2') }])).toMatchObject({
      state: 'open',
      next: 'technician',
      signatures: [],
      returned: { reason: 'Thiếu' },
    });
  });

  test.each([
    ['corrected while open', [], correct, 'ok'],
    ['not corrected once signed', [signed], correct, 'signed'],
    ['not corrected once confirmed', [signed, confirmed], correct, 'confirmed'],
    ['a field of another book', [], { ...correct, field: 'cables' }, 'unknownField'],
    ['an answer that is none', [], { ...correct, field: 'state', value: 'x' }, 'unknownAnswer'],
    ['an answer', [], { ...correct, field: 'state', value: 'normal' }, 'ok'],
    ['signed as seen', [], sign, 'ok'],
    ['signed as not seen', [], { ...sign, digest: 'b'.repeat(64) }, 'changed'],
    ['signed when all have', [signed, confirmed], sign, 'confirmed'],
    ['sent back by the next', [signed], { act: 'return', reason: 'Thiếu' }, 'ok'],
    ['nothing to send back', [], { act: 'return', reason: 'Thiếu' }, 'notSigned'],
    [
      'a confirmed one is not sent back',
      [signed, confirmed],
      { act: 'return', reason: 'Thiếu' },
      'confirmed',
    ],
    ['supplemented when confirmed', [signed, confirmed], { act: 'supplement', reason: 'Thêm' }, 'ok'],
    ['an open one is corrected instead', [], { act: 'supplement', reason: 'Thêm' }, 'notConfirmed'],
  ] as const)('[LB-4] [R-LOG-06] %s', (_, records, act, outcome) => {
    expect(check(records, act)).toBe(outcome);
  });

  test('[LB-4] [R-LOG-02] nobody signs for two; a line has one supplement', () => {
    expect(check([signed], sign, { userId: 'u-1' })).toBe('samePerson');
    const supplement = { act: 'supplement', reason: 'Thêm' } as const;
    expect(check([signed, confirmed], supplement, { isSupplemented: true })).toBe('supplemented');
  });

  test('[LB-6] [R-LOG-06] what is signed reads the same in whatever order a database gives it back', () => {
    expect(canonical({ b: 1, a: { d: [2, { f: 1, e: 2 }], c: null } })).toBe(
      canonical({ a: { c: null, d: [2, { e: 2, f: 1 }] }, b: 1 }),
    );
    expect(canonical({ a: 1 })).not.toBe(canonical({ a: '1' }));
  });
});
