import type { LineState } from '../../room/room-state.ts';
import type { Translate } from '../../text/catalogue.ts';

/** How long a repaired line is announced, milliseconds. */
export const RETURNED_SHOWN_MS = 6_000;

export interface LineWords {
  readonly tone: 'alarm' | 'attention' | 'good';
  readonly text: string;
}

/** What a room tells its people about its line, in order of importance; null when there is nothing to tell. */
export function lineWords(
  {
    line,
    unreachable,
    refusal,
    now,
  }: { line: LineState; unreachable: number; refusal: string | null; now: number },
  t: Translate,
): LineWords | null {
  if (line.kind === 'troubled') {
    const seconds = Math.max(0, Math.round((now - line.since) / 1000));
    return { tone: 'alarm', text: t('line.lost', { seconds }) };
  }
  if (line.kind === 'connecting') {
    if (refusal === 'MEETING_NOT_LIVE' || refusal === 'MEETING_NOT_HERE')
      return { tone: 'attention', text: t('line.notStarted') };
    return { tone: 'attention', text: line.attempt > 0 ? t('line.stillConnecting') : t('line.connecting') };
  }
  if (unreachable > 0) return { tone: 'attention', text: t('line.linkLost', { count: unreachable }) };
  if (line.kind === 'whole' && line.awayMs !== null && now - line.since < RETURNED_SHOWN_MS)
    return { tone: 'good', text: t('line.returned', { seconds: Math.round(line.awayMs / 1000) }) };
  return null;
}
