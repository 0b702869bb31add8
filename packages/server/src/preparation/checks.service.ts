import {
  type AnswerChecks,
  type CheckAnswer,
  type ErrorCode,
  type Instant,
  instant,
  type MeetingId,
  type OrderRetest,
  type OrganisationId,
  type SessionInfo,
  type SiteCheckSheet,
  type SiteId,
} from '@nhipcau/contracts';
import {
  type AnswerRefusal,
  checkAnswer,
  configurationChanges,
  passedAt,
  unclearedSites,
  unreadAudio,
} from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import { audioSetsAt } from '../assets/audio-sets.ts';
import { noticeDrift } from '../assets/drift.ts';
import { actorOf, appendAudit } from '../audit/audit.repository.ts';
import type { Executor } from '../database/database.ts';
import { openIssuesAt } from '../ending/endings.repository.ts';
import { authorise } from '../http/caller.ts';
import {
  type CheckedSite,
  type CheckFile,
  placeOfFile,
  readCheckFile,
  requireChecking,
  siteIn,
} from './check-file.ts';
import { failedLetters, retestLetters } from './check-letters.ts';
import { answererOf, mayAnswer, mayLook, mayOrder } from './check-rights.ts';
import { sheetOf } from './check-sheet.ts';
import {
  type Answerer,
  configurationsOf,
  historyOf,
  insertAnswer,
  insertConfiguration,
  knownKeys,
  newestAnswers,
} from './checks.repository.ts';
import type { Call, PreparationParts } from './preparation-parts.ts';
import { currentSettings, readSiteStates } from './site-state.ts';

/** How old an answer given without a connection may be and still count from when it was given. */
const OFFLINE_MS = 4 * 3_600_000;

const codes = {
  unknown: 'CHECK_UNKNOWN',
  notOpen: 'CHECK_NOT_OPEN',
  mustApply: 'CHECK_MUST_APPLY',
  valueMissing: 'CHECK_VALUE_MISSING',
  outOfLimit: 'CHECK_OUT_OF_LIMIT',
  notFromChairSeat: 'CHECK_NOT_FROM_CHAIR_SEAT',
  changedSinceFrozen: 'CHECK_ROOM_CHANGED',
} as const satisfies Record<AnswerRefusal['kind'], ErrorCode>;

interface Work {
  readonly file: CheckFile;
  readonly site: CheckedSite;
  readonly now: number;
}

/** Checks of the sites of a meeting: what is asked, what was answered, what is tested again. */
export class ChecksService {
  readonly #parts: PreparationParts;

  constructor(parts: PreparationParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, SITE_NOT_INVITED, NOT_ALLOWED */
  async sheet(meetingId: MeetingId, siteId: SiteId, { caller }: Call): Promise<SiteCheckSheet> {
    const { database, clock } = this.#parts;
    const file = await readCheckFile(database, meetingId);
    const site = siteIn(file, siteId);
    if (!mayLook(file, site, caller)) throw new AppError('NOT_ALLOWED');
    const [state] = await readSiteStates(database, file, { now: instant(clock.now()), siteId });
    if (!state) throw new AppError('SITE_NOT_INVITED', { siteId });
    const history = await historyOf(database, meetingId, siteId);
    return sheetOf(file, state, {
      history,
      outstanding: await openIssuesAt(database, siteId),
      mayOrder: mayOrder(file, caller),
      audio: await audioSetsAt(database, siteId),
      mayAnswer: (item) => mayAnswer(file, site, item, caller),
    });
  }

  /**
   * Takes answers in the order in which they were given; an answer that is here already is passed over.
   *
   * @throws {AppError} MEETING_NOT_FOUND, CHECKS_NOT_NOW, SITE_NOT_INVITED, NOT_ALLOWED, CHECK_…; then none is taken
   */
  async answer(
    meetingId: MeetingId,
    siteId: SiteId,
    { answers, configuration }: AnswerChecks,
    call: Call,
  ): Promise<SiteCheckSheet> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const file = await readCheckFile(trx, meetingId);
      requireChecking(file);
      const work: Work = { file, site: siteIn(file, siteId), now: clock.now() };
      await sql`select pg_advisory_xact_lock(hashtextextended(${`${meetingId} ${siteId}`}, 90))`.execute(trx);
      const by = answererOf(call.caller, work.site);
      if (configuration !== null) await this.#measured(trx, work, configuration, call, by);
      const known = await knownKeys(
        trx,
        answers.map(({ key }) => key),
      );
      const fresh = answers.filter(({ key }) => !known.has(key));
      for (const answer of fresh) await this.#take(trx, work, answer, call, by);
      if (fresh.length === 0) return;
      await appendAudit(trx, {
        at: work.now,
        actor: actorOf(call.caller),
        action: 'check.answer',
        meetingId,
        subject: siteId,
        facts: { answers: fresh.map(({ phase, item, outcome }) => `${phase}.${item}: ${outcome}`) },
        correlationId: call.correlationId,
      });
      await this.#meetDuties(trx, work, [...new Set(fresh.map(({ phase }) => phase))], by);
    });
    return this.sheet(meetingId, siteId, call);
  }

  /** @throws {AppError} MEETING_NOT_FOUND, CHECKS_NOT_NOW, SITE_NOT_INVITED, NOT_ALLOWED, CHECK_UNKNOWN */
  async orderRetest(
    meetingId: MeetingId,
    siteId: SiteId,
    { phase, items, cause }: OrderRetest,
    { person, ...call }: Call & { person: SessionInfo },
  ): Promise<SiteCheckSheet> {
    const { database, clock, outbox } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const file = await readCheckFile(trx, meetingId);
      requireChecking(file);
      authorise(person, 'check.order', placeOfFile(file));
      const site = siteIn(file, siteId);
      const meant = file.phasesOf(site).find((one) => one.phase.key === phase);
      if (!meant || items.some((item) => !meant.items.some(({ key }) => key === item)))
        throw new AppError('CHECK_UNKNOWN', { phase });
      const now = clock.now();
      await trx
        .insertInto('retest_order')
        .values({
          meeting_id: meetingId,
          site_id: siteId,
          phase,
          items: [...items],
          cause,
          at: new Date(now),
          user_id: person.userId,
          by_name: person.name,
        })
        .execute();
      await outbox.put(trx, retestLetters(file, site, { phase: meant.phase.name, cause, at: now }));
      await appendAudit(trx, {
        at: now,
        actor: actorOf(call.caller),
        action: 'check.order',
        meetingId,
        subject: siteId,
        facts: { phase, items, cause },
        correlationId: call.correlationId,
      });
    });
    return this.sheet(meetingId, siteId, call);
  }

  /**
   * Lets the sites of an area be connected although not every one is checked (R-CHK-09).
   *
   * @throws {AppError} MEETING_NOT_FOUND, CHECKS_NOT_NOW, NOT_ALLOWED, CLEARANCE_GIVEN
   */
  async overrideClearance(
    meetingId: MeetingId,
    organisationId: OrganisationId,
    reason: string,
    { person, caller, correlationId }: Call & { person: SessionInfo },
  ): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const file = await readCheckFile(trx, meetingId);
      requireChecking(file);
      authorise(person, 'check.order', placeOfFile(file));
      const now = clock.now();
      const states = await readSiteStates(trx, file, { now: instant(now) });
      const own = states.filter(({ site }) => file.units.districtOf(site.organisationId) === organisationId);
      const missing = unclearedSites(own.map(({ standing }) => standing));
      if (missing === null || missing === 0) throw new AppError('CLEARANCE_GIVEN');
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('clearance_override')
        .values({
          meeting_id: meetingId,
          organisation_id: organisationId,
          reason,
          at: new Date(now),
          user_id: person.userId,
          by_name: person.name,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n) throw new AppError('CLEARANCE_GIVEN');
      await appendAudit(trx, {
        at: now,
        actor: actorOf(caller),
        action: 'check.clear',
        meetingId,
        subject: organisationId,
        facts: { missing, reason },
        correlationId,
      });
    });
  }

  /** Keeps what a terminal measured when it says something new. */
  async #measured(
    trx: Executor,
    { file, site, now }: Work,
    fields: NonNullable<AnswerChecks['configuration']>,
    { caller }: Call,
    by: Answerer,
  ): Promise<void> {
    const asTerminal = { answeredBy: 'site', kind: 'machine' } as const;
    if (!mayAnswer(file, site, asTerminal, caller)) throw new AppError('NOT_ALLOWED');
    const place = { meetingId: file.registration.meetingId, siteId: site.siteId };
    const before = (await configurationsOf(trx, place.meetingId, { kept: false, siteId: site.siteId })).get(
      site.siteId,
    );
    const isSame =
      before !== undefined &&
      configurationChanges(before.fields, fields).length === 0 &&
      Object.keys(fields).every((key) => before.fields[key] !== undefined);
    if (isSame) return;
    await insertConfiguration(trx, place, { fields, kept: false, at: now, byName: by.name });
    await noticeDrift(trx, { ...place, fields, at: now });
  }

  async #take(trx: Executor, work: Work, answer: CheckAnswer, { caller }: Call, by: Answerer): Promise<void> {
    const { file, site, now } = work;
    const { meetingId } = file.registration;
    const [state] = await readSiteStates(trx, file, { now: instant(now), siteId: site.siteId });
    const at = countedAt(answer.answeredAt, now);
    const checked = checkAnswer(
      file.phasesOf(site),
      { ...answer, answeredAt: at },
      { isChanged: (state?.changes.length ?? 0) > 0 },
    );
    if (!checked.ok) {
      const { kind, ...facts } = checked.error;
      throw new AppError(codes[kind], { ...facts, phase: answer.phase, item: answer.item });
    }
    const item = checked.value;
    if (!mayAnswer(file, site, item, caller)) throw new AppError('NOT_ALLOWED', { item: item.key });
    if (item.measure === 'audioStandard') await checkAudio(trx, site.siteId, answer);
    const place = { meetingId, siteId: site.siteId };
    await insertAnswer(trx, place, answer, { at, receivedAt: now, by });
    if (item.measure === 'freeze' && answer.outcome === 'passed') await this.#keep(trx, work, by);
    if (answer.outcome === 'failed')
      await this.#parts.outbox.put(trx, failedLetters(file, site, item, answer));
  }

  /** The room as it is known now is to stay so. */
  async #keep(trx: Executor, { file, site, now }: Work, by: Answerer): Promise<void> {
    const { meetingId } = file.registration;
    const results = (await newestAnswers(trx, meetingId, site.siteId)).get(site.siteId) ?? [];
    const measured = (await configurationsOf(trx, meetingId, { kept: false, siteId: site.siteId })).get(
      site.siteId,
    );
    const fields = currentSettings(file, site, { results, measured, since: null });
    const place = { meetingId, siteId: site.siteId };
    await insertConfiguration(trx, place, { fields, kept: true, at: now, byName: by.name });
  }

  /** Duties of the ledger that are done when the last site has passed (R-CHK-06 … 08). */
  async #meetDuties(trx: Executor, { file, site, now }: Work, phases: string[], by: Answerer): Promise<void> {
    const ending = file
      .phasesOf(site)
      .filter(({ phase }) => phase.meetsDeadline && phases.includes(phase.key))
      .map(({ phase }) => phase);
    if (ending.length === 0) return;
    const states = await readSiteStates(trx, file, { now: instant(now) });
    const standings = states.map(({ standing }) => standing);
    for (const { key, deadline } of ending) {
      const at = passedAt(standings, key);
      if (at === null || deadline === null) continue;
      const { meetingId } = file.registration;
      await this.#parts.ledger.fulfil(trx, { meetingId, deadlineId: deadline, at, by: by.name });
    }
  }
}

/** An answer counts from when it was given, unless that cannot be believed. */
const countedAt = (answeredAt: Instant, now: number): Instant =>
  answeredAt > now || answeredAt < now - OFFLINE_MS ? instant(now) : answeredAt;

/**
 * What is said of the room's sound systems speaks of those that stand there, and passes with every standard value read.
 *
 * @throws {AppError} ASSET_UNKNOWN, CHECK_VALUE_MISSING
 */
async function checkAudio(executor: Executor, siteId: string, answer: CheckAnswer): Promise<void> {
  const sets = await audioSetsAt(executor, siteId);
  const read = answer.audio ?? [];
  if (read.some(({ assetId }) => !sets.some((set) => set.assetId === assetId)))
    throw new AppError('ASSET_UNKNOWN');
  const unread = answer.outcome === 'passed' ? unreadAudio(sets, read) : [];
  if (unread.length > 0)
    throw new AppError('CHECK_VALUE_MISSING', {
      phase: answer.phase,
      item: answer.item,
      devices: unread.map(({ code }) => code).join(', '),
    });
}
