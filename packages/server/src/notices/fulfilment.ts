import type { Database } from '../database/database.ts';
import type { LedgerService } from '../ledger/ledger.service.ts';
import { findProfile } from '../regulation/regulation.repository.ts';

interface FulfilParts {
  readonly database: Database;
  readonly ledger: Pick<LedgerService, 'fulfil'>;
}

/**
 * Tells the ledger that a duty is done when everybody it concerns has been told (R-PROF-04, R-NTC-01): with the instant at
 * which the last of them was. A duty that concerns some of the roles of a row does not wait for the others.
 */
export async function fulfilWhenTold({ database, ledger }: FulfilParts, recipientId: string): Promise<void> {
  const notice = await database
    .selectFrom('notice_recipient')
    .innerJoin('notice', 'notice.id', 'notice_recipient.notice_id')
    .innerJoin('registration', 'registration.meeting_id', 'notice.meeting_id')
    .select([
      'notice.id',
      'notice.meeting_id',
      'notice.row_id',
      'notice.from_name',
      'registration.locality',
      'registration.regulation_version',
    ])
    .where('notice_recipient.id', '=', recipientId)
    .where('notice.kind', 'in', ['first', 'correction'])
    .executeTakeFirst();
  if (!notice) return;
  const profile = await findProfile(database, notice.locality, notice.regulation_version);
  const row = profile?.office.notices.rows.find(({ id }) => id === notice.row_id);
  if (!profile || !row) return;
  const limits = Object.values(profile.deadlines).flatMap((deadlines) => deadlines ?? []);
  for (const deadlineId of row.deadlines) {
    const tells = limits.find(({ id }) => id === deadlineId)?.tells ?? [];
    const concerned = row.to.filter((role) => tells.includes(role));
    const at = await toldAt(database, notice.id, concerned.length > 0 ? concerned : row.to);
    if (at === null || !(await isOpen(database, notice.meeting_id, deadlineId))) continue;
    await database
      .transaction()
      .execute((trx) =>
        ledger.fulfil(trx, { meetingId: notice.meeting_id, deadlineId, at, by: notice.from_name }),
      );
  }
}

/** When the last of them was told; null while somebody has not been. */
async function toldAt(
  database: Database,
  noticeId: string,
  roles: readonly string[],
): Promise<number | null> {
  const rows = await database
    .selectFrom('notice_recipient')
    .select(['sent_at', 'state'])
    .where('notice_id', '=', noticeId)
    .where('role', 'in', [...roles])
    .execute();
  const isTold = rows.every(
    ({ sent_at, state }) => sent_at !== null && state !== 'bounced' && state !== 'failed',
  );
  if (rows.length === 0 || !isTold) return null;
  return Math.max(...rows.map(({ sent_at }) => sent_at?.getTime() ?? 0));
}

const isOpen = async (database: Database, meetingId: string, deadlineId: string): Promise<boolean> =>
  (await database
    .selectFrom('deadline')
    .select('state')
    .where('meeting_id', '=', meetingId)
    .where('deadline_id', '=', deadlineId)
    .where('state', 'in', ['pending', 'late'])
    .executeTakeFirst()) !== undefined;
