import {
  type ConferenceEventBody,
  type ConferenceState,
  type NodeHappening,
  type NodeId,
  type SiteId,
  SpeakRequestId,
} from '@nhipcau/contracts';
import {
  attendanceGiven,
  chamberHolding,
  directionRead,
  talkSaid,
  wishOf,
  withdrawnBy,
} from '@nhipcau/domain';
import type { HappeningReport } from '../nodes/node-session.ts';
import type { Presence } from './presence.ts';

/**
 * What a node's happening means for the log; empty when the log says so already (both ends of a link report it) or
 * the node speaks of what is not its own.
 */
export function eventsOf(
  { happening, happeningId, at }: HappeningReport,
  nodeId: NodeId,
  state: ConferenceState,
  presence: Presence,
): ConferenceEventBody[] {
  const isOwn = (siteId: SiteId) =>
    state.roster.some((entry) => entry.siteId === siteId && entry.nodeId === nodeId);
  switch (happening.type) {
    case 'worker.died':
      return [{ type: 'worker.died', nodeId }];
    case 'seat.dropped': {
      const { siteId, reason } = happening;
      return isOwn(siteId) && presence.siteOf(siteId) !== 'dropped'
        ? [{ type: 'site.dropped', siteId, reason }]
        : [];
    }
    case 'seat.returned': {
      const { siteId, awayMs } = happening;
      return isOwn(siteId) && presence.siteOf(siteId) !== 'joined'
        ? [{ type: 'site.returned', siteId, awayMs }]
        : [];
    }
    case 'seat.lost': {
      const { siteId } = happening;
      return isOwn(siteId) && presence.siteOf(siteId) !== 'lost' ? [{ type: 'site.lost', siteId }] : [];
    }
    case 'recording.began':
    case 'recording.troubled':
    case 'recording.recovered':
      return recordingEvents(happening, nodeId, state);
    case 'sound.mended': {
      const { siteId, fromSiteId, step, silentMs } = happening;
      return isOwn(siteId) ? [{ type: 'sound.mended', siteId, fromSiteId, step, silentMs }] : [];
    }
    case 'content.refused':
      return isOwn(happening.siteId) ? [{ type: 'content.refused', siteId: happening.siteId }] : [];
    case 'talk.asked':
    case 'talk.answered':
    case 'talk.left':
      return isOwn(happening.siteId) ? talkSaid(state, happening.siteId, happening.type) : [];
    case 'speak.asked':
    case 'speak.withdrawn':
    case 'report.written':
    case 'direction.read':
    case 'attendance.given':
      return isOwn(happening.siteId) ? saidBy(happening, { happeningId, at }, state) : [];
    case 'link.down': {
      const link = linkBetween(state, nodeId, happening.otherId);
      return link && !presence.isLinkDown(link.childId)
        ? [{ type: 'link.down', ...link, reason: happening.reason }]
        : [];
    }
    case 'link.up': {
      const link = linkBetween(state, nodeId, happening.otherId);
      return link && presence.isLinkDown(link.childId)
        ? [{ type: 'link.up', ...link, awayMs: happening.awayMs }]
        : [];
    }
  }
}

type Said = Extract<
  NodeHappening,
  { type: 'speak.asked' | 'speak.withdrawn' | 'report.written' | 'direction.read' | 'attendance.given' }
>;

/** What the people of a room say at their terminal. */
function saidBy(
  said: Said,
  { happeningId, at }: Pick<HappeningReport, 'happeningId' | 'at'>,
  state: ConferenceState,
): ConferenceEventBody[] {
  const { siteId } = said;
  switch (said.type) {
    case 'speak.asked': {
      const requestId = SpeakRequestId.parse(happeningId);
      const { person } = said;
      return siteId === chairOf(state, siteId)
        ? []
        : wishOf(state, { requestId, siteId, person, channel: 'terminal', at });
    }
    case 'speak.withdrawn':
      return withdrawnBy(state, siteId, at);
    case 'report.written':
      return [{ type: 'report.written', siteId, text: said.text }];
    case 'direction.read':
      return directionRead(state, said);
    case 'attendance.given':
      return attendanceGiven(state, said);
  }
}

/** Who leads the room a site is in: it needs nobody's leave to speak. */
const chairOf = (state: ConferenceState, siteId: SiteId): SiteId | null =>
  chamberHolding(state, siteId)?.chairSiteId ?? state.chairSiteId;

/** Only the node that records speaks of the recording. */
function recordingEvents(
  happening: Extract<HappeningReport['happening'], { type: `recording.${string}` }>,
  nodeId: NodeId,
  { recording }: ConferenceState,
): ConferenceEventBody[] {
  const { recordingId, ...told } = happening;
  if (recording?.recordingId !== recordingId || recording.nodeId !== nodeId) return [];
  return told.type === 'recording.began' ? [{ ...told, recordingId, nodeId }] : [told];
}

function linkBetween({ tree }: ConferenceState, a: NodeId, b: NodeId) {
  const parentOf = (id: NodeId) => tree.find((node) => node.nodeId === id)?.parentId;
  if (parentOf(a) === b) return { childId: a, parentId: b };
  return parentOf(b) === a ? { childId: b, parentId: a } : null;
}
