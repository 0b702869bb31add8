import {
  type Instant,
  instant,
  type Rehearsal,
  type RehearsalAct,
  type RehearsalRules,
  type ScheduleRules,
  SiteId,
} from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { rehearsalRecord } from './record-paper.ts';
import {
  advanceGaps,
  checkTrialAct,
  endGaps,
  leadersOf,
  type TrialEntry,
  type TrialSite,
  trialPresenters,
  trialStages,
  trialStanding,
} from './rehearsal.ts';

const cite = [{ article: 'Đ6.1', quote: 'trên 200 điểm' }];
const waves: ScheduleRules['waves'] = {
  above: 200,
  stages: [
    { key: 'own', name: 'Phòng riêng', gathering: 'district', cite },
    { key: 'common', name: 'Phòng chung', gathering: 'common', cite },
  ],
};
const closing: RehearsalRules['closing'] = { name: 'Với Trung ương', cite };
const site = (n: number): SiteId => SiteId.parse(`s${n}`);
const sites = (count: number): TrialSite[] =>
  Array.from({ length: count }, (_, n) => ({ siteId: site(n), district: n === 0 ? null : `d${n % 14}` }));

describe('[RH-1] stages', () => {
  test('[R-PLN-08] 201 sites are tried in half days and then with the centre, 200 are not', () => {
    expect(trialStages({ waves, closing }, sites(200), 'Vận hành thử')).toMatchObject([
      { stage: 1, name: 'Vận hành thử', gathering: 'common' },
    ]);
    const large = trialStages({ waves, closing }, sites(201), 'Vận hành thử');
    expect(large.map(({ stage, gathering }) => [stage, gathering])).toEqual([
      [1, 'district'],
      [2, 'common'],
      [3, 'centre'],
    ]);
    expect(large.map(({ siteIds }) => siteIds.length)).toEqual([200, 201, 201]);
  });

  test('a locality without half days has one stage at any size', () => {
    expect(trialStages({ waves: null, closing: null }, sites(700), 'Tổng duyệt')).toHaveLength(1);
  });
});

const stages = trialStages({ waves: { ...waves, above: 2 }, closing }, sites(4), '');
let clock = 0;
const entry = (act: RehearsalAct): TrialEntry => {
  clock += 1_000;
  return { at: instant(clock), byName: 'Trần Văn A', act };
};
const result = (n: number, outcome: 'passed' | 'failed'): TrialEntry =>
  entry({ act: 'result', siteId: site(n), outcome, quality: null, fault: null, fix: null, staff: null });
const advance = (reason: string | null = null): RehearsalAct => ({ act: 'advance', reason });
const end = (reason: string | null = null): RehearsalAct => ({
  act: 'end',
  statement: 'Chất lượng tốt',
  reason,
});
const check = (entries: readonly TrialEntry[], act: RehearsalAct, seatOpen = false) => {
  const checked = checkTrialAct(stages, trialStanding(stages, entries), act, { seatOpen });
  return checked.ok ? 'ok' : checked.error;
};

describe('[RH-2] [R-CHK-10] results', () => {
  test('[R-RHS-04] the districts try their communes first; a failing site is queued again after those not tried', () => {
    const begun = trialStanding(stages, []);
    expect(begun.queue).toEqual([site(1), site(2), site(3)]);
    expect(begun.sites.get(site(0))?.state).toBe('later');
    const tried = trialStanding(stages, [result(2, 'failed'), result(1, 'failed')]);
    expect(tried.queue).toEqual([site(3), site(2), site(1)]);
    const again = trialStanding(stages, [result(2, 'failed'), result(1, 'failed'), result(2, 'passed')]);
    expect(again.queue).toEqual([site(3), site(1)]);
    expect(again.sites.get(site(2))).toMatchObject({ state: 'passed', tries: 2 });
    expect(again.counts.get(1)).toEqual({ passed: 1, again: 1 });
  });

  test('[R-RHS-05] in the next stage everybody is tried anew, what was good before counts for its stage', () => {
    const own = [1, 2, 3].map((n) => result(n, 'passed'));
    const second = trialStanding(stages, [...own, entry(advance())]);
    expect(second).toMatchObject({ stage: 2, queue: [site(0), site(1), site(2), site(3)] });
    expect(second.counts.get(1)).toEqual({ passed: 3, again: 0 });
  });
});

test('[RH-3] the next stage waits for every site of this one, or for a reason', () => {
  const two = [result(1, 'passed'), result(2, 'failed')];
  expect(advanceGaps(trialStanding(stages, two))).toEqual(['untried', 'notGood']);
  expect(check(two, advance())).toBe('untried');
  expect(check(two, advance('Mưa lũ, hai xã không đến được'))).toBe('ok');
  expect(check([...two, result(2, 'passed'), result(3, 'passed')], advance())).toBe('ok');
  const third = [entry(advance('x')), entry(advance('x'))];
  expect(check(third, advance('x'))).toBe('noNextStage');
});

describe('[RH-4] [R-RHS-06] the exit', () => {
  const all = [0, 1, 2, 3];
  const until = [1, 2, 3].map((n) => result(n, 'passed'));
  const third = [...until, entry(advance()), ...all.map((n) => result(n, 'passed')), entry(advance())];
  test('is refused while a site is not good, and before the last stage; a reason overrides', () => {
    expect(check(until, end())).toBe('notLastStage');
    expect(check(third, end())).toBe('untried');
    const red = [...third, ...all.map((n) => result(n, n === 2 ? 'failed' : 'passed'))];
    expect(endGaps(stages, trialStanding(stages, red))).toEqual(['notGood']);
    expect(check(red, end())).toBe('notGood');
    expect(check(red, end('Điểm cầu dự phòng thay thế'))).toBe('ok');
    expect(check([...red, result(2, 'passed')], end())).toBe('ok');
  });
  test('nothing is done in a rehearsal that ended', () => {
    const over = [...third, entry(end('x'))];
    expect(trialStanding(stages, over).ended).toMatchObject({ statement: 'Chất lượng tốt', reason: 'x' });
    expect(check(over, advance('x'))).toBe('notRunning');
  });
});

test('[RH-5] [R-CHK-04] a site passes the last stage only when it was tried from the chair’s seat', () => {
  const passed = result(1, 'passed').act;
  expect(check([], passed, true)).toBe('ok');
  const third = [entry(advance('x')), entry(advance('x'))];
  expect(check(third, passed, true)).toBe('seatOpen');
  expect(check(third, result(1, 'failed').act, true)).toBe('ok');
  expect(check(third, passed, false)).toBe('ok');
  expect(check([], result(0, 'passed').act)).toBe('siteOfLater');
});

test('[RH-6] [R-RHS-03] where satellites keep discipline only the chair’s site may show something', () => {
  const may = { chairSiteId: site(0), presenterIds: [site(0), site(1)] };
  expect(trialPresenters({ discipline: { cite } }, may)).toEqual([site(0)]);
  expect(trialPresenters({ discipline: null }, may)).toEqual([site(0), site(1)]);
});

test('[R-RHS-01] who leads follows from urgency and kind', () => {
  const ledBy = [
    { urgency: 'urgent' as const, kinds: null, roles: ['centre'], cite },
    { urgency: null, kinds: ['province'], roles: ['host'], cite },
  ];
  expect(leadersOf({ ledBy }, { urgency: 'urgent', kind: 'x' })).toEqual(['centre']);
  expect(leadersOf({ ledBy }, { urgency: 'planned', kind: 'province' })).toEqual(['host']);
  expect(leadersOf({ ledBy }, { urgency: 'planned', kind: 'x' })).toEqual([]);
});

test('[RH-8] [R-RHS-07] [R-RHS-08] the record says of every site what the text asks, and who stood by', () => {
  const at: Instant = instant(0);
  const tried = {
    number: 101,
    isChair: false,
    district: null,
    districtName: null,
    tries: 2,
    measured: null,
    blocked: 1,
    at,
    byName: 'A',
    seatOpen: false,
    mayRecord: false,
  } as const;
  const rehearsal = {
    title: 'Hội nghị',
    ledBy: ['VNPT Quảng Ninh'],
    stages: [{ stage: 1, name: 'Phòng chung', sites: 2, passed: 1, again: 1 }],
    current: {
      openedAt: at,
      endedAt: at,
      number: 1,
      statement: 'Đạt yêu cầu',
      reason: null,
      byName: 'Người lập',
    },
    sites: [
      {
        ...tried,
        siteId: site(1),
        name: 'Xã A',
        state: 'passed',
        quality: 'good',
        fault: 'Rè tiếng',
        fix: 'Thay dây',
        staff: 'Bà B',
      },
      {
        ...tried,
        siteId: site(2),
        name: 'Xã B',
        state: 'again',
        quality: null,
        fault: null,
        fix: null,
        staff: null,
      },
    ],
    segments: [{ segmentId: '', title: 'Khai mạc', plannedAt: at, outcome: 'passed', note: null }],
    standby: [{ label: 'Trực viễn thông', place: null, name: 'Ông C', telephone: '0900 000 301' }],
  } as Partial<Rehearsal> as Rehearsal;
  const paper = rehearsalRecord(rehearsal, {
    host: 'UBND',
    superior: null,
    rehearsal: 'vận hành thử',
    operatingUnit: 'VNPT',
    timeOf: () => '08:00',
  });
  expect(paper.title).toEqual(['BIÊN BẢN VẬN HÀNH THỬ']);
  const rows = paper.blocks.flatMap((block) => (block.kind === 'table' ? [block.key, ...block.rows] : []));
  expect(rows).toContainEqual([
    '101',
    'Xã A',
    'tốt',
    'Rè tiếng; Thay dây; 1 lần tự trình chiếu bị chặn',
    'Bà B',
    'Đạt; 2 lần thử',
  ]);
  expect(rows).toContainEqual(['Trực viễn thông', '', 'Ông C; 0900 000 301']);
  expect(rows).toContainEqual(['08:00', 'Khai mạc', 'Đạt']);
});
