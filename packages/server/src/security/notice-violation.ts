import type { Detection } from '@nhipcau/contracts';
import { uuidv7 } from 'uuidv7';
import { appendAudit, systemActor } from '../audit/audit.repository.ts';
import type { Executor } from '../database/database.ts';
import { securityRules } from './security-rules.ts';

export interface Noticed {
  readonly what: Detection;
  readonly organisationId: string | null;
  readonly meetingId?: string | null;
  readonly evidence: string;
  /** The same happening noticed again makes no further violation. */
  readonly fingerprint: string;
  readonly at: number;
}

/** Registers what the system itself noticed, where the home locality's text prohibits it (R-SEC-12). */
export async function noticeViolation(executor: Executor, noticed: Noticed): Promise<void> {
  const { what, organisationId, meetingId = null, evidence, fingerprint, at } = noticed;
  const { rules } = await securityRules(executor, at);
  for (const { key, label, cite, detectedBy } of rules.violations) {
    if (detectedBy !== what) continue;
    const id = uuidv7();
    const { numInsertedOrUpdatedRows } = await executor
      .insertInto('violation')
      .values({
        id,
        kind: key,
        label,
        cite: JSON.stringify(cite),
        organisation_id: organisationId,
        meeting_id: meetingId,
        happened_at: new Date(at),
        found_by: 'system',
        by_name: 'Nhịp Cầu',
        evidence,
        fingerprint: `${key} ${fingerprint}`,
        at: new Date(at),
      })
      .onConflict((conflict) => conflict.column('fingerprint').doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 1n) continue;
    await appendAudit(executor, {
      at,
      actor: systemActor,
      action: 'violation.notice',
      subject: id,
      meetingId,
      facts: { kind: key, organisationId },
    });
  }
}
