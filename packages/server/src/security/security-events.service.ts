import { type HandleSecurityEvent, instant, NoticedEvent, type SecurityEventList } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';

/** What was noticed of attempts and changes, with the plan for it, and what was done (R-MON-06). */
export class SecurityEventsService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} NOT_ALLOWED */
  async list({ person }: Worker): Promise<SecurityEventList> {
    authorise(person, 'security.read', {});
    const { database, clock } = this.#parts;
    const rows = await database
      .selectFrom('security_event')
      .selectAll()
      .orderBy(sql`state <> 'open'`)
      .orderBy('last_at', 'desc')
      .limit(1_000)
      .execute();
    return {
      events: rows.map((row) =>
        NoticedEvent.parse({
          eventId: row.id,
          kind: row.kind,
          subject: row.subject,
          byName: row.by_name,
          count: row.count,
          firstAt: row.first_at.getTime(),
          lastAt: row.last_at.getTime(),
          meetingId: row.meeting_id,
          state: row.state,
          handling: row.handling,
          handledByName: row.handled_by_name,
        }),
      ),
      plan: await planFor(database, clock.now()),
      mayWrite: mayEver(person.grants, 'security.write'),
    };
  }

  /** @throws {AppError} NOT_ALLOWED, SECURITY_EVENT_UNKNOWN, SECURITY_EVENT_HANDLED */
  async handle(id: string, { outcome, handling }: HandleSecurityEvent, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    authorise(worker.person, 'security.write', {});
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const row = await trx
        .selectFrom('security_event')
        .select('state')
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw new AppError('SECURITY_EVENT_UNKNOWN');
      if (row.state !== 'open') throw new AppError('SECURITY_EVENT_HANDLED', { state: row.state });
      await trx
        .updateTable('security_event')
        .set({ state: outcome, handling, handled_at: new Date(at), handled_by_name: worker.person.name })
        .where('id', '=', id)
        .execute();
      await auditAct(trx, worker, {
        at,
        action: `securityEvent.${outcome}`,
        subject: id,
        facts: { handling },
      });
    });
  }
}

/** Steps that the locality filed for such a case; null: it filed none. */
async function planFor(executor: Executor, now: number): Promise<SecurityEventList['plan']> {
  try {
    const { office } = await regulationInForce(executor, { now: instant(now) });
    const scenario = office.incidents.scenarios.find(({ types }) => types.includes('security'));
    return scenario ? { name: scenario.name, steps: [...scenario.steps] } : null;
  } catch (cause) {
    // Without a home locality there is no regulation, and nothing filed by it.
    if (cause instanceof AppError) return null;
    throw cause;
  }
}
