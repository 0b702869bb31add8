import {
  type BringUp,
  type CommandId,
  type ConferenceEvent,
  type ConferenceEventBody,
  ConferenceState,
  type ErrorCode,
  type Instant,
  instant,
  isErrorCode,
  LineAlarm,
  type MeetingId,
  type NodeId,
  SiteId,
  UserId,
} from '@nhipcau/contracts';
import { apply, initialState } from '@nhipcau/domain';
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import { type AuditLine, appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { carryRecording } from '../recordings/carry-recording.ts';
import type { PhaseFollower } from '../registration/conference-phases.ts';
import { toBringUpRow } from './bring-up.repository.ts';
import { eventRows, eventsOf, parseEvent } from './event-log.ts';
import { incidentChangeOf } from './incident-rules.ts';
import type { OpenAlarm } from './line-watch.ts';

const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
type Facts = z.infer<typeof Facts>;

/** A snapshot is stored after this many events, so that loading a long meeting stays quick. */
const SNAPSHOT_EVERY = 100;
export const LOG_LENGTH = 200;

/** How a command was answered the first time. */
export type CommandOutcome =
  | { readonly ok: true; readonly seq: number; readonly at: Instant }
  | { readonly ok: false; readonly code: ErrorCode; readonly facts: Facts };

export interface CommandRecord {
  readonly commandId: CommandId;
  readonly userId: UserId;
  readonly outcome: CommandOutcome;
}

export interface Append {
  readonly meetingId: MeetingId;
  /** State after the events, for the snapshot. */
  readonly state: ConferenceState;
  readonly events: readonly ConferenceEvent[];
  readonly at: Instant;
  readonly command?: CommandRecord;
  readonly audit?: AuditLine;
  /** A node's report that caused the events; false is returned when it was taken before. */
  readonly happening?: { readonly happeningId: string; readonly nodeId: NodeId };
}

export interface LoadedMeeting {
  readonly state: ConferenceState;
  /** Newest `LOG_LENGTH` events, oldest first. */
  readonly log: readonly ConferenceEvent[];
  /** Last event of presence of each site and of each node, link. */
  readonly lastSeen: readonly ConferenceEvent[];
  /** Alarms of lines that are raised. */
  readonly openAlarms: readonly OpenAlarm[];
}

const presenceTypes = ['site.joined', 'site.dropped', 'site.returned', 'site.lost'] as const;
const lineTypes = ['link.down', 'link.up', 'link.closed', 'node.lost', 'node.returned'] as const;

/** The log of live meetings in the database: what is not here did not happen. */
export class EventStore {
  readonly #database: Database;
  readonly #epoch: number;

  readonly #followers: readonly PhaseFollower[];

  /**
   * @param epoch - of this server; one that has been superseded may not write any more
   * @param followers - told of every event in the same transaction, in this order
   */
  constructor(database: Database, epoch: number, followers: readonly PhaseFollower[] = []) {
    this.#database = database;
    this.#epoch = epoch;
    this.#followers = followers;
  }

  /** State, tail of the log, and who was last known where: everything needed to go on after a restart. */
  async load(meetingId: MeetingId): Promise<LoadedMeeting> {
    const snapshot = await this.#database
      .selectFrom('meeting_snapshot')
      .select('state')
      .where('meeting_id', '=', meetingId)
      .executeTakeFirst();
    let state = snapshot ? ConferenceState.parse(snapshot.state) : initialState();
    for (const event of await this.events(meetingId, state.seq)) state = apply(state, event);
    const newest = await eventRows(this.#database, meetingId)
      .orderBy('seq', 'desc')
      .limit(LOG_LENGTH)
      .execute();
    return {
      state,
      log: newest.reverse().map((row) => parseEvent(meetingId, row)),
      lastSeen: await this.#lastSeen(meetingId),
      openAlarms: await this.#openAlarms(meetingId, state),
    };
  }

  events(meetingId: MeetingId, after: number, limit?: number): Promise<ConferenceEvent[]> {
    return eventsOf(this.#database, meetingId, after, limit);
  }

  async findCommand(commandId: CommandId): Promise<(CommandRecord & { meetingId: string }) | null> {
    const row = await this.#database
      .selectFrom('meeting_command')
      .selectAll()
      .where('command_id', '=', commandId)
      .executeTakeFirst();
    if (!row) return null;
    const outcome: CommandOutcome =
      row.seq === null
        ? {
            ok: false,
            code: row.code !== null && isErrorCode(row.code) ? row.code : 'INTERNAL',
            facts: Facts.parse(row.facts),
          }
        : { ok: true, seq: row.seq, at: instant(row.at.getTime()) };
    return { commandId, meetingId: row.meeting_id, userId: UserId.parse(row.user_id), outcome };
  }

  /**
   * Events, command, bring-ups, incidents and audit: all of it or nothing.
   *
   * @returns false when the node's report had been taken before; nothing is written then
   * @throws {AppError} MEETING_CHANGED_MEANWHILE when another authority has taken over
   */
  async append(append: Append): Promise<boolean> {
    return this.#database.transaction().execute(async (trx) => {
      await this.#checkEpoch(trx);
      if (append.happening && !(await takeHappening(trx, append, append.happening))) return false;
      if (append.command) await insertCommand(trx, append, append.command);
      await insertEvents(trx, append.events);
      for (const event of append.events) {
        for (const follower of this.#followers) await follower.followed(trx, event);
        await carryOver(trx, append.meetingId, event);
      }
      await storeSnapshot(trx, append);
      if (append.audit) await appendAudit(trx, append.audit);
      return true;
    });
  }

  async #checkEpoch(trx: Transaction<Tables>): Promise<void> {
    const { rows } = await sql<{ epoch: string }>`select epoch from server_epoch for share`.execute(trx);
    if (Number(rows[0]?.epoch) !== this.#epoch)
      throw new AppError('MEETING_CHANGED_MEANWHILE', { epoch: this.#epoch });
  }

  async #openAlarms(meetingId: MeetingId, { tree }: ConferenceState): Promise<OpenAlarm[]> {
    const rows = await this.#database
      .selectFrom('incident')
      .select(['site_id', 'node_id', 'detail'])
      .where('meeting_id', '=', meetingId)
      .where('kind', '=', 'lineDegraded')
      .where('ended_at', 'is', null)
      .execute();
    return rows.flatMap((row): OpenAlarm[] => {
      const alarm = LineAlarm.parse(row.detail);
      if (row.site_id !== null)
        return [{ subject: { kind: 'site', siteId: SiteId.parse(row.site_id) }, alarm }];
      const node = tree.find(({ nodeId }) => nodeId === row.node_id);
      return node === undefined || node.parentId === null
        ? []
        : [{ subject: { kind: 'link', childId: node.nodeId, parentId: node.parentId }, alarm }];
    });
  }

  async #lastSeen(meetingId: MeetingId): Promise<ConferenceEvent[]> {
    const subject = sql<string>`coalesce(body->>'siteId', body->>'childId', body->>'nodeId')`;
    const family = sql<string>`split_part(body->>'type', '.', 1)`;
    const rows = await eventRows(this.#database, meetingId)
      .distinctOn([family, subject])
      .where(sql<string>`body->>'type'`, 'in', [...presenceTypes, ...lineTypes])
      .orderBy(family)
      .orderBy(subject)
      .orderBy('seq', 'desc')
      .execute();
    return rows.map((row) => parseEvent(meetingId, row));
  }
}

async function takeHappening(
  trx: Transaction<Tables>,
  { meetingId, at }: Append,
  { happeningId, nodeId }: { happeningId: string; nodeId: NodeId },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('node_happening')
    .values({ happening_id: happeningId, node_id: nodeId, meeting_id: meetingId, at: new Date(at) })
    .onConflict((conflict) => conflict.column('happening_id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

async function insertCommand(
  trx: Transaction<Tables>,
  { meetingId, at }: Append,
  command: CommandRecord,
): Promise<void> {
  const { commandId, userId, outcome } = command;
  await trx
    .insertInto('meeting_command')
    .values({
      command_id: commandId,
      meeting_id: meetingId,
      user_id: userId,
      at: new Date(at),
      seq: outcome.ok ? outcome.seq : null,
      code: outcome.ok ? null : outcome.code,
      facts: JSON.stringify(outcome.ok ? {} : outcome.facts),
    })
    .execute();
}

async function insertEvents(trx: Transaction<Tables>, events: readonly ConferenceEvent[]): Promise<void> {
  if (events.length === 0) return;
  await trx
    .insertInto('meeting_event')
    .values(
      events.map((event) => ({
        meeting_id: event.meetingId,
        seq: event.seq,
        at: new Date(event.at),
        actor: JSON.stringify(event.actor),
        command_id: event.commandId,
        chamber_id: event.chamberId,
        body: JSON.stringify(event.body),
      })),
    )
    .execute();
}

/** What other tables keep of an event, for lists and statistics. */
async function carryOver(
  trx: Transaction<Tables>,
  meetingId: MeetingId,
  event: ConferenceEvent,
): Promise<void> {
  const { body, at } = event;
  switch (body.type) {
    case 'meeting.started':
      await trx
        .updateTable('meeting')
        .set({ phase: 'live', started_at: new Date(at) })
        .where('id', '=', meetingId)
        .execute();
      break;
    case 'meeting.ended':
      await trx
        .updateTable('meeting')
        .set({ phase: 'ended', ended_at: new Date(at) })
        .where('id', '=', meetingId)
        .execute();
      await trx
        .updateTable('incident')
        .set({ ended_at: sql<Date>`greatest(started_at, ${new Date(at)}::timestamptz)` })
        .where('meeting_id', '=', meetingId)
        .where('ended_at', 'is', null)
        .execute();
      break;
    case 'recording.started':
    case 'recording.moved':
    case 'recording.stopped':
      await carryRecording(trx, meetingId, event);
      break;
    case 'bringUp.requested':
    case 'bringUp.changed':
      await upsertBringUp(trx, meetingId, body.bringUp);
      break;
    default:
      await carryIncident(trx, meetingId, body, at);
  }
}

async function upsertBringUp(
  trx: Transaction<Tables>,
  meetingId: MeetingId,
  bringUp: BringUp,
): Promise<void> {
  const row = toBringUpRow(meetingId, bringUp);
  const {
    id: _id,
    meeting_id: _meeting,
    site_id: _site,
    requested_at: _at,
    requested_by: _by,
    ...changing
  } = row;
  await trx
    .insertInto('bring_up')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
}

async function carryIncident(
  trx: Transaction<Tables>,
  meetingId: MeetingId,
  body: ConferenceEventBody,
  at: Instant,
): Promise<void> {
  const change = incidentChangeOf(body);
  if (change === null) return;
  if (change.change === 'close') {
    await trx
      .updateTable('incident')
      .set({ ended_at: sql<Date>`greatest(started_at, ${new Date(at)}::timestamptz)` })
      .where('meeting_id', '=', meetingId)
      .where('kind', '=', change.kind)
      .where('subject', '=', change.subject)
      .where('ended_at', 'is', null)
      .execute();
    return;
  }
  await trx
    .insertInto('incident')
    .values({
      id: uuidv7(),
      meeting_id: meetingId,
      kind: change.kind,
      subject: change.subject,
      site_id: change.siteId,
      node_id: change.nodeId,
      detail: change.detail,
      started_at: new Date(at),
      ended_at: change.change === 'moment' ? new Date(at) : null,
    })
    .onConflict((conflict) =>
      conflict.columns(['meeting_id', 'kind', 'subject']).where('ended_at', 'is', null).doNothing(),
    )
    .execute();
}

async function storeSnapshot(
  trx: Transaction<Tables>,
  { meetingId, state, events, at }: Append,
): Promise<void> {
  const first = events[0];
  if (!first) return;
  const crossed = Math.floor(state.seq / SNAPSHOT_EVERY) > Math.floor((first.seq - 1) / SNAPSHOT_EVERY);
  if (!crossed && !events.some(({ body }) => body.type === 'meeting.ended')) return;
  const row = { seq: state.seq, at: new Date(at), state: JSON.stringify(state) };
  await trx
    .insertInto('meeting_snapshot')
    .values({ meeting_id: meetingId, ...row })
    .onConflict((conflict) => conflict.column('meeting_id').doUpdateSet(row))
    .execute();
}

/** Raises the epoch: from now on this process is the authority. */
export async function takeEpoch(database: Database): Promise<number> {
  const { epoch } = await database
    .updateTable('server_epoch')
    .set({ epoch: sql<number>`epoch + 1` })
    .returning('epoch')
    .executeTakeFirstOrThrow();
  return Number(epoch);
}
