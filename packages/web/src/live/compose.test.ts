import { SiteId } from '@nhipcau/contracts';
import { fullScreenOf, layoutOf, sitesIn } from '@nhipcau/domain';
import { describe, expect, test } from 'vitest';
import { composeLayout, nextGrid } from './compose.ts';

const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((id) => SiteId.parse(id)) as [
  SiteId,
  SiteId,
  SiteId,
  SiteId,
  SiteId,
];

describe('what a take shows', () => {
  test('a full screen shows the chosen site alone', () => {
    expect(composeLayout('full', fullScreenOf(a), b)).toEqual(fullScreenOf(b));
  });

  test('picture in picture keeps the one on air as the small picture', () => {
    expect(sitesIn(composeLayout('pip', fullScreenOf(a), b))).toEqual([b, a]);
  });

  test('a grid takes the chosen site in beside those on air', () => {
    expect(sitesIn(composeLayout('grid4', layoutOf('grid4', [a, b]), c))).toEqual([a, b, c]);
  });

  test('in a full grid the oldest gives way', () => {
    expect(sitesIn(composeLayout('grid4', layoutOf('grid4', [a, b, c, d]), e))).toEqual([b, c, d, e]);
  });

  test('a site that is in the grid already keeps its place', () => {
    expect(sitesIn(composeLayout('grid4', layoutOf('grid4', [a, b, c]), b))).toEqual([a, b, c]);
  });

  test('another arrangement without a chosen site keeps who is on air', () => {
    expect(sitesIn(composeLayout('grid9', layoutOf('grid4', [a, b, c]), null))).toEqual([a, b, c]);
    expect(sitesIn(composeLayout('full', layoutOf('grid4', [a, b, c]), null))).toEqual([a]);
  });
});

test('the grid key goes through all grids and begins again', () => {
  expect(['full', 'grid4', 'grid9', 'grid16', 'grid25'].map((kind) => nextGrid(kind as 'full'))).toEqual([
    'grid4',
    'grid9',
    'grid16',
    'grid25',
    'grid4',
  ]);
});
