import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, SerialQueue } from '@nhipcau/base';
import {
  type DecideDeletion,
  DeletedPart,
  type HoldRecording,
  MeetingId,
  RecordingDeletion,
  type RecordingDeletions,
  RecordingId,
  type RecordingKeeping,
  RetentionRules,
  type SessionInfo,
} from '@nhipcau/contracts';
import { deletionsDue, type KeptMeeting } from '@nhipcau/domain';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import { authoriseAt, mayAt, readRecordedMeeting } from './recorded-meeting.ts';
import { nameOf, type Vault } from './vault.ts';

const SWEEP_EVERY_MS = 3_600_000;
const AT_ONCE = 500;
const SHIPPED = join(import.meta.dirname, '../../data/recordings/retention.json');

/** One file that is deleted, as it stays on record. */
const DeletedFile = z.strictObject({ name: z.string(), bytes: z.number(), sha256: z.string() });
type DeletedFile = z.infer<typeof DeletedFile>;

/** @throws {Error} that names the file and what is wrong with it */
export function readRetention(file: string | null): RetentionRules {
  const parsed = RetentionRules.safeParse(JSON.parse(readFileSync(file ?? SHIPPED, 'utf8')));
  if (!parsed.success) throw new Error(`${file ?? SHIPPED}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export interface RetentionParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly vault: Vault;
  readonly rules: RetentionRules;
}

/**
 * How long what was recorded is kept. What has been kept long enough is proposed; a person decides; what was deleted stays on
 * record with its digests.
 *
 * @rule RD-21, RD-22 (R-REC-02, R-REC-06)
 */
export class RetentionService {
  readonly #parts: RetentionParts;
  readonly #queue = new SerialQueue();
  #closed = false;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  start(): void {
    const { clock, log } = this.#parts;
    const sweep = () => {
      this.sweep().catch((err: unknown) => log.error({ err }, 'recordings were not looked through'));
    };
    clock.every(SWEEP_EVERY_MS, sweep);
    sweep();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue.run(async () => {});
  }

  /** Proposes what is due, takes back what is not any more, and goes on with what was decided and is not gone yet. */
  sweep(): Promise<void> {
    return this.#queue.run(async () => {
      if (this.#closed) return;
      const { database, clock, rules } = this.#parts;
      const now = clock.now();
      for (const { meetingId, kept } of await keptMeetings(database)) {
        const due = deletionsDue(rules, kept, now);
        for (const what of DeletedPart.options)
          if (due.includes(what)) await this.#propose(meetingId, what, now);
          else await withdraw(database, meetingId, what);
      }
      const decided = await database
        .selectFrom('recording_deletion')
        .select('id')
        .where('decision', '=', 'delete')
        .where('deleted_at', 'is', null)
        .execute();
      for (const { id } of decided) await this.#carryOut(id);
    });
  }

  /** Open ones first, then the newest. */
  async list(person: SessionInfo): Promise<RecordingDeletions> {
    const rows = await deletions(this.#parts.database).limit(AT_ONCE).execute();
    const seen: RecordingDeletion[] = [];
    const allowed = new Map<string, boolean>();
    for (const row of rows) {
      const known =
        allowed.get(row.meeting_id) ??
        mayAt(
          person,
          'recording.delete',
          (await readRecordedMeeting(this.#parts.database, row.meeting_id)).places,
        );
      allowed.set(row.meeting_id, known);
      if (known) seen.push(viewOf(row));
    }
    return { deletions: seen };
  }

  /** @throws {AppError} RECORDING_DELETION_UNKNOWN, NOT_ALLOWED, RECORDING_DELETION_SETTLED, RECORDING_HELD */
  async decide(deletionId: string, decide: DecideDeletion, worker: Worker): Promise<RecordingDeletions> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('recording_deletion')
        .selectAll()
        .where('id', '=', deletionId)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw new AppError('RECORDING_DELETION_UNKNOWN');
      const { places } = await readRecordedMeeting(trx, row.meeting_id);
      authoriseAt(worker.person, 'recording.delete', places);
      if (row.decision !== null) throw new AppError('RECORDING_DELETION_SETTLED');
      if (decide.kind === 'delete' && (await holdOf(trx, row.meeting_id)) !== null)
        throw new AppError('RECORDING_HELD');
      const at = Math.max(clock.now(), row.proposed_at.getTime());
      await trx
        .updateTable('recording_deletion')
        .set({
          decision: decide.kind,
          decided_at: new Date(at),
          decided_by: worker.person.userId,
          decided_name: worker.person.name,
          reason: decide.reason,
        })
        .where('id', '=', deletionId)
        .execute();
      await auditAct(trx, worker, {
        at,
        action: `recording.deletion.${decide.kind}`,
        subject: row.what,
        meetingId: row.meeting_id,
        facts: { reason: decide.reason, bytes: Number(row.bytes) },
      });
    });
    if (decide.kind === 'delete') await this.#queue.run(() => this.#carryOut(deletionId));
    return this.list(worker.person);
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async ofMeeting(meetingId: MeetingId, person: SessionInfo): Promise<RecordingKeeping> {
    const { database, rules } = this.#parts;
    const { places, meeting } = await readRecordedMeeting(database, meetingId);
    authoriseAt(person, 'recording.read', places);
    const rows = await deletions(database)
      .where('recording_deletion.meeting_id', '=', meetingId)
      .limit(100)
      .execute();
    const own = meeting.isSecret ? 'restricted' : meeting.data === null ? 'unregistered' : 'ordinary';
    return {
      meetingId,
      class: own,
      rules: rules.filter((rule) => rule.class === own),
      hold: await holdOf(database, meetingId),
      deletions: rows.map(viewOf),
      mayHold: mayAt(person, 'recording.hold', places),
    };
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async hold(meetingId: MeetingId, hold: HoldRecording, worker: Worker): Promise<RecordingKeeping> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const { places } = await readRecordedMeeting(trx, meetingId);
      authoriseAt(worker.person, 'recording.hold', places);
      if (((await holdOf(trx, meetingId)) !== null) === hold.isHeld) return;
      const at = new Date(clock.now());
      if (hold.isHeld)
        await trx
          .insertInto('recording_hold')
          .values({
            id: uuidv7(),
            meeting_id: meetingId,
            at,
            by_id: worker.person.userId,
            by_name: worker.person.name,
            reason: hold.reason,
            lifted_name: null,
            lifted_reason: null,
          })
          .execute();
      else
        await trx
          .updateTable('recording_hold')
          .set({ lifted_at: at, lifted_name: worker.person.name, lifted_reason: hold.reason })
          .where('meeting_id', '=', meetingId)
          .where('lifted_at', 'is', null)
          .execute();
      await auditAct(trx, worker, {
        at: at.getTime(),
        action: hold.isHeld ? 'recording.hold' : 'recording.release',
        subject: meetingId,
        meetingId,
        facts: { reason: hold.reason },
      });
    });
    return this.ofMeeting(meetingId, worker.person);
  }

  async #propose(meetingId: MeetingId, what: DeletedPart, now: number): Promise<void> {
    const { database } = this.#parts;
    const files = await filesOf(database, meetingId, what);
    if (files.length === 0) return;
    await database
      .insertInto('recording_deletion')
      .values({
        id: uuidv7(),
        meeting_id: meetingId,
        what,
        proposed_at: new Date(now),
        files: JSON.stringify(files),
        bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
        decision: null,
        decided_by: null,
        decided_name: null,
        reason: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** Takes the files away; what cannot be reached now is tried again at the next sweep. */
  async #carryOut(deletionId: string): Promise<void> {
    const { database, clock, log, vault } = this.#parts;
    const row = await database
      .selectFrom('recording_deletion')
      .selectAll()
      .where('id', '=', deletionId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (!row || this.#closed) return;
    const meetingId = MeetingId.parse(row.meeting_id);
    try {
      for (const { name } of DeletedFile.array().parse(row.files)) await vault.remove(name);
    } catch (err) {
      log.warn({ err, meetingId }, 'a recording could not be deleted yet');
      return;
    }
    const at = new Date(Math.max(clock.now(), row.decided_at?.getTime() ?? 0));
    await database.transaction().execute(async (trx) => {
      if (row.what === 'film')
        await trx.updateTable('film').set({ state: 'deleted' }).where('meeting_id', '=', meetingId).execute();
      else
        await trx
          .updateTable('recording_segment')
          .set({ deleted_at: at })
          .where('recording_id', 'in', (eb) =>
            eb.selectFrom('recording').select('recording.id').where('recording.meeting_id', '=', meetingId),
          )
          .execute();
      await trx
        .updateTable('recording_deletion')
        .set({ deleted_at: at })
        .where('id', '=', deletionId)
        .execute();
    });
    log.info({ meetingId, what: row.what }, 'a recording is deleted');
  }
}

/** Meetings that are over and of which something is still here. */
async function keptMeetings(
  executor: Executor,
): Promise<{ readonly meetingId: MeetingId; readonly kept: KeptMeeting }[]> {
  const rows = await executor
    .selectFrom('meeting')
    .leftJoin('registration', 'registration.meeting_id', 'meeting.id')
    .leftJoin('film', 'film.meeting_id', 'meeting.id')
    .select(['meeting.id', 'meeting.ended_at', 'registration.data', 'film.state as film_state'])
    .select((eb) => [
      eb
        .selectFrom('recording_handover')
        .select(({ fn }) => fn.max('answered_at').as('at'))
        .whereRef('recording_handover.meeting_id', '=', 'meeting.id')
        .where('answer', '=', 'received')
        .as('handed_at'),
      eb
        .exists(
          eb
            .selectFrom('deadline')
            .select('deadline.deadline_id')
            .whereRef('deadline.meeting_id', '=', 'meeting.id')
            .where('deadline.key', '=', 'rec.handover')
            .where('deadline.state', 'in', ['pending', 'late']),
        )
        .as('is_owed'),
      eb
        .exists(
          eb
            .selectFrom('recording_hold')
            .select('recording_hold.id')
            .whereRef('recording_hold.meeting_id', '=', 'meeting.id')
            .where('lifted_at', 'is', null),
        )
        .as('is_held'),
      eb
        .exists(
          eb
            .selectFrom('recording_segment')
            .innerJoin('recording', 'recording.id', 'recording_segment.recording_id')
            .select('recording_segment.id')
            .whereRef('recording.meeting_id', '=', 'meeting.id')
            .where('recording_segment.deleted_at', 'is', null)
            .where('recording_segment.stored_at', 'is not', null),
        )
        .as('has_originals'),
      ...DeletedPart.options.map((what) =>
        eb
          .selectFrom('recording_deletion')
          .select(({ fn }) => fn.max('decided_at').as('at'))
          .whereRef('recording_deletion.meeting_id', '=', 'meeting.id')
          .where('recording_deletion.what', '=', what)
          .where('decision', '=', 'keep')
          .as(`kept_${what}`),
      ),
    ])
    .where('meeting.ended_at', 'is not', null)
    .where((eb) =>
      eb.exists(
        eb.selectFrom('recording').select('recording.id').whereRef('recording.meeting_id', '=', 'meeting.id'),
      ),
    )
    .execute();
  return rows.map((row) => ({
    meetingId: MeetingId.parse(row.id),
    kept: {
      class:
        row.data === null
          ? 'unregistered'
          : Declared.parse(row.data).secret.declared
            ? 'restricted'
            : 'ordinary',
      endedAt: row.ended_at?.getTime() ?? 0,
      handedOverAt: row.handed_at?.getTime() ?? null,
      isOwed: row.is_owed === true,
      isHeld: row.is_held === true,
      has: { originals: row.has_originals === true, film: row.film_state === 'ready' },
      keptAt: { originals: row.kept_originals?.getTime() ?? null, film: row.kept_film?.getTime() ?? null },
    },
  }));
}

const Declared = z.object({ secret: z.object({ declared: z.boolean() }) });

/** A proposal nobody answered yet and that does not hold any more. */
const withdraw = async (executor: Executor, meetingId: string, what: DeletedPart): Promise<void> => {
  await executor
    .deleteFrom('recording_deletion')
    .where('meeting_id', '=', meetingId)
    .where('what', '=', what)
    .where('decision', 'is', null)
    .execute();
};

async function filesOf(executor: Executor, meetingId: MeetingId, what: DeletedPart): Promise<DeletedFile[]> {
  if (what === 'film') {
    const film = await executor
      .selectFrom('film')
      .selectAll()
      .where('meeting_id', '=', meetingId)
      .where('state', '=', 'ready')
      .executeTakeFirst();
    return film === undefined
      ? []
      : (['film', 'audio'] as const).map((part) => ({
          name: nameOf.film(meetingId, part),
          bytes: Number((part === 'film' ? film.video_bytes : film.audio_bytes) ?? 0),
          sha256: (part === 'film' ? film.video_sha256 : film.audio_sha256)?.toString('hex') ?? '',
        }));
  }
  const rows = await executor
    .selectFrom('recording_segment')
    .innerJoin('recording', 'recording.id', 'recording_segment.recording_id')
    .select([
      'recording_segment.id',
      'recording_segment.recording_id',
      'recording_segment.bytes',
      'recording_segment.sha256',
    ])
    .where('recording.meeting_id', '=', meetingId)
    .where('recording_segment.stored_at', 'is not', null)
    .where('recording_segment.deleted_at', 'is', null)
    .orderBy('recording_segment.started_at')
    .execute();
  return rows.map((row) => ({
    name: nameOf.segment(meetingId, RecordingId.parse(row.recording_id), row.id),
    bytes: row.bytes,
    sha256: row.sha256.toString('hex'),
  }));
}

async function holdOf(executor: Executor, meetingId: string): Promise<RecordingKeeping['hold']> {
  const row = await executor
    .selectFrom('recording_hold')
    .select(['at', 'by_name', 'reason'])
    .where('meeting_id', '=', meetingId)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        at: RecordingDeletion.shape.proposedAt.parse(row.at.getTime()),
        byName: row.by_name,
        reason: row.reason,
      };
}

const deletions = (executor: Executor) =>
  executor
    .selectFrom('recording_deletion')
    .innerJoin('meeting', 'meeting.id', 'recording_deletion.meeting_id')
    .leftJoin('registration', 'registration.meeting_id', 'meeting.id')
    .selectAll('recording_deletion')
    .select(['meeting.title', 'registration.file_number', 'registration.data'])
    .orderBy('recording_deletion.decided_at', (order) => order.desc().nullsFirst())
    .orderBy('recording_deletion.proposed_at', 'desc');

type Row = Awaited<ReturnType<ReturnType<typeof deletions>['executeTakeFirstOrThrow']>>;

const viewOf = (row: Row): RecordingDeletion =>
  RecordingDeletion.parse({
    deletionId: row.id,
    meetingId: row.meeting_id,
    title:
      row.data !== null && Declared.parse(row.data).secret.declared ? (row.file_number ?? '') : row.title,
    what: row.what,
    proposedAt: row.proposed_at.getTime(),
    files: DeletedFile.array().parse(row.files).length,
    bytes: Number(row.bytes),
    decision:
      row.decided_at === null
        ? null
        : {
            kind: row.decision,
            at: row.decided_at.getTime(),
            byName: row.decided_name,
            reason: row.reason,
            deletedAt: row.deleted_at?.getTime() ?? null,
          },
  });
