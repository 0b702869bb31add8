import type { BringUp, BringUpFacts } from '@nhipcau/contracts';

/** The four facts of two-way interaction (R-CDT-02), in the order they are shown. */
export const bringUpFacts = [
  'chairSeesAt',
  'chairHearsAt',
  'siteSeesAt',
  'siteHearsAt',
] as const satisfies readonly (keyof BringUpFacts)[];

export type BringUpVerdict = 'running' | 'passed' | 'breached' | 'ended' | 'lost';

/** How a stopwatch stands: still counting, in time, too late, ended before it was established, or established and the site gone since. */
export function verdictOf(bringUp: BringUp, now: number): BringUpVerdict {
  if (bringUp.establishedAt !== null) {
    if (bringUp.lostAt !== undefined && bringUp.endedAt === null) return 'lost';
    return bringUp.breached ? 'breached' : 'passed';
  }
  if (bringUp.endedAt !== null || bringUp.state === 'abandoned')
    return bringUp.breached ? 'breached' : 'ended';
  const late = bringUp.limitMs !== null && now - bringUp.requestedAt > bringUp.limitMs;
  return bringUp.breached || late ? 'breached' : 'running';
}

/** What the stopwatch shows, milliseconds: until both ways were established, else until now or the end. */
export function elapsedOf(bringUp: BringUp, now: number): number {
  return Math.max(0, (bringUp.establishedAt ?? bringUp.endedAt ?? now) - bringUp.requestedAt);
}

export const isOpen = ({ state }: BringUp): boolean =>
  state === 'requested' || state === 'running' || state === 'established';

/** Open ones first, then the newest. */
export function inOrder(bringUps: readonly BringUp[]): BringUp[] {
  return [...bringUps].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.requestedAt - a.requestedAt);
}
