import {
  AskState,
  instant,
  LocalDate,
  MeetingId,
  PeerId,
  type ShownAsk,
  type TrunkAsk,
  type TrunkSide,
} from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** A request of a lower installation to take part above, as either side keeps it. */
export interface AskRecord extends ShownAsk {
  /** What the other installation is. */
  readonly side: TrunkSide;
  /** Ours, where we asked. */
  readonly meetingId: MeetingId | null;
}

const asksQuery = (executor: Executor) =>
  executor
    .selectFrom('trunk_request')
    .innerJoin('trunk_peer', 'trunk_peer.id', 'trunk_request.peer_id')
    .selectAll('trunk_request')
    .select(['trunk_peer.name as peer_name', sql<string>`trunk_request.document_on::text`.as('day')])
    .orderBy('trunk_request.asked_at', 'desc')
    .orderBy('trunk_request.id', 'desc');
type AskRow = Awaited<ReturnType<ReturnType<typeof asksQuery>['execute']>>[number];

const askOf = (row: AskRow): AskRecord => ({
  requestId: row.id,
  peerId: PeerId.parse(row.peer_id),
  peerName: row.peer_name,
  side: row.side === 'upper' ? 'upper' : 'lower',
  meetingId: row.meeting_id === null ? null : MeetingId.parse(row.meeting_id),
  title: row.title,
  consentedBy: row.consented_by,
  documentNumber: row.document_number,
  documentOn: LocalDate.parse(row.day),
  note: row.note,
  state: AskState.parse(row.state),
  askedAt: instant(row.asked_at.getTime()),
  reason: row.reason,
});

/** Open requests of all installations below. */
export async function openAsksFromBelow(executor: Executor): Promise<AskRecord[]> {
  const rows = await asksQuery(executor)
    .innerJoin('trunk_peer as active', 'active.id', 'trunk_request.peer_id')
    .where('active.revoked_at', 'is', null)
    .where('trunk_request.side', '=', 'lower')
    .where('trunk_request.state', '=', 'open')
    .limit(500)
    .execute();
  return rows.map(askOf);
}

export async function asksOfMeeting(executor: Executor, meetingId: MeetingId): Promise<AskRecord[]> {
  const rows = await asksQuery(executor)
    .where('trunk_request.meeting_id', '=', meetingId)
    .limit(100)
    .execute();
  return rows.map(askOf);
}

/** With one installation, in these states. */
export async function asksWith(
  executor: Executor,
  peerId: PeerId,
  side: TrunkSide,
  state: AskState,
): Promise<AskRecord[]> {
  const rows = await asksQuery(executor)
    .where('trunk_request.peer_id', '=', peerId)
    .where('trunk_request.side', '=', side)
    .where('trunk_request.state', '=', state)
    .limit(50)
    .execute();
  return rows.map(askOf);
}

export async function findAsk(executor: Executor, requestId: string): Promise<AskRecord | null> {
  const row = await asksQuery(executor).where('trunk_request.id', '=', requestId).executeTakeFirst();
  return row ? askOf(row) : null;
}

/** Requests that these trunks answer, by trunk. */
export async function asksAnsweredBy(
  executor: Executor,
  trunkIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (trunkIds.length === 0) return new Map();
  const rows = await executor
    .selectFrom('trunk_request')
    .select(['id', 'trunk_id'])
    .where('trunk_id', 'in', trunkIds)
    .execute();
  return new Map(rows.flatMap(({ id, trunk_id }) => (trunk_id === null ? [] : [[trunk_id, id] as const])));
}

export async function addAsk(
  executor: Executor,
  ask: TrunkAsk,
  from: {
    readonly peerId: PeerId;
    readonly side: TrunkSide;
    readonly meetingId: MeetingId | null;
    readonly at: Date;
  },
): Promise<void> {
  await executor
    .insertInto('trunk_request')
    .values({
      id: ask.requestId,
      peer_id: from.peerId,
      side: from.side,
      meeting_id: from.meetingId,
      title: ask.title,
      consented_by: ask.consentedBy,
      document_number: ask.documentNumber,
      document_on: ask.documentOn,
      note: ask.note,
      state: 'open',
      asked_at: from.at,
      answered_by: null,
      reason: null,
      trunk_id: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** @returns whether it was still open */
export async function answerAsk(
  executor: Executor,
  requestId: string,
  answer: {
    readonly state: Exclude<AskState, 'open'>;
    readonly at: Date;
    readonly by: string;
    readonly reason?: string;
    readonly trunkId?: string;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await executor
    .updateTable('trunk_request')
    .set({
      state: answer.state,
      answered_at: answer.at,
      answered_by: answer.by,
      reason: answer.reason ?? null,
      trunk_id: answer.trunkId ?? null,
    })
    .where('id', '=', requestId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
