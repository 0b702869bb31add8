import { type LedgerChange, MeetingId, type Timetable } from '@nhipcau/contracts';
import type { Letter } from '../notices/outbox.ts';
import type { LedgerFile } from './ledger-facts.ts';

/** Reminders whose time has come, and word of what has just become late. */
export function lettersOf(
  { meetingId, title, fileNumber }: LedgerFile,
  entries: Timetable['entries'],
  changes: readonly LedgerChange[],
  now: number,
): Letter[] {
  const becameLate = new Set(
    changes
      .filter(({ toState, fromState }) => toState === 'late' && fromState !== 'late')
      .map((one) => one.deadlineId),
  );
  return entries.flatMap((entry) => {
    const { deadlineId, dueAt, duty, cite, owes, reminders, state } = entry;
    if (dueAt === null) return [];
    const reminder = state === 'pending' ? newest(reminders.filter((at) => at <= now)) : undefined;
    const isNews = becameLate.has(deadlineId) && entry.reason.code === 'overdue';
    if (reminder === undefined && !isNews) return [];
    const facts = { title, fileNumber, duty, dueAt, article: cite[0]?.article ?? '' };
    return owes.map(({ role }) => ({
      key: `deadline:${meetingId}:${deadlineId}:${dueAt}:${role}:${isNews ? 'late' : reminder}`,
      meetingId: MeetingId.parse(meetingId),
      recipient: { kind: 'profileRole' as const, role },
      channel: 'inApp' as const,
      template: isNews ? 'deadline.late' : 'deadline.reminder',
      facts,
      acknowledgeBy: null,
    }));
  });
}

const newest = (instants: readonly number[]): number | undefined =>
  instants.length === 0 ? undefined : Math.max(...instants);
