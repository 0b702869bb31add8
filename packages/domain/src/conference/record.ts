import { ok, type Result } from '@nhipcau/base';
import type {
  ConferenceEvent,
  ConferenceEventBody,
  ConferenceState,
  LateRecordingRequest,
  LateRequest,
  NodeId,
  RunningRecording,
} from '@nhipcau/contracts';
import { isGranted } from '../registration/late-request.ts';
import type { Decision, DecisionContext, Live } from './decision.ts';
import { type Refusal, refuse } from './stage-moves.ts';

/** What the meeting's file says about a recording. */
export interface RecordingWish {
  /** The registration asks for it (R-REG-09). */
  readonly isAsked: boolean;
  readonly lateRequest: LateRequest | null;
}

/**
 * Whether a meeting may be recorded: asked for in time, consented to, or asked for now by somebody who is named. What was
 * declined stays declined.
 *
 * @rule RD-1 (R-REC-01; QN Đ5.1.1; HN Đ12.2a)
 */
export function recordingPermit(
  { isAsked, lateRequest }: RecordingWish,
  late: LateRecordingRequest | null,
): Result<true, Refusal> {
  const isLate = lateRequest?.services.includes('recording') === true;
  if (isLate && lateRequest.answer.kind === 'declined') return refuse('RECORDING_DECLINED');
  if (isAsked && isGranted('recording', lateRequest)) return ok(true);
  if (late !== null) return ok(true);
  return refuse(isLate ? 'RECORDING_NOT_CONSENTED' : 'RECORDING_NOT_REQUESTED');
}

/**
 * The node that records: the one of the chair's site, else the nearest above it that is heard, else any (rule RD-3). There
 * the pictures arrive that everybody sees, and nothing crosses a link for the recorder alone.
 */
export function recorderFor(
  { tree, roster }: Pick<ConferenceState, 'tree' | 'roster'>,
  chair: Live['chairSiteId'],
  isHeard: (nodeId: NodeId) => boolean,
): NodeId | null {
  let at: NodeId | null = roster.find(({ siteId }) => siteId === chair)?.nodeId ?? null;
  while (at !== null && !isHeard(at)) at = tree.find(({ nodeId }) => nodeId === at)?.parentId ?? null;
  // Another installation's node records nothing for us.
  return at ?? tree.find(({ nodeId, trunk }) => !trunk && isHeard(nodeId))?.nodeId ?? null;
}

export function startRecording(
  state: ConferenceState,
  live: Live,
  late: LateRecordingRequest | null,
  { recording }: DecisionContext,
): Decision {
  if (state.recording !== null) return ok([]);
  if (!recording) return refuse('RECORDING_NOT_REQUESTED');
  const permit = recordingPermit(recording.wish, late);
  if (!permit.ok) return permit;
  const nodeId = recorderFor(state, live.chairSiteId, recording.isHeard);
  if (nodeId === null) return refuse('RECORDER_MISSING');
  return ok([{ type: 'recording.started', recordingId: recording.newRecordingId(), nodeId, late }]);
}

/** The end of a recording, also when the meeting ends. */
export const stopRecording = ({ recording }: ConferenceState): ConferenceEventBody[] =>
  recording === null ? [] : [{ type: 'recording.stopped', recordingId: recording.recordingId }];

/** Another node goes on when the one that records is not heard any more, or has left the tree (rule RD-3). */
export function moveRecording(
  state: ConferenceState,
  isHeard: (nodeId: NodeId) => boolean,
): ConferenceEventBody[] {
  const { recording, chairSiteId, tree } = state;
  if (recording === null || chairSiteId === null) return [];
  if (isHeard(recording.nodeId) && tree.some(({ nodeId }) => nodeId === recording.nodeId)) return [];
  const nodeId = recorderFor(state, chairSiteId, isHeard);
  const { recordingId } = recording;
  return nodeId === null || nodeId === recording.nodeId
    ? []
    : [{ type: 'recording.moved', recordingId, nodeId }];
}

type RecordingBody = Extract<ConferenceEventBody, { type: `recording.${string}` }>;

/** The running recording after an event. */
export function applyRecording(
  running: RunningRecording | null,
  body: RecordingBody,
  { actor, at }: Pick<ConferenceEvent, 'actor' | 'at'>,
): RunningRecording | null {
  if (body.type === 'recording.started') {
    const { recordingId, nodeId } = body;
    const startedBy = actor.kind === 'user' ? actor.name : '';
    return { recordingId, nodeId, startedAt: at, startedBy, hasBegun: false, troubles: [] };
  }
  if (running === null || body.type === 'recording.stopped') return null;
  switch (body.type) {
    case 'recording.moved':
      return { ...running, nodeId: body.nodeId, hasBegun: false, troubles: [] };
    case 'recording.began':
      return body.nodeId === running.nodeId ? { ...running, hasBegun: true } : running;
    case 'recording.troubled': {
      const { siteId, source, trouble } = body;
      return { ...running, troubles: [...without(running, body), { siteId, source, trouble }].slice(-100) };
    }
    case 'recording.recovered':
      return { ...running, troubles: without(running, body) };
  }
}

const without = (
  { troubles }: RunningRecording,
  { siteId, source }: Pick<RunningRecording['troubles'][number], 'siteId' | 'source'>,
) => troubles.filter((known) => known.siteId !== siteId || known.source !== source);
