import type { DeletedPart, KeepingClass, RetentionRules } from '@nhipcau/contracts';

const DAY_MS = 86_400_000;

export interface KeptMeeting {
  readonly class: KeepingClass;
  readonly endedAt: number;
  /** The last receipt; null: nobody signed. */
  readonly handedOverAt: number | null;
  /** The locality asks for a hand-over. */
  readonly isOwed: boolean;
  readonly isHeld: boolean;
  readonly has: Readonly<Record<DeletedPart, boolean>>;
  /** Somebody decided to keep it; it is proposed anew after as many days again. */
  readonly keptAt: Readonly<Record<DeletedPart, number | null>>;
}

/**
 * What of a recording has been kept for its days and is proposed for deletion: never while it is held, nor before a hand-over
 * that is owed, nor what was recorded before its film is made.
 *
 * @rule RD-21 (R-REC-02, R-REC-06, default)
 */
export function deletionsDue(rules: RetentionRules, meeting: KeptMeeting, now: number): DeletedPart[] {
  if (meeting.isHeld || (meeting.isOwed && meeting.handedOverAt === null)) return [];
  return rules
    .filter((rule) => rule.class === meeting.class && meeting.has[rule.what])
    .filter(({ what }) => what === 'film' || meeting.has.film)
    .filter(({ what, days }) => {
      const since = Math.max(meeting.endedAt, meeting.handedOverAt ?? 0, meeting.keptAt[what] ?? 0);
      return now >= since + days * DAY_MS;
    })
    .map(({ what }) => what);
}
