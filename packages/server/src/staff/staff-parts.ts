import type { Clock } from '@nhipcau/base';
import {
  type DirectoryRules,
  type ErrorCode,
  instant,
  LocalDate,
  type RegulationProfile,
  type SessionInfo,
} from '@nhipcau/contracts';
import { dateOf } from '@nhipcau/domain';
import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Outbox } from '../notices/outbox.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';

/** What the services of staff, admission and duty work with. */
export interface StaffParts {
  readonly database: Database;
  readonly clock: Clock;
}

/** Services that tell others, now or later. */
export interface TellingParts extends StaffParts {
  readonly outbox: Outbox;
  readonly jobs: Jobs;
}

/** A person at work, and the request it belongs to. */
export interface Worker {
  readonly person: SessionInfo;
  readonly correlationId: string;
}

/** The home locality's rules as they count now, and its today. */
export async function rulesNow(
  executor: Executor,
  clock: Clock,
): Promise<{ rules: DirectoryRules; profile: RegulationProfile; today: LocalDate; now: number }> {
  const now = clock.now();
  const profile = await regulationInForce(executor, { now: instant(now) });
  return { rules: profile.office.directory, profile, today: dateOf(instant(now), profile.timeZone), now };
}

/** One line of the audit for an act on the register. */
export const auditAct = (
  executor: Executor,
  { person, correlationId }: Worker,
  line: { at: number; action: string; subject: string; meetingId?: string; facts?: Record<string, unknown> },
): Promise<void> =>
  appendAudit(executor, {
    actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
    correlationId,
    ...line,
  });

/** A `date` column as the text it is on the wire. */
export const day = (column: string): RawBuilder<string | null> =>
  sql<string | null>`${sql.ref(column)}::text`;
export const dayOf = (text: string | null): LocalDate | null =>
  text === null ? null : LocalDate.parse(text);

/** What a refusal of the database by a named constraint or trigger means to the caller; anything else as it is. */
export function meaningOf(cause: unknown, meanings: Readonly<Record<string, ErrorCode>>): unknown {
  const constraint = cause instanceof pg.DatabaseError ? cause.constraint : undefined;
  const code = constraint === undefined ? undefined : meanings[constraint];
  return code === undefined ? cause : new AppError(code, {}, { cause });
}
