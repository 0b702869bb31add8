import { createHash } from 'node:crypto';
import { toCsv } from '@nhipcau/base';
import type { AuditEntry, AuditFilter } from '@nhipcau/contracts';
import type { Database } from '../database/database.ts';
import type { RawReply } from '../http/route.ts';
import { auditHead } from './audit-chain.ts';
import { searchAudit } from './audit-search.ts';

/** Lines of one export; a longer period is exported in parts. */
export const MOST_EXPORTED = 50_000;
const PAGE = 5_000;

const columns = [
  'id',
  'at',
  'actorKind',
  'actorId',
  'actorName',
  'action',
  'meetingId',
  'subject',
  'outcome',
  'code',
  'facts',
  'correlationId',
] as const satisfies readonly (keyof AuditEntry)[];

const cellOf = (entry: AuditEntry, column: (typeof columns)[number]): string | number | null => {
  if (column === 'at') return new Date(entry.at).toISOString();
  return column === 'facts' ? JSON.stringify(entry.facts) : entry[column];
};

/**
 * The lines that fit, the oldest first, with the head of the chain at this moment: kept elsewhere, it proves later that
 * nothing was changed.
 */
export async function exportAudit(
  database: Database,
  { format, ...filter }: AuditFilter & { format: 'csv' | 'jsonl' },
): Promise<RawReply> {
  const head = await auditHead(database);
  const entries = await allOf(database, filter);
  const text =
    format === 'csv'
      ? toCsv([
          [...columns],
          ...entries.map((entry) => columns.map((column) => cellOf(entry, column))),
          ['chain', head === null ? '' : String(head.seq), head?.hash ?? ''],
        ])
      : [...entries.map((entry) => JSON.stringify(entry)), JSON.stringify({ chain: head })]
          .map((line) => `${line}\n`)
          .join('');
  const bytes = Buffer.from(text, 'utf8');
  return {
    bytes,
    contentType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
    etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`,
    cacheControl: 'no-store',
  };
}

async function allOf(database: Database, filter: AuditFilter): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for (;;) {
    const page = await searchAudit(database, {
      ...filter,
      after: entries.at(-1)?.id,
      limit: PAGE,
      order: 'asc',
    });
    entries.push(...page);
    if (page.length < PAGE || entries.length >= MOST_EXPORTED) return entries.slice(0, MOST_EXPORTED);
  }
}
