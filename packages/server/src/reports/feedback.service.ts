import type { Clock } from '@nhipcau/base';
import {
  type Action,
  type FeedbackAct,
  type FeedbackId,
  type FeedbackList,
  type FeedbackQuery,
  type GiveFeedback,
  instant,
  type SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import { can, dateOf, feedbackPaper, nextFeedbackState } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import type { Press } from '../documents/press.ts';
import type { PaperFormat } from '../documents/print-job.ts';
import { type PrintedDocument, printedAs } from '../documents/printer.ts';
import type { Letter, Outbox } from '../notices/outbox.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { listFeedback } from './feedback.repository.ts';

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly press: Pick<Press, 'print'>;
  readonly outbox: Pick<Outbox, 'put'>;
}

const DESK: Letter['recipient'] = { kind: 'profileRole', role: 'account:desk' };

/** Problems in applying the regulation: told by units, collected, compiled and answered by the desk of the text (R-RPT-08). */
export class FeedbackService {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async list({ year }: FeedbackQuery, person: SessionInfo): Promise<FeedbackList> {
    const { database } = this.#parts;
    const units = await Units.read(database);
    const all = await listFeedback(database, { year: year ?? null });
    return {
      rule: await this.#rule(database),
      feedback: all.filter(({ organisationId }) => reaches(person, 'feedback.read', units, organisationId)),
      units: units.all
        .filter(({ organisationId }) => reaches(person, 'feedback.give', units, organisationId))
        .map(({ organisationId, name }) => ({ organisationId, name })),
      mayHandle: can(person.grants, 'feedback.handle', {}),
    };
  }

  /** @throws {AppError} FEEDBACK_NOT_COLLECTED, ORGANISATION_UNKNOWN, NOT_ALLOWED */
  async give({ key, organisationId, article, words }: GiveFeedback, worker: Worker): Promise<FeedbackList> {
    const { database, clock } = this.#parts;
    const { person } = worker;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      if ((await this.#rule(trx)) === null) throw new AppError('FEEDBACK_NOT_COLLECTED');
      const units = await Units.read(trx);
      const unit = units.find(organisationId);
      if (!unit) throw new AppError('ORGANISATION_UNKNOWN', { organisationId });
      if (!reaches(person, 'feedback.give', units, organisationId))
        throw new AppError('NOT_ALLOWED', { action: 'feedback.give' });
      const inserted = await trx
        .insertInto('feedback')
        .values({
          id: uuidv7(),
          key,
          organisation_id: organisationId,
          unit_name: unit.name,
          article,
          words,
          at: new Date(at),
          user_id: person.userId,
          by_name: person.name,
        })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (inserted) {
        await this.#parts.outbox.put(trx, [
          letter(inserted.id, 'given', DESK, { unit: unit.name, article, reason: words }),
        ]);
        await auditAct(trx, worker, {
          at,
          action: 'feedback.give',
          subject: inserted.id,
          facts: { organisationId, article },
        });
      }
    });
    return this.list({}, person);
  }

  /** @throws {AppError} FEEDBACK_UNKNOWN, FEEDBACK_SETTLED, NOT_ALLOWED */
  async act(feedbackId: FeedbackId, act: FeedbackAct, worker: Worker): Promise<FeedbackList> {
    const { database, clock } = this.#parts;
    const { person } = worker;
    if (!can(person.grants, 'feedback.handle', {}))
      throw new AppError('NOT_ALLOWED', { action: 'feedback.handle' });
    await database.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${feedbackId}, 198))`.execute(trx);
      const [found] = await listFeedback(trx, { feedbackId });
      if (!found) throw new AppError('FEEDBACK_UNKNOWN', { feedbackId });
      if (nextFeedbackState(found.state, act.act) === null)
        throw new AppError('FEEDBACK_SETTLED', { state: found.state });
      const at = clock.now();
      await trx
        .insertInto('feedback_step')
        .values({
          feedback_id: feedbackId,
          act: act.act,
          words: act.act === 'compile' ? act.document : act.words,
          at: new Date(at),
          user_id: person.userId,
          by_name: person.name,
        })
        .execute();
      if (act.act === 'answer')
        await this.#parts.outbox.put(trx, [
          letter(
            feedbackId,
            'answered',
            { kind: 'organisation', organisationId: found.organisationId },
            { unit: found.unit, article: found.article, reason: act.words },
          ),
        ]);
      await auditAct(trx, worker, { at, action: `feedback.${act.act}`, subject: feedbackId, facts: {} });
    });
    return this.list({}, person);
  }

  /** @throws {AppError} FEEDBACK_NOT_COLLECTED, NOT_ALLOWED and those of the press */
  async print(year: number | undefined, format: PaperFormat, person: SessionInfo): Promise<PrintedDocument> {
    const { database, clock, press } = this.#parts;
    const now = instant(clock.now());
    const profile = await regulationInForce(database, { now });
    const { rule, feedback } = await this.list({}, person);
    if (rule === null) throw new AppError('FEEDBACK_NOT_COLLECTED');
    const meant = year ?? Number(dateOf(now, profile.timeZone).slice(0, 4));
    const ofYear = feedback.filter(({ at }) => dateOf(at, profile.timeZone).startsWith(`${meant}-`));
    const paper = feedbackPaper({
      year: meant,
      desk: rule.desk,
      place: profile.office.forms.place,
      feedback: ofYear.toReversed(),
    });
    return printedAs({ fileNumber: `${meant}`, form: 'feedback', format }, await press.print(paper, format));
  }

  async #rule(executor: Executor): Promise<FeedbackList['rule']> {
    const { office, roles } = await regulationInForce(executor, { now: instant(this.#parts.clock.now()) });
    const rule = office.reports.feedback;
    return rule && { desk: roles[rule.desk]?.name ?? rule.desk, label: rule.label, cite: rule.cite };
  }
}

/** Whether somebody may do this for a unit or at one of its sites. */
function reaches({ grants }: SessionInfo, action: Action, units: Units, id: string): boolean {
  if (can(grants, action, { organisationPath: units.pathOf(id) })) return true;
  return (units.find(id)?.siteIds ?? []).some((siteId) =>
    can(grants, action, { siteId: SiteId.parse(siteId) }),
  );
}

/** What was told goes to the desk, the answer to the unit, each once. */
function letter(
  feedbackId: string,
  what: 'given' | 'answered',
  recipient: Letter['recipient'],
  facts: { unit: string; article: string | null; reason: string },
): Letter {
  return {
    key: `feedback:${feedbackId}:${what}`,
    meetingId: null,
    recipient,
    channel: 'inApp',
    template: `feedback.${what}`,
    facts: { ...facts, path: '/bao-cao' },
    acknowledgeBy: null,
  };
}
