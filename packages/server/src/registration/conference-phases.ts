import type { ConferenceEvent, MeetingId } from '@nhipcau/contracts';
import { courseOf, startable, stepOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { type AuditActor, systemActor } from '../audit/audit.repository.ts';
import type { Executor } from '../database/database.ts';
import { profileOf, writeStep } from './files.ts';
import type { MoveListener } from './move.ts';
import { lockRegistration } from './registration.repository.ts';

/** Told inside the transaction in which a conference starts or ends. */
export interface PhaseFollower {
  /** @throws {AppError} MEETING_NOT_CONFIRMED: the conference may not start */
  followed(transaction: Executor, event: ConferenceEvent): Promise<void>;
}

const acts = { 'meeting.started': 'start', 'meeting.ended': 'end' } as const;

const actorOf = ({ actor }: ConferenceEvent): AuditActor =>
  actor.kind === 'user'
    ? { actorKind: 'user', actorId: actor.userId, actorName: actor.name }
    : { ...systemActor, actorName: '' };

/**
 * The file of a meeting goes live and ends with its conference, in the same transaction; a meeting without a file, as
 * planned by operators among themselves, has nothing to follow.
 *
 * @rule RE-22 (R-REG-14)
 */
export class ConferencePhases implements PhaseFollower {
  readonly #listeners: readonly MoveListener[];

  constructor(listeners: readonly MoveListener[]) {
    this.#listeners = listeners;
  }

  async followed(transaction: Executor, event: ConferenceEvent): Promise<void> {
    const { body, at, meetingId } = event;
    if (body.type !== 'meeting.started' && body.type !== 'meeting.ended') return;
    const before = await lockRegistration(transaction, meetingId);
    if (!before) return;
    const act = acts[body.type];
    const profile = await profileOf(transaction, before);
    const step = stepOf(before.state, act, courseOf(profile, before.data));
    // Only the start is refused: a conference that runs can always be ended.
    if (!step.ok && act === 'start') throw new AppError('MEETING_NOT_CONFIRMED', { state: before.state });
    if (!step.ok) return;
    await writeStep(
      transaction,
      {
        act,
        before,
        after: { state: step.value.to },
        profile,
        at,
        actor: actorOf(event),
        reason: null,
        changed: [],
      },
      this.#listeners,
    );
  }
}

/**
 * The rehearsal is over: the file is rehearsed, where its course has this step next. Steps before it that nobody marked
 * are for people to catch up with.
 *
 * @rule RH-9 (R-REG-14, R-RHS-06)
 */
export async function markRehearsed(
  transaction: Executor,
  meetingId: MeetingId,
  { at, actor }: { readonly at: number; readonly actor: AuditActor },
  listeners: readonly MoveListener[],
): Promise<void> {
  const before = await lockRegistration(transaction, meetingId);
  if (!before) return;
  const profile = await profileOf(transaction, before);
  const act = 'markRehearsed';
  const step = stepOf(before.state, act, courseOf(profile, before.data));
  if (!step.ok || step.value.needsReason) return;
  await writeStep(
    transaction,
    { act, before, after: { state: step.value.to }, profile, at, actor, reason: null, changed: [] },
    listeners,
  );
}

/**
 * Whether the conference of this meeting may be started by its file; asked before the domain is.
 *
 * @throws {AppError} MEETING_NOT_CONFIRMED
 */
export async function checkStartable(executor: Executor, meetingId: string): Promise<void> {
  const row = await executor
    .selectFrom('registration')
    .select('state')
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  const states: readonly string[] = startable;
  if (row && !states.includes(row.state)) throw new AppError('MEETING_NOT_CONFIRMED', { state: row.state });
}
