import { aLayout, siteId } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { isBlank, layoutOf, paneLayer, sitesIn, soleSiteOf, withoutContent, withoutSite } from './layout.ts';

const a = siteId('a');
const b = siteId('b');

test.each([
  ['full', 0, 'high'],
  ['pip', 0, 'high'],
  ['pip', 1, 'low'],
  ['grid4', 0, 'low'],
  ['grid25', 24, 'low'],
] as const)('[ST-16] pane %s/%i needs the %s layer', (kind, index, layer) => {
  expect(paneLayer(kind, index)).toBe(layer);
});

describe('layoutOf', () => {
  test('fills what is missing with empty panes', () => {
    expect(layoutOf('grid4', [a])).toEqual(aLayout('grid4', 'a'));
    expect(layoutOf('grid9', []).slots).toHaveLength(9);
  });
  test('leaves out what does not fit', () => {
    expect(layoutOf('pip', [a, b, siteId('c')])).toEqual(aLayout('pip', 'a', 'b'));
  });
});

test('sites are named in the order of the panes', () => {
  expect(sitesIn(aLayout('grid4', 'b', 'content', 'a'))).toEqual([b, a]);
});

test.each([
  ['the site of a full screen', aLayout('full', 'a'), a],
  ['nobody for an empty full screen', aLayout('full'), null],
  ['nobody for content', aLayout('full', 'content'), null],
  ['nobody for one site in a grid', aLayout('grid4', 'a'), null],
  ['nobody for a picture in picture', aLayout('pip', 'a'), null],
])('who fills a layout alone: %s', (_, layout, expected) => {
  expect(soleSiteOf(layout)).toBe(expected);
});

test.each([
  ['full screen empties', aLayout('full', 'a'), aLayout('full')],
  ['grid keeps the places of the others', aLayout('grid4', 'b', 'a', 'c'), aLayout('grid4', 'b', '-', 'c')],
  ['the small picture becomes the large one', aLayout('pip', 'a', 'b'), aLayout('full', 'b')],
  ['small content becomes the large picture', aLayout('pip', 'a', 'content'), aLayout('full', 'content')],
  ['the large picture stays alone', aLayout('pip', 'b', 'a'), aLayout('pip', 'b')],
  ['an empty picture in picture stays one', aLayout('pip', 'a'), aLayout('pip')],
])('[LO-5] without a site: %s', (_, layout, expected) => {
  expect(withoutSite(layout, a)).toEqual(expected);
});

test('a layout without the site is the very same layout', () => {
  const layout = aLayout('grid4', 'b');
  expect(withoutSite(layout, a)).toBe(layout);
});

test.each([
  ['full screen empties', aLayout('full', 'content'), aLayout('full')],
  ['the small picture becomes the large one', aLayout('pip', 'content', 'a'), aLayout('full', 'a')],
  ['a grid waits for the next presenter', aLayout('grid4', 'content', 'a'), aLayout('grid4', 'content', 'a')],
])('[LO-6] without content: %s', (_, layout, expected) => {
  expect(withoutContent(layout)).toEqual(expected);
});

test.each([
  [aLayout('grid9'), null, true],
  [aLayout('grid9', 'content'), null, true],
  [aLayout('grid9', 'content'), a, false],
  [aLayout('grid9', '-', 'a'), null, false],
])('[LO-3] blank is what shows nobody and no content', (layout, content, expected) => {
  expect(isBlank(layout, content)).toBe(expected);
});
