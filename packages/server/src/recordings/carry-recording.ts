import type { ConferenceEvent, MeetingId, NodeId, RecordingId } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';

/** What the lists of recordings keep of an event, in its transaction. */
export async function carryRecording(
  transaction: Executor,
  meetingId: MeetingId,
  { body, at, actor }: Pick<ConferenceEvent, 'body' | 'at' | 'actor'>,
): Promise<void> {
  switch (body.type) {
    case 'recording.started':
      await transaction
        .insertInto('recording')
        .values({
          id: body.recordingId,
          meeting_id: meetingId,
          started_at: new Date(at),
          started_by: actor.kind === 'user' ? actor.name : '',
          late_asked_by: body.late?.askedBy ?? null,
          late_reason: body.late?.reason ?? null,
        })
        .execute();
      await addNode(transaction, body);
      break;
    case 'recording.moved':
      await addNode(transaction, body);
      break;
    case 'recording.stopped':
      await transaction
        .updateTable('recording')
        .set({ stopped_at: new Date(at) })
        .where('id', '=', body.recordingId)
        .execute();
      break;
    default:
  }
}

/** A node that records again, after another one did, has more to bring. */
const addNode = (
  transaction: Executor,
  { recordingId, nodeId }: { readonly recordingId: RecordingId; readonly nodeId: NodeId },
) =>
  transaction
    .insertInto('recording_node')
    .values({ recording_id: recordingId, node_id: nodeId })
    .onConflict((conflict) => conflict.columns(['recording_id', 'node_id']).doUpdateSet({ done_at: null }))
    .execute();
