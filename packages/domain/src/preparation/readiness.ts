import type {
  CheckItem,
  CheckOutcome,
  CheckState,
  CheckValue,
  Instant,
  ReadinessState,
} from '@nhipcau/contracts';
import type { TimedPhase } from './check-phases.ts';

/** The newest answer to an item; `at` is when it counts. */
export interface CheckResult {
  readonly phase: string;
  readonly item: string;
  readonly outcome: CheckOutcome;
  readonly value: CheckValue;
  readonly at: Instant;
  /** How often the item was answered. */
  readonly tries: number;
}

/** An order to test again what had a result. */
export interface RetestOrder {
  readonly phase: string;
  /** None: all items of the phase. */
  readonly items: readonly string[];
  readonly at: Instant;
}

export interface CheckFacts {
  /** At most one for each item. */
  readonly results: readonly CheckResult[];
  readonly retests: readonly RetestOrder[];
  /** The room differs from what was kept after tuning. */
  readonly isChanged: boolean;
}

export interface ItemStanding {
  readonly item: CheckItem;
  readonly state: CheckState;
  readonly last: CheckResult | null;
  readonly tries: number;
}

export interface PhaseStanding {
  readonly timed: TimedPhase;
  readonly state: ReadinessState;
  readonly items: readonly ItemStanding[];
}

export interface SiteStanding {
  readonly state: ReadinessState;
  readonly phases: readonly PhaseStanding[];
}

const done: ReadonlySet<CheckState> = new Set(['passed', 'notApplicable']);
export const isDone = ({ state }: Pick<ItemStanding, 'state'>): boolean => done.has(state);
const binds = ({ item }: ItemStanding): boolean => item.binding === 'rule';

/**
 * What asks for somebody's presence and was not answered by its limit; null: somebody is there, or it is not time.
 *
 * @rule CK-8 (R-CHK-07; QN Đ5.2.2, Đ9.1)
 */
export function absentAt(
  { phases }: SiteStanding,
  now: Instant,
): { readonly text: string; readonly dueAt: Instant } | null {
  for (const { timed, items } of phases) {
    const presence = items.find(({ item }) => item.measure === 'presence');
    if (presence && !isDone(presence) && now >= timed.dueAt)
      return { text: presence.item.text, dueAt: timed.dueAt };
  }
  return null;
}

/** The worst first. */
const severity: readonly ReadinessState[] = [
  'failing',
  'late',
  'changed',
  'retesting',
  'checking',
  'onTrack',
  'ready',
  'waiting',
];

/** Whether an order still waits for a result. */
export const isRetestOpen = (order: RetestOrder, results: readonly CheckResult[]): boolean => {
  const tested = results.filter(({ phase }) => phase === order.phase);
  const meant = order.items.length > 0 ? order.items : [...new Set(tested.map(({ item }) => item))];
  return meant.some((item) => !tested.some((result) => result.item === item && result.at > order.at));
};

function standingOf(
  item: CheckItem,
  phase: string,
  { results, retests, isChanged }: CheckFacts,
): ItemStanding {
  const last = results.find((result) => result.phase === phase && result.item === item.key) ?? null;
  const base = { item, last, tries: last?.tries ?? 0 };
  if (last === null) return { ...base, state: 'open' };
  if (item.measure === 'unchanged' && isChanged) return { ...base, state: 'blocked' };
  const isOrdered = retests.some(
    (order) =>
      order.phase === phase &&
      order.at >= last.at &&
      (order.items.length === 0 || order.items.includes(item.key)),
  );
  return { ...base, state: isOrdered ? 'stale' : last.outcome };
}

function stateOf(
  items: readonly ItemStanding[],
  { opensAt, dueAt }: TimedPhase,
  now: Instant,
): ReadinessState {
  const binding = items.filter(binds);
  if (binding.every(isDone)) return 'ready';
  if (opensAt !== null && now < opensAt && items.every(({ last }) => last === null)) return 'waiting';
  const isOver = now > dueAt;
  if (binding.some(({ state }) => state === 'failed')) return isOver ? 'failing' : 'retesting';
  if (binding.some(({ state }) => state === 'blocked')) return 'changed';
  if (isOver) return 'late';
  return binding.some(({ state }) => state === 'stale') ? 'retesting' : 'checking';
}

/**
 * Where a site stands with its checks. It is ready when every binding item of every phase passed or does not apply; a
 * failed one is tested again until its limit and fails after it; a phase with only advice never holds up.
 *
 * @rule CK-3 (R-CHK-01, R-CHK-10, R-CHK-12; HB II.1.2 b4, VP Đ6.1 b5, QN Đ5.2.2)
 */
export function siteStanding(phases: readonly TimedPhase[], facts: CheckFacts, now: Instant): SiteStanding {
  const standings = phases.map((timed): PhaseStanding => {
    const items = timed.items.map((item) => standingOf(item, timed.phase.key, facts));
    return { timed, items, state: stateOf(items, timed, now) };
  });
  return { phases: standings, state: worstOf(standings, facts) };
}

function worstOf(phases: readonly PhaseStanding[], { isChanged }: CheckFacts): ReadinessState {
  if (phases.length === 0) return 'waiting';
  const states = new Set(phases.map(({ state }) => state));
  // What was changed after tuning is told at once, not only when somebody is asked whether anything changed.
  if (isChanged) states.add('changed');
  const worst = severity.find((state) => states.has(state)) ?? 'waiting';
  if (worst !== 'ready') return worst;
  return states.has('waiting') ? 'onTrack' : 'ready';
}

/** Binding items that can be answered by now, and those of them that are done. */
export function progressOf({ phases }: SiteStanding, now: Instant): { done: number; due: number } {
  const items = phases
    .filter(({ timed }) => timed.opensAt === null || timed.opensAt <= now)
    .flatMap((phase) => phase.items.filter(binds));
  return { done: items.filter(isDone).length, due: items.length };
}

/**
 * When the last site passed a phase; null while one has not. A phase without a binding item is never passed.
 *
 * @rule CK-4 (R-CHK-06, R-CHK-07, R-CHK-08)
 */
export function passedAt(sites: readonly SiteStanding[], phase: string): Instant | null {
  let last: Instant | null = null;
  for (const site of sites) {
    const own = site.phases.find(({ timed }) => timed.phase.key === phase);
    if (!own) continue;
    const binding = own.items.filter(binds);
    if (binding.length === 0 || !binding.every(isDone)) return null;
    for (const { last: result } of binding)
      if (result !== null && (last === null || result.at > last)) last = result.at;
  }
  return last;
}

/**
 * Sites of an area that its unit has not passed: they hold its MCU back from the master.
 *
 * @returns null where the text has no such step
 * @rule CK-6 (R-CHK-09; HB II.1.2 b3, VP Đ6.1 b4)
 */
export function unclearedSites(sites: readonly SiteStanding[]): number | null {
  const areas = sites.map(({ phases }) =>
    phases.flatMap(({ items }) => items.filter(({ item }) => item.answeredBy === 'area')),
  );
  if (areas.every((items) => items.length === 0)) return null;
  return areas.filter((items) => !items.every(isDone)).length;
}
