import type { Clock } from '@nhipcau/base';
import {
  type ActOnRegistration,
  type Conflict,
  type FreeSlot,
  type Instant,
  instant,
  type LateRequest,
  type Registration,
  type RegistrationData,
  type RegulationProfile,
} from '@nhipcau/contracts';
import { changedFields, courseOf, type LifeStep, lateRequestAfter, movedTo, stepOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { checkPapersSent } from '../papers/papers-sent.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { followFile } from './conference-plan.ts';
import { openFile, profileOf, writeStep } from './files.ts';
import type { RegistrationParts, Worker } from './parts.ts';
import { actsFor, isDesk, permitStep, type Standing } from './permit.ts';
import { checkWith, isLate, refuseFaults } from './registration-check.ts';
import { refuseRivals } from './rivals.ts';
import { checkSettled } from './settlement.ts';

const SLOTS_OFFERED = 5;

interface Acting {
  readonly standing: Standing;
  readonly body: ActOnRegistration;
  readonly step: LifeStep;
  readonly profile: RegulationProfile;
  readonly now: Instant;
  /** Name of whoever acts. */
  readonly by: string;
}

type After = Partial<Omit<Registration, 'meetingId' | 'revision'>>;

/** Takes the steps that people take with a file, each inside the transaction it is given. */
export class ActWriter {
  readonly #parts: Pick<RegistrationParts, 'listeners' | 'availability' | 'maxSites'>;
  readonly #clock: Clock;

  constructor({ listeners, availability, maxSites, clock }: RegistrationParts) {
    this.#parts = { listeners, availability, maxSites };
    this.#clock = clock;
  }

  /** @throws {AppError} see `RegistrationService.act` */
  async write(
    trx: Executor,
    standing: Standing,
    body: ActOnRegistration,
    { person, correlationId }: Worker,
  ): Promise<void> {
    const before = standing.registration;
    const now = instant(this.#clock.now());
    const profile = await this.#rulesOf(trx, before, body, now);
    const step = permitStep(standing, body.act, courseOf(profile, before.data), person);
    if (step.needsReason && (body.reason === null || body.reason === ''))
      throw new AppError('REASON_REQUIRED', { act: body.act });
    if (body.reception !== null && !isDesk(person, standing))
      throw new AppError('NOT_ALLOWED', { act: body.act, reception: body.reception.channel });
    const data = dataAfter(before, body);
    const changed = data === before.data ? [] : changedFields(before.data, data);
    const acting = { standing: { ...standing, registration: { ...before, data } }, body, step, profile, now };
    const conflicts = body.refuse?.length ? await this.#conflictsOf(trx, before, profile) : [];
    const after = await this.#after(trx, { ...acting, by: person.name });
    const actor = { actorKind: 'user', actorId: person.userId, actorName: person.name } as const;
    const planning = { profile, at: now, actor };
    if (body.displace.length > 0) await this.#displace(trx, before, body, planning);
    const confirmed = await writeStep(
      trx,
      {
        act: body.act,
        before,
        after: { data, ...after, state: step.to, regulationVersion: profile.version },
        ...planning,
        reason: body.reason,
        changed,
        correlationId,
        inPlaceOf: actsFor(standing, step, person),
        alternatives: body.act === 'refuse' ? await this.#alternatives(trx, before, profile) : [],
      },
      this.#parts.listeners,
      async (registration) => {
        if (registration.state === 'confirmed' && before.state !== 'confirmed')
          await followFile(trx, registration, planning);
      },
    );
    if (body.refuse?.length)
      await refuseRivals(trx, body.refuse, {
        ...this.#parts,
        confirmed,
        conflicts,
        worker: { person, correlationId },
        at: now,
        actor,
      });
  }

  /** A registration goes by the regulation of the day it is made; everything after goes by the same (R-PROF-02). */
  async #rulesOf(
    trx: Executor,
    { state, locality, regulationVersion }: Registration,
    { act }: ActOnRegistration,
    now: Instant,
  ): Promise<RegulationProfile> {
    const registers = act === 'submit' || act === 'acceptLate';
    return registers && state === 'draft'
      ? regulationInForce(trx, { now, locality })
      : profileOf(trx, { locality, regulationVersion });
  }

  async #after(trx: Executor, acting: Acting): Promise<After> {
    const { body, now } = acting;
    switch (body.act) {
      case 'submit':
      case 'acceptLate':
        return this.#registered(trx, acting);
      case 'confirm':
        await this.#recheck(trx, acting);
        return { decidedAt: now, confirmedAt: now };
      case 'refuse':
        return { decidedAt: now };
      case 'returnForCompletion':
        return { registeredAt: null, lateReason: null, lateRequest: null };
      case 'consentServices':
      case 'declineServices':
        return { lateRequest: answered(acting) };
      case 'close':
        await checkSettled(trx, acting.standing.registration, acting);
        return {};
      case 'markNoticed':
        await checkPapersSent(trx, acting.standing.registration, acting.profile);
        return {};
      case 'postpone':
        return { decidedAt: null, confirmedAt: null };
      default:
        return {};
    }
  }

  /** @throws {AppError} MEETING_TOO_LATE, REGISTRATION_FAULTY */
  async #registered(trx: Executor, { standing, body, step, profile, now }: Acting): Promise<After> {
    const { registration } = standing;
    const reception = body.reception ?? registration.reception;
    const wasRegistered = registration.state !== 'draft';
    const { findings } = await checkWith(trx, {
      profile,
      data: registration.data,
      reception,
      registered: wasRegistered ? registration : null,
      now,
      maxSites: this.#parts.maxSites,
    });
    refuseFaults(findings, { allowLate: body.act === 'acceptLate' });
    return {
      reception,
      lateReason: body.act === 'acceptLate' && isLate(findings) ? body.reason : registration.lateReason,
      registeredAt: wasRegistered ? registration.registeredAt : (reception?.receivedAt ?? now),
      confirmedAt: step.to === 'confirmed' ? now : null,
      lateRequest: lateRequestAfter({
        before: wasRegistered ? registration.data : null,
        after: registration.data,
        open: registration.lateRequest,
        findings,
        now,
      }),
    };
  }

  /** Since it was registered a site may have been closed, or the time may have come. */
  async #recheck(trx: Executor, { standing: { registration }, profile, now }: Acting): Promise<void> {
    const { data, reception } = registration;
    const { maxSites } = this.#parts;
    const { findings } = await checkWith(trx, {
      profile,
      data,
      reception,
      registered: registration,
      now,
      maxSites,
    });
    refuseFaults(findings, { allowLate: true });
  }

  /**
   * Other times a refused host may ask for, when the time asked for is taken.
   *
   * @rule RE-23 (R-APR-06; BD Đ9.3, HN Đ12.2b)
   */
  async #alternatives(
    trx: Executor,
    { meetingId, data }: Registration,
    profile: RegulationProfile,
  ): Promise<FreeSlot[]> {
    const demand = { meetingId, data, profile };
    const { freeSlots } = await this.#parts.availability.outlookOf(trx, demand, SLOTS_OFFERED);
    return freeSlots;
  }

  #conflictsOf(
    trx: Executor,
    { meetingId, data }: Registration,
    profile: RegulationProfile,
  ): Promise<Conflict[]> {
    return this.#parts.availability.conflictsOf(trx, { meetingId, data, profile });
  }

  /**
   * Puts off the meetings that have to give way; their hosts are told by the same listeners (R-SCH-03, R-SCH-04).
   *
   * @throws {AppError} DISPLACEMENT_NOT_ALLOWED
   */
  async #displace(
    trx: Executor,
    registration: Registration,
    { act, displace }: ActOnRegistration,
    planning: { profile: RegulationProfile; at: Instant; actor: Parameters<typeof followFile>[2]['actor'] },
  ): Promise<void> {
    const conflicts = await this.#conflictsOf(trx, registration, planning.profile);
    const inTheWay = new Set(
      conflicts.flatMap(({ mayDisplace, against }) => (mayDisplace ? (against?.meetingId ?? []) : [])),
    );
    for (const other of [...new Set(displace)].sort()) {
      if (act !== 'confirm' || !inTheWay.has(other))
        throw new AppError('DISPLACEMENT_NOT_ALLOWED', { meetingId: other });
      const { registration: before } = await openFile(trx, other);
      const profile = await profileOf(trx, before);
      const step = stepOf(before.state, 'displace', courseOf(profile, before.data));
      if (!step.ok) throw new AppError('DISPLACEMENT_NOT_ALLOWED', { meetingId: other, state: before.state });
      await writeStep(
        trx,
        {
          act: 'displace',
          before,
          after: { state: step.value.to, decidedAt: null, confirmedAt: null },
          ...planning,
          profile,
          reason: registration.fileNumber,
          changed: [],
        },
        this.#parts.listeners,
      );
    }
  }
}

/**
 * What the file states after the step: the confirmation may set another time, of those that are free.
 *
 * @throws {AppError} SLOT_UNFIT
 */
function dataAfter({ data }: Registration, { act, moveTo, refuse }: ActOnRegistration): RegistrationData {
  if (act !== 'confirm' && refuse?.length) throw new AppError('RIVAL_NOT_WAITING', { act });
  if (!moveTo) return data;
  const moved = act === 'confirm' ? movedTo(data, moveTo) : null;
  if (moved === null) throw new AppError('SLOT_UNFIT', { act });
  return moved;
}

/** The answer to a late request, by the one who gives it. */
function answered({ standing, body, now, by }: Acting): LateRequest | null {
  const { lateRequest } = standing.registration;
  const kind = body.act === 'consentServices' ? 'consented' : 'declined';
  return lateRequest && { ...lateRequest, answer: { kind, at: now, by, reason: body.reason } };
}
