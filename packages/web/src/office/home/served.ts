import type { ReceivedNotice } from '@nhipcau/contracts';

/** Meetings a partner has taken on and that are not over yet, the next one first; a meeting told of twice stands once. */
export function servedOf(notices: readonly ReceivedNotice[], now: number): ReceivedNotice[] {
  const byFile = new Map<string, ReceivedNotice>();
  const cancelled = new Set<string>();
  for (const notice of notices) {
    if (notice.isSuperseded || notice.end <= now) continue;
    if (notice.kind === 'cancellation') cancelled.add(notice.fileNumber);
    else if (notice.acknowledgedAt !== null) {
      const known = byFile.get(notice.fileNumber);
      if (known === undefined || known.at < notice.at) byFile.set(notice.fileNumber, notice);
    }
  }
  return [...byFile.values()]
    .filter(({ fileNumber }) => !cancelled.has(fileNumber))
    .toSorted((a, b) => a.start - b.start);
}
