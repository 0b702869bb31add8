import {
  type CloseWeakness,
  instant,
  LocalDate,
  type MeetingState,
  type PlanRemedy,
  type RecordReview,
  SecurityReview,
  type SecurityReviewList,
  type SecurityRules,
  Weakness,
} from '@nhipcau/contracts';
import { can, mayEver, nextWeakness, startable } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { securityRules } from './security-rules.ts';

/** Files whose time is taken: work on the system keeps out of it. */
const held: readonly MeetingState[] = ['registered', 'underReview', ...startable, 'live'];

/** Reviews of the systems' security: weaknesses, how they are mended, and that operation stayed undisturbed (R-SEC-10). */
export class ReviewsService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  async list({ person }: Worker): Promise<SecurityReviewList> {
    const { database, clock } = this.#parts;
    const now = clock.now();
    const { rules, today } = await securityRules(database, now);
    const units = await Units.read(database);
    const rows = await database
      .selectFrom('security_review')
      .selectAll()
      .select(sql<string>`reviewed_on::text`.as('day'))
      .orderBy('reviewed_on', 'desc')
      .orderBy('at', 'desc')
      .limit(500)
      .execute();
    const weaknesses = await this.#weaknesses(rows.map(({ id }) => id));
    const dueOn = dueOf(rules, rows[0]?.day ?? null);
    return {
      rule: rules.review && {
        by: rules.review.by,
        everyMonths: rules.review.everyMonths,
        cite: rules.review.cite,
      },
      dueOn,
      isDue: dueOn === null || dueOn < today,
      mayWrite: mayEver(person.grants, 'security.write'),
      reviews: rows
        .filter((row) => can(person.grants, 'security.read', units.placeOf(row.organisation_id)))
        .map((row) =>
          SecurityReview.parse({
            reviewId: row.id,
            organisationId: row.organisation_id,
            organisationName: units.nameOf(row.organisation_id),
            title: row.title,
            reviewers: row.reviewers,
            reviewedOn: row.day,
            document: row.document,
            byName: row.by_name,
            weaknesses: weaknesses.get(row.id) ?? [],
          }),
        ),
    };
  }

  async #weaknesses(reviewIds: readonly string[]): Promise<Map<string, Weakness[]>> {
    if (reviewIds.length === 0) return new Map();
    const { database, clock } = this.#parts;
    const rows = await database
      .selectFrom('security_weakness')
      .selectAll()
      .select(sql<string | null>`tested_on::text`.as('test_day'))
      .select((query) =>
        query
          .exists(
            query
              .selectFrom('registration')
              .select('meeting_id')
              .where('state', 'in', held)
              .whereRef('registration.starts_at', '<', 'security_weakness.ends_at')
              .whereRef('registration.ends_at', '>', 'security_weakness.starts_at'),
          )
          .as('is_over_meeting'),
      )
      .where('review_id', 'in', reviewIds)
      .orderBy('review_id')
      .orderBy('position')
      .execute();
    const at = (date: Date | null) => (date === null ? null : instant(date.getTime()));
    const views = rows.map((row) => ({
      reviewId: row.review_id,
      weakness: Weakness.parse({
        weaknessId: row.id,
        title: row.title,
        severity: row.severity,
        state: row.state,
        remedy: row.remedy,
        startsAt: at(row.starts_at),
        endsAt: at(row.ends_at),
        collides:
          row.state === 'planned' &&
          row.is_over_meeting === true &&
          (row.ends_at?.getTime() ?? 0) > clock.now(),
        test: row.test_day === null ? null : { on: row.test_day, words: row.test, passed: row.test_passed },
      }),
    }));
    const groups = Map.groupBy(views, ({ reviewId }) => reviewId);
    return new Map([...groups].map(([id, group]) => [id, group.map(({ weakness }) => weakness)]));
  }

  /** @throws {AppError} ORGANISATION_UNKNOWN, NOT_ALLOWED, DATES_REVERSED */
  async record(body: RecordReview, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      await authoriseFor(trx, body.organisationId, worker);
      const { today } = await securityRules(trx, at);
      if (body.reviewedOn > today) throw new AppError('DATES_REVERSED', { today });
      const id = uuidv7();
      await trx
        .insertInto('security_review')
        .values({
          id,
          organisation_id: body.organisationId,
          title: body.title,
          reviewers: body.reviewers,
          reviewed_on: body.reviewedOn,
          document: body.document,
          at: new Date(at),
          by_name: worker.person.name,
        })
        .execute();
      if (body.weaknesses.length > 0)
        await trx
          .insertInto('security_weakness')
          .values(
            body.weaknesses.map(({ title, severity }, index) => ({
              id: uuidv7(),
              review_id: id,
              position: index + 1,
              title,
              severity,
            })),
          )
          .execute();
      await auditAct(trx, worker, {
        at,
        action: 'securityReview.record',
        subject: id,
        facts: { organisationId: body.organisationId, weaknesses: body.weaknesses.length },
      });
    });
  }

  /**
   * Work on the system is put where no meeting is.
   *
   * @throws {AppError} WEAKNESS_UNKNOWN, NOT_ALLOWED, WEAKNESS_STEP_IMPOSSIBLE, DATES_REVERSED, WORK_OVER_MEETING
   * @rule AC-21
   */
  async plan(id: string, { remedy, startsAt, endsAt }: PlanRemedy, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const { state } = await this.#take(trx, id, worker);
      const next = nextWeakness(state, { kind: 'plan' });
      if (next !== 'planned') throw new AppError('WEAKNESS_STEP_IMPOSSIBLE', { state });
      const { today } = await securityRules(trx, at);
      if (endsAt <= at) throw new AppError('DATES_REVERSED', { today });
      await checkNoMeeting(trx, { startsAt, endsAt });
      await trx
        .updateTable('security_weakness')
        .set({ state: next, remedy, starts_at: new Date(startsAt), ends_at: new Date(endsAt) })
        .where('id', '=', id)
        .execute();
      await auditAct(trx, worker, {
        at,
        action: 'securityWeakness.plan',
        subject: id,
        facts: { remedy, startsAt, endsAt },
      });
    });
  }

  /**
   * A test that operation is undisturbed closes it; one that failed is kept, and the weakness stays.
   *
   * @throws {AppError} WEAKNESS_UNKNOWN, NOT_ALLOWED, WEAKNESS_STEP_IMPOSSIBLE, DATES_REVERSED, REMEDY_NOT_TESTED
   * @rule AC-21
   */
  async close(id: string, { testedOn, test, passed }: CloseWeakness, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    const next = await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const { state } = await this.#take(trx, id, worker);
      const following = nextWeakness(state, { kind: 'close', passed });
      if (following === null) throw new AppError('WEAKNESS_STEP_IMPOSSIBLE', { state });
      const { today } = await securityRules(trx, at);
      if (testedOn > today) throw new AppError('DATES_REVERSED', { today });
      await trx
        .updateTable('security_weakness')
        .set({
          tested_on: testedOn,
          test,
          test_passed: passed,
          ...(following === 'untested' ? {} : { state: following }),
        })
        .where('id', '=', id)
        .execute();
      await auditAct(trx, worker, {
        at,
        action: following === 'closed' ? 'securityWeakness.close' : 'securityWeakness.test',
        subject: id,
        facts: { test, passed },
      });
      return following;
    });
    if (next === 'untested') throw new AppError('REMEDY_NOT_TESTED');
  }

  async #take(trx: Executor, id: string, worker: Worker): Promise<{ state: Weakness['state'] }> {
    const row = await trx
      .selectFrom('security_weakness')
      .innerJoin('security_review', 'security_review.id', 'review_id')
      .select(['state', 'organisation_id'])
      .where('security_weakness.id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new AppError('WEAKNESS_UNKNOWN');
    await authoriseFor(trx, row.organisation_id, worker);
    return { state: Weakness.shape.state.parse(row.state) };
  }
}

async function authoriseFor(trx: Executor, organisationId: string, { person }: Worker): Promise<void> {
  const path = await organisationPath(trx, organisationId);
  if (path.length === 0) throw new AppError('ORGANISATION_UNKNOWN');
  authorise(person, 'security.write', { organisationPath: path });
}

async function checkNoMeeting(
  executor: Executor,
  { startsAt, endsAt }: Pick<PlanRemedy, 'startsAt' | 'endsAt'>,
): Promise<void> {
  const meeting = await executor
    .selectFrom('registration')
    .select(['file_number', 'starts_at'])
    .where('state', 'in', held)
    .where('starts_at', '<', new Date(endsAt))
    .where('ends_at', '>', new Date(startsAt))
    .orderBy('starts_at')
    .executeTakeFirst();
  // What it is about is not told: it may be a secret.
  if (meeting)
    throw new AppError('WORK_OVER_MEETING', {
      fileNumber: meeting.file_number,
      startsAt: meeting.starts_at.getTime(),
    });
}

/** The day after which the next review is overdue; null: none was made, or the text asks for none. */
function dueOf({ review }: SecurityRules, last: string | null): LocalDate | null {
  if (last === null) return null;
  const [year = 0, month = 1, day = 1] = last.split('-').map(Number);
  const months = month - 1 + (review?.everyMonths ?? 12);
  const due = new Date(Date.UTC(year, months, 1));
  const lastDay = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  due.setUTCDate(Math.min(day, lastDay));
  return LocalDate.parse(due.toISOString().slice(0, 10));
}
