import { instant, LocalDate } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

const states = ['proposed', 'admitted', 'refused'] as const;
const wordOf = <const W extends string>(words: readonly W[], value: string): W => {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new Error(`unexpected ${value}`);
  return found;
};

export interface AdmissionRecord {
  readonly siteId: string;
  readonly state: (typeof states)[number];
  readonly isNewMember: boolean;
  readonly required: readonly string[];
  readonly openedAt: ReturnType<typeof instant>;
  readonly decidedAt: ReturnType<typeof instant> | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
}

export async function readAdmissions(executor: Executor, siteId?: string): Promise<AdmissionRecord[]> {
  let query = executor.selectFrom('admission').selectAll().orderBy('opened_at', 'desc').limit(3_000);
  if (siteId !== undefined) query = query.where('site_id', '=', siteId);
  return (await query.execute()).map((row) => ({
    siteId: row.site_id,
    state: wordOf(states, row.state),
    isNewMember: row.is_new_member,
    required: row.required,
    openedAt: instant(row.opened_at.getTime()),
    decidedAt: row.decided_at === null ? null : instant(row.decided_at.getTime()),
    decidedBy: row.decided_by,
    reason: row.reason,
  }));
}

/** The newest evidence for each condition of sites' files. */
export async function readEvidence(executor: Executor, siteIds: readonly string[]) {
  if (siteIds.length === 0) return [];
  const rows = await executor
    .selectFrom('admission_evidence')
    .distinctOn(['site_id', 'condition_key'])
    .select([
      'site_id',
      'condition_key',
      'result',
      'evidence',
      'document_number',
      'assessor',
      sql<string>`assessed_on::text`.as('assessed_on'),
    ])
    .where('site_id', 'in', siteIds)
    .orderBy('site_id')
    .orderBy('condition_key')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    siteId: row.site_id,
    key: row.condition_key,
    result: wordOf(['met', 'failed'], row.result),
    evidence: row.evidence,
    documentNumber: row.document_number,
    assessor: row.assessor,
    assessedOn: LocalDate.parse(row.assessed_on),
  }));
}

/** Admitted sites of an organisation and further ones granted by accepted plans. */
export async function countSites(
  executor: Executor,
  organisationId: string,
): Promise<{ admitted: number; granted: number }> {
  const { rows } = await sql<{ admitted: number; granted: number }>`select
    (select count(*)::int from site where organisation_id = ${organisationId} and status in ('admitted', 'suspended')) as admitted,
    (select coalesce(sum(sites), 0)::int from quota_exception
       where organisation_id = ${organisationId} and state = 'accepted') as granted`.execute(executor);
  return rows[0] ?? { admitted: 0, granted: 0 };
}

export const insertEvidence = (
  trx: Executor,
  line: {
    siteId: string;
    key: string;
    result: string;
    evidence: string;
    documentNumber: string | null;
    assessedOn: string;
    assessor: string;
    at: number;
    by: string;
  },
) =>
  trx
    .insertInto('admission_evidence')
    .values({
      site_id: line.siteId,
      condition_key: line.key,
      result: line.result,
      evidence: line.evidence,
      document_number: line.documentNumber,
      assessed_on: line.assessedOn,
      assessor: line.assessor,
      at: new Date(line.at),
      by_name: line.by,
    })
    .execute();
