import { type CaseAct, type CaseEvent, type Instant, instant } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { holdersNear } from './routing.ts';
import {
  type CaseEntry,
  type CaseHead,
  caseStanding,
  caseType,
  checkCaseAct,
  closedByArrival,
  mayActOnCase,
} from './standing.ts';
import { byCaseNeed, caseTotals } from './totals.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const opened = instant(1_000_000);
const at = (ms: number): Instant => instant(opened + ms);
const head: CaseHead = {
  type: 'call',
  session: 'session',
  openedAt: opened,
  acknowledgeBy: at(2 * MINUTE),
  isOfSite: true,
};
const entry = (ms: number, event: CaseEvent, byName = 'Trần Văn A'): CaseEntry => ({
  at: at(ms),
  event,
  byName,
});
const dropped = { kind: 'siteDropped', detail: 'timeout' } as const;
const loss = { kind: 'lineDegraded', detail: 'loss' } as const;
const seen = { kind: 'reported', detail: 'mất điện' } as const;
const tellChair = { afterSeconds: 60, cite: [{ article: 'Đ9.2', quote: 'báo cáo chủ trì cuộc họp' }] };
const interruption = { cite: tellChair.cite };
const standing = (entries: CaseEntry[], now = at(MINUTE), rules = { tellChair }) =>
  caseStanding(head, entries, { now, rules });
const closing = { cause: 'line', causeWords: 'Đứt cáp', solution: 'Hàn nối' } as const;

test('[IN-12] [R-CON-08] the case of a site that was missing closes when it comes, unless something else failed there', () => {
  const missing = { kind: 'siteMissing', detail: 'Trung tâm khu vực' } as const;
  const told = [
    entry(0, { act: 'observe', fault: missing }),
    entry(1, { act: 'note', words: 'đã gọi' }, 'B'),
  ];
  expect(closedByArrival(told)).toMatchObject({ act: 'close', cause: 'other' });
  const calm = entry(9, { act: 'calm', fault: missing }, '');
  const closing = closedByArrival(told);
  if (closing === null) throw new Error('not closed');
  expect(standing([...told, calm, entry(9, closing, '')])).toMatchObject({ state: 'closed', downMs: 9 });
  expect(closedByArrival([...told, entry(2, { act: 'observe', fault: dropped })])).toBeNull();
  expect(closedByArrival([entry(0, { act: 'observe', fault: dropped })])).toBeNull();
  expect(
    closedByArrival([
      ...told,
      entry(3, { act: 'close', ...{ cause: 'line', causeWords: 'x y', solution: 'z z' } }),
    ]),
  ).toBeNull();
});

describe('[IN-13] [R-INC-01] as what a case counts', () => {
  const worse = entry(0, { act: 'observe', fault: loss });
  const gone = entry(30_000, { act: 'observe', fault: dropped }, '');
  const cut = entry(30_000, { act: 'observe', fault: { kind: 'linkDown', detail: 'heartbeat' } }, '');

  test('a line that got worse and then broke off is lost, whether it has come back or not', () => {
    expect(caseType('quality', [worse])).toBe('quality');
    expect(caseType('quality', [worse, gone])).toBe('call');
    expect(caseType('quality', [worse, cut])).toBe('line');
    expect(caseType('quality', [worse, gone, entry(40_000, { act: 'calm', fault: dropped })])).toBe('call');
  });

  test('what a person said it is stays, and so does every other kind', () => {
    const said = entry(10_000, { act: 'retype', type: 'power', reason: 'mất điện' });
    expect(caseType('quality', [worse, said, gone])).toBe('power');
    expect(caseType('line', [gone])).toBe('line');
  });
});

describe('[IN-1] [R-INC-02] a case from its first fault to its closing', () => {
  test('faults of one place are one case; it is restored when none lasts, and closed by a person', () => {
    const both = [
      entry(0, { act: 'observe', fault: dropped }),
      entry(5_000, { act: 'observe', fault: loss }),
    ];
    expect(standing(both)).toMatchObject({ state: 'open', restoredAt: null });
    const one = [...both, entry(20_000, { act: 'calm', fault: dropped })];
    expect(standing(one).state).toBe('open');
    const none = [...one, entry(30_000, { act: 'calm', fault: loss })];
    expect(standing(none)).toMatchObject({ state: 'restored', restoredAt: at(30_000) });
    const again = [...none, entry(40_000, { act: 'observe', fault: dropped })];
    expect(standing(again)).toMatchObject({ state: 'open', restoredAt: null });
    const closed = [...none, entry(50_000, { act: 'close', ...closing })];
    expect(standing(closed)).toMatchObject({
      state: 'closed',
      closedAt: at(50_000),
      closing: { ...closing, byName: 'Trần Văn A' },
    });
  });

  test('the same fault told twice is one, and the end of the meeting mends nothing', () => {
    const twice = [
      entry(0, { act: 'observe', fault: dropped }),
      entry(1_000, { act: 'observe', fault: dropped }),
      entry(90_000, { act: 'endSession' }),
    ];
    expect(standing(twice, at(5 * MINUTE))).toMatchObject({
      faults: [{ from: at(0), to: at(90_000) }],
      restoredAt: null,
      downMs: 90_000,
      state: 'open',
    });
  });
});

describe('[IN-4] [R-INC-01] silence', () => {
  const drop = entry(0, { act: 'observe', fault: dropped });
  test.each([
    ['one moment before the limit', [drop], 2 * MINUTE - 1, false],
    ['at the limit', [drop], 2 * MINUTE, true],
    [
      'answered by anything a person does',
      [drop, entry(MINUTE, { act: 'note', words: 'Đang gọi' })],
      3 * MINUTE,
      false,
    ],
    ['mended by itself', [drop, entry(MINUTE, { act: 'calm', fault: dropped })], 3 * MINUTE, false],
    [
      'what the system does answers nothing',
      [drop, entry(2 * MINUTE, { act: 'escalate' })],
      3 * MINUTE,
      true,
    ],
  ] as const)('%s', (_, entries, now, isSilent) => {
    expect(standing([...entries], at(now)).isSilent).toBe(isSilent);
  });
});

describe('[IN-5] [R-INC-03] the chair at the site is told of what lasts', () => {
  const drop = entry(0, { act: 'observe', fault: dropped });
  const back = (ms: number) => entry(ms, { act: 'calm', fault: dropped });
  const told = entry(70_000, { act: 'tellChair', decision: 'Chờ thêm 5 phút' });
  test.each([
    ['not before a minute', [drop], MINUTE - 1, true],
    ['after a minute', [drop], MINUTE, false],
    ['never when it was back sooner', [drop, back(MINUTE - 1)], 5 * MINUTE, true],
    ['still when it came back later', [drop, back(90_000)], 5 * MINUTE, false],
    ['no more once it was answered', [drop, told], 5 * MINUTE, true],
  ] as const)('%s', (_, entries, now, isQuiet) => {
    expect(standing([...entries], at(now)).asksForChair).toBe(!isQuiet);
  });

  test('a locality whose text does not ask for it is not asked', () => {
    expect(caseStanding(head, [drop], { now: at(5 * MINUTE), rules: { tellChair: null } }).asksForChair).toBe(
      false,
    );
  });
});

test('[IN-6] [R-INC-02] time down is the time in which anything failed, counted once', () => {
  const entries = [
    entry(0, { act: 'observe', fault: dropped }),
    entry(10_000, { act: 'observe', fault: loss }),
    entry(20_000, { act: 'calm', fault: dropped }),
    entry(30_000, { act: 'calm', fault: loss }),
    entry(60_000, { act: 'observe', fault: dropped }),
  ];
  expect(standing(entries, at(65_000)).downMs).toBe(35_000);
});

describe('[IN-7] [IN-8] what fits a case', () => {
  const lasting = standing([entry(0, { act: 'observe', fault: dropped })]);
  const reported = standing([entry(0, { act: 'observe', fault: seen })]);
  const closed = standing([
    entry(0, { act: 'observe', fault: seen }),
    entry(9_000, { act: 'close', ...closing }),
  ]);
  const check = (of: typeof lasting, act: CaseAct, isOfSite = true, rules = { interruption }) => {
    const checked = checkCaseAct({ isOfSite, session: 'session' }, of, act, { now: at(MINUTE), rules });
    return checked.ok ? 'ok' : checked.error;
  };
  const close: CaseAct = { act: 'close', ...closing };
  test.each([
    ['nothing is closed while it is seen to last', check(lasting, close), 'lasts'],
    ['what was only reported is mended when somebody says so', check(reported, close), 'ok'],
    ['nothing is done about a closed case', check(closed, { act: 'note', words: 'muộn' }), 'closed'],
    [
      'another kind is another',
      check(lasting, { act: 'retype', type: 'call', reason: 'như cũ' }),
      'sameType',
    ],
    ['nobody arrives who was not sent', check(lasting, { act: 'arrive' }), 'nobodySent'],
    [
      'an estimate lies ahead',
      check(lasting, { act: 'estimate', fixedBy: at(MINUTE), words: 'xong' }),
      'past',
    ],
    [
      'a device is swapped at a site',
      check(lasting, { act: 'swap', removed: 'A', installed: 'B' }, false),
      'noSite',
    ],
    [
      '[R-INC-04] Hà Nội: the site reports that it is not back in time',
      check(lasting, { act: 'interrupt', reason: 'mất điện' }),
      'ok',
    ],
  ])('%s', (_, result, expected) => expect(result).toBe(expected));

  test('[R-INC-04] where the text knows no such report, there is none', () => {
    const checked = checkCaseAct(
      head,
      lasting,
      { act: 'interrupt', reason: 'mất điện' },
      { now: at(MINUTE), rules: { interruption: null } },
    );
    expect(checked).toEqual({ ok: false, error: 'notForeseen' });
  });
});

test('[IN-9] [R-INC-05] totals: answered and mended in the mean of those that were', () => {
  const one = { openedAt: at(0), closedAt: null, isSilent: false, downMs: 30_000 } as const;
  expect(
    caseTotals([
      { ...one, acknowledgedAt: at(10_000), restoredAt: at(30_000), state: 'restored' },
      { ...one, acknowledgedAt: at(20_000), restoredAt: null, state: 'acknowledged' },
      { ...one, acknowledgedAt: null, restoredAt: null, state: 'open', isSilent: true },
    ]),
  ).toEqual({
    cases: 3,
    open: 2,
    silent: 1,
    downMs: 90_000,
    meanAcknowledgeMs: 15_000,
    meanRestoreMs: 30_000,
  });
  expect(caseTotals([])).toMatchObject({ meanAcknowledgeMs: null, meanRestoreMs: null });
  const order = [
    { state: 'closed', isSilent: false, openedAt: at(3) },
    { state: 'open', isSilent: false, openedAt: at(1) },
    { state: 'open', isSilent: true, openedAt: at(0) },
  ] as const;
  expect([...order].sort(byCaseNeed).map(({ openedAt }) => openedAt - opened)).toEqual([0, 1, 3]);
});

test('[IN-3] of several holders those on the way from the site upwards, the nearest; without one, all', () => {
  const holder = (organisationId: string) => ({ organisationId, siteId: null });
  const all = [holder('province'), holder('district'), holder('other')];
  expect(holdersNear(all, ['commune', 'district', 'province'])).toEqual([holder('district')]);
  expect(holdersNear([holder('vnpt'), holder('viettel')], ['commune', 'district'])).toHaveLength(2);
  expect(holdersNear(all, null)).toEqual(all);
});

test('[IN-10] who mends says who comes, the site speaks for its chair, the control room closes', () => {
  expect(mayActOnCase(['party'], 'dispatch')).toBe(true);
  expect(mayActOnCase(['party'], 'close')).toBe(false);
  expect(mayActOnCase(['party'], 'tellChair')).toBe(false);
  expect(mayActOnCase(['site'], 'tellChair')).toBe(true);
  expect(mayActOnCase(['site'], 'close')).toBe(false);
  expect(mayActOnCase(['site', 'whole'], 'close')).toBe(true);
  expect(mayActOnCase([], 'acknowledge')).toBe(false);
});
