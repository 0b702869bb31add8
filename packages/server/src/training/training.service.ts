import {
  type Course,
  CourseAttendance,
  CourseState,
  instant,
  LocalDate,
  type OpenNeed,
  OperatorDuty,
  type Participant,
  type PlanCourse,
  type RecordAttendance,
  silentTraining,
  type TrainingRules,
  type TrainingYear,
} from '@nhipcau/contracts';
import {
  can,
  dateOf,
  isTrainedBy,
  mayEver,
  missedCourse,
  needStanding,
  trainingPlanPaper,
} from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import type { Press } from '../documents/press.ts';
import type { PrintFormat } from '../documents/print-job.ts';
import { authorise } from '../http/caller.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';

/** What the regulation in force says of training, and the day it is there. */
export async function trainingRules(
  executor: Executor,
  now: number,
): Promise<{ rules: TrainingRules; today: LocalDate }> {
  try {
    const { office, timeZone } = await regulationInForce(executor, { now: instant(now) });
    return { rules: office.training, today: dateOf(instant(now), timeZone) };
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    return { rules: silentTraining, today: dateOf(instant(now), 'Asia/Ho_Chi_Minh') };
  }
}

/** Courses, who came, who needs one (R-TRN-01 … R-TRN-03). */
export class TrainingService {
  readonly #parts: StaffParts & { readonly press: Pick<Press, 'print'> };

  constructor(parts: StaffParts & { readonly press: Pick<Press, 'print'> }) {
    this.#parts = parts;
  }

  async read(year: number, { person }: Worker): Promise<TrainingYear> {
    const { database, clock } = this.#parts;
    const { rules, today } = await trainingRules(database, clock.now());
    const units = await Units.read(database);
    return {
      year,
      courses: await coursesOf(database, year, { rules, units, person }),
      needs: await needsOf(database, { rules, units, person, today }),
      rules,
      mayPlan: mayEver(person.grants, 'training.write'),
    };
  }

  /** @throws {AppError} ORGANISATION_UNKNOWN, NOT_ALLOWED, OPERATOR_UNKNOWN */
  async plan(body: PlanCourse, worker: Worker): Promise<{ courseId: string }> {
    const { database, clock } = this.#parts;
    return database.transaction().execute(async (trx) => {
      const at = clock.now();
      const units = await Units.read(trx);
      if (!units.find(body.organiserId)) throw new AppError('ORGANISATION_UNKNOWN');
      authorise(worker.person, 'training.write', units.placeOf(body.organiserId));
      const courseId = uuidv7();
      await trx
        .insertInto('training_course')
        .values({
          id: courseId,
          title: body.title,
          content: body.content,
          organiser_id: body.organiserId,
          place: body.place,
          trainers: body.trainers,
          starts_on: body.startsOn,
          ends_on: body.endsOn,
          reason: null,
          at: new Date(at),
          by_name: worker.person.name,
        })
        .execute();
      const needing = body.withNeeds ? await peopleInNeed(trx) : [];
      await invite(trx, courseId, [...body.personIds, ...needing]);
      await auditAct(trx, worker, {
        at,
        action: 'training.plan',
        subject: courseId,
        facts: { title: body.title, startsOn: body.startsOn },
      });
      return { courseId };
    });
  }

  /** @throws {AppError} COURSE_UNKNOWN, NOT_ALLOWED, COURSE_OVER, OPERATOR_UNKNOWN */
  async invite(courseId: string, personIds: readonly string[], worker: Worker): Promise<void> {
    await this.#work(courseId, worker, async (trx, course) => {
      if (course.state !== 'planned') throw new AppError('COURSE_OVER', { state: course.state });
      await invite(trx, courseId, personIds);
      return { action: 'training.invite', facts: { people: personIds.length } };
    });
  }

  /**
   * Who came, and with which result. Whoever passed counts as trained from the last day of the course, and what they needed is
   * met.
   *
   * @throws {AppError} COURSE_UNKNOWN, NOT_ALLOWED, COURSE_OVER, COURSE_NOT_YET, OPERATOR_UNKNOWN
   */
  async attend(courseId: string, { people }: RecordAttendance, worker: Worker): Promise<void> {
    await this.#work(courseId, worker, async (trx, course, today) => {
      if (course.state === 'cancelled') throw new AppError('COURSE_OVER', { state: course.state });
      if (course.endsOn > today) throw new AppError('COURSE_NOT_YET', { endsOn: course.endsOn });
      for (const { personId, attendance, passed, certificate } of people) {
        const isPassed = isTrainedBy({ attendance, passed });
        const { numUpdatedRows } = await trx
          .updateTable('training_attendance')
          .set({ attendance, passed: isPassed, certificate: isPassed ? certificate : null })
          .where('course_id', '=', courseId)
          .where('person_id', '=', personId)
          .executeTakeFirstOrThrow();
        if (numUpdatedRows !== 1n) throw new AppError('OPERATOR_UNKNOWN');
        if (isPassed) await countAsTrained(trx, personId, course.endsOn);
      }
      await trx.updateTable('training_course').set({ state: 'held' }).where('id', '=', courseId).execute();
      return { action: 'training.attend', facts: { people: people.length } };
    });
  }

  /** @throws {AppError} COURSE_UNKNOWN, NOT_ALLOWED, COURSE_OVER */
  async cancel(courseId: string, reason: string, worker: Worker): Promise<void> {
    await this.#work(courseId, worker, async (trx, course) => {
      if (course.state !== 'planned') throw new AppError('COURSE_OVER', { state: course.state });
      await trx
        .updateTable('training_course')
        .set({ state: 'cancelled', reason })
        .where('id', '=', courseId)
        .execute();
      return { action: 'training.cancel', facts: { reason } };
    });
  }

  /** The plan of the year with the needs it has to meet. */
  async print(year: number, format: PrintFormat, worker: Worker): Promise<Buffer> {
    return this.#parts.press.print(trainingPlanPaper(await this.read(year, worker)), format);
  }

  async #work(
    courseId: string,
    worker: Worker,
    act: (
      trx: Executor,
      course: { state: string; endsOn: string },
      today: string,
    ) => Promise<{ action: string; facts: Record<string, unknown> }>,
  ): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const row = await trx
        .selectFrom('training_course')
        .select(['state', 'organiser_id', sql<string>`ends_on::text`.as('ends')])
        .where('id', '=', courseId)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw new AppError('COURSE_UNKNOWN');
      const units = await Units.read(trx);
      authorise(worker.person, 'training.write', units.placeOf(row.organiser_id));
      const { today } = await trainingRules(trx, at);
      const { action, facts } = await act(trx, { state: row.state, endsOn: row.ends }, today);
      await auditAct(trx, worker, { at, action, subject: courseId, facts });
    });
  }
}

/** @throws {AppError} OPERATOR_UNKNOWN */
async function invite(trx: Executor, courseId: string, personIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(personIds)];
  if (wanted.length === 0) return;
  const known = await trx.selectFrom('operator_person').select('id').where('id', 'in', wanted).execute();
  if (known.length !== wanted.length) throw new AppError('OPERATOR_UNKNOWN');
  await trx
    .insertInto('training_attendance')
    .values(
      wanted.map((personId) => ({
        course_id: courseId,
        person_id: personId,
        attendance: null,
        certificate: null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function peopleInNeed(trx: Executor): Promise<string[]> {
  const rows = await trx
    .selectFrom('training_need')
    .select('person_id')
    .where('done_on', 'is', null)
    .execute();
  return rows.map((row) => row.person_id);
}

async function countAsTrained(trx: Executor, personId: string, on: string): Promise<void> {
  await trx
    .updateTable('operator_person')
    .set((query) => ({ trained_on: on, revision: query('revision', '+', 1) }))
    .where('id', '=', personId)
    .where((query) => query.or([query('trained_on', 'is', null), query('trained_on', '<', on)]))
    .execute();
  await trx
    .updateTable('training_need')
    .set((query) => ({ done_on: query.fn<string>('greatest', [query.val(on), 'opened_on']) }))
    .where('person_id', '=', personId)
    .where('done_on', 'is', null)
    .execute();
}

interface Reader {
  readonly rules: TrainingRules;
  readonly units: Units;
  readonly person: Worker['person'];
}

async function coursesOf(
  executor: Executor,
  year: number,
  { rules, units, person }: Reader,
): Promise<Course[]> {
  const rows = await executor
    .selectFrom('training_course')
    .selectAll()
    .select([sql<string>`starts_on::text`.as('starts'), sql<string>`ends_on::text`.as('ends')])
    .where('starts_on', '>=', `${year}-01-01`)
    .where('starts_on', '<=', `${year}-12-31`)
    .orderBy('training_course.starts_on')
    .limit(500)
    .execute();
  if (rows.length === 0) return [];
  const people = await executor
    .selectFrom('training_attendance')
    .innerJoin('operator_person', 'operator_person.id', 'person_id')
    .select([
      'course_id',
      'person_id',
      'name',
      'duty',
      'organisation_id',
      'site_id',
      'attendance',
      'passed',
      'certificate',
    ])
    .where(
      'course_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('organisation_id')
    .orderBy('name')
    .execute();
  const mayRead = ({ organisation_id, site_id }: { organisation_id: string; site_id: string | null }) =>
    can(person.grants, 'staff.read', units.placeOf(organisation_id, site_id));
  const peopleOf = Map.groupBy(people.filter(mayRead), ({ course_id }) => course_id);
  return rows.map((row) => ({
    courseId: row.id,
    title: row.title,
    content: row.content,
    organiserName: units.nameOf(row.organiser_id),
    place: row.place,
    trainers: row.trainers,
    startsOn: LocalDate.parse(row.starts),
    endsOn: LocalDate.parse(row.ends),
    state: CourseState.parse(row.state),
    reason: row.reason,
    people: (peopleOf.get(row.id) ?? []).map((one): Participant => {
      const attendance = CourseAttendance.nullable().parse(one.attendance);
      return {
        personId: one.person_id,
        name: one.name,
        duty: OperatorDuty.parse(one.duty),
        organisationName: units.nameOf(one.organisation_id),
        attendance,
        passed: one.passed,
        certificate: one.certificate,
        isMissing: missedCourse(rules, attendance),
      };
    }),
    mayWrite:
      row.state !== 'cancelled' && can(person.grants, 'training.write', units.placeOf(row.organiser_id)),
  }));
}

async function needsOf(
  executor: Executor,
  { rules, units, person, today }: Reader & { today: string },
): Promise<OpenNeed[]> {
  const rows = await executor
    .selectFrom('training_need')
    .innerJoin('operator_person', 'operator_person.id', 'person_id')
    .select([
      'training_need.id',
      'person_id',
      'name',
      'organisation_id',
      'site_id',
      'cause',
      sql<string>`opened_on::text`.as('opened'),
      sql<string | null>`(select course.title from training_attendance attendance
        join training_course course on course.id = attendance.course_id
        where attendance.person_id = operator_person.id and course.state = 'planned'
        order by course.starts_on limit 1)`.as('course'),
    ])
    .where('done_on', 'is', null)
    .where((query) => query.or([query('to_on', 'is', null), query('to_on', '>', today)]))
    .orderBy('opened_on')
    .limit(5_000)
    .execute();
  return rows
    .filter((row) => can(person.grants, 'staff.read', units.placeOf(row.organisation_id, row.site_id)))
    .map((row) => {
      const { dueOn, isLate } = needStanding(rules, row.opened, today);
      return {
        needId: row.id,
        personId: row.person_id,
        name: row.name,
        organisationName: units.nameOf(row.organisation_id),
        cause: row.cause === 'appointment' ? 'appointment' : 'replacement',
        openedOn: LocalDate.parse(row.opened),
        dueOn: dueOn === null ? null : LocalDate.parse(dueOn),
        isLate,
        courseTitle: row.course,
      };
    });
}
