import { instant, type SecurityEvent, type SessionLine } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { readAssurance } from './words.ts';

const MOST_EVENTS = 20;

/** Open sessions of a person, the latest first. */
export async function listSessions(
  executor: Executor,
  userId: string,
  { now, current }: { now: number; current?: Buffer },
): Promise<SessionLine[]> {
  const rows = await executor
    .selectFrom('user_session')
    .selectAll()
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', new Date(now))
    .orderBy(sql`coalesce(last_active_at, created_at)`, 'desc')
    .limit(50)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    current: current?.equals(row.token_hash) ?? false,
    createdAt: instant(row.created_at.getTime()),
    lastActiveAt: instant((row.last_active_at ?? row.created_at).getTime()),
    ip: row.ip,
    userAgent: row.user_agent,
    assurance: readAssurance(row.assurance),
    locked: row.locked_at !== null,
  }));
}

/** What happened to the account lately, for its owner. */
export async function securityEvents(executor: Executor, userId: string): Promise<SecurityEvent[]> {
  const rows = await executor
    .selectFrom('audit')
    .select(['at', 'action', 'outcome', 'code', sql<string | null>`facts ->> 'ip'`.as('ip')])
    .where((eb) => eb.or([eb('actor_id', '=', userId), eb('subject', '=', userId)]))
    .where((eb) => eb.or([eb('action', 'like', 'session.%'), eb('action', 'like', 'account.%')]))
    .orderBy('id', 'desc')
    .limit(MOST_EVENTS)
    .execute();
  return rows.map(({ at, action, outcome, code, ip }) => ({
    at: instant(at.getTime()),
    action,
    outcome: outcome === 'allowed' ? 'allowed' : 'refused',
    code,
    ip,
  }));
}
