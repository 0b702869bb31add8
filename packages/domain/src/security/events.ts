import { type Instant, instant, type SecurityEventKind } from '@nhipcau/contracts';

/** A line of the audit, as far as it can be an attempt or a change. */
export interface WatchedLine {
  readonly id: number;
  readonly at: Instant;
  readonly action: string;
  readonly subject: string | null;
  readonly actorId: string | null;
  readonly actorName: string | null;
  /** Of a refusal; null: it was allowed. */
  readonly code: string | null;
}

export interface FoundEvent {
  readonly kind: SecurityEventKind;
  readonly subject: string;
  readonly byName: string | null;
  readonly count: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** The same happening found again makes no further event. */
  readonly fingerprint: string;
}

/** Lines are counted together within this time. */
export const SECURITY_WINDOW_MS = 15 * 60_000;
/** R-MON-06 (default): five failed sign-ins; of rooms nobody knows three calls are no slip of the hand. */
const limits = { signInFailures: 5, unknownCalls: 3 } as const;

const failures: Readonly<Record<string, keyof typeof limits>> = {
  'session.open': 'signInFailures',
  'session.prove': 'signInFailures',
  'roomSession.open': 'unknownCalls',
  'ticket.issue': 'unknownCalls',
};

const changes: readonly (readonly [RegExp, SecurityEventKind])[] = [
  [/^link\.setBudget$/, 'portChange'],
  [/^(account|control|directory)\.(?!read)/, 'adminAction'],
];

/**
 * What the newest lines of the audit amount to: attempts repeated within a quarter of an hour, and, around a meeting, changes
 * to the system, each of them.
 *
 * @param lines - of the last quarter of an hour, oldest first
 * @rule AC-27 (R-MON-06; VP Đ6.1 b3, HN Đ15.4b, Đ16.2, HB I.5)
 */
export function securityEvents(
  lines: readonly WatchedLine[],
  { isAroundMeeting }: { readonly isAroundMeeting: boolean },
): FoundEvent[] {
  return [...attemptsIn(lines), ...addressesIn(lines), ...(isAroundMeeting ? changesIn(lines) : [])];
}

function attemptsIn(lines: readonly WatchedLine[]): FoundEvent[] {
  const groups = Map.groupBy(
    lines.filter(({ action, code }) => code !== null && failures[action] !== undefined),
    ({ action, subject, actorId }) => `${failures[action] ?? ''} ${subject ?? actorId ?? ''}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const last = group.at(-1);
    const kind = first && failures[first.action];
    if (!first || !last || !kind || group.length < limits[kind]) return [];
    const subject = first.subject ?? first.actorId ?? '';
    // The window moves on: one happening is one event for as long as it lasts.
    const window = Math.floor(first.at / SECURITY_WINDOW_MS);
    return [
      {
        kind,
        subject,
        byName: last.actorName,
        count: group.length,
        firstAt: first.at,
        lastAt: last.at,
        fingerprint: `${kind} ${subject} ${window}`,
      },
    ];
  });
}

/** A node that announces another address than it did before. */
function addressesIn(lines: readonly WatchedLine[]): FoundEvent[] {
  const known = new Map<string, string | null>();
  return lines.flatMap((line) => {
    if (line.action !== 'node.register' || line.code !== null || line.actorId === null) return [];
    const before = known.get(line.actorId);
    known.set(line.actorId, line.subject);
    return before === undefined || before === line.subject
      ? []
      : [single('addressChange', line, `${line.actorId}: ${line.subject ?? ''}`)];
  });
}

const changesIn = (lines: readonly WatchedLine[]): FoundEvent[] =>
  lines.flatMap((line) => {
    const kind = changes.find(([pattern]) => pattern.test(line.action))?.[1];
    // What the system does by itself, such as locking an account, is no change by anybody.
    return kind === undefined || line.code !== null || line.actorId === null || line.action === 'account.lock'
      ? []
      : [single(kind, line, [line.action, line.subject].filter(Boolean).join(' '))];
  });

const single = (
  kind: SecurityEventKind,
  { id, at, actorName }: WatchedLine,
  subject: string,
): FoundEvent => ({
  kind,
  subject: subject.slice(0, 200),
  byName: actorName,
  count: 1,
  firstAt: at,
  lastAt: instant(at),
  fingerprint: `audit ${id}`,
});
