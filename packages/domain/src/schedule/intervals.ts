import { type Instant, instant } from '@nhipcau/contracts';

/** A span of time; the end is no part of it, so that one begins where another ends. */
export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

/** An interval in which some of a shared thing is taken. */
export interface Taking extends Interval {
  readonly units: number;
}

/** Last instant a date can stand for. */
const MAX_MS = 8_640_000_000_000_000;

/** An interval of a search: as many are tried, its ends are not checked to be instants. */
interface Tried {
  readonly start: number;
  readonly end: number;
}

export const overlaps = (a: Tried, b: Tried): boolean => a.start < b.end && b.start < a.end;

/** The same instants as intervals that neither touch nor overlap, in order. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: { start: Instant; end: Instant }[] = [];
  for (const { start, end } of intervals.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = instant(Math.max(last.end, end));
    else merged.push({ start, end });
  }
  return merged;
}

/** First of intervals that neither touch nor overlap, in order, that is not over at an instant. */
function firstAfter(at: number, merged: readonly Interval[]): Interval | undefined {
  let [low, high] = [0, merged.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((merged[middle]?.end ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return merged[low];
}

/** Whether it overlaps one of them. @param merged - as of `mergeIntervals` */
export function meetsAny(one: Tried, merged: readonly Interval[]): boolean {
  const next = firstAfter(one.start, merged);
  return next !== undefined && overlaps(one, next);
}

/** Whether it lies within one of them. @param merged - as of `mergeIntervals` */
export function isInside(one: Tried, merged: readonly Interval[]): boolean {
  const next = firstAfter(one.start, merged);
  return next !== undefined && next.start <= one.start && next.end >= one.end;
}

/** What is left of an interval without what others take of it, in order. */
export function without(whole: Interval, taken: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let { start } = whole;
  for (const one of mergeIntervals(taken)) {
    if (one.end <= start || one.start >= whole.end) continue;
    if (one.start > start) left.push({ start, end: one.start });
    start = one.end;
  }
  if (start < whole.end) left.push({ start, end: whole.end });
  return left;
}

interface Step {
  readonly at: Instant;
  readonly units: number;
}

/** Beginnings and ends in order; what ends at an instant is free again before what begins there. */
const stepsOf = (takings: readonly Taking[]): Step[] =>
  takings
    .flatMap(({ start, end, units }) => [
      { at: start, units },
      { at: end, units: -units },
    ])
    .toSorted((a, b) => a.at - b.at || a.units - b.units);

/**
 * Times at which less of a shared thing is left than is needed.
 *
 * @rule SC-5 (R-SCH-07)
 */
export function fullTimes({
  available,
  needed,
  taken,
}: {
  available: number;
  needed: number;
  taken: readonly Taking[];
}): Interval[] {
  const always = { start: instant(0), end: instant(MAX_MS) };
  if (needed > available) return [always];
  const full: Interval[] = [];
  let now = 0;
  let since: Instant | null = null;
  for (const { at, units } of stepsOf(taken)) {
    now += units;
    const isFull = now + needed > available;
    if (isFull) since ??= at;
    else if (since !== null) {
      if (at > since) full.push({ start: since, end: at });
      since = null;
    }
  }
  return full;
}

/** Most that is taken at one instant, and the first instant at which it is. */
export interface Peak {
  readonly units: number;
  readonly at: Instant;
}

/** @rule SC-5 (R-SCH-07) */
export function peakOf(takings: readonly Taking[], within: Interval): Peak {
  const steps = stepsOf(
    takings
      .filter((taking) => overlaps(taking, within))
      .map((taking) => ({ ...taking, start: instant(Math.max(taking.start, within.start)) })),
  );
  let now = 0;
  let peak: Peak = { units: 0, at: within.start };
  for (const { at, units } of steps) {
    now += units;
    if (now > peak.units && at < within.end) peak = { units: now, at };
  }
  return peak;
}
