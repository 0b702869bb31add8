import type { Clock } from '@nhipcau/base';
import {
  type ActOnSessionEvaluation,
  instant,
  MeetingId,
  type SessionEvaluation,
  type SessionInfo,
} from '@nhipcau/contracts';
import { can, mayEver, reachedQuality } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import { readEnding } from '../ending/endings.repository.ts';
import { type CaseMeeting, readCaseMeeting } from '../incidents/case-meeting.ts';
import { isOfWhole, officialOf } from '../incidents/case-reach.ts';
import { resolveParties } from '../notices/parties.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import {
  insertEvaluationAct,
  isKnownEvaluationKey,
  lockEvaluation,
  measuredSites,
  sessionActs,
} from './evaluations.repository.ts';

/** Sessions judged after their end: what was measured, what sites say, who confirms and signs (R-EVL-01, R-EVL-02). */
export class SessionEvaluations {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async read(meetingId: MeetingId, person: SessionInfo): Promise<SessionEvaluation> {
    return this.#view(this.#database, meetingId, person);
  }

  /**
   * Confirmed by whoever runs the service, signed by whoever compiles; the newest word counts.
   *
   * @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, EVALUATION_NOT_FORESEEN, EVALUATION_UNRATED
   * @rule EV-2 (R-EVL-01, R-EVL-02; QN Đ5.4; HB II.1.2 b6; VP Đ6.1 b7; BD Đ14.3)
   */
  async act(
    meetingId: MeetingId,
    { key, act }: ActOnSessionEvaluation,
    worker: Worker,
  ): Promise<SessionEvaluation> {
    await this.#database.transaction().execute(async (trx) => {
      await lockEvaluation(trx, meetingId);
      const view = await this.#view(trx, meetingId, worker.person);
      if (act.act === 'sign' ? view.compiledBy === null : view.confirmedBy === null)
        throw new AppError('EVALUATION_NOT_FORESEEN', { act: act.act });
      if (act.act === 'sign' ? !view.maySign : !view.mayConfirm)
        throw new AppError('NOT_ALLOWED', { act: act.act });
      if (await isKnownEvaluationKey(trx, key)) return;
      if (act.act === 'confirmRating') {
        const site = view.sites.find(({ siteId }) => siteId === act.siteId);
        if (!site?.rating) throw new AppError('EVALUATION_UNRATED', { siteId: act.siteId });
      }
      const at = instant(this.#clock.now());
      const { userId, name: byName } = worker.person;
      await insertEvaluationAct(trx, { meetingId }, act, { key, at, userId, byName });
      const subject = act.act === 'sign' ? meetingId : act.siteId;
      await auditAct(trx, worker, { at, action: `evaluation.${act.act}`, subject, meetingId });
    });
    return this.read(meetingId, worker.person);
  }

  async #view(executor: Executor, meetingId: MeetingId, person: SessionInfo): Promise<SessionEvaluation> {
    const meeting = await readCaseMeeting(executor, meetingId);
    const rules = meeting.profile?.office.evaluation.session ?? null;
    const units = await Units.read(executor);
    const confirms = await this.#confirms(executor, meeting, { person, units });
    const isWhole = isOfWhole(person, 'evaluation.read', meeting);
    const ratings = (await readEnding(executor, meetingId)).ratingOf;
    const acts = await sessionActs(executor, meetingId);
    const measured = await measuredSites(executor, meetingId);
    const seen = measured.filter(({ siteId }) => {
      const site = units.site(siteId);
      return (
        isWhole ||
        confirms ||
        (site !== undefined &&
          can(officialOf(person), 'evaluation.read', units.placeOf(site.organisationId, siteId)))
      );
    });
    if (seen.length === 0 && !isWhole && !confirms) throw new AppError('NOT_ALLOWED');
    const signed = acts.findLast(({ act }) => act.act === 'sign');
    const nameOf = (role: string | null) =>
      role === null ? null : (meeting.profile?.roles[role]?.name ?? role);
    return {
      meetingId: MeetingId.parse(meetingId),
      title: officialOf(person).length > 0 ? meeting.title : null,
      fileNumber: meeting.fileNumber,
      compiledBy: nameOf(rules?.compiledBy ?? null),
      confirmedBy: nameOf(rules?.confirmedBy ?? null),
      sites: seen.map((site) => {
        const stored = ratings.get(site.siteId);
        const rating = stored
          ? { picture: stored.picture, sound: stored.sound, line: stored.line, note: stored.note }
          : null;
        // A word about an earlier rating says nothing of a later one.
        const confirmation = acts.findLast(
          ({ act, at }) =>
            act.act === 'confirmRating' &&
            act.siteId === site.siteId &&
            stored !== undefined &&
            at >= stored.at,
        );
        const said = confirmation?.act.act === 'confirmRating' ? confirmation.act : null;
        return {
          ...site,
          rating,
          confirmation:
            confirmation && said
              ? { at: confirmation.at, byName: confirmation.byName, agreed: said.agreed, note: said.note }
              : null,
          reached: reachedQuality({ rating, lossClass: site.lossClass }),
        };
      }),
      signed:
        signed?.act.act === 'sign' ? { at: signed.at, byName: signed.byName, words: signed.act.words } : null,
      mayConfirm: confirms,
      maySign: rules?.compiledBy != null && isOfWhole(person, 'evaluation.compile', meeting),
      cite: rules?.cite ?? [],
    };
  }

  /** Whether somebody speaks for whoever runs the service. */
  async #confirms(
    executor: Executor,
    { profile, data }: CaseMeeting,
    { person, units }: { person: SessionInfo; units: Units },
  ): Promise<boolean> {
    const role = profile?.office.evaluation.session?.confirmedBy ?? null;
    if (profile === null || role === null || !mayEver(person.grants, 'evaluation.confirm')) return false;
    const parties = await resolveParties(executor, { profile, data }, [role]);
    return parties.some(
      ({ organisationId }) =>
        organisationId !== null &&
        can(person.grants, 'evaluation.confirm', { organisationPath: units.pathOf(organisationId) }),
    );
  }
}
