import type { Page } from 'playwright-core';
import { z } from 'zod';

const SeenPicture = z.strictObject({
  number: z.int().nullable(),
  ageMs: z.number().nullable(),
  width: z.int(),
  height: z.int(),
  shownWidth: z.int(),
});
/** A picture visible on a page now. `number` is the site that its decoded content names. */
export type SeenPicture = z.infer<typeof SeenPicture>;

const SeenChange = z.strictObject({
  number: z.int(),
  height: z.int(),
  shownWidth: z.int(),
  atMs: z.number(),
});
/** A visible picture began to show another site, or another resolution, at `atMs` (epoch milliseconds). */
export type SeenChange = z.infer<typeof SeenChange>;

/** Loudness from which a tone counts as heard, dBFS. Synthetic tones arrive at about -12. */
export const HEARD_DB = -45;

/** Pictures that the page shows now, read from their decoded frames. */
export async function picturesOn(page: Page): Promise<SeenPicture[]> {
  return z.array(SeenPicture).parse(await page.evaluate('receptionProbe.pictures?.now() ?? []'));
}

/** Frames presented on all videos of the page since it was opened. */
export async function framesOn(page: Page): Promise<number> {
  return z.int().parse(await page.evaluate('receptionProbe.pictures?.frames ?? 0'));
}

/** What changed on visible pictures since the last call. */
export async function takeChanges(page: Page): Promise<SeenChange[]> {
  return z.array(SeenChange).parse(await page.evaluate('receptionProbe.pictures?.take() ?? []'));
}

/** Loudness of each tone in what the page receives, dBFS. */
export async function tonesOn(page: Page, tonesHz: readonly number[]): Promise<number[]> {
  return z
    .array(z.number())
    .parse(await page.evaluate(`receptionProbe.sounds.levels(${JSON.stringify(tonesHz)})`));
}
