import { type Ending, type EndingAct, type EndingRules, IssueId, instant, SiteId } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { checkEndingAct, type EndingFacts, isReportedUpward, nextEndingStep } from './ending.ts';
import { endingReport } from './report-paper.ts';

const cite = [{ article: 'Đ12.1', quote: 'tắt thiết bị trước' }];
const rules: EndingRules = {
  order: { steps: ['checked', 'devicesOff', 'powerOff'], cite },
  rating: { cite },
  issues: { takenOverBy: ['vnpt'], cite },
  report: { to: 'upstream', kinds: ['national'], cite },
};
const facts: EndingFacts = {
  rules,
  hasEnded: true,
  kind: 'national',
  done: [],
  issue: null,
  isReported: false,
};
const siteId = SiteId.parse('commune');
const check = (act: EndingAct, more: Partial<EndingFacts> = {}) => {
  const checked = checkEndingAct(act, { ...facts, ...more });
  return checked.ok ? 'ok' : checked.error;
};
const step = (name: 'checked' | 'devicesOff' | 'powerOff'): EndingAct => ({
  act: 'step',
  siteId,
  step: name,
});

describe('[EN-1] [R-END-02] the order', () => {
  test.each([
    ['check first', check(step('checked')), 'ok'],
    ['devices before the check', check(step('devicesOff')), 'outOfOrder'],
    ['devices after it', check(step('devicesOff'), { done: ['checked'] }), 'ok'],
    ['power before the devices', check(step('powerOff'), { done: ['checked'] }), 'outOfOrder'],
    ['power last', check(step('powerOff'), { done: ['checked', 'devicesOff'] }), 'ok'],
    ['nothing twice', check(step('checked'), { done: ['checked'] }), 'settled'],
    ['nothing while it runs', check(step('checked'), { hasEnded: false }), 'notEnded'],
    [
      'a step the text does not know',
      check(step('powerOff'), { rules: { ...rules, order: { steps: ['checked', 'devicesOff'], cite } } }),
      'notForeseen',
    ],
    [
      'where the text asks for none',
      check(step('checked'), { rules: { ...rules, order: null } }),
      'notForeseen',
    ],
  ])('%s', (_, result, expected) => expect(result).toBe(expected));

  test('the next step is the first that was not taken', () => {
    expect(nextEndingStep(rules, ['checked'])).toBe('devicesOff');
    expect(nextEndingStep(rules, ['checked', 'devicesOff', 'powerOff'])).toBeNull();
    expect(nextEndingStep({ order: null }, [])).toBeNull();
  });
});

describe('[EN-2] [R-END-03] what is left', () => {
  const issueId = IssueId.parse('i');
  const take: EndingAct = { act: 'takeOver', issueId, note: null };
  const fix: EndingAct = { act: 'fix', issueId, words: 'Thay dây' };
  const open = { isTakenOver: false, isFixed: false };
  test.each([
    ['taken over once', check(take, { issue: open }), 'ok'],
    ['not twice', check(take, { issue: { ...open, isTakenOver: true } }), 'settled'],
    ['mended after it was taken over', check(fix, { issue: { ...open, isTakenOver: true } }), 'ok'],
    ['not before, where the text names who', check(fix, { issue: open }), 'outOfOrder'],
    ['at once elsewhere', check(fix, { issue: open, rules: { ...rules, issues: null } }), 'ok'],
    ['mended once', check(fix, { issue: { isTakenOver: true, isFixed: true } }), 'settled'],
    ['also while the next meeting runs', check(take, { issue: open, hasEnded: false }), 'ok'],
  ])('%s', (_, result, expected) => expect(result).toBe(expected));
});

test('[EN-3] [R-END-04] the result of national meetings is reported, once', () => {
  expect(check({ act: 'report' })).toBe('ok');
  expect(check({ act: 'report' }, { isReported: true })).toBe('settled');
  expect(check({ act: 'report' }, { kind: 'province' })).toBe('notForeseen');
  expect(isReportedUpward({ report: null }, 'national')).toBe(false);
});

test('[EN-3] [R-END-04] the report has every site with signal and judgement, and what is open', () => {
  const at = instant(0);
  const site = {
    siteId,
    number: 101,
    name: 'Xã A',
    steps: [],
    next: null,
    lossClass: 'long',
    lossMs: 16 * 60_000,
    interrupted: null,
    incidents: 2,
    mayAct: false,
    rating: { picture: 'good', sound: 'fair', line: 'poor', note: null, at, byName: 'A' },
  } as const;
  const issue = {
    issueId: IssueId.parse('i'),
    siteId,
    siteName: 'Xã A',
    words: 'Camera mờ',
    at,
    byName: 'A',
    dueAt: null,
    takenOver: { at, byName: 'VNPT', note: null },
    fixed: null,
  };
  const ending = {
    startedAt: at,
    endedAt: at,
    sites: [{ ...site, siteId: null, name: '' }, site],
    issues: [issue, { ...issue, words: 'Đã xong', fixed: { at, byName: 'B', words: 'Thay' } }],
    report: { to: 'Cục', reportedAt: null, byName: null },
  } as unknown as Ending;
  const paper = endingReport(ending, {
    issuer: 'VNPT',
    superior: null,
    addressee: 'Cục',
    title: 'Hội nghị',
    timeOf: () => '08:00',
  });
  const rows = paper.blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
  expect(rows).toEqual([
    ['101', 'Xã A', 'mất tín hiệu kéo dài; 16 phút', 'hình tốt, tiếng đạt, đường truyền kém', '2'],
    ['Xã A', 'Camera mờ', 'VNPT'],
  ]);
});
