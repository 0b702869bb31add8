import type { Clock } from '@nhipcau/base';
import {
  type CaseAct,
  CaseId,
  type CloseCases,
  type ErrorCode,
  instant,
  type MeetingId,
  type ReportFault,
  type SessionInfo,
} from '@nhipcau/contracts';
import {
  type CaseRefusal,
  type CaseStanding,
  can,
  caseStanding,
  checkCaseAct,
  mayActOnCase,
} from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { lendSpare } from '../assets/spares.ts';
import type { Database, Executor } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import { checkInvited } from '../meetings/invited-site.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { afterOf } from './case-facts.ts';
import { type CaseMeeting, readCaseMeeting } from './case-meeting.ts';
import type { CaseOpener } from './case-opener.ts';
import { isOfWhole, officialOf, ownParty, reachesOf } from './case-reach.ts';
import { noRules } from './case-watch.ts';
import {
  type CaseRecord,
  findCase,
  insertStep,
  type PartyRecord,
  partiesOf,
  stepsOf,
} from './cases.repository.ts';
import { placeNames } from './place-names.ts';

const codes: Readonly<Record<CaseRefusal, ErrorCode>> = {
  closed: 'INCIDENT_CLOSED',
  lasts: 'INCIDENT_LASTS',
  noSite: 'INCIDENT_STEP_IMPOSSIBLE',
  notForeseen: 'INCIDENT_STEP_IMPOSSIBLE',
  nobodySent: 'INCIDENT_STEP_IMPOSSIBLE',
  past: 'INCIDENT_STEP_IMPOSSIBLE',
  sameType: 'INCIDENT_STEP_IMPOSSIBLE',
};

interface Held {
  readonly record: CaseRecord;
  readonly meeting: CaseMeeting;
  readonly parties: readonly PartyRecord[];
  readonly standing: CaseStanding;
  readonly units: Units;
}

/** What people do about faults (R-INC-01 … R-INC-08). */
export class CasesService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #opener: CaseOpener;

  constructor({ database, clock, opener }: { database: Database; clock: Clock; opener: CaseOpener }) {
    this.#database = database;
    this.#clock = clock;
    this.#opener = opener;
  }

  /**
   * A fault that a person sees, in a meeting or while it is prepared (R-INC-08).
   *
   * @throws {AppError} MEETING_NOT_FOUND, MEETING_ENDED, SITE_NOT_INVITED, NOT_ALLOWED
   */
  async report(
    meetingId: MeetingId,
    { key, siteId, type, words }: ReportFault,
    worker: Worker,
  ): Promise<CaseId> {
    const report = this.#database.transaction().execute(async (trx) => {
      const known = await caseByKey(trx, key);
      if (known !== null) return known;
      const meeting = await readCaseMeeting(trx, meetingId);
      if (meeting.phase === 'ended') throw new AppError('MEETING_ENDED');
      if (siteId !== null) await checkInvited(trx, meetingId, siteId);
      await checkReporter(trx, meeting, siteId, worker.person);
      const at = instant(this.#clock.now());
      const names = await placeNames(trx, [{ siteId, nodeId: null }]);
      const caseId = await this.#opener.notice(trx, meeting, {
        // What people report is a case of its own: they may see something else than the system does.
        subject: `${siteId === null ? 'meeting' : `site ${siteId}`} ${type} ${key}`,
        siteId,
        nodeId: null,
        place: names.of({ siteId, nodeId: null, isLink: false }) || meeting.fileNumber || meeting.title,
        type,
        fault: { kind: 'reported', detail: words },
        at,
        before: null,
        during: null,
        by: { userId: worker.person.userId, name: worker.person.name, key },
      });
      await auditAct(trx, worker, {
        at,
        action: 'incident.report',
        subject: caseId,
        meetingId,
        facts: { siteId, type },
      });
      return caseId;
    });
    try {
      return await report;
    } catch (cause) {
      // The same report came twice at one moment: the other was first, and both have its answer.
      const known = isUniqueViolation(cause, 'incident_case_key_key')
        ? await caseByKey(this.#database, key)
        : null;
      if (known === null) throw cause;
      return known;
    }
  }

  /** @throws {AppError} INCIDENT_UNKNOWN, NOT_ALLOWED, INCIDENT_CLOSED, INCIDENT_LASTS, INCIDENT_STEP_IMPOSSIBLE */
  async act(
    caseId: CaseId,
    act: CaseAct,
    { key, worker }: { key: string | null; worker: Worker },
  ): Promise<void> {
    await this.#database.transaction().execute((trx) => this.#act(trx, caseId, act, { key, worker }));
  }

  /** All of them or none. @throws {AppError} as `act` */
  async close({ caseIds, ...closing }: CloseCases, worker: Worker): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      for (const caseId of [...new Set(caseIds)].sort())
        await this.#act(trx, caseId, { act: 'close', ...closing }, { key: null, worker });
    });
  }

  async #act(
    trx: Executor,
    caseId: CaseId,
    act: CaseAct,
    { key, worker }: { key: string | null; worker: Worker },
  ): Promise<void> {
    const { person } = worker;
    const held = await this.#hold(trx, caseId);
    const isEscalated = held.standing.escalatedAt !== null;
    const reaches = reachesOf(person, 'incident.handle', { ...held, isEscalated });
    if (!mayActOnCase(reaches, act.act)) throw new AppError('NOT_ALLOWED', { act: act.act });
    if (key !== null && (await isTaken(trx, key))) return;
    const { record, meeting, standing, parties } = held;
    const at = instant(this.#clock.now());
    const rules = meeting.profile?.office.incidents ?? noRules;
    const checked = checkCaseAct(record, standing, act, { now: at, rules });
    if (!checked.ok) throw new AppError(codes[checked.error], { act: act.act, why: checked.error });
    if (act.act === 'tell' && !parties.some(({ party }) => party === act.party))
      throw new AppError('INCIDENT_STEP_IMPOSSIBLE', { act: act.act, why: 'noParty' });
    if (act.act === 'close') {
      const figures = await afterOf(trx, record, standing.restoredAt);
      if (figures !== null) await insertStep(trx, caseId, { act: 'measure', figures }, { at });
    }
    const event = act.act === 'acknowledge' ? { ...act, party: ownParty(person, held) } : act;
    await insertStep(trx, caseId, event, { at, byName: person.name, userId: person.userId, key });
    if (act.act === 'retype') await this.#reroute(trx, held, act.type);
    if (act.act === 'swap' && act.spareId !== undefined && record.siteId !== null)
      await lendSpare(
        trx,
        { caseId, siteId: record.siteId, spareId: act.spareId, removedId: act.removedId ?? null, at },
        worker,
      );
    await auditAct(trx, worker, {
      at,
      action: `incident.${act.act}`,
      subject: caseId,
      meetingId: record.meetingId,
      facts: { number: record.number },
    });
  }

  /** Another kind of fault has others who answer for it; those told already stay on the list. */
  async #reroute(trx: Executor, { record, meeting, parties }: Held, type: CaseRecord['type']): Promise<void> {
    const names = await placeNames(trx, [record]);
    await this.#opener.tellFor(trx, meeting, {
      ...record,
      type,
      place: names.of({ ...record, isLink: record.subject.startsWith('link ') }),
      at: record.openedAt,
      known: parties,
    });
  }

  async #hold(trx: Executor, caseId: CaseId): Promise<Held> {
    const record = await findCase(trx, caseId, { lock: true });
    if (record === null) throw new AppError('INCIDENT_UNKNOWN');
    const meeting = await readCaseMeeting(trx, record.meetingId);
    const entries = (await stepsOf(trx, [caseId])).get(caseId) ?? [];
    const rules = meeting.profile?.office.incidents ?? noRules;
    return {
      record,
      meeting,
      parties: (await partiesOf(trx, [caseId])).get(caseId) ?? [],
      standing: caseStanding(record, entries, { now: instant(this.#clock.now()), rules }),
      units: await Units.read(trx),
    };
  }
}

async function caseByKey(executor: Executor, key: string): Promise<CaseId | null> {
  const row = await executor
    .selectFrom('incident_case')
    .select('id')
    .where('key', '=', key)
    .executeTakeFirst();
  return row ? CaseId.parse(row.id) : null;
}

const isTaken = async (trx: Executor, key: string): Promise<boolean> =>
  (await trx.selectFrom('incident_step').select('id').where('key', '=', key).executeTakeFirst()) !==
  undefined;

async function checkReporter(
  trx: Executor,
  meeting: CaseMeeting,
  siteId: string | null,
  person: SessionInfo,
): Promise<void> {
  if (isOfWhole(person, 'incident.report', meeting)) return;
  const units = await Units.read(trx);
  const site = siteId === null ? undefined : units.site(siteId);
  if (!site || !can(officialOf(person), 'incident.report', units.placeOf(site.organisationId, site.siteId)))
    throw new AppError('NOT_ALLOWED', { action: 'incident.report' });
}
