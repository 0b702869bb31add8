import type { ConferenceEvent } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';
import type { PhaseFollower } from '../registration/conference-phases.ts';
import type { LedgerService } from './ledger.service.ts';

/** The limit of a profile by which the MCUs of the units are joined to the master (R-CON-02). */
const LINKS_KEY = 'cascade.due';
const BY_LINKS = 'Hệ thống (theo liên kết MCU)';

/** The duty of joining the MCUs, as far as the file still has it. */
const linkDuties = (executor: Executor, meetingId: string) =>
  executor
    .selectFrom('deadline')
    .select('deadline_id')
    .where('meeting_id', '=', meetingId)
    .where('key', '=', LINKS_KEY)
    .where('state', '<>', 'void')
    .execute();

/** Whether the system sees by itself when this duty is done: a person who reports it says why (rule LG-3). */
export async function isSeenByLinks(
  executor: Executor,
  { meetingId, deadlineId }: { meetingId: string; deadlineId: string },
): Promise<boolean> {
  return (await linkDuties(executor, meetingId)).some((duty) => duty.deadline_id === deadlineId);
}

/**
 * The duty to join the MCUs is done when the last of them is, by the links themselves; nobody has to say it.
 *
 * @rule LG-3 (HB II.1.2 b4; VP Đ6.1 b5; R-CON-02)
 */
export class LinkDuty implements PhaseFollower {
  readonly #ledger: LedgerService;

  constructor(ledger: LedgerService) {
    this.#ledger = ledger;
  }

  async followed(transaction: Executor, { meetingId, body }: ConferenceEvent): Promise<void> {
    if (body.type !== 'connect.slaveJoined' || body.allSince === undefined) return;
    for (const { deadline_id: deadlineId } of await linkDuties(transaction, meetingId))
      await this.#ledger.fulfil(transaction, { meetingId, deadlineId, at: body.allSince, by: BY_LINKS });
  }
}
