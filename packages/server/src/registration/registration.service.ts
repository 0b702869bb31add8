import {
  type ActOnRegistration,
  type ChangeRegistration,
  instant,
  type LateRequest,
  MeetingId,
  type Registration,
  type RegistrationData,
  type SessionInfo,
} from '@nhipcau/contracts';
import { changedFields, lateRequestAfter, settledAmong, startable } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Executor } from '../database/database.ts';
import { isWorthRepeating } from '../database/violations.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { ActWriter } from './act-writer.ts';
import { followFile } from './conference-plan.ts';
import { openFile, profileOf, writeStep } from './files.ts';
import type { RegistrationParts, Worker } from './parts.ts';
import { clearanceOf, permitChange, type Standing } from './permit.ts';
import { appendMove, insertRegistration, movesOf, takeFileNumber } from './registration.repository.ts';
import { checkWith, refuseFaults } from './registration-check.ts';

/** Transactions that waited for each other are tried again so often. */
const ATTEMPTS = 3;

/** Registers meetings and leads them from step to step: every change is one transaction with all that follows from it. */
export class RegistrationService {
  readonly #parts: RegistrationParts;
  readonly #acts: ActWriter;

  constructor(parts: RegistrationParts) {
    this.#parts = parts;
    this.#acts = new ActWriter(parts);
  }

  /**
   * Opens a file with a number; nobody else knows of it yet.
   *
   * @throws {AppError} NOT_ALLOWED, NOT_FOUND for an unknown host, REGISTRATION_FAULTY for times without order, MEETING_KIND_UNKNOWN
   */
  async create(data: RegistrationData, { person, correlationId }: Worker): Promise<MeetingId> {
    checkDraft(data);
    const meetingId = MeetingId.parse(uuidv7());
    const now = instant(this.#parts.clock.now());
    await this.#transaction(async (trx) => {
      await checkHost(trx, data, person);
      const profile = await regulationInForce(trx, { now });
      if (!profile.kinds.some(({ key }) => key === data.kind))
        throw new AppError('MEETING_KIND_UNKNOWN', { kind: data.kind });
      const fileNumber = await takeFileNumber(trx, now, profile.timeZone);
      await insertRegistration(trx, {
        meetingId,
        fileNumber,
        locality: profile.locality,
        regulationVersion: profile.version,
        state: 'draft',
        revision: 1,
        data,
        reception: null,
        lateReason: null,
        lateRequest: null,
        createdBy: person.userId,
        createdAt: now,
        registeredAt: null,
        decidedAt: null,
        confirmedAt: null,
      });
      const actor = actorOfPerson(person);
      const way = { from: 'draft', to: 'draft', act: 'create', at: now, actor, reason: null } as const;
      await appendMove(trx, meetingId, { ...way, changed: [] });
      await appendAudit(trx, {
        at: now,
        actor,
        action: 'registration.create',
        meetingId,
        subject: fileNumber,
        correlationId,
      });
    });
    return meetingId;
  }

  /**
   * Changes what the host states (R-REG-17): of a draft silently, of a registered meeting by the rules, and everybody who
   * knows of it is told.
   *
   * @throws {AppError} MEETING_NOT_FOUND, REGISTRATION_CHANGED_MEANWHILE, REGISTRATION_STEP_IMPOSSIBLE, NOT_ALLOWED,
   *   DUTIES_NOT_SEPARATE, REGISTRATION_SETTLED, REASON_REQUIRED, REGISTRATION_FAULTY, and what a listener objects to
   */
  async change(meetingId: MeetingId, body: ChangeRegistration, worker: Worker): Promise<void> {
    checkDraft(body.data);
    await this.#transaction((trx) => this.#writeChange(trx, meetingId, body, worker));
  }

  /**
   * Takes one step with a file. The same step sent again by the same person is taken once.
   *
   * @throws {AppError} as `change`, and MEETING_TOO_LATE, DISPLACEMENT_NOT_ALLOWED
   */
  async act(meetingId: MeetingId, body: ActOnRegistration, worker: Worker): Promise<void> {
    await this.#transaction(async (trx) => {
      const standing = await this.#openFor(trx, meetingId, worker.person);
      if (await this.#isRepeated(trx, standing, { revision: body.revision, act: body.act }, worker.person))
        return;
      await this.#acts.write(trx, standing, body, worker);
    });
  }

  async #writeChange(
    trx: Executor,
    meetingId: MeetingId,
    { revision, data, reason }: ChangeRegistration,
    { person, correlationId }: Worker,
  ): Promise<void> {
    const standing = await this.#openFor(trx, meetingId, person);
    if (await this.#isRepeated(trx, standing, { revision, act: 'change' }, person)) return;
    permitChange(standing, person);
    const before = standing.registration;
    const changed = changedFields(before.data, data);
    if (changed.length === 0) return;
    const now = instant(this.#parts.clock.now());
    await checkHost(trx, data, person);
    const profile = await profileOf(trx, before);
    const lateRequest =
      before.state === 'draft'
        ? null
        : await this.#checkChange(trx, before, { data, reason, changed, profile, now });
    const isKnown = startable.includes(before.state);
    await writeStep(
      trx,
      {
        act: 'change',
        before,
        after: { state: before.state, data, lateRequest },
        profile,
        at: now,
        actor: actorOfPerson(person),
        reason,
        changed,
        correlationId,
      },
      before.state === 'draft' ? [] : this.#parts.listeners,
      async (after) => {
        if (isKnown) await followFile(trx, after, { profile, at: now, actor: actorOfPerson(person) });
      },
    );
  }

  /**
   * @returns technical services that wait for consent after the change
   * @throws {AppError} REGISTRATION_SETTLED, REASON_REQUIRED, REGISTRATION_FAULTY
   */
  async #checkChange(
    trx: Executor,
    before: Registration,
    { data, reason, changed, profile, now }: Changing,
  ): Promise<LateRequest | null> {
    const settled = settledAmong(changed);
    if (settled.length > 0) throw new AppError('REGISTRATION_SETTLED', { fields: settled.join(', ') });
    if (startable.includes(before.state) && (reason === null || reason === ''))
      throw new AppError('REASON_REQUIRED', { act: 'change' });
    const { findings } = await checkWith(trx, {
      profile,
      data,
      reception: before.reception,
      registered: before,
      now,
      maxSites: this.#parts.maxSites,
    });
    refuseFaults(findings, { allowLate: true });
    return lateRequestAfter({ before: before.data, after: data, open: before.lateRequest, findings, now });
  }

  /** @throws {AppError} MEETING_NOT_FOUND, also for whom the file is none of their business */
  async #openFor(trx: Executor, meetingId: MeetingId, person: SessionInfo): Promise<Standing> {
    const standing = await openFile(trx, meetingId);
    if (clearanceOf(standing, person) === 'nothing') throw new AppError('MEETING_NOT_FOUND', { meetingId });
    return standing;
  }

  /**
   * Whether this very step was the last one taken, by this person, from this revision: a button pressed twice.
   *
   * @throws {AppError} REGISTRATION_CHANGED_MEANWHILE when the file moved on in another way
   */
  async #isRepeated(
    trx: Executor,
    { registration }: Standing,
    { revision, act }: { revision: number; act: string },
    { userId }: SessionInfo,
  ): Promise<boolean> {
    if (registration.revision === revision) return false;
    const last = (await movesOf(trx, registration.meetingId)).at(-1);
    if (registration.revision === revision + 1 && last?.act === act && last.actorId === userId) return true;
    throw new AppError('REGISTRATION_CHANGED_MEANWHILE', {
      revision: registration.revision,
      state: registration.state,
    });
  }

  /** Two that wait for each other: the database lets one go, and it begins again. */
  async #transaction<T>(write: (trx: Executor) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.#parts.database.transaction().execute(write);
      } catch (cause) {
        if (attempt >= ATTEMPTS || !isWorthRepeating(cause)) throw cause;
      }
  }
}

interface Changing extends Pick<ChangeRegistration, 'data' | 'reason'> {
  readonly changed: readonly (keyof RegistrationData)[];
  readonly profile: Awaited<ReturnType<typeof profileOf>>;
  readonly now: ReturnType<typeof instant>;
}

export const actorOfPerson = ({ userId, name }: SessionInfo) =>
  ({ actorKind: 'user', actorId: userId, actorName: name }) as const;

/** What even a draft may not be: it could not be stored. */
function checkDraft({ official, rehearsal }: RegistrationData): void {
  const wrong =
    official.end <= official.start
      ? 'official.end'
      : rehearsal !== null && rehearsal.end <= rehearsal.start
        ? 'rehearsal.end'
        : null;
  if (wrong !== null)
    throw new AppError('REGISTRATION_FAULTY', {
      count: 1,
      finding: 'endBeforeStart',
      field: wrong,
      article: null,
    });
}

/** @throws {AppError} NOT_FOUND, NOT_ALLOWED: a clerk registers for the own organisation and those below it */
async function checkHost(
  executor: Executor,
  { hostOrganisationId }: RegistrationData,
  person: SessionInfo,
): Promise<void> {
  const path = await organisationPath(executor, hostOrganisationId);
  if (path.length === 0) throw new AppError('NOT_FOUND', { organisationId: hostOrganisationId });
  authorise(person, 'registration.write', { organisationPath: path });
}
