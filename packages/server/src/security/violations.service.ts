import {
  Citation,
  type HandleViolation,
  instant,
  type ReportViolation,
  Violation,
  type ViolationList,
} from '@nhipcau/contracts';
import { can, mayEver } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { securityRules } from './security-rules.ts';

/** What was done against a prohibition of the regulation, and what came of it (R-SEC-12; HN Đ20). */
export class ViolationsService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  async list({ person }: Worker): Promise<ViolationList> {
    const { database, clock } = this.#parts;
    const { rules } = await securityRules(database, clock.now());
    const units = await Units.read(database);
    const placeOf = (organisationId: string | null) =>
      organisationId === null ? {} : units.placeOf(organisationId);
    const rows = await database
      .selectFrom('violation')
      .selectAll()
      .orderBy(sql`state <> 'open'`)
      .orderBy('happened_at', 'desc')
      .limit(1_000)
      .execute();
    return {
      prohibitions: rules.violations.map(({ key, label, cite }) => ({ key, label, cite })),
      mayWrite: mayEver(person.grants, 'security.write'),
      violations: rows
        .filter((row) => can(person.grants, 'security.read', placeOf(row.organisation_id)))
        .map((row) =>
          Violation.parse({
            violationId: row.id,
            kind: row.kind,
            label: row.label,
            cite: z.array(Citation).parse(row.cite),
            organisationId: row.organisation_id,
            organisationName: row.organisation_id === null ? null : units.nameOf(row.organisation_id),
            meetingId: row.meeting_id,
            happenedAt: instant(row.happened_at.getTime()),
            foundBy: row.found_by,
            byName: row.by_name,
            evidence: row.evidence,
            state: row.state,
            handling: row.handling,
            handledByName: row.handled_by_name,
          }),
        ),
    };
  }

  /** @throws {AppError} ORGANISATION_UNKNOWN, NOT_ALLOWED, VIOLATION_KIND_UNKNOWN, MEETING_NOT_FOUND, DATES_REVERSED */
  async report(body: ReportViolation, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const path = await organisationPath(trx, body.organisationId);
      if (path.length === 0) throw new AppError('ORGANISATION_UNKNOWN');
      authorise(worker.person, 'security.write', { organisationPath: path });
      const { rules, today } = await securityRules(trx, at);
      const prohibition = rules.violations.find(({ key }) => key === body.kind);
      if (!prohibition) throw new AppError('VIOLATION_KIND_UNKNOWN', { kind: body.kind });
      if (body.happenedAt > at) throw new AppError('DATES_REVERSED', { today });
      if (body.meetingId !== null) await checkMeeting(trx, body.meetingId);
      const id = uuidv7();
      await trx
        .insertInto('violation')
        .values({
          id,
          kind: prohibition.key,
          label: prohibition.label,
          cite: JSON.stringify(prohibition.cite),
          organisation_id: body.organisationId,
          meeting_id: body.meetingId,
          happened_at: new Date(body.happenedAt),
          found_by: 'person',
          by_name: worker.person.name,
          evidence: body.evidence,
          at: new Date(at),
        })
        .execute();
      await auditAct(trx, worker, {
        at,
        action: 'violation.report',
        subject: id,
        ...(body.meetingId === null ? {} : { meetingId: body.meetingId }),
        facts: { kind: prohibition.key, organisationId: body.organisationId },
      });
    });
  }

  /** @throws {AppError} VIOLATION_UNKNOWN, NOT_ALLOWED, VIOLATION_HANDLED */
  async handle(id: string, { outcome, handling }: HandleViolation, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const row = await trx
        .selectFrom('violation')
        .select(['state', 'organisation_id'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw new AppError('VIOLATION_UNKNOWN');
      authorise(
        worker.person,
        'security.write',
        row.organisation_id === null
          ? {}
          : { organisationPath: await organisationPath(trx, row.organisation_id) },
      );
      if (row.state !== 'open') throw new AppError('VIOLATION_HANDLED', { state: row.state });
      await trx
        .updateTable('violation')
        .set({ state: outcome, handling, handled_at: new Date(at), handled_by_name: worker.person.name })
        .where('id', '=', id)
        .execute();
      await auditAct(trx, worker, { at, action: `violation.${outcome}`, subject: id, facts: { handling } });
    });
  }
}

async function checkMeeting(executor: Executor, meetingId: string): Promise<void> {
  const found = await executor
    .selectFrom('registration')
    .select('meeting_id')
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  if (!found) throw new AppError('MEETING_NOT_FOUND', { meetingId });
}
