import {
  type BringUp,
  type Chamber,
  type ConferenceState,
  type Instant,
  instant,
  type LineAlarm,
  type LiveChamber,
  type LiveLink,
  type LiveMeeting,
  type LiveNode,
  type LiveSite,
  MAX_POSTS,
  type NodeId,
  type OrderPosition,
  type Post,
  type Relief,
  type RunningOrder,
  type SeatObserved,
  type SpareNode,
  type TreeNode,
  UNDO_WINDOW_MS,
} from '@nhipcau/contracts';
import { isWaiting, queueOf } from '@nhipcau/domain';
import type { SiteProfile } from '../directory/directory.repository.ts';
import type { MeetingRecord } from '../meetings/meetings.repository.ts';
import type { NodePresence } from '../nodes/node-registry.ts';
import type { LineWatch } from './line-watch.ts';
import type { Observations } from './observations.ts';
import type { SitePresence } from './presence.ts';

export function liveMeetingOf(
  record: MeetingRecord,
  state: ConferenceState,
  posts: readonly Post[],
): LiveMeeting {
  const { before } = state;
  return {
    meetingId: record.meetingId,
    title: record.title,
    phase: state.phase,
    chairSiteId: state.chairSiteId ?? record.chairSiteId,
    automaticBringUp: state.automaticBringUp,
    followFloor: state.followFloor,
    bringUpLimitMs: state.phase === 'scheduled' ? record.bringUpLimitMs : state.bringUpLimitMs,
    startedAt: state.startedAt,
    endedAt: state.endedAt,
    plannedStart: record.plannedStart,
    stage: state.stage,
    undoUntil: before && instant(before.at + UNDO_WINDOW_MS),
    undoBy: before?.by ?? null,
    chambers: state.chambers.map(liveChamberOf),
    savedAt: state.saved?.at ?? null,
    legs: state.legs,
    helps: state.helps.filter((help) => help.state !== 'closed'),
    talks: state.talks,
    talkAsks: state.talkAsks,
    posts: posts.slice(0, MAX_POSTS),
    missedCalls: state.missedCalls,
    knocks: state.knocks.filter(isWaiting),
    speakQueue: queueOf(state).map(({ requestId }) => requestId),
    order: state.runningOrder && positionIn(state.runningOrder),
    recording: state.recording,
    polling: state.polling,
    panePlans: state.panePlans,
  };
}

const positionIn = ({ segments: _told, ...position }: RunningOrder): OrderPosition => position;

const liveChamberOf = ({ before, chairViewBefore: _kept, ...chamber }: Chamber): LiveChamber => ({
  ...chamber,
  undoUntil: before && instant(before.at + UNDO_WINDOW_MS),
  undoBy: before?.by ?? null,
});

export interface SiteSight {
  readonly seat: SeatObserved | null;
  readonly presence: SitePresence | null;
  readonly node: NodePresence;
  /** Instant of the last change, when no seat tells its own. */
  readonly changedAt: Instant;
  readonly still: number;
  /** It was in, and its leg is asked for anew: it is on its way. */
  readonly isAwaited: boolean;
  readonly alarms: readonly LineAlarm[];
}

export function liveSiteOf(
  profile: SiteProfile,
  { seat, presence, node, changedAt, still, isAwaited, alarms }: SiteSight,
): LiveSite {
  const { entry, groupId, groupName, levelCode, duty } = profile;
  const nodeAway = node.state !== 'connected';
  const state = siteState(seat, presence, { nodeAway, isAwaited });
  const since = nodeAway && state === 'nodeLost' ? node.since : (seat?.since ?? changedAt);
  return {
    ...entry,
    groupId,
    groupName,
    level: levelCode,
    duty,
    state,
    since,
    seat: nodeAway ? null : seat,
    alarms: [...alarms],
    still,
  };
}

function siteState(
  seat: SeatObserved | null,
  presence: SitePresence | null,
  { nodeAway, isAwaited }: { nodeAway: boolean; isAwaited: boolean },
): LiveSite['state'] {
  if (nodeAway) return presence === null ? 'absent' : 'nodeLost';
  if (seat) return seat.state;
  if (isAwaited && presence !== 'lost') return 'reconnecting';
  return presence === 'lost' ? 'lost' : 'absent';
}

export interface NodeSight {
  readonly presence: NodePresence;
  readonly standbyId: NodeId | null;
  readonly relief: Relief | null;
  readonly observations: Observations;
}

/** @param node - in the tree, or a spare beside it */
export const liveNodeOf = (
  node: TreeNode | SpareNode,
  { presence, standbyId, relief, observations }: NodeSight,
): LiveNode => ({
  nodeId: node.nodeId,
  name: node.name,
  parentId: 'parentId' in node ? node.parentId : null,
  state: presence.state,
  since: presence.since,
  isSpare: !('parentId' in node),
  standbyId,
  relievedBy: relief && { nodeId: relief.standby.nodeId, at: relief.at },
  load: presence.state === 'connected' ? observations.loadOf(node.nodeId) : null,
});

/** The link of a node to its parent; null for the root. */
export function liveLinkOf(node: TreeNode, observations: Observations, lines: LineWatch): LiveLink | null {
  const { nodeId, parentId } = node;
  if (parentId === null) return null;
  return {
    childId: nodeId,
    parentId,
    child: observations.linkSeenBy(nodeId, nodeId, parentId),
    parent: observations.linkSeenBy(parentId, nodeId, parentId),
    alarms: lines.alarmsOf({ kind: 'link', childId: nodeId, parentId }),
  };
}

/** Whether people at a console should see the change at once; figures of the line may wait a little. */
export function isUrgent(before: SeatObserved | null, after: SeatObserved | null): boolean {
  if (before === null || after === null) return true;
  return (
    before.state !== after.state ||
    before.camera !== after.camera ||
    before.mic !== after.mic ||
    before.content !== after.content ||
    before.talk !== after.talk ||
    JSON.stringify(before.flows) !== JSON.stringify(after.flows)
  );
}

export const openBringUps = ({ bringUps }: ConferenceState): readonly BringUp[] =>
  bringUps.filter((bringUp) => bringUp.endedAt === null);
