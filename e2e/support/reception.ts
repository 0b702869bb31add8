import { HEARD_DB, picturesOn, tonesOn } from '@nhipcau/tools/headless-room';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Cast } from './world.ts';

/** A picture older than this stands still. */
const FRESH_MS = 1_500;
/** Smaller pictures are the own one or an inset. */
const MAIN_WIDTH = 300;
/** Costs nothing where the picture comes; a machine that does something else besides needs it. */
const WAIT_MS = 60_000;

/** Numbers of the sites whose living pictures fill a pane of the page. */
export async function seenOn(page: Page, minWidth = MAIN_WIDTH): Promise<number[]> {
  const pictures = await picturesOn(page);
  return pictures.flatMap(({ number, ageMs, shownWidth }) =>
    number !== null && ageMs !== null && ageMs < FRESH_MS && shownWidth >= minWidth ? [number] : [],
  );
}

/** Waits until a page shows a site's living picture, decoded. */
export async function expectSees(
  page: Page,
  { number }: Pick<Cast, 'number'>,
  minWidth = MAIN_WIDTH,
): Promise<void> {
  await expect.poll(() => seenOn(page, minWidth), { timeout: WAIT_MS, interval: 150 }).toContain(number);
}

/** Which of these sites a page hears, by their tones. */
export async function heardOn(page: Page, casts: readonly Cast[]): Promise<string[]> {
  const levels = await tonesOn(
    page,
    casts.map(({ hz }) => hz),
  );
  return casts.filter((_, index) => (levels[index] ?? -127) > HEARD_DB).map(({ name }) => name);
}

/** Waits until a page hears exactly these of all sites. */
export async function expectHears(page: Page, casts: readonly Cast[], all: readonly Cast[]): Promise<void> {
  await expect
    .poll(() => heardOn(page, all), { timeout: WAIT_MS, interval: 150 })
    .toEqual(all.filter((cast) => casts.includes(cast)).map(({ name }) => name));
}
