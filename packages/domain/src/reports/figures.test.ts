import { BringUpPart, OrganisationId } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { addFigures, bringUpFigures, type CallSums, noSites, presentUnit } from './figures.ts';

const unit = (id: string) => OrganisationId.parse(id);

describe('[R-RPT-09] figures', () => {
  test('[FG-3] what is grouped adds up to the whole', () => {
    const one = { ...noSites, sessions: 2, lossLong: 1 };
    const other = { ...noSites, sessions: 3, lossNone: 3 };
    expect(addFigures(noSites, [one, other])).toEqual({ ...noSites, sessions: 5, lossLong: 1, lossNone: 3 });
    expect(addFigures(noSites, [])).toEqual(noSites);
  });

  test.each([
    ['a unit that is there stays', 'a', [], [], 'a', false],
    ['a merged one stands with its heir', 'a', [['a', 'b']], ['a'], 'b', false],
    [
      'through two reforms',
      'a',
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
      ['a', 'b'],
      'c',
      false,
    ],
    [
      'a divided one has no single heir',
      'a',
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
      ['a'],
      'a',
      true,
    ],
    ['one that ended without an heir', 'a', [], ['a'], 'a', true],
    [
      'a circle in the record ends',
      'a',
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      ['a', 'b'],
      'a',
      true,
    ],
  ] as const)('[FG-5] %s', (_name, from, lineage, ended, organisationId, unsettled) => {
    const lines = lineage.map(([a, b]) => ({ from: a, to: b }));
    expect(presentUnit(unit(from), { lineage: lines, ended: new Set<string>(ended) })).toEqual({
      organisationId,
      unsettled,
    });
  });

  test('[FG-6] the part with the longest mean is named, parts nobody measured are not', () => {
    const parts = Object.fromEntries(BringUpPart.options.map((part) => [part, { ms: 0, count: 0 }]));
    const sums: CallSums = {
      calls: 3,
      late: 1,
      done: 2,
      doneMs: 50_000,
      parts: {
        ...(parts as CallSums['parts']),
        operator: { ms: 30_000, count: 3 },
        siteHears: { ms: 24_000, count: 2 },
      },
    };
    expect(bringUpFigures('Đà Bắc', null, [sums, sums])).toMatchObject({
      calls: 6,
      late: 2,
      meanMs: 25_000,
      slowest: 'siteHears',
      parts: { operator: 10_000, siteHears: 12_000, layout: null },
    });
    expect(bringUpFigures('', null, []).slowest).toBeNull();
  });
});
