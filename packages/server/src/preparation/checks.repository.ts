import { createHash } from 'node:crypto';
import {
  AudioReading,
  type CheckAnswer,
  CheckOutcome,
  CheckValue,
  type Instant,
  instant,
  RoomConfiguration,
} from '@nhipcau/contracts';
import type { CheckResult } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** The newest answer to an item, and who gave it. */
export interface StoredResult extends CheckResult {
  readonly siteId: string;
  readonly note: string | null;
  readonly byName: string;
  readonly source: 'room' | 'person';
  readonly audio: readonly AudioReading[];
}

interface Row {
  site_id: string;
  phase: string;
  item: string;
  outcome: string;
  value: unknown;
  note: string | null;
  at: Date;
  by_name: string;
  source: string;
  tries: number;
  audio: unknown;
}

/** The newest answer of each item of a meeting, or of one of its sites. */
export async function newestAnswers(
  executor: Executor,
  meetingId: string,
  siteId: string | null = null,
): Promise<Map<string, StoredResult[]>> {
  const { rows } = await sql<Row>`
    select distinct on (site_id, phase, item) site_id, phase, item, outcome, value, note, audio, at, by_name, source,
      count(*) over (partition by site_id, phase, item)::int as tries
    from check_answer
    where meeting_id = ${meetingId} and (${siteId}::text is null or site_id = ${siteId})
    order by site_id, phase, item, at desc, id desc`.execute(executor);
  return Map.groupBy(rows.map(resultOf), (result) => result.siteId);
}

const resultOf = (row: Row): StoredResult => ({
  siteId: row.site_id,
  phase: row.phase,
  item: row.item,
  outcome: CheckOutcome.parse(row.outcome),
  value: CheckValue.parse(row.value),
  note: row.note,
  at: instant(row.at.getTime()),
  byName: row.by_name,
  source: row.source === 'room' ? 'room' : 'person',
  tries: row.tries,
  audio: Readings.parse(row.audio ?? []),
});
const Readings = AudioReading.array();

/** The last thousand answers of a site, newest first. */
export async function historyOf(executor: Executor, meetingId: string, siteId: string) {
  const rows = await executor
    .selectFrom('check_answer')
    .select(['phase', 'item', 'outcome', 'value', 'note', 'at', 'received_at', 'by_name'])
    .where('meeting_id', '=', meetingId)
    .where('site_id', '=', siteId)
    .orderBy('id', 'desc')
    .limit(1_000)
    .execute();
  return rows.map((row) => ({
    phase: row.phase,
    item: row.item,
    outcome: CheckOutcome.parse(row.outcome),
    value: CheckValue.parse(row.value),
    note: row.note,
    answeredAt: instant(row.at.getTime()),
    receivedAt: instant(row.received_at.getTime()),
    byName: row.by_name,
  }));
}

export interface Answerer {
  readonly source: 'room' | 'person';
  readonly userId: string | null;
  readonly name: string;
}

/** @returns false when an answer with this key is there already */
export async function insertAnswer(
  executor: Executor,
  place: { meetingId: string; siteId: string },
  answer: CheckAnswer,
  { at, receivedAt, by }: { at: Instant; receivedAt: number; by: Answerer },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await executor
    .insertInto('check_answer')
    .values({
      key: answer.key,
      meeting_id: place.meetingId,
      site_id: place.siteId,
      phase: answer.phase,
      item: answer.item,
      outcome: answer.outcome,
      value: answer.value === null ? null : JSON.stringify(answer.value),
      note: answer.note,
      audio: answer.audio === undefined ? null : JSON.stringify(answer.audio),
      from_chair_seat: answer.fromChairSeat,
      at: new Date(at),
      received_at: new Date(receivedAt),
      source: by.source,
      user_id: by.userId,
      by_name: by.name,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function knownKeys(executor: Executor, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = await executor.selectFrom('check_answer').select('key').where('key', 'in', keys).execute();
  return new Set(rows.map(({ key }) => key));
}

/** A room's settings at some instant. */
export interface StoredConfiguration {
  readonly siteId: string;
  readonly at: Instant;
  readonly fields: RoomConfiguration;
  readonly byName: string;
  /** Short name of exactly these settings, to be read aloud. */
  readonly code: string;
}

/** The newest kept, or the newest measured, configuration of each site. */
export async function configurationsOf(
  executor: Executor,
  meetingId: string,
  { kept, siteId = null }: { kept: boolean; siteId?: string | null },
): Promise<Map<string, StoredConfiguration>> {
  const rows = await executor
    .selectFrom('room_configuration')
    .distinctOn('site_id')
    .select(['site_id', 'at', 'fields', 'hash', 'by_name'])
    .where('meeting_id', '=', meetingId)
    .where('kept', '=', kept)
    .$if(siteId !== null, (query) => query.where('site_id', '=', siteId ?? ''))
    .orderBy('site_id')
    .orderBy('id', 'desc')
    .execute();
  return new Map(
    rows.map((row) => [
      row.site_id,
      {
        siteId: row.site_id,
        at: instant(row.at.getTime()),
        fields: RoomConfiguration.parse(row.fields),
        byName: row.by_name,
        code: row.hash.toString('hex').slice(0, 8).toUpperCase(),
      },
    ]),
  );
}

export async function insertConfiguration(
  executor: Executor,
  { meetingId, siteId }: { meetingId: string; siteId: string },
  { fields, kept, at, byName }: { fields: RoomConfiguration; kept: boolean; at: number; byName: string },
): Promise<void> {
  const sorted = Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
  await executor
    .insertInto('room_configuration')
    .values({
      meeting_id: meetingId,
      site_id: siteId,
      at: new Date(at),
      kept,
      fields: JSON.stringify(sorted),
      hash: createHash('sha256').update(JSON.stringify(sorted)).digest(),
      by_name: byName,
    })
    .execute();
}

export async function retestsOf(executor: Executor, meetingId: string, siteId: string | null = null) {
  const rows = await executor
    .selectFrom('retest_order')
    .select(['site_id', 'phase', 'items', 'cause', 'at', 'by_name'])
    .where('meeting_id', '=', meetingId)
    .$if(siteId !== null, (query) => query.where('site_id', '=', siteId ?? ''))
    .orderBy('id')
    .execute();
  return Map.groupBy(
    rows.map((row) => ({
      siteId: row.site_id,
      phase: row.phase,
      items: row.items,
      cause: row.cause,
      at: instant(row.at.getTime()),
      byName: row.by_name,
    })),
    ({ siteId: site }) => site,
  );
}

export async function clearancesOf(executor: Executor, meetingId: string): Promise<Map<string, string>> {
  const rows = await executor
    .selectFrom('clearance_override')
    .select(['organisation_id', 'reason', 'by_name'])
    .where('meeting_id', '=', meetingId)
    .execute();
  return new Map(rows.map((row) => [row.organisation_id, `${row.reason} (${row.by_name})`.slice(0, 300)]));
}
