import { AuditEntry } from '@nhipcau/contracts';
import type { Selectable } from 'kysely';
import type { Executor } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import type { Caller } from '../http/caller.ts';

export type AuditActor = Pick<AuditEntry, 'actorKind' | 'actorId' | 'actorName'>;

export interface AuditLine {
  readonly at: number;
  readonly actor: AuditActor;
  readonly action: string;
  readonly meetingId?: string | null;
  readonly subject?: string | null;
  /** Error code of a refusal; absent when it was allowed. */
  readonly code?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly correlationId?: string;
}

export const systemActor: AuditActor = { actorKind: 'system', actorId: null, actorName: null };

export function actorOf(caller: Caller): AuditActor {
  switch (caller.kind) {
    case 'user':
      return { actorKind: 'user', actorId: caller.session.userId, actorName: caller.session.name };
    case 'room':
      return { actorKind: 'room', actorId: caller.siteId, actorName: null };
    case 'anonymous':
      return { actorKind: 'anonymous', actorId: null, actorName: null };
  }
}

/** Appends one line. Inside a transaction it stands or falls with the change it tells of. */
export async function appendAudit(executor: Executor, line: AuditLine): Promise<void> {
  await executor
    .insertInto('audit')
    .values({
      at: new Date(line.at),
      actor_kind: line.actor.actorKind,
      actor_id: line.actor.actorId,
      actor_name: line.actor.actorName,
      action: line.action,
      meeting_id: line.meetingId ?? null,
      subject: line.subject ?? null,
      outcome: line.code === undefined ? 'allowed' : 'refused',
      code: line.code ?? null,
      facts: JSON.stringify(line.facts ?? {}),
      correlation_id: line.correlationId ?? null,
    })
    .execute();
}

/** A row of the table as a line of the contract. */
export const entryOf = (row: Selectable<Tables['audit']>): AuditEntry =>
  AuditEntry.parse({
    id: Number(row.id),
    at: row.at.getTime(),
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorName: row.actor_name,
    action: row.action,
    meetingId: row.meeting_id,
    subject: row.subject,
    outcome: row.outcome,
    code: row.code,
    facts: row.facts,
    correlationId: row.correlation_id,
  });
