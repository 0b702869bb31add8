import { instant, LocalDate, ObjectionId, type PeriodAct, SiteId } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { executionPaper } from './execution-paper.ts';
import {
  checkPeriodAct,
  type PeriodRecord,
  periodStanding,
  periodsOf,
  reachedQuality,
  type SiteSession,
  siteFigures,
} from './periods.ts';

const HOUR = 3_600_000;
const good = { picture: 'good', sound: 'fair', line: 'good' } as const;
const session: SiteSession = {
  sessionMs: 2 * HOUR,
  connectedMs: 2 * HOUR,
  lossClass: 'none',
  rating: good,
  confirmed: true,
  incidents: 0,
};
const siteId = SiteId.parse('xa-1');

test('[EV-4] [R-EVL-04] two periods a year close on 30/6 and 31/12 and leave no day out', () => {
  expect(periodsOf({ closesOn: ['06-30', '12-31'] }, 2026)).toEqual([
    { period: '2026-1', from: '2026-01-01', to: '2026-06-30' },
    { period: '2026-2', from: '2026-07-01', to: '2026-12-31' },
  ]);
});

test.each([
  ['nothing is poor', good, 'none', true],
  ['a short loss', good, 'short', true],
  ['one thing is poor', { ...good, line: 'poor' }, 'none', false],
  ['a long loss', good, 'long', false],
  ['never there, not judged', null, 'total', false],
  ['not judged', null, 'none', null],
] as const)('[EV-1] [R-EVL-01] quality: %s', (_, rating, lossClass, reached) => {
  expect(reachedQuality({ rating, lossClass })).toBe(reached);
});

describe('[R-EVL-03] columns of PL II', () => {
  const options = { needsConfirmation: true, issuesOpen: 0 };

  test('[EV-3] [R-EVL-03] 38 sessions with one loss of 16 minutes are 38 / 0 / 1, as the row of the annex', () => {
    const sessions = [
      ...Array.from({ length: 37 }, () => session),
      { ...session, lossClass: 'long' as const, connectedMs: 2 * HOUR - 16 * 60_000 },
    ];
    const figures = siteFigures(sessions, options);
    expect(figures).toMatchObject({
      sessions: 38,
      lostWhole: 0,
      lostLong: 1,
      reached: 37,
      suggested: 'reduced',
    });
    expect(figures.availability).toBeCloseTo(1 - 16 / (38 * 120), 6);
  });

  test('[EV-3] [R-EVL-02] a rating counts only with the second statement; until then it is unconfirmed', () => {
    const sessions = [
      session,
      { ...session, confirmed: null },
      { ...session, confirmed: false, rating: { ...good, sound: 'poor' as const } },
      { ...session, rating: null, confirmed: null },
    ];
    expect(siteFigures(sessions, options)).toMatchObject({
      sessions: 4,
      soundGood: 1,
      soundPoor: 0,
      reached: 1,
      unconfirmed: 2,
    });
    expect(siteFigures(sessions, { ...options, needsConfirmation: false })).toMatchObject({
      soundGood: 2,
      soundPoor: 1,
      reached: 2,
      unconfirmed: 0,
    });
  });

  test('[EV-3] [R-EVL-04] what the figures speak for: a session lost wholly, an open issue, none of it', () => {
    const suggested = (sessions: readonly SiteSession[], issuesOpen = 0) =>
      siteFigures(sessions, { needsConfirmation: false, issuesOpen }).suggested;
    expect(suggested([session])).toBe('full');
    expect(suggested([session], 1)).toBe('reduced');
    expect(suggested([session, { ...session, lossClass: 'total' }])).toBe('withheld');
    expect(siteFigures([], options).availability).toBeNull();
  });
});

const record = (id: string, act: PeriodAct): PeriodRecord => ({ ...act, id, at: instant(HOUR), byName: 'A' });
const judge = record('1', { act: 'judge', siteId, payment: 'reduced', reason: 'Mất tín hiệu' });
const publish = record('2', { act: 'publish' });
const object = record('3', { act: 'object', siteId, words: 'Do mất điện' });
const answer = record('4', {
  act: 'answer',
  objectionId: ObjectionId.parse('3'),
  accepted: true,
  payment: 'full',
  words: 'Đúng là mất điện',
});
const objectBy = instant(10 * HOUR);
const check = (records: readonly PeriodRecord[], act: PeriodAct, { now = 2 * HOUR, isOver = true } = {}) => {
  const checked = checkPeriodAct(act, {
    standing: periodStanding(records, isOver),
    now: instant(now),
    objectBy: records.includes(publish) ? objectBy : null,
    siteIds: [siteId],
  });
  return checked.ok ? 'ok' : checked.error;
};
const close: PeriodAct = { act: 'close', outcome: 'Thanh toán theo bảng' };
const late = { now: 11 * HOUR };

test.each([
  ['nothing before the last day is over', [], judge, { isOver: false }, 'notOver'],
  ['not published with a site unjudged', [], publish, {}, 'unjudged'],
  ['published when all are judged', [judge], publish, {}, 'ok'],
  ['not judged any more after that', [judge, publish], judge, {}, 'published'],
  ['no objection before', [judge], object, {}, 'notPublished'],
  ['objected to in time', [judge, publish], object, {}, 'ok'],
  ['objected to too late', [judge, publish], object, late, 'objectionTooLate'],
  ['answered once', [judge, publish, object], answer, {}, 'ok'],
  ['not answered twice', [judge, publish, object, answer], answer, {}, 'objectionAnswered'],
  ['nothing to answer', [judge, publish], answer, {}, 'objectionUnknown'],
  ['not closed while there is time to object', [judge, publish], close, {}, 'objectionTime'],
  ['not closed with an objection open', [judge, publish, object], close, late, 'objectionsOpen'],
  ['closed', [judge, publish, object, answer], close, late, 'ok'],
  ['nothing after that', [judge, publish, record('5', close)], object, {}, 'closed'],
] as const)('[EV-5] [R-EVL-04] %s', (_, records, act, when, outcome) => {
  expect(check(records, act, when)).toBe(outcome);
});

test('[EV-5] [R-EVL-04] an objection that is accepted changes what is recommended', () => {
  expect(periodStanding([judge, publish, object], true).judged.get(siteId)?.payment).toBe('reduced');
  const after = periodStanding([judge, publish, object, answer], true);
  expect(after.judged.get(siteId)).toEqual({ payment: 'full', reason: 'Đúng là mất điện' });
});

test('[EV-7] [R-EVL-05] the paper says every duty, unit and violation, and that there was none', () => {
  const day = (text: string) => LocalDate.parse(text);
  const report = {
    from: day('2026-01-01'),
    to: day('2026-12-31'),
    madeOn: day('2026-12-30'),
    by: 'Sở Thông tin và Truyền thông',
    duties: [{ duty: 'Gửi phiếu đăng ký', article: 'Đ8.1', owed: 12, late: 2, waived: 1 }],
    units: [{ name: 'UBND huyện', sessions: 12, duties: 40, late: 2 }],
    violations: [],
    linesLate: 3,
    cite: [],
  };
  const paper = executionPaper(report);
  expect(paper.blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []))).toEqual([
    ['Gửi phiếu đăng ký', 'Đ8.1', '12', '2', '1'],
    ['UBND huyện', '12', '40', '2'],
  ]);
  expect(paper.blocks).toContainEqual({ kind: 'paragraph', text: 'Không có.' });
  const [found] = executionPaper({
    ...report,
    violations: [{ label: 'Dùng sai mục đích', found: 1, open: 1 }],
  }).blocks.flatMap((block) => (block.kind === 'table' && block.key === 'violations' ? block.rows : []));
  expect(found).toEqual(['Dùng sai mục đích', '1', '1']);
});
