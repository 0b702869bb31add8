import type { Instant, Registration, RegulationProfile } from '@nhipcau/contracts';
import { CalendarGapError, timetableOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { findLedgerFile } from '../ledger/ledger-facts.ts';
import { readWorkingCalendar } from '../regulation/regulation.repository.ts';

/**
 * A file is closed when what follows the meeting's end, such as handing over its recording, is done or let go.
 *
 * @throws {AppError} MEETING_UNSETTLED with the open duties
 * @rule RE-24 (R-REG-14)
 */
export async function checkSettled(
  executor: Executor,
  { meetingId }: Registration,
  { profile, now }: { profile: RegulationProfile; now: Instant },
): Promise<void> {
  const file = await findLedgerFile(executor, meetingId);
  if (!file) return;
  const calendar = await readWorkingCalendar(executor);
  try {
    const open = timetableOf(profile, calendar, file.facts, now).entries.filter(
      ({ counting, state, reason }) =>
        counting.trigger === 'end' && (state === 'pending' || reason.code === 'overdue'),
    );
    if (open.length > 0)
      throw new AppError('MEETING_UNSETTLED', {
        count: open.length,
        open: open.map(({ deadlineId }) => deadlineId).join(', '),
      });
  } catch (cause) {
    // Beyond the calendar nothing can be counted, so nothing can be owed.
    if (!(cause instanceof CalendarGapError)) throw cause;
  }
}
