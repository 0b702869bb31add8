import { Actor, ConferenceEvent, type MeetingId } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';

export const parseEvent = (
  meetingId: string,
  row: {
    seq: number;
    at: Date;
    actor: unknown;
    command_id: string | null;
    chamber_id: string | null;
    body: unknown;
  },
) =>
  ConferenceEvent.parse({
    meetingId,
    seq: row.seq,
    at: row.at.getTime(),
    actor: Actor.parse(row.actor),
    commandId: row.command_id,
    chamberId: row.chamber_id,
    body: row.body,
  });

export const eventRows = (executor: Executor, meetingId: MeetingId) =>
  executor
    .selectFrom('meeting_event')
    .select(['seq', 'at', 'actor', 'command_id', 'chamber_id', 'body'])
    .where('meeting_id', '=', meetingId);

/** The log of a meeting after an event, oldest first. */
export async function eventsOf(
  executor: Executor,
  meetingId: MeetingId,
  after: number,
  limit = 1_000_000,
): Promise<ConferenceEvent[]> {
  const rows = await eventRows(executor, meetingId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map((row) => parseEvent(meetingId, row));
}
