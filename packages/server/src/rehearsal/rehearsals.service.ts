import {
  type ActOnRehearsal,
  instant,
  MeetingId,
  type Rehearsal,
  type RehearsalAct,
  RehearsalId,
  type SessionInfo,
} from '@nhipcau/contracts';
import {
  can,
  checkTrialAct,
  conferenceRules,
  rehearsalRecord,
  termsOf,
  trialPresenters,
} from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import type { Press } from '../documents/press.ts';
import type { PrintFormat } from '../documents/print-job.ts';
import { PRINTED_TIME } from '../documents/printed-time.ts';
import { type PrintedDocument, printedAs } from '../documents/printer.ts';
import { authorise } from '../http/caller.ts';
import { openLines } from '../logs/log-keeper.ts';
import { writePlan } from '../meetings/meetings.repository.ts';
import {
  type CheckFile,
  placeOfFile,
  placeOfSite,
  requireChecking,
  siteIn,
} from '../preparation/check-file.ts';
import type { PreparationParts } from '../preparation/preparation-parts.ts';
import { markRehearsed } from '../registration/conference-phases.ts';
import type { MoveListener } from '../registration/move.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import { dutyOf, gapsBefore, openedFile, openSeats, rehearsalView } from './rehearsal-views.ts';
import { insertAct, lockRehearsals } from './rehearsals.repository.ts';

export interface RehearsalParts extends Pick<PreparationParts, 'database' | 'clock' | 'ledger'> {
  readonly press: Pick<Press, 'print'>;
  /** Who has something to do when the file moves. */
  readonly listeners: readonly MoveListener[];
}

/** Meetings tried before they are held: in stages, site by site, until they are good (R-RHS-01 … R-RHS-08). */
export class RehearsalsService {
  readonly #parts: RehearsalParts;

  constructor(parts: RehearsalParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  read(meetingId: MeetingId, person: SessionInfo): Promise<Rehearsal> {
    const { database, clock } = this.#parts;
    return rehearsalView(database, meetingId, { person, now: instant(clock.now()) });
  }

  /**
   * Begins a rehearsal in a conference of its own: nothing that is tried there touches the meeting.
   *
   * @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, CHECKS_NOT_NOW, REHEARSAL_GAP, SITE_UNKNOWN
   */
  async open(meetingId: MeetingId, worker: Worker): Promise<Rehearsal> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      await lockRehearsals(trx, meetingId);
      const opened = await openedFile(trx, meetingId, worker.person);
      const { file, record } = opened;
      requireChecking(file);
      authorise(worker.person, 'rehearsal.lead', placeOfFile(file));
      const [gap] = await gapsBefore(trx, opened);
      if (gap !== undefined) throw new AppError('REHEARSAL_GAP', { gap });
      const at = clock.now();
      const conferenceId = await this.#conference(trx, file, { at, person: worker.person });
      const rehearsalId = RehearsalId.parse(uuidv7());
      await trx
        .insertInto('rehearsal')
        .values({
          id: rehearsalId,
          meeting_id: meetingId,
          number: (record?.number ?? 0) + 1,
          conference_id: conferenceId,
          at: new Date(at),
          user_id: worker.person.userId,
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, { at, action: 'rehearsal.open', subject: rehearsalId, meetingId });
    });
    return this.read(meetingId, worker.person);
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, REHEARSAL_NOT_RUNNING, REHEARSAL_GAP, REHEARSAL_ACT_UNFIT, SITE_NOT_INVITED */
  async act(meetingId: MeetingId, { key, act }: ActOnRehearsal, worker: Worker): Promise<Rehearsal> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      await lockRehearsals(trx, meetingId);
      const { file, staged, record, standing } = await openedFile(trx, meetingId, worker.person);
      authoriseAct(file, act, worker.person);
      if (record === null) throw new AppError('REHEARSAL_NOT_RUNNING');
      if (await isTaken(trx, key)) return;
      const at = instant(clock.now());
      const seatOpen =
        act.act === 'result' && (await openSeats(trx, file, { now: at, siteId: act.siteId })).has(act.siteId);
      const checked = checkTrialAct(staged.stages, standing, act, { seatOpen });
      if (!checked.ok) throw refusalOf(checked.error, act);
      const { userId, name } = worker.person;
      await insertAct(trx, record.rehearsalId, act, { key, at, userId, byName: name });
      if (act.act === 'end') {
        await this.#meetDuty(trx, file, { at, by: name });
        await openLines(trx, {
          meetingId,
          conferenceId: record.conferenceId,
          session: 'rehearsal',
          at,
        });
        const actor = { actorKind: 'user', actorId: userId, actorName: name } as const;
        await markRehearsed(trx, meetingId, { at, actor }, this.#parts.listeners);
      }
      await auditAct(trx, worker, {
        at,
        action: `rehearsal.${act.act}`,
        subject: record.rehearsalId,
        meetingId,
        facts: factsOf(act),
      });
    });
    return this.read(meetingId, worker.person);
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED and those of the press */
  async print(meetingId: MeetingId, format: PrintFormat, person: SessionInfo): Promise<PrintedDocument> {
    const { database, press } = this.#parts;
    const { file } = await openedFile(database, meetingId, person);
    authorise(person, 'document.print', placeOfFile(file));
    const rehearsal = await this.read(meetingId, person);
    const host = file.units.find(file.registration.data.hostOrganisationId);
    const terms = termsOf(file.profile);
    const written = new Intl.DateTimeFormat('vi-VN', {
      timeZone: file.profile.timeZone,
      ...PRINTED_TIME,
    });
    const paper = rehearsalRecord(rehearsal, {
      host: host?.name ?? '',
      superior: host?.parentId ? file.units.nameOf(host.parentId) : null,
      rehearsal: terms.rehearsal,
      operatingUnit: terms.operatingUnit,
      timeOf: (at) => written.format(at),
    });
    const { fileNumber } = file.registration;
    return printedAs({ fileNumber, form: 'rehearsalRecord', format }, await press.print(paper, format));
  }

  async #conference(
    trx: Executor,
    { registration: { data, fileNumber, regulationVersion }, profile }: CheckFile,
    { at, person }: { at: number; person: SessionInfo },
  ): Promise<MeetingId> {
    const { chairSiteId } = data;
    if (chairSiteId === null) throw new AppError('SITE_UNKNOWN', { siteId: null });
    const conferenceId = MeetingId.parse(uuidv7());
    const word = termsOf(profile).rehearsal;
    const presenterIds = data.sites.filter(({ mayPresent }) => mayPresent).map(({ siteId }) => siteId);
    const title = `${word.charAt(0).toLocaleUpperCase('vi')}${word.slice(1)}: ${data.secret.declared ? fileNumber : data.title}`;
    await writePlan(
      trx,
      {
        meetingId: conferenceId,
        title: title.slice(0, 300),
        plannedStart: instant(at),
        chairSiteId,
        siteIds: data.sites.map(({ siteId }) => siteId),
        presenterIds: [...trialPresenters(profile.office.rehearsal, { chairSiteId, presenterIds })],
        ...conferenceRules(profile),
        regulation: {
          locality: profile.locality,
          version: regulationVersion,
          kind: data.kind,
          urgency: data.urgency,
        },
      },
      { at, createdBy: person.userId },
    );
    return conferenceId;
  }

  /** The duty of the ledger is done at the end of the rehearsal, late when its limit has passed (rule RH-7). */
  async #meetDuty(trx: Executor, file: CheckFile, { at, by }: { at: number; by: string }): Promise<void> {
    const duty = dutyOf(file);
    if (duty === null) return;
    const { meetingId } = file.registration;
    const owed = await trx
      .selectFrom('deadline')
      .select('state')
      .where('meeting_id', '=', meetingId)
      .where('deadline_id', '=', duty.id)
      .where('state', '<>', 'void')
      .executeTakeFirst();
    if (owed) await this.#parts.ledger.fulfil(trx, { meetingId, deadlineId: duty.id, at, by });
  }
}

const isTaken = async (trx: Executor, key: string): Promise<boolean> =>
  (await trx.selectFrom('rehearsal_step').select('id').where('key', '=', key).executeTakeFirst()) !==
  undefined;

/** Whoever leads says how it goes; a site's result also whoever answers for the site or its area. */
function authoriseAct(file: CheckFile, act: RehearsalAct, { grants }: SessionInfo): void {
  if (can(grants, 'rehearsal.lead', placeOfFile(file))) {
    if (act.act === 'result') siteIn(file, act.siteId);
    return;
  }
  if (act.act !== 'result') throw new AppError('NOT_ALLOWED', { action: 'rehearsal.lead' });
  if (!can(grants, 'rehearsal.record', placeOfSite(file, siteIn(file, act.siteId))))
    throw new AppError('NOT_ALLOWED', { action: 'rehearsal.record' });
}

const refusalOf = (why: string, { act }: RehearsalAct): AppError => {
  if (why === 'notRunning') return new AppError('REHEARSAL_NOT_RUNNING');
  return why === 'siteOfLater' || why === 'noNextStage' || why === 'seatOpen'
    ? new AppError('REHEARSAL_ACT_UNFIT', { act, why })
    : new AppError('REHEARSAL_GAP', { gap: why });
};

const factsOf = (act: RehearsalAct): Record<string, unknown> => {
  switch (act.act) {
    case 'result':
      return { siteId: act.siteId, outcome: act.outcome };
    case 'segment':
      return { segmentId: act.segmentId, outcome: act.outcome };
    case 'advance':
    case 'end':
      return { reason: act.reason };
  }
};
