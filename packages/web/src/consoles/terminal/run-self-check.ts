import { type CheckPhaseSheet, instant, type SiteCheckSheet } from '@nhipcau/contracts';
import { ApiFailure } from '../../api/http.ts';
import { serverNow } from '../../api/server-clock.ts';
import { fetchCamera } from '../../camera/calls.ts';
import { fetchSheet, sendAnswers } from '../../preparation/calls.ts';
import type { LocalMedia } from '../../room/local-media.ts';
import { measureLoop } from '../../room/self-check/audio-loop.ts';
import { probeLine } from '../../room/self-check/line-probe.ts';
import { readPicture } from '../../room/self-check/picture.ts';
import { answersOf, configurationOf, type SelfCheck } from '../../room/self-check/self-check.ts';
import type { RoomSession } from './room-access.ts';

export type CheckProgress = 'picture' | 'sound' | 'line' | 'sending';

export interface SelfCheckDone {
  readonly found: SelfCheck;
  /** As the server has it afterwards. */
  readonly sheet: SiteCheckSheet;
  /** The phase that was filled; null when none is open. */
  readonly phase: CheckPhaseSheet | null;
}

/** Null instead of a measurement that did not come about; what the server refuses is told. */
const tried = <T>(measurement: Promise<T>): Promise<T | null> =>
  measurement.catch((cause: unknown) => {
    if (cause instanceof ApiFailure && cause.code !== 'RATE_LIMITED') throw cause;
    return null;
  });

/** The phase the terminal fills: of those that are open the last. */
const phaseNow = ({ phases }: SiteCheckSheet, now: number): CheckPhaseSheet | null =>
  phases.findLast(({ opensAt }) => opensAt === null || opensAt <= now) ?? null;

/**
 * Measures picture, sound and line one after the other, and answers the items of the open phase with what was found.
 *
 * @throws {ApiFailure} when the server does not take it
 */
export async function runSelfCheck({
  session: { meetingId, siteId, token },
  local,
  onProgress,
  signal,
}: {
  session: RoomSession;
  local: LocalMedia;
  onProgress: (progress: CheckProgress) => void;
  signal: AbortSignal;
}): Promise<SelfCheckDone> {
  const state = local.store.get();
  onProgress('picture');
  const before = await fetchSheet(meetingId, siteId, token);
  const picture = readPicture(state);
  onProgress('sound');
  const loop = await tried(measureLoop(state, { signal }));
  onProgress('line');
  const line = await tried(probeLine(token));
  onProgress('sending');
  const camera = await tried(fetchCamera({ meetingId, siteId, token }));
  const found: SelfCheck = { picture, loop, line, positions: camera?.camera?.presets.length ?? null };
  const phase = phaseNow(before, serverNow());
  const answers =
    phase === null
      ? []
      : answersOf(phase, found, { at: instant(serverNow()), newKey: () => crypto.randomUUID() });
  if (phase === null || answers.length === 0) return { found, sheet: before, phase: null };
  const sheet = await sendAnswers({ meetingId, siteId, token }, answers, configurationOf(found));
  return { found, sheet, phase: sheet.phases.find((one) => one.phase === phase.phase) ?? null };
}
