import { CheckItem, CheckPhase, type CheckRules, instant } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { checkAnswer } from './check-answers.ts';
import { checkPhasesOf } from './check-phases.ts';
import { configurationChanges } from './configuration.ts';
import {
  type CheckResult,
  isRetestOpen,
  passedAt,
  progressOf,
  siteStanding,
  unclearedSites,
} from './readiness.ts';

const HOUR = 3_600_000;
const START = instant(100 * HOUR);
const cite = [{ article: 'Đ1', quote: 'như trên' }];
const anItem = (key: string, more: Partial<CheckItem> = {}): CheckItem =>
  CheckItem.parse({
    key,
    group: 'terminal',
    text: `Kiểm tra ${key}`,
    kind: 'both',
    measure: 'none',
    limit: null,
    sites: 'all',
    answeredBy: 'site',
    binding: 'rule',
    mayNotApply: false,
    fromChairSeat: false,
    faultTo: null,
    cite,
    note: null,
    ...more,
  });
const aPhase = (key: string, items: CheckItem[], more: Partial<CheckPhase> = {}): CheckPhase =>
  CheckPhase.parse({
    key,
    name: `Bước ${key}`,
    deadline: key,
    meetsDeadline: true,
    opensBefore: null,
    items,
    cite,
    note: null,
    ...more,
  });
const limits = (of: Record<string, number | null>) => ({
  start: START,
  limits: new Map(Object.entries(of).map(([id, at]) => [id, at === null ? null : instant(at * HOUR)])),
});
const rules: CheckRules = {
  phases: [
    aPhase('trial', [
      anItem('format', { limit: { min: 720, max: null } }),
      anItem('kept', { measure: 'freeze' }),
    ]),
    aPhase('onsite', [anItem('unchanged', { measure: 'unchanged' }), anItem('tip', { binding: 'advice' })], {
      opensBefore: { n: 2, unit: 'hour' },
    }),
  ],
};
const phases = checkPhasesOf(rules, limits({ trial: 76, onsite: 98 }), {
  isChair: false,
  terminal: 'browser',
});
const result = (phase: string, item: string, at: number, more: Partial<CheckResult> = {}): CheckResult => ({
  phase,
  item,
  outcome: 'passed',
  value: null,
  at: instant(at * HOUR),
  tries: 1,
  ...more,
});
const at = (hour: number, results: CheckResult[], more: Partial<Parameters<typeof siteStanding>[1]> = {}) =>
  siteStanding(phases, { results, retests: [], isChanged: false, ...more }, instant(hour * HOUR));

describe('[CK-1] which phases a site has, and when', () => {
  test('[R-CHK-03] the limit of the duty in the ledger is the limit of the phase; it opens so long before', () => {
    expect(phases.map(({ phase, opensAt, dueAt }) => [phase.key, opensAt, dueAt])).toEqual([
      ['trial', null, 76 * HOUR],
      ['onsite', 96 * HOUR, 98 * HOUR],
    ]);
  });

  test('a duty that is not owed takes its phase away; one without an instant leaves it until the start', () => {
    const found = checkPhasesOf(rules, limits({ onsite: null }), { isChair: false, terminal: 'browser' });
    expect(found.map(({ phase, dueAt }) => [phase.key, dueAt])).toEqual([['onsite', START]]);
  });

  test('[R-CHK-11] items of the chair site are not asked of others', () => {
    const light = { phases: [aPhase('a', [anItem('sun', { sites: 'chair' }), anItem('all')])] };
    const of = (isChair: boolean) =>
      checkPhasesOf(light, limits({ a: 1 }), { isChair, terminal: 'browser' })[0]?.items.map(
        ({ key }) => key,
      );
    expect([of(true), of(false)]).toEqual([['sun', 'all'], ['all']]);
  });
});

describe('[CK-2] what "passed" needs', () => {
  const answer = (item: string, more: object = {}, isChanged = false) =>
    checkAnswer(
      [
        ...phases,
        ...checkPhasesOf(
          {
            phases: [
              aPhase('seat', [
                anItem('seat', { fromChairSeat: true }),
                anItem('micro', { mayNotApply: true }),
              ]),
            ],
          },
          limits({ seat: 99 }),
          { isChair: false, terminal: 'browser' },
        ),
      ],
      {
        phase: item === 'format' ? 'trial' : item === 'unchanged' ? 'onsite' : 'seat',
        item,
        outcome: 'passed',
        value: null,
        fromChairSeat: false,
        answeredAt: instant(97 * HOUR),
        ...more,
      },
      { isChanged },
    );
  const kindOf = (got: ReturnType<typeof answer>) => (got.ok ? 'ok' : got.error.kind);

  test.each([
    ['720 lines', { value: 720 }, 'ok'],
    ['one line less', { value: 719 }, 'outOfLimit'],
    ['no value', {}, 'valueMissing'],
    ['words for a number', { value: 'HD' }, 'valueMissing'],
    ['failed needs none', { outcome: 'failed' }, 'ok'],
    ['does not apply, but it must', { outcome: 'notApplicable' }, 'mustApply'],
  ])('[R-CHK-02] picture format: %s', (_, more, expected) => {
    expect(kindOf(answer('format', more))).toBe(expected);
  });

  test('[R-CHK-04] the test from the chair’s seat is not passed without that word', () => {
    expect(kindOf(answer('seat'))).toBe('notFromChairSeat');
    expect(kindOf(answer('seat', { fromChairSeat: true }))).toBe('ok');
  });

  test('[R-CHK-05] "unchanged" cannot be said of a room that changed, nor before its time', () => {
    expect(kindOf(answer('unchanged'))).toBe('ok');
    expect(kindOf(answer('unchanged', {}, true))).toBe('changedSinceFrozen');
    expect(kindOf(answer('unchanged', { answeredAt: instant(96 * HOUR - 1) }))).toBe('notOpen');
    expect(kindOf(answer('unchanged', { answeredAt: instant(96 * HOUR) }))).toBe('ok');
  });

  test('a room without the device says so; what nobody asks is unknown', () => {
    expect(kindOf(answer('micro', { outcome: 'notApplicable' }))).toBe('ok');
    expect(kindOf(answer('nothing'))).toBe('unknown');
  });
});

describe('[CK-3] where a site stands', () => {
  const trial = [result('trial', 'format', 70, { value: 720 }), result('trial', 'kept', 71)];

  test.each([
    ['asked and not answered', 50, [], 'checking'],
    ['in the last instant', 76, [], 'checking'],
    ['late after it', 76.001, [], 'late'],
    ['the first phase passed, the second still to come', 80, trial, 'onTrack'],
    ['the second is open', 96, trial, 'checking'],
    ['all passed; advice is not waited for', 97, [...trial, result('onsite', 'unchanged', 97)], 'ready'],
    ['failed in time: tested again', 75, [result('trial', 'format', 70, { outcome: 'failed' })], 'retesting'],
    ['failed to the end', 77, [result('trial', 'format', 70, { outcome: 'failed' })], 'failing'],
  ] as const)('[R-CHK-10] %s', (_, hour, results, expected) => {
    expect(at(hour, [...results]).state).toBe(expected);
  });

  test('[R-CHK-05] a change after tuning is told at once', () => {
    expect(at(80, trial, { isChanged: true }).state).toBe('changed');
  });

  test('[R-CHK-10] an order makes a passed item stale until it has a newer result', () => {
    const order = { phase: 'trial', items: ['format'], at: instant(72 * HOUR) };
    const ordered = at(73, trial, { retests: [order] });
    expect(ordered.phases[0]?.items.map(({ state }) => state)).toEqual(['stale', 'passed']);
    expect([ordered.state, isRetestOpen(order, trial)]).toEqual(['retesting', true]);
    const again = [result('trial', 'format', 74, { value: 1080, tries: 2 }), ...trial.slice(1)];
    expect([at(75, again, { retests: [order] }).state, isRetestOpen(order, again)]).toEqual([
      'onTrack',
      false,
    ]);
  });

  test('progress counts the binding items that can be answered by now', () => {
    expect(progressOf(at(80, trial), instant(80 * HOUR))).toEqual({ done: 2, due: 2 });
    expect(progressOf(at(97, trial), instant(97 * HOUR))).toEqual({ done: 2, due: 3 });
  });
});

test('[CK-4] a phase is passed when the last site is, at that instant', () => {
  const passed = (hour: number) => at(97, [result('onsite', 'unchanged', hour)]);
  expect(passedAt([passed(96), passed(97)], 'onsite')).toBe(97 * HOUR);
  expect(passedAt([passed(96), at(97, [])], 'onsite')).toBeNull();
});

test('[CK-5] [R-AST-05] a field that differs is a change; one that is not known now is none', () => {
  expect(
    configurationChanges(
      { camera: 'A', callBandwidth: '4000', address: '10.0.0.2' },
      { camera: 'A', callBandwidth: '2000' },
    ),
  ).toEqual([{ field: 'callBandwidth', before: '4000', after: '2000' }]);
});

test('[CK-6] an area is held back by every site its unit has not passed; without such a step there is no area', () => {
  const area = checkPhasesOf(
    { phases: [aPhase('area', [anItem('result', { answeredBy: 'area' })])] },
    limits({ area: 90 }),
    { isChair: false, terminal: 'browser' },
  );
  const site = (results: CheckResult[]) =>
    siteStanding(area, { results, retests: [], isChanged: false }, instant(80 * HOUR));
  expect(unclearedSites([site([]), site([result('area', 'result', 79)])])).toBe(1);
  expect(unclearedSites([at(80, [])])).toBeNull();
});
