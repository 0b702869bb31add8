import {
  type Instant,
  instant,
  type LocalDate,
  type OrganisationId,
  type ScheduleRules,
  type SiteId,
} from '@nhipcau/contracts';
import type { DayNature } from '../regulation/calendar.ts';
import { dateOf, instantOf, shiftDate } from '../regulation/zone.ts';
import { type Interval, overlaps } from './intervals.ts';

/** How many half days back a free one is looked for. */
const REACH = 40;

/** A site and the district it gathers with; null: it belongs to none and waits for the common stage. */
export interface GatheringSite {
  readonly siteId: SiteId;
  readonly district: OrganisationId | null;
}

export interface Wave extends Interval {
  /** From 1, in the order in which they are held. */
  readonly stage: number;
  readonly name: string;
  readonly district: OrganisationId | null;
  readonly siteIds: readonly SiteId[];
}

export interface WaveSearch {
  readonly rules: Pick<ScheduleRules, 'waves' | 'hours'>;
  readonly sites: readonly GatheringSite[];
  /** Everything has to be over before: the set-up of the meeting. */
  readonly before: Instant;
  /** Nothing is held before. */
  readonly notBefore: Instant;
  readonly timeZone: string;
  /** What a day is for offices: whether they work, and when a half day ends. */
  readonly natureOf: (date: LocalDate) => Pick<DayNature, 'works' | 'endsAt'>;
  /** When the rooms of the meeting are taken. */
  readonly busy: readonly Interval[];
}

/**
 * Half days in which a meeting of many sites is rehearsed: in each stage a working half day of its own, the last as
 * near to the meeting as its rooms allow; districts gather at the same time, each in a room of its own.
 *
 * @returns none where the regulation has no stages or the meeting is not that large; fewer than there are stages when
 *   there is no time left
 * @rule SC-7 (R-SCH-06; QN Đ6.1)
 */
export function wavesOf(search: WaveSearch): Wave[] {
  const { waves } = search.rules;
  if (waves === null || search.sites.length <= waves.above) return [];
  const found: Wave[] = [];
  let before = search.before;
  for (const [index, { name, gathering }] of [...waves.stages.entries()].toReversed()) {
    const half = lastHalfDay(search, before);
    if (half === null) break;
    before = half.start;
    const stage = index + 1;
    for (const [district, siteIds] of gatherings(search.sites, gathering))
      found.push({ stage, name, district, siteIds, ...half });
  }
  return found.toSorted((a, b) => a.stage - b.stage || (a.district ?? '').localeCompare(b.district ?? ''));
}

function lastHalfDay(search: WaveSearch, before: Instant): Interval | null {
  let date = dateOf(before, search.timeZone);
  for (let days = 0; days < REACH; days += 1, date = shiftDate(date, -1)) {
    const { works, endsAt } = search.natureOf(date);
    if (!works) continue;
    for (const { from, to } of search.rules.hours.halfDays.toReversed()) {
      if (endsAt !== null && to > endsAt) continue;
      const half = {
        start: instantOf(date, from, search.timeZone),
        end: instantOf(date, to, search.timeZone),
      };
      if (half.start < search.notBefore) return null;
      if (half.end <= before && !search.busy.some((taken) => overlaps(taken, half))) return half;
    }
  }
  return null;
}

function gatherings(
  sites: readonly GatheringSite[],
  gathering: 'district' | 'common',
): Map<OrganisationId | null, SiteId[]> {
  const groups = new Map<OrganisationId | null, SiteId[]>();
  for (const { siteId, district } of sites) {
    if (gathering === 'district' && district === null) continue;
    const key = gathering === 'common' ? null : district;
    groups.set(key, [...(groups.get(key) ?? []), siteId]);
  }
  return groups;
}

/** A time that a person gave to a wave. */
export interface ChosenTime extends Interval {
  readonly stage: number;
  readonly district: OrganisationId | null;
}

export type PlannedWave = Wave & { readonly isChosen: boolean };

/** Between which instants a wave may lie: after the stages it follows, before those it precedes and the set-up. */
export function roomForWave(
  waves: readonly Wave[],
  stage: number,
  { before, notBefore }: Pick<WaveSearch, 'before' | 'notBefore'>,
): Interval {
  const earlier = waves.filter((wave) => wave.stage < stage).map(({ end }) => end);
  const later = waves.filter((wave) => wave.stage > stage).map(({ start }) => start);
  return {
    start: instant(Math.max(notBefore, ...earlier)),
    end: instant(Math.min(before, ...later)),
  };
}

/**
 * The waves with the times that people gave them, each as long as it still fits between its neighbours and its rooms
 * are free; what no longer fits goes back to its half day.
 *
 * @rule SC-12 (R-SCH-06, default)
 */
export function withChosenTimes(
  found: readonly Wave[],
  chosen: readonly ChosenTime[],
  search: Pick<WaveSearch, 'before' | 'notBefore' | 'busy'>,
): PlannedWave[] {
  let waves: PlannedWave[] = found.map((wave) => ({ ...wave, isChosen: false }));
  for (const time of chosen) {
    const own = waves.find(({ stage, district }) => stage === time.stage && district === time.district);
    if (!own) continue;
    const room = roomForWave(waves, time.stage, search);
    if (time.start < room.start || time.end > room.end) continue;
    if (search.busy.some((taken) => overlaps(taken, time))) continue;
    const moved = { ...own, start: time.start, end: time.end, isChosen: true };
    waves = waves.map((wave) => (wave === own ? moved : wave));
  }
  return waves;
}
