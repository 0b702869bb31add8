import type { AuditEntry, AuditFilter } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { entryOf } from './audit.repository.ts';

export interface AuditWindow extends AuditFilter {
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly limit: number;
  readonly order?: 'asc' | 'desc';
}

/** Signs that mean something in a pattern are taken for themselves. */
const escaped = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

const filtered = (database: Database, filter: AuditFilter) => {
  let query = database.selectFrom('audit');
  const { meetingId, actorId, action, subject, outcome, from, to, text } = filter;
  if (meetingId !== undefined) query = query.where('meeting_id', '=', meetingId);
  if (actorId !== undefined)
    query = query.where((eb) =>
      eb.or([
        eb('actor_id', '=', actorId),
        sql<boolean>`fold_text(actor_name) like '%' || fold_text(${escaped(actorId)}) || '%'`,
      ]),
    );
  // An area of acts by its beginning (`account.`), or one act by its name.
  if (action !== undefined) query = query.where('action', 'like', `${escaped(action)}%`);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  if (outcome !== undefined) query = query.where('outcome', '=', outcome);
  if (from !== undefined) query = query.where('at', '>=', new Date(from));
  if (to !== undefined) query = query.where('at', '<', new Date(to));
  if (text !== undefined && text !== '')
    query = query.where(sql<boolean>`search_text like '%' || fold_text(${escaped(text)}) || '%'`);
  return query;
};

/** Lines that fit the filter, the newest first unless asked otherwise. Text is found without its diacritics. */
export async function searchAudit(database: Database, window: AuditWindow): Promise<AuditEntry[]> {
  const { before, after, limit, order = 'desc' } = window;
  let query = filtered(database, window).selectAll();
  if (before !== undefined) query = query.where('id', '<', String(before));
  if (after !== undefined) query = query.where('id', '>', String(after));
  const rows = await query.orderBy('id', order).limit(limit).execute();
  return rows.map(entryOf);
}
