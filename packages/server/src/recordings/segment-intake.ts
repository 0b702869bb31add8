import { randomBytes } from 'node:crypto';
import { type Clock, RpcError } from '@nhipcau/base';
import { MeetingId, type NodeId, RecordingId, type SegmentFacts } from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import { sha256 } from '../documents/issued.repository.ts';
import type { SegmentReports } from '../nodes/node-session.ts';
import { isRestricted } from './restricted.ts';
import { nameOf, type Vault } from './vault.ts';

/** An upload that was not begun by then is asked for again. */
const UPLOAD_WITHIN_MS = 10 * 60_000;
/** Uploads that may be open at once: each node brings one after the other. */
const MAX_UPLOADS = 500;

export interface SegmentIntakeOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly vault: Vault;
  /** Everything of a recording is here: its film can be made. */
  readonly onComplete: (transaction: Executor, meetingId: MeetingId) => Promise<void>;
}

interface Upload {
  readonly segmentId: string;
  readonly until: number;
}

/**
 * Takes the segments of nodes: announced over the node's proven connection, brought by a token that is good once, kept when
 * they have the digest that was announced (rule RD-6).
 */
export class SegmentIntake implements SegmentReports {
  readonly #options: SegmentIntakeOptions;
  readonly #uploads = new Map<string, Upload>();

  constructor(options: SegmentIntakeOptions) {
    this.#options = options;
  }

  /** @throws {RpcError} NOT_FOUND when this node does not record this */
  async announced(nodeId: NodeId, segment: SegmentFacts): Promise<string | null> {
    const { database, clock } = this.#options;
    const isTheirs = await database
      .selectFrom('recording_node')
      .innerJoin('recording', 'recording.id', 'recording_node.recording_id')
      .select('recording.id')
      .where('recording_node.node_id', '=', nodeId)
      .where('recording.id', '=', segment.recordingId)
      .where('recording.meeting_id', '=', segment.meetingId)
      .executeTakeFirst();
    if (!isTheirs) throw new RpcError('NOT_FOUND');
    await database
      .insertInto('recording_segment')
      .values({
        id: segment.segmentId,
        recording_id: segment.recordingId,
        site_id: segment.siteId,
        source: segment.source,
        node_id: nodeId,
        started_at: new Date(segment.startedAt),
        ended_at: new Date(segment.endedAt),
        bytes: segment.bytes,
        sha256: Buffer.from(segment.sha256, 'hex'),
        announced_at: new Date(clock.now()),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const known = await this.#find(segment.segmentId);
    if (known?.node_id !== nodeId || known.sha256.toString('hex') !== segment.sha256)
      throw new RpcError('NOT_FOUND');
    return known.stored_at === null ? this.#expect(segment.segmentId) : null;
  }

  /** @throws {AppError} NOT_FOUND for a token that is not open */
  expects(token: string): Upload {
    const upload = this.#uploads.get(token);
    if (!upload || upload.until < this.#options.clock.now()) throw new AppError('NOT_FOUND');
    return upload;
  }

  /**
   * The bytes of an announced segment.
   *
   * @throws {AppError} NOT_FOUND for a token that is not open, SEGMENT_WRONG, RECORDINGS_FULL
   */
  async receive(token: string, bytes: Buffer): Promise<void> {
    const { database, clock, vault } = this.#options;
    const { segmentId } = this.expects(token);
    this.#uploads.delete(token);
    const segment = await this.#find(segmentId);
    if (!segment) throw new AppError('NOT_FOUND');
    if (!sha256(bytes).equals(segment.sha256)) throw new AppError('SEGMENT_WRONG');
    if (!(await vault.hasRoomFor(bytes.length))) throw new AppError('RECORDINGS_FULL');
    const { meeting_id, recording_id } = segment;
    const meetingId = MeetingId.parse(meeting_id);
    await vault.keep(
      {
        name: nameOf.segment(meetingId, RecordingId.parse(recording_id), segment.id),
        meetingId,
        sealed: await isRestricted(database, meetingId),
      },
      bytes,
    );
    await database
      .updateTable('recording_segment')
      .set({ stored_at: new Date(clock.now()) })
      .where('id', '=', segment.id)
      .execute();
  }

  /** A node has brought everything. @throws {RpcError} NOT_FOUND */
  async done(
    nodeId: NodeId,
    { meetingId, recordingId }: { meetingId: MeetingId; recordingId: RecordingId },
  ): Promise<void> {
    const { database, clock, onComplete } = this.#options;
    await database.transaction().execute(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('recording_node')
        .set({ done_at: new Date(clock.now()) })
        .where('recording_id', '=', recordingId)
        .where('node_id', '=', nodeId)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new RpcError('NOT_FOUND');
      if (await isComplete(trx, meetingId)) await onComplete(trx, meetingId);
    });
  }

  #expect(segmentId: string): string {
    const now = this.#options.clock.now();
    for (const [token, { until }] of this.#uploads) if (until < now) this.#uploads.delete(token);
    if (this.#uploads.size >= MAX_UPLOADS) throw new RpcError('RATE_LIMITED');
    const token = randomBytes(24).toString('base64url');
    this.#uploads.set(token, { segmentId, until: now + UPLOAD_WITHIN_MS });
    return token;
  }

  #find(segmentId: string) {
    return this.#options.database
      .selectFrom('recording_segment')
      .innerJoin('recording', 'recording.id', 'recording_segment.recording_id')
      .selectAll('recording_segment')
      .select('recording.meeting_id')
      .where('recording_segment.id', '=', segmentId)
      .executeTakeFirst();
  }
}

/** Whether the meeting is not recorded any more and every node has brought what it had. */
async function isComplete(executor: Executor, meetingId: MeetingId): Promise<boolean> {
  const open = await executor
    .selectFrom('recording')
    .leftJoin('recording_node', 'recording_node.recording_id', 'recording.id')
    .select('recording.id')
    .where('recording.meeting_id', '=', meetingId)
    .where((eb) => eb.or([eb('recording.stopped_at', 'is', null), eb('recording_node.done_at', 'is', null)]))
    .executeTakeFirst();
  return open === undefined;
}
