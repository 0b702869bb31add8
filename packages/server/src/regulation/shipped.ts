import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  CalendarYearFile,
  LocalDate,
  OfficeRules,
  RegulationProfile,
  type WorkingCalendar,
} from '@nhipcau/contracts';
import { z } from 'zod';

/** Profiles and calendars that are shipped with this release. */
export const REGULATION_DATA = join(import.meta.dirname, '../../data/regulation');

/** Raised when a release reads more out of the same texts; the database then takes the new document of a version. */
const PROFILE_FORMAT = 15;
const officeParts = OfficeRules.keyof().options;

/** Saturday and Sunday. */
const WEEKLY_REST = [6, 7];

/**
 * Every profile of a folder: a further locality is a further file.
 *
 * @throws {Error} that names the file and what is wrong with it
 */
export const readProfiles = (folder = join(REGULATION_DATA, 'profiles')): RegulationProfile[] =>
  readAll(folder, RegulationProfile, (document) => ({
    ...document,
    format: PROFILE_FORMAT,
    office: readOffice(String(document['office'])),
  }));

/**
 * The mark that media nodes of a locality put on what they send: of the priorities its text gives the highest, since one
 * node serves lines of all of them. Null: the text gives none.
 *
 * @rule AS-13
 */
export const trafficMarkOf = (locality: string): number | null => {
  const lines = readProfiles().find((profile) => profile.locality === locality)?.office.assets.lines;
  return lines && lines.priority.length > 0 ? Math.max(...lines.priority.map(({ mark }) => mark)) : null;
};

/** The rules of the office: a profile names the folder they lie in, one file for each part. */
const readOffice = (name: string): Record<string, unknown> =>
  Object.fromEntries(
    officeParts.map((part) => [
      part,
      readJson(join(REGULATION_DATA, 'office', basename(name), `${part}.json`)),
    ]),
  );

const readJson = (file: string): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));

/**
 * The calendar of a folder, one file a year without gaps.
 *
 * @throws {Error} that names the file and what is wrong with it, or the year that is missing
 */
export function readCalendar(folder = join(REGULATION_DATA, 'calendar')): WorkingCalendar {
  const years = readAll(folder, CalendarYearFile).sort((a, b) => a.year - b.year);
  const [first] = years;
  const last = years.at(-1);
  if (!first || !last) throw new Error(`${folder}: no calendar`);
  if (last.year - first.year !== years.length - 1) throw new Error(`${folder}: a year is missing or twice`);
  const stray = years.flatMap(({ year, days }) => days.filter(({ date }) => !date.startsWith(`${year}-`)))[0];
  if (stray) throw new Error(`${folder}: ${stray.date} is in the file of another year`);
  return {
    version: 1,
    weeklyRest: WEEKLY_REST,
    from: LocalDate.parse(`${first.year}-01-01`),
    to: LocalDate.parse(`${last.year}-12-31`),
    days: years.flatMap(({ days }) => days),
  };
}

function readAll<S extends z.ZodType>(
  folder: string,
  schema: S,
  complete = (document: Record<string, unknown>): Record<string, unknown> => document,
): z.output<S>[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const parsed = schema.safeParse(complete(readJson(join(folder, name))));
      if (parsed.success) return parsed.data;
      const [issue] = parsed.error.issues;
      throw new Error(`${name}: ${issue?.path.join('.')}: ${issue?.message}`, { cause: parsed.error });
    });
}
