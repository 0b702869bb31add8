import type { Clock } from '@nhipcau/base';
import type { AuditHead, AuditVerified } from '@nhipcau/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database, Executor } from '../database/database.ts';

const Fault = z.object({
  seq: z.coerce.number().int().nullable(),
  audit_id: z.coerce.number().int(),
  fault: z.enum(['altered', 'missing', 'gap', 'unchained']),
});

/** The last link of the chain; null when nothing was ever written. */
export async function auditHead(executor: Executor): Promise<AuditHead | null> {
  const row = await executor
    .selectFrom('audit_link')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { seq: Number(row.seq), hash: row.hash.toString('hex') } : null;
}

/**
 * Computes the whole chain anew and names the first line that is not as it was written.
 *
 * @param known - head of an earlier export: when it is no longer part of the chain, the whole was rewritten or cut
 */
export async function verifyAudit(
  database: Database,
  clock: Clock,
  known?: AuditHead,
): Promise<AuditVerified> {
  const since = clock.now();
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const { rows } = await sql`select seq, audit_id, fault from audit_first_fault()`.execute(trx);
      const [found] = rows.map((row) => Fault.parse(row));
      const counted = await trx
        .selectFrom('audit')
        .select((eb) => eb.fn.countAll<string>().as('lines'))
        .executeTakeFirstOrThrow();
      const fault = found ? { seq: found.seq, id: found.audit_id, kind: found.fault } : null;
      return {
        lines: Number(counted.lines),
        head: await auditHead(trx),
        fault: fault ?? (known ? await lostHead(trx, known) : null),
        tookMs: Math.max(0, Math.round(clock.now() - since)),
      };
    });
}

async function lostHead(trx: Executor, { seq, hash }: AuditHead): Promise<AuditVerified['fault']> {
  const row = await trx
    .selectFrom('audit_link')
    .select(['audit_id', 'hash'])
    .where('seq', '=', String(seq))
    .executeTakeFirst();
  if (row?.hash.toString('hex') === hash) return null;
  return { seq, id: Number(row?.audit_id ?? 0), kind: 'headLost' };
}
