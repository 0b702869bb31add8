import type { ConferenceEvent, SiteId } from '@nhipcau/contracts';
import { apply } from '../conference/apply.ts';
import { initialState } from '../conference/lifecycle.ts';
import type { Interval, StageAt } from './film-plan.ts';

/**
 * What the log of a meeting says for its film: when it was recorded, what was seen and heard, and the names of all who were
 * in it, guests of other installations too (rule RD-8).
 */
export function filmFactsOf(events: readonly ConferenceEvent[]): {
  readonly intervals: Interval[];
  readonly stages: StageAt[];
  readonly names: ReadonlyMap<SiteId, string>;
} {
  const intervals: Interval[] = [];
  const stages: StageAt[] = [];
  const names = new Map<SiteId, string>();
  let state = initialState();
  let since: number | null = null;
  for (const event of events) {
    const before = state;
    state = apply(state, event);
    if (state.roster !== before.roster) for (const { siteId, name } of state.roster) names.set(siteId, name);
    if (state.stage !== null && state.stage !== before.stage) {
      const { broadcast, content, floor } = state.stage;
      stages.push({ at: event.at, stage: { broadcast, content, floor } });
    }
    if (before.recording === null && state.recording !== null) since = event.at;
    if (before.recording !== null && state.recording === null && since !== null) {
      if (event.at > since) intervals.push({ from: since, to: event.at });
      since = null;
    }
  }
  return { intervals, stages, names };
}
