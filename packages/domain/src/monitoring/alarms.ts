import type { LineAlarm } from '@nhipcau/contracts';

/** When an alarm begins and when it is over: the gap between the two keeps it from flickering. */
export interface AlarmRule {
  readonly raiseAt: number;
  readonly raiseAfterMs: number;
  /** At or below it the line counts as calm. */
  readonly clearAt: number;
  readonly clearAfterMs: number;
}

/**
 * Loss, pictures and sounds by R-MON-03; round trip and jitter by ITU-T G.114 and what a jitter buffer evens out. `thin`
 * counts streams shed for want of rate, `keyFrames` those of a picture in a second, `noPicture` and `noSound` missing ones.
 */
export const alarmRules: Readonly<Record<LineAlarm, AlarmRule>> = {
  loss: { raiseAt: 0.03, raiseAfterMs: 3_000, clearAt: 0.015, clearAfterMs: 15_000 },
  delay: { raiseAt: 400, raiseAfterMs: 5_000, clearAt: 300, clearAfterMs: 15_000 },
  jitter: { raiseAt: 100, raiseAfterMs: 5_000, clearAt: 60, clearAfterMs: 15_000 },
  thin: { raiseAt: 1, raiseAfterMs: 3_000, clearAt: 0, clearAfterMs: 15_000 },
  keyFrames: { raiseAt: 1.5, raiseAfterMs: 5_000, clearAt: 1, clearAfterMs: 15_000 },
  noPicture: { raiseAt: 1, raiseAfterMs: 3_000, clearAt: 0, clearAfterMs: 1_000 },
  noSound: { raiseAt: 1, raiseAfterMs: 3_000, clearAt: 0, clearAfterMs: 1_000 },
};

/** `since`: from when on the figure has been on the other side of its limit; null: it is not. */
export type AlarmState =
  | { readonly kind: 'quiet'; readonly since: number | null }
  | { readonly kind: 'raised'; readonly since: number | null };

export const quiet: AlarmState = { kind: 'quiet', since: null };
export const raised: AlarmState = { kind: 'raised', since: null };

/**
 * The alarm after one more look at its figure (rule MN-10). An unknown figure neither raises nor clears.
 *
 * @param now - epoch ms of the look
 */
export function nextAlarm(state: AlarmState, value: number | null, now: number, rule: AlarmRule): AlarmState {
  const isOver = value !== null && (state.kind === 'quiet' ? value >= rule.raiseAt : value <= rule.clearAt);
  if (!isOver) return state.kind === 'quiet' ? quiet : raised;
  const since = state.since ?? now;
  const afterMs = state.kind === 'quiet' ? rule.raiseAfterMs : rule.clearAfterMs;
  if (now - since < afterMs) return { kind: state.kind, since };
  return state.kind === 'quiet' ? raised : quiet;
}
