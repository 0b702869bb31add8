import type { Clock } from '@nhipcau/base';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { type AuditLine, appendAudit } from './audit.repository.ts';

/** Carries out an act; when it is refused, the refusal is recorded too. The act itself records that it was allowed. */
export async function auditRefusals<T>(
  { database, clock }: { database: Database; clock: Clock },
  line: Omit<AuditLine, 'at' | 'code'>,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof AppError)
      await appendAudit(database, {
        ...line,
        at: clock.now(),
        code: cause.code,
        facts: { ...line.facts, ...cause.facts },
      });
    throw cause;
  }
}
