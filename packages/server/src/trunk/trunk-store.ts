import {
  FeedDown,
  FeedUp,
  InstallationCode,
  type Instant,
  instant,
  MeetingId,
  NodeId,
  PeerId,
  SiteId,
  TrunkEndReason,
  TrunkId,
  TrunkMode,
  TrunkSide,
} from '@nhipcau/contracts';
import type { TrunkState } from '@nhipcau/domain';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Executor } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';

/** One meeting's part in a conference of another installation, or the other's in ours. */
export interface TrunkRecord {
  readonly trunkId: TrunkId;
  readonly peerId: PeerId;
  /** What the other installation is. */
  readonly side: TrunkSide;
  readonly meetingId: MeetingId | null;
  readonly title: string | null;
  readonly chain: readonly InstallationCode[];
  readonly state: TrunkState;
  readonly siteIds: readonly SiteId[];
  readonly outSiteId: SiteId | null;
  readonly gateId: NodeId | null;
  /** What the other side gave last, by the names of the wire. */
  readonly up: FeedUp | null;
  readonly down: FeedDown | null;
  readonly createdAt: Instant;
}

const at = (date: Date | null): Instant => instant(date?.getTime() ?? 0);

function stateOf(row: Selectable<Tables['trunk']>): TrunkState {
  switch (row.state) {
    case 'joined':
      // The other side is not heard yet when the server has just started.
      return {
        kind: 'joined',
        at: at(row.joined_at),
        mode: TrunkMode.parse(row.mode),
        control: 'lost',
        since: at(row.joined_at),
      };
    case 'ended':
      return { kind: 'ended', at: at(row.ended_at), reason: TrunkEndReason.parse(row.end_reason) };
    default:
      return { kind: 'invited', at: at(row.created_at) };
  }
}

function recordOf(row: Selectable<Tables['trunk']>): TrunkRecord {
  const side = TrunkSide.parse(row.side);
  return {
    trunkId: TrunkId.parse(row.id),
    peerId: PeerId.parse(row.peer_id),
    side,
    meetingId: row.meeting_id === null ? null : MeetingId.parse(row.meeting_id),
    title: row.title,
    chain: z.array(InstallationCode).parse(row.chain),
    state: stateOf(row),
    siteIds: z.array(SiteId).parse(row.site_ids),
    outSiteId: row.out_site_id === null ? null : SiteId.parse(row.out_site_id),
    gateId: row.gate_id === null ? null : NodeId.parse(row.gate_id),
    up: side === 'lower' && row.last_feed !== null ? FeedUp.parse(row.last_feed) : null,
    down: side === 'upper' && row.last_feed !== null ? FeedDown.parse(row.last_feed) : null,
    createdAt: at(row.created_at),
  };
}

export async function openTrunks(executor: Executor): Promise<TrunkRecord[]> {
  const rows = await executor.selectFrom('trunk').selectAll().where('state', '<>', 'ended').execute();
  return rows.map(recordOf);
}

/** All trunks of one meeting, also those that are over, newest first. */
export async function trunksOfMeeting(executor: Executor, meetingId: MeetingId): Promise<TrunkRecord[]> {
  const rows = await executor
    .selectFrom('trunk')
    .selectAll()
    .where('meeting_id', '=', meetingId)
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute();
  return rows.map(recordOf);
}

export async function findTrunk(executor: Executor, trunkId: TrunkId): Promise<TrunkRecord | null> {
  const row = await executor.selectFrom('trunk').selectAll().where('id', '=', trunkId).executeTakeFirst();
  return row ? recordOf(row) : null;
}

/** Stores a trunk as it is from now on. */
export async function saveTrunk(executor: Executor, trunk: TrunkRecord): Promise<void> {
  const { state } = trunk;
  const values = {
    meeting_id: trunk.meetingId,
    title: trunk.title,
    chain: JSON.stringify(trunk.chain),
    state: state.kind,
    site_ids: JSON.stringify(trunk.siteIds),
    out_site_id: trunk.outSiteId,
    gate_id: trunk.gateId,
    ...(state.kind === 'joined' ? { mode: state.mode, joined_at: new Date(state.at) } : {}),
    ...(state.kind === 'ended' ? { ended_at: new Date(state.at), end_reason: state.reason } : {}),
  };
  await executor
    .insertInto('trunk')
    .values({
      id: trunk.trunkId,
      peer_id: trunk.peerId,
      side: trunk.side,
      created_at: new Date(trunk.createdAt),
      ...values,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

/** What the other side gave last: kept, so that a restart does not take its picture away. */
export async function saveFeed(executor: Executor, { trunkId, up, down }: TrunkRecord): Promise<void> {
  await executor
    .updateTable('trunk')
    .set({ last_feed: JSON.stringify(up ?? down) })
    .where('id', '=', trunkId)
    .execute();
}
