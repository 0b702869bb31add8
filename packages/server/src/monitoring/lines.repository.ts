import {
  type LineBucket,
  LineBucket as LineBuckets,
  type LineSubject,
  type LineSummary,
  type MeetingId,
  Quality,
} from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Database, Executor } from '../database/database.ts';
import type { BucketRow } from './line-recorder.ts';

const ROWS_AT_ONCE = 1_000;
/** Rows deleted in one statement, and statements in one sweep: other work goes on between them. */
const DELETED_AT_ONCE = 5_000;
const DELETE_ROUNDS = 100;

const idOf = (subject: LineSubject): string => (subject.kind === 'site' ? subject.siteId : subject.childId);

/** Buckets that are there already stay: a server that starts again in the middle of one has only its end. */
export async function insertBuckets(database: Database, rows: readonly BucketRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await database
      .insertInto('line_bucket')
      .values(
        rows.slice(from, from + ROWS_AT_ONCE).map(({ meetingId, subject, bucket }) => ({
          meeting_id: meetingId,
          kind: subject.kind,
          subject: idOf(subject),
          at: new Date(bucket.at),
          quality: bucket.quality,
          rtt_ms: bucket.rttMs,
          jitter_ms: bucket.jitterMs,
          loss: bucket.loss,
          up_kbps: bucket.upKbps,
          down_kbps: bucket.downKbps,
          key_frames: bucket.keyFrames,
          mic_db: bucket.micDb,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** @returns rows deleted */
export async function deleteOldBuckets(database: Database, before: number): Promise<number> {
  let deleted = 0;
  for (let round = 0; round < DELETE_ROUNDS; round += 1) {
    const { numAffectedRows } = await sql`
      delete from line_bucket where ctid in
        (select ctid from line_bucket where at < ${new Date(before)} limit ${DELETED_AT_ONCE})`.execute(
      database,
    );
    const count = Number(numAffectedRows ?? 0n);
    deleted += count;
    if (count < DELETED_AT_ONCE) break;
  }
  return deleted;
}

/** Buckets of one line from an instant on, oldest first. */
export async function readSeries(
  executor: Executor,
  meetingId: MeetingId,
  subject: LineSubject,
  { from, limit }: { from: number; limit: number },
): Promise<LineBucket[]> {
  const rows = await executor
    .selectFrom('line_bucket')
    .selectAll()
    .where('meeting_id', '=', meetingId)
    .where('kind', '=', subject.kind)
    .where('subject', '=', idOf(subject))
    .where('at', '>=', new Date(from))
    .orderBy('at')
    .limit(limit)
    .execute();
  return rows.map((row) =>
    LineBuckets.parse({
      at: row.at.getTime(),
      quality: row.quality,
      rttMs: row.rtt_ms,
      jitterMs: row.jitter_ms,
      loss: row.loss,
      upKbps: row.up_kbps,
      downKbps: row.down_kbps,
      keyFrames: row.key_frames,
      micDb: row.mic_db,
    }),
  );
}

export interface StoredSummary extends Omit<LineSummary, 'subject' | 'name'> {
  readonly kind: 'site' | 'link';
  readonly id: string;
}

/** Every line of a meeting in one row each. */
export async function readSummaries(executor: Executor, meetingId: MeetingId): Promise<StoredSummary[]> {
  const { rows } = await sql<{
    kind: 'site' | 'link';
    subject: string;
    counts: Record<string, number>;
    last_at: Date;
    last_quality: string;
    loss: number | null;
    rtt_ms: number | null;
    jitter_ms: number | null;
  }>`
    with per_word as (
      select kind, subject, quality, count(*)::int as buckets, max(at) as last_at,
             max(loss) as loss, max(rtt_ms) as rtt_ms, max(jitter_ms) as jitter_ms
        from line_bucket where meeting_id = ${meetingId} group by kind, subject, quality
    )
    select kind, subject, jsonb_object_agg(quality, buckets) as counts, max(last_at) as last_at,
           (array_agg(quality order by last_at desc))[1] as last_quality,
           max(loss) as loss, max(rtt_ms) as rtt_ms, max(jitter_ms) as jitter_ms
      from per_word group by kind, subject`.execute(executor);
  return rows.map((row) => ({
    kind: row.kind,
    id: row.subject,
    seconds: Object.fromEntries(
      Quality.options.map((word) => [word, (row.counts[word] ?? 0) * 10]),
    ) as LineSummary['seconds'],
    last: {
      at: row.last_at.getTime() as NonNullable<LineSummary['last']>['at'],
      quality: Quality.parse(row.last_quality),
    },
    worstLoss: row.loss,
    worstRttMs: row.rtt_ms,
    worstJitterMs: row.jitter_ms,
  }));
}
