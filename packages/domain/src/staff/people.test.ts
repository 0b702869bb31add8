import { describe, expect, test } from 'vitest';
import { coverageByDistrict } from './coverage.ts';
import { missingFields } from './person-fields.ts';
import { successionState } from './replacement.ts';
import { roomStanding } from './room-conditions.ts';

const cite = [{ article: 'Đ1', quote: 'lời văn' }];

describe('[SF-9] a replacement is open until somebody took over and the office was told', () => {
  const base = {
    duty: 'main',
    endedOn: '2026-03-02',
    dueOn: '2026-03-05',
    successorId: null,
    notifiedOn: null,
  } as const;
  test.each([
    ['nobody, in time', base, '2026-03-05', 'noSuccessor', false],
    ['nobody, a day late', base, '2026-03-06', 'noSuccessor', true],
    ['somebody, not told', { ...base, successorId: 'p2' }, '2026-03-06', 'notNotified', true],
    ['told', { ...base, successorId: 'p2', notifiedOn: '2026-03-04' }, '2026-04-01', 'settled', false],
    ['no target in the text', { ...base, dueOn: null }, '2027-01-01', 'noSuccessor', false],
  ] as const)('[R-DIR-14] %s', (_, succession, today, state, isLate) => {
    expect(successionState(succession, today)).toEqual({ state, isLate });
  });
});

describe('[SF-10] a room is fit when every mandatory condition is met today', () => {
  const condition = (key: string, mandatory: boolean) => ({ key, label: key, mandatory, cite, note: null });
  const roomConditions = [condition('fire', true), condition('power', true), condition('priority', false)];
  const met = (key: string, expiresOn: string | null = null) => ({ key, result: 'met' as const, expiresOn });
  const failed = (key: string) => ({ key, result: 'failed' as const, expiresOn: null });
  test.each([
    ['all met', [met('fire'), met('power')], 'eligible'],
    ['an optional one failed', [met('fire'), met('power'), failed('priority')], 'eligible'],
    ['one not judged', [met('fire')], 'incomplete'],
    ['expires today', [met('fire', '2026-03-02'), met('power')], 'eligible'],
    ['expired yesterday', [met('fire', '2026-03-01'), met('power')], 'incomplete'],
    ['one failed', [met('fire'), failed('power')], 'notEligible'],
    ['nothing', [], 'incomplete'],
  ])('[R-DIR-10] %s', (_, sheets, standing) => {
    expect(roomStanding({ roomConditions }, sheets, '2026-03-02').standing).toBe(standing);
  });
});

test('[SF-13] [R-DIR-19] a commune counts as reached only after a successful two-way test', () => {
  const commune = (
    districtId: string,
    state: 'connected' | 'oneWay' | null,
    testedOn: string | null = null,
  ) => ({
    districtId,
    state,
    testedOn,
  });
  expect(
    coverageByDistrict([
      commune('a', 'connected', '2026-03-01'),
      commune('a', 'connected'),
      commune('a', 'oneWay', '2026-03-01'),
      commune('b', 'connected', '2026-03-01'),
      commune('c', null),
    ]),
  ).toEqual([
    { districtId: 'a', communes: 3, twoWay: 1, percent: 33, missing: 0 },
    { districtId: 'b', communes: 1, twoWay: 1, percent: 100, missing: 0 },
    { districtId: 'c', communes: 1, twoWay: 0, percent: 0, missing: 1 },
  ]);
});

test('[SF-14] [R-DIR-12] an operator without a prescribed field is refused', () => {
  const operatorFields = {
    duties: [{ duty: 'main' as const, label: 'Cán bộ' }],
    required: ['telephone' as const, 'email' as const],
    cite,
    note: null,
  };
  expect(missingFields({ operatorFields }, { title: null, email: ' ', telephone: '0900 000 001' })).toEqual([
    'email',
  ]);
  expect(missingFields({ operatorFields }, { title: null, email: 'a@b.vn', telephone: null })).toEqual([
    'telephone',
  ]);
  expect(missingFields({ operatorFields }, { title: null, email: 'a@b.vn', telephone: '1' })).toEqual([]);
});
