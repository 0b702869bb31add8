import type { CheckLine, CheckPhaseSheet, SiteCheckSheet } from '@nhipcau/contracts';
import type { QueuedAnswer } from './answer-store.ts';

/** The sheet with what waits on this device already in its lines. */
export function withQueued(sheet: SiteCheckSheet, queued: readonly QueuedAnswer[]): SiteCheckSheet {
  const waiting = queued.filter(({ refused }) => refused === null);
  if (waiting.length === 0) return sheet;
  return {
    ...sheet,
    phases: sheet.phases.map((phase) => ({
      ...phase,
      lines: phase.lines.map((line) => {
        const last = waiting.findLast(
          ({ answer }) => answer.phase === phase.phase && answer.item === line.key,
        );
        if (!last) return line;
        const { outcome, value, note, answeredAt, audio } = last.answer;
        return {
          ...line,
          state: outcome,
          value,
          resultNote: note,
          answeredAt,
          tries: line.tries + 1,
          audio: line.audio && { ...line.audio, read: audio ?? [] },
        };
      }),
    })),
  };
}

const settled: ReadonlySet<CheckLine['state']> = new Set(['passed', 'notApplicable']);
export const isSettled = ({ state }: Pick<CheckLine, 'state'>): boolean => settled.has(state);

/** The phase to work on now: the first that is open and has something left for this person; else the last. */
export function phaseAt(sheet: SiteCheckSheet, now: number): CheckPhaseSheet | null {
  const open = sheet.phases.filter(({ opensAt }) => opensAt === null || opensAt <= now);
  return (
    open.find(({ lines }) => lines.some((line) => line.mayAnswer && !isSettled(line))) ??
    open.at(-1) ??
    sheet.phases[0] ??
    null
  );
}

/** The next line to answer after this one, round the end; null when nothing is left. */
export function nextOpen(lines: readonly CheckLine[], after: number): number | null {
  for (let step = 1; step <= lines.length; step += 1) {
    const index = (after + step) % lines.length;
    const line = lines[index];
    if (line?.mayAnswer && !isSettled(line)) return index;
  }
  return null;
}

/** Where the guide stands: a line somebody chose, or where it went by itself after an answer. */
export interface Place {
  readonly index: number;
  readonly isChosen: boolean;
}

/**
 * The line to show; null when nothing is left. Whoever answers quickly is ahead of what this page knows: a line that the
 * guide went to by itself and that turns out to be answered is passed over, a chosen one stays.
 */
export function shownAt(lines: readonly CheckLine[], place: Place | null): number | null {
  if (place?.isChosen && place.index < lines.length) return place.index;
  return nextOpen(lines, (place?.index ?? 0) - 1);
}
