import { LocalDate, type RowFault } from '@nhipcau/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chairAnswer } from './chair.ts';
import { holdsOn, onDay } from './dated.ts';
import { findLoops } from './loops.ts';
import { planReform, type ReformRow, type ReformUnit } from './reform-plan.ts';

const day = (text: string) => LocalDate.parse(text);
const cite = [{ article: 'Đ1', quote: 'văn bản' }];

test.each([
  ['2025-06-30', false],
  ['2025-07-01', true],
  ['2026-06-30', true],
  ['2026-07-01', false],
])('[DY-1] on %s: %s', (on, expected) => {
  expect(holdsOn({ validFrom: day('2025-07-01'), validTo: day('2026-07-01') }, day(on))).toBe(expected);
});

test('[DY-1] versions that follow each other leave no day without one', () => {
  const versions = [
    { validFrom: null, validTo: day('2025-07-01') },
    { validFrom: day('2025-07-01'), validTo: null },
  ];
  for (const on of ['1945-09-02', '2025-06-30', '2025-07-01', '2099-01-01'])
    expect(versions.filter((version) => holdsOn(version, day(on)))).toHaveLength(1);
  expect(onDay(versions.slice(1), day('2025-06-30'))).toBeNull();
});

describe('[DY-3] loops', () => {
  test.each([
    [{ a: null, b: 'a', c: 'b' }, []],
    [{ a: 'a' }, ['a']],
    [{ a: 'b', b: 'c', c: 'a', d: 'a' }, ['a', 'b', 'c']],
    [{ a: 'gone' }, []],
  ])('%j', (parents, expected) => {
    expect(findLoops(new Map(Object.entries(parents)))).toEqual(expected);
  });

  test('a tree has none; one edge back makes one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 2, maxLength: 60 }), fc.nat(1000), (picks, pick) => {
        const parents = new Map<string, string | null>(
          picks.map((above, index) => [`${index}`, index === 0 ? null : `${above % index}`]),
        );
        expect(findLoops(parents)).toEqual([]);
        const leaf = `${picks.length - 1}`;
        const path = [leaf];
        for (let at = parents.get(leaf); at; at = parents.get(at)) path.push(at);
        const top = path[pick % path.length] ?? leaf;
        parents.set(top, leaf);
        expect(findLoops(parents).sort()).toEqual(path.slice(0, path.indexOf(top) + 1).sort());
      }),
    );
  });
});

describe('[DY-6] [R-DIR-04] who may chair', () => {
  const haNoi = { sites: [{ levels: ['province', 'district'], flagged: false, cite }], onRequest: null };
  const binhDinh = {
    sites: [{ levels: ['province'], flagged: true, cite }],
    othersByFlag: true as const,
    onRequest: null,
  };
  const quangNinh = { sites: [{ levels: ['province'], flagged: true, cite }], onRequest: { cite } };
  test.each([
    ['a commune of Hà Nội', haNoi, 'commune', [], 'no'],
    ['a commune of Hà Nội that calls itself one', haNoi, 'commune', ['chair' as const], 'no'],
    ['a district of Hà Nội', haNoi, 'district', [], 'yes'],
    ['the Party office of Quảng Ninh', quangNinh, 'province', ['chair' as const], 'yes'],
    ['a district of Bình Định', binhDinh, 'district', ['chair' as const], 'yes'],
    ['a district of Bình Định that is no chair site', binhDinh, 'district', [], 'no'],
    ['a district of Quảng Ninh', quangNinh, 'district', [], 'onRequest'],
    [
      'a flagged site where the text is silent',
      { sites: [], onRequest: null },
      'commune',
      ['chair' as const],
      'yes',
    ],
  ])('%s', (_name, rules, levelCode, roles, expected) => {
    expect(chairAnswer(rules, { levelCode, roles }).may).toBe(expected);
  });
});

describe('[DY-4] a reform', () => {
  const unit = (code: string, parentId: string | null, name = `UBND ${code}`): ReformUnit => ({
    id: `id-${code}`,
    code,
    name,
    levelCode: parentId === null ? 'province' : 'commune',
    kind: 'peoplesCommittee',
    parentId,
  });
  const units = [
    unit('T1', null),
    unit('H1', 'id-T1'),
    unit('A', 'id-H1'),
    unit('B', 'id-H1'),
    unit('C', 'id-H1'),
  ];
  const row = (number: number, change: Partial<ReformRow>): ReformRow => ({
    row: number,
    oldCode: 'A',
    oldName: '',
    relation: 'merge',
    newCode: 'N',
    newName: 'UBND N',
    parentCode: 'T1',
    effectiveOn: day('2025-07-01'),
    decree: 'Nghị quyết',
    ...change,
  });
  const end = row(9, { oldCode: 'H1', relation: 'end', newCode: '', newName: '', parentCode: '' });
  const codes = (faults: readonly RowFault[]) => faults.map(({ row: at, code }) => `${at} ${code}`);

  test('joins two communes into a new one, lets another go on under a new name, ends the district', () => {
    const { plan, faults } = planReform(
      [
        row(2, {}),
        row(3, { oldCode: 'B' }),
        row(4, { oldCode: 'C', relation: 'rename', newCode: 'C', newName: 'UBND mới' }),
        end,
      ],
      units,
    );
    expect(faults).toEqual([]);
    expect(plan.creates.map(({ code, parentCode }) => [code, parentCode])).toEqual([['N', 'T1']]);
    expect(plan.ends.map(({ unit: { code }, successors }) => [code, successors])).toEqual([
      ['A', ['N']],
      ['B', ['N']],
      ['H1', []],
    ]);
    expect(plan.renames.map(({ unit: { code }, name }) => [code, name])).toEqual([['C', 'UBND mới']]);
    expect(plan.moves.map(({ unit: { code }, parentCode }) => [code, parentCode])).toEqual([['C', 'T1']]);
    expect(plan.lineage.map(({ unit: { code }, toCode }) => `${code}→${toCode}`)).toEqual(['A→N', 'B→N']);
  });

  test('a commune whose code the new one carries goes on', () => {
    const { plan } = planReform(
      [
        row(2, { newCode: 'A', newName: 'UBND A mới' }),
        row(3, { oldCode: 'B', newCode: 'A', newName: 'UBND A mới' }),
      ],
      units,
    );
    expect([plan.ends.length, plan.renames.length, plan.creates.length]).toEqual([1, 1, 0]);
  });

  test('what stood below a unit with one successor follows it', () => {
    const { plan, faults } = planReform(
      [row(2, { oldCode: 'T1', newCode: 'T2', newName: 'UBND T2', parentCode: '' })],
      units,
    );
    expect(faults).toEqual([]);
    expect(plan.moves.map(({ unit: { code }, parentCode }) => [code, parentCode])).toEqual([['H1', 'T2']]);
  });

  test.each([
    ['an old code nobody has', [row(2, { oldCode: 'Z' })], ['2 unknownUnit']],
    ['an old name of another unit', [row(2, { oldName: 'UBND B' })], ['2 nameDiffers']],
    ['two days', [row(2, {}), row(3, { oldCode: 'B', effectiveOn: day('2025-08-01') })], ['3 dateDiffers']],
    ['an end with a successor', [row(2, { relation: 'end' })], ['2 relationUnfit', '2 targetEnds']],
    ['a successor without a name', [row(2, { newName: '' })], ['2 nameMissing']],
    [
      'one successor under two names',
      [row(2, {}), row(3, { oldCode: 'B', newName: 'UBND khác' })],
      ['3 nameDiffers'],
    ],
    [
      'a successor that ends itself',
      [row(2, { newCode: 'B' }), row(3, { oldCode: 'B', newCode: 'C' })],
      ['2 targetEnds'],
    ],
    [
      'communes left behind by their district',
      [end],
      ['9 childrenRemain', '9 childrenRemain', '9 childrenRemain'],
    ],
    ['an unknown superior', [row(2, { parentCode: 'X' })], ['2 unknownParent']],
    [
      'a superior below itself',
      [row(2, { oldCode: 'H1', relation: 'transfer', newCode: 'H1', newName: '', parentCode: 'A' })],
      ['2 loop'],
    ],
    ['the same row twice', [row(2, {}), row(3, {})], ['3 duplicateId']],
  ])('refuses %s', (_name, rows, expected) => {
    expect(codes(planReform(rows, units).faults)).toEqual(expected);
  });
});
