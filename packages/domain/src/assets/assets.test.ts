import { type AssetRules, silentAssets } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import type { Unit } from '../staff/unit-scope.ts';
import { consentingUnit, movesFreely, nextRequest } from './consent.ts';
import { fallbackGaps } from './fallback.ts';
import { signHandover } from './handover.ts';
import { lineGaps, linePriority, lineRefusal } from './lines.ts';
import { sheetChanges, sheetFieldsOf, unapprovedChanges } from './sheet.ts';
import { spareRefusal } from './spare.ts';
import { inspectionDue, monthsAfter, upkeepDue, upkeepRulesFor, upkeepSince } from './upkeep.ts';
import { type DeviceToUse, useRefusal } from './use.ts';

const cite = [{ article: 'Đ1', quote: 'lời văn' }];
const consent = (by: 'owner' | 'custodian' | 'operating') => ({ by, label: 'Đơn vị', cite, note: null });

describe('[AS-1] a request is decided once, and only what was granted is carried out', () => {
  test.each([
    ['asked', 'grant', 'granted'],
    ['asked', 'refuse', 'refused'],
    ['asked', 'finish', null],
    ['granted', 'finish', 'done'],
    ['granted', 'refuse', null],
    ['refused', 'grant', null],
    ['done', 'finish', null],
  ] as const)('[R-AST-03] %s, %s', (state, step, next) => {
    expect(nextRequest(state, step)).toBe(next);
  });

  test.each([
    ['first installation', { siteId: null, room: null }, { siteId: 'a', room: 'P1' }, true],
    ['to another site', { siteId: 'a', room: 'P1' }, { siteId: 'b', room: 'P1' }, false],
    ['to another room', { siteId: 'a', room: 'P1' }, { siteId: 'a', room: 'P2' }, false],
    ['the room written down at last', { siteId: 'a', room: null }, { siteId: 'a', room: 'P1' }, true],
  ] as const)('[R-AST-03] %s', (_, now, to, freely) => {
    expect(movesFreely({ relocation: consent('owner') }, now, to)).toBe(freely);
    expect(movesFreely({ relocation: null }, now, to)).toBe(true);
  });
});

test('[AS-2] [R-AST-04] whoever owns, keeps or runs it consents, as the text says', () => {
  const device = { ownerId: 'o-vnpt', custodianId: 'o-xa' };
  expect(consentingUnit('owner', device)).toBe('o-vnpt');
  expect(consentingUnit('custodian', device)).toBe('o-xa');
  expect(consentingUnit('operating', device)).toBeNull();
});

describe('use of a device', () => {
  const rules = (change: Partial<AssetRules>) => ({ ...silentAssets, ...change });
  const opinion = { by: 'Sở', causes: ['new' as const, 'upgraded' as const], cite, note: null };
  const inspection = {
    by: 'Công an',
    kinds: ['vcs' as const],
    causes: ['new' as const, 'repaired' as const],
    cite,
    note: null,
  };
  const device = (change: Partial<DeviceToUse> = {}): DeviceToUse => ({
    kind: 'vcs',
    cause: 'new',
    causeAt: 100,
    verdicts: [],
    ...change,
  });
  const verdict = (kind: 'opinion' | 'inspection', passed: boolean, at: number) => ({ kind, passed, at });

  test.each([
    ['none was given', device(), 'opinionMissing'],
    ['it was against', device({ verdicts: [verdict('opinion', false, 120)] }), 'opinionMissing'],
    ['it was for it', device({ verdicts: [verdict('opinion', true, 120)] }), null],
    [
      'of before the upgrade',
      device({ cause: 'upgraded', verdicts: [verdict('opinion', true, 99)] }),
      'opinionMissing',
    ],
    ['only repaired', device({ cause: 'repaired' }), null],
  ] as const)('[AS-3] [R-AST-10] without an opinion nothing is connected: %s', (_, one, refusal) => {
    expect(useRefusal(rules({ opinion }), one)).toBe(refusal);
    expect(useRefusal(silentAssets, one)).toBeNull();
  });

  test.each([
    ['never inspected', device(), 'inspectionMissing'],
    ['failed', device({ verdicts: [verdict('inspection', false, 120)] }), 'inspectionFailed'],
    [
      'failed, then passed',
      device({ verdicts: [verdict('inspection', false, 120), verdict('inspection', true, 130)] }),
      null,
    ],
    [
      'passed, then failed',
      device({ verdicts: [verdict('inspection', true, 120), verdict('inspection', false, 130)] }),
      'inspectionFailed',
    ],
    [
      'passed before the repair',
      device({ cause: 'repaired', verdicts: [verdict('inspection', true, 99)] }),
      'inspectionMissing',
    ],
    ['another kind of device', device({ kind: 'display' }), null],
  ] as const)('[AS-4] [R-AST-11] without a passed inspection nothing is used: %s', (_, one, refusal) => {
    expect(useRefusal(rules({ inspection }), one)).toBe(refusal);
  });
});

describe('[AS-5] a handover is done with the signatures of both sides', () => {
  const open = { state: 'open', giver: null, receiver: null } as const;
  test.each([
    ['the first', open, 'giver', 'u1', { state: 'open' }],
    ['the second', { ...open, giver: 'u1' }, 'receiver', 'u2', { state: 'done' }],
    ['the receiver first', { ...open, receiver: 'u2' }, 'giver', 'u1', { state: 'done' }],
    ['the same hand', { ...open, giver: 'u1' }, 'receiver', 'u1', { refusal: 'sameHand' }],
    ['twice', { ...open, giver: 'u1' }, 'giver', 'u3', { refusal: 'signed' }],
    ['withdrawn', { ...open, state: 'withdrawn' }, 'giver', 'u1', { refusal: 'closed' }],
  ] as const)('[R-AST-02] %s', (_, handover, side, user, result) => {
    expect(signHandover(handover, side, user)).toEqual(result);
  });
});

describe('[AS-6] a terminal set otherwise than its sheet says is a change without consent', () => {
  const sheet = { address: '10.0.0.1', callBandwidth: '2048', echoCancellation: 'on' };
  test.each([
    ['as it was', { callBandwidth: '2048' }, null, []],
    ['a bandwidth', { callBandwidth: '1024' }, null, ['callBandwidth']],
    ['a bandwidth consented to', { callBandwidth: '1024' }, { callBandwidth: '1024' }, []],
    ['another than was consented to', { callBandwidth: '512' }, { callBandwidth: '1024' }, ['callBandwidth']],
    ['what the sheet is silent of', { pictureFormat: '720' }, null, []],
  ] as const)('[R-AST-04] %s', (_, reported, granted, fields) => {
    expect(unapprovedChanges(sheet, reported, granted).map(({ field }) => field)).toEqual(fields);
  });

  test('[R-AST-06] the sheet is filled by what the terminal reports, and by nothing else', () => {
    expect(sheetFieldsOf({ address: '10.0.0.9', noise: '-60', pictureFormat: ' ' })).toEqual({
      address: '10.0.0.9',
    });
    expect(sheetChanges(sheet, { address: '10.0.0.9' })).toEqual([
      { field: 'address', before: '10.0.0.1', after: '10.0.0.9' },
    ]);
  });
});

test('[AS-7] [R-AST-12] a site owes the plans its text asks for, and looks at them every year', () => {
  const scope = { levels: ['commune'], kinds: null, parentKinds: null, codes: null };
  const rules = {
    fallback: (['power', 'line'] as const).map((subject) => ({
      subject,
      label: subject,
      by: 'Đơn vị',
      scope,
      cite,
      note: null,
    })),
  };
  const unit = {
    organisationId: 'o',
    code: 'X1',
    levelCode: 'commune',
    kind: 'peoplesCommittee' as const,
    parent: null,
  };
  const gaps = (filed: Parameters<typeof fallbackGaps>[2], today: string) =>
    fallbackGaps(rules, unit, filed, today).map(({ subject, isOld }) => [subject, isOld]);
  const power = { subject: 'power' as const, filedOn: '2025-11-30' };
  expect(gaps([], '2026-11-30')).toEqual([
    ['power', false],
    ['line', false],
  ]);
  expect(gaps([power], '2026-11-30')).toEqual([['line', false]]);
  expect(gaps([power], '2026-12-01')).toEqual([
    ['power', true],
    ['line', false],
  ]);
  expect(fallbackGaps(rules, { ...unit, levelCode: 'province' }, [], '2026-11-30')).toEqual([]);
});

describe('[AS-8] work that returns', () => {
  test.each([
    ['never done, within the period', '2026-03-01', null, '2026-08-31', '2026-09-01', 'soon'],
    ['never done, a day late', '2026-03-01', null, '2026-09-02', '2026-09-01', 'overdue'],
    ['done in time', '2026-03-01', '2026-08-20', '2026-09-02', '2027-02-20', 'later'],
    ['the month is shorter', '2026-08-31', null, '2026-09-01', '2027-02-28', 'later'],
  ] as const)('[R-AST-08] %s', (_, sinceOn, doneOn, today, dueOn, state) => {
    expect(upkeepDue({ everyMonths: 6 }, { sinceOn, doneOn }, today)).toEqual({ dueOn, state });
  });

  test.each([
    ['new: from the day it came', 'new', '2026-03-01', '2026-03-01'],
    ['new, the day unknown', 'new', null, '2026-11-02'],
    ['used before the inventory began', 'existing', '2019-05-01', '2026-11-02'],
    ['repaired since', 'repaired', '2019-05-01', '2026-11-02'],
  ] as const)('[AS-11] [R-AST-08] the first period, %s', (_, cause, acquiredOn, since) => {
    expect(upkeepSince({ cause, acquiredOn, causeOn: '2026-11-02' })).toBe(since);
  });

  test('[R-AST-09] is that of the kind of device, and of devices that are used or kept ready', () => {
    const rule = (key: string, kinds: ('camera' | 'vcs')[] | null) => ({
      key,
      label: key,
      kinds,
      everyMonths: 1,
      by: 'Đơn vị',
      cite: [],
      note: null,
    });
    const rules = { upkeep: [rule('cleaning', ['camera']), rule('yearly', null)] };
    const keys = (kind: 'camera' | 'vcs', state: 'inUse' | 'spare' | 'store' | 'repair' | 'retired') =>
      upkeepRulesFor(rules, { kind, state, sinceOn: '2026-01-01' }).map(({ key }) => key);
    expect(keys('camera', 'inUse')).toEqual(['cleaning', 'yearly']);
    expect(keys('vcs', 'spare')).toEqual(['yearly']);
    for (const state of ['store', 'repair', 'retired'] as const) expect(keys('camera', state)).toEqual([]);
  });
});

test('[AS-9] [R-AST-14] a site nobody looked at is due now, and each a period after the last time', () => {
  expect(inspectionDue({ everyMonths: 3 }, null, '2026-11-30')).toEqual({ dueOn: null, isDue: true });
  expect(inspectionDue({ everyMonths: 3 }, '2026-08-30', '2026-11-29')).toEqual({
    dueOn: '2026-11-30',
    isDue: false,
  });
  expect(inspectionDue({ everyMonths: 3 }, '2026-08-30', '2026-11-30').isDue).toBe(true);
  expect(monthsAfter('2024-02-29', 12)).toBe('2025-02-28');
});

describe('[AS-10] a spare stands in', () => {
  const spare = { state: 'spare', refusal: null } as const;
  test.each([
    ['for nothing of the inventory', spare, null, null],
    ['for what stands there', spare, { siteId: 'a' }, null],
    ['not for what stands elsewhere', spare, { siteId: 'b' }, 'elsewhere'],
    ['not when it was never inspected', { ...spare, refusal: 'inspectionMissing' }, null, 'notCleared'],
    ['not when it is used', { ...spare, state: 'inUse' }, null, 'notSpare'],
    ['not when it stands in elsewhere', { ...spare, state: 'lent' }, null, 'notSpare'],
  ] as const)('[R-INC-06] %s', (_, one, removed, refusal) => {
    expect(spareRefusal(one, removed, 'a')).toBe(refusal);
  });
});

describe('lines', () => {
  const lines: NonNullable<AssetRules['lines']> = {
    networks: ['tslcd', 'internet'],
    network: [{ article: 'Đ5', quote: 'mạng truyền số liệu chuyên dùng' }],
    protection: { label: 'Internet có VPN', cite: [{ article: 'Đ5', quote: 'Internet có sử dụng VPN' }] },
    priority: [
      {
        label: 'Từ tỉnh đến huyện',
        scope: { levels: ['district'], kinds: null, parentKinds: null, codes: null },
        mark: 46,
        cite: [{ article: 'Đ7-3', quote: 'ưu tiên cao nhất' }],
        note: null,
      },
      {
        label: 'Hội nghị',
        scope: { levels: null, kinds: null, parentKinds: null, codes: null },
        mark: 34,
        cite: [],
        note: 'mức của hệ thống',
      },
    ],
  };
  const rules = { lines };
  const at = (levelCode: string): Unit => ({
    organisationId: 'o',
    code: 'o',
    levelCode,
    kind: 'peoplesCommittee',
    parent: null,
  });
  const line = { network: 'tslcd', protection: 'none', mark: 46 } as const;

  test.each([
    ['internet', 'none', 'Đ5'],
    ['internet', 'vpn', null],
    ['internet', 'encryption', null],
    ['internet', 'vpnAndEncryption', null],
    ['tslcd', 'none', null],
    ['privateChannel', 'none', null],
  ] as const)('[AS-12] [R-AST-13] a line over %s with %s: refused by %s', (network, protection, article) => {
    expect(lineRefusal(rules, { network, protection })?.cite[0]?.article ?? null).toBe(article);
    expect(lineRefusal({ lines: { ...lines, protection: null } }, { network, protection })).toBeNull();
    expect(lineRefusal(silentAssets, { network, protection })).toBeNull();
  });

  test('[AS-13] [R-AST-13] from the province to the districts goes first, the rest as the next rule says', () => {
    expect(linePriority(rules, at('district'))?.mark).toBe(46);
    expect(linePriority(rules, at('commune'))?.mark).toBe(34);
    expect(linePriority(silentAssets, at('district'))).toBeNull();
  });

  test.each([
    ['as the text has it', line, []],
    ['none recorded', null, ['missing']],
    ['marked as something else', { ...line, mark: 34 }, ['otherMark']],
    ['unmarked', { ...line, mark: null }, ['otherMark']],
    ['on a network the text does not name', { ...line, network: 'cityWan' }, ['otherNetwork']],
    ['recorded before the text forbade it', { ...line, network: 'internet' }, ['unprotected']],
  ] as const)('[AS-13] [R-AST-13] the line of a district, %s', (_what, one, gaps) => {
    expect(lineGaps(rules, at('district'), one)).toEqual(gaps);
    expect(lineGaps(silentAssets, at('district'), one)).toEqual([]);
  });
});
