import { ok } from '@nhipcau/base';
import {
  type ConferenceEventBody,
  type ConferenceState,
  type Instant,
  instant,
  type LegsAsked,
  type NodeId,
  type Relief,
  type SiteId,
  type SpareNode,
  type TreeNode,
} from '@nhipcau/contracts';
import type { Decision, DecisionContext } from './decision.ts';
import { moveRecording } from './record.ts';
import { refuse } from './stage-moves.ts';
import { settled, standbyFault, treeWith } from './standby.ts';
import { checkTopology } from './tree.ts';

/**
 * A node's standby takes its place (rules SB-3, SB-4).
 *
 * @param siteIds - rooms that were in and have to come anew
 */
export function relieve(
  state: ConferenceState,
  { nodeId, siteIds }: { nodeId: NodeId; siteIds: readonly SiteId[] },
  { standbyOf, isHeard }: Pick<DecisionContext, 'standbyOf' | 'isHeard'>,
): Decision {
  if (!state.tree.some((node) => node.nodeId === nodeId)) return refuse('NODE_NOT_IN_MEETING', { nodeId });
  const standby = standbyOf?.(nodeId) ?? null;
  if (standby === null) return refuse('STANDBY_NOT_DECLARED', { nodeId });
  const standbyId = standby.node.nodeId;
  if (!standby.isHeard) return refuse('NODE_NOT_HEARD', { nodeId: standbyId });
  const fault = standbyFault(state.tree, { nodeId, standby: standby.node });
  if (fault) return refuse('STANDBY_NOT_POSSIBLE', { nodeId, standbyId, fault: fault.kind });
  const body = { type: 'node.relieved' as const, nodeId, standby: standby.node, siteIds: [...siteIds] };
  return ok(withConsequences(state, body, isHeard));
}

/** A node that was relieved gets its place again, by an operator's word alone (rules SB-6, SB-7). */
export function reinstate(
  state: ConferenceState,
  nodeId: NodeId,
  { isHeard }: Pick<DecisionContext, 'isHeard'>,
): Decision {
  const given = state.reliefs?.given ?? [];
  if (!given.some((relief) => relief.nodeId === nodeId)) return refuse('NODE_NOT_RELIEVED', { nodeId });
  if (isHeard?.(nodeId) === false) return refuse('NODE_NOT_HEARD', { nodeId });
  const rest = withoutLast(given, nodeId);
  const tree = treeWith(state.reliefs?.tree ?? state.tree, rest);
  const checked = checkTopology(tree, [], { cascadeAllowed: true });
  if (!checked.ok) return refuse('STANDBY_NOT_POSSIBLE', { nodeId, fault: checked.error.kind });
  const siteIds = state.roster.filter((entry) => settled(entry, rest).nodeId !== entry.nodeId);
  const body = {
    type: 'node.reinstated' as const,
    nodeId,
    siteIds: siteIds.map((entry) => entry.siteId),
  };
  return ok(withConsequences(state, body, isHeard));
}

/** Nodes that were relieved: outside the tree, but told the plan, so that their rooms learn where they are now. */
export function sparesOf({ tree, reliefs }: ConferenceState): SpareNode[] {
  if (reliefs === null) return [];
  const inTree = new Set(tree.map(({ nodeId }) => nodeId));
  return [...reliefs.tree, ...reliefs.given.map(({ standby }) => standby)]
    .filter(({ nodeId }, index, all) => all.findIndex((other) => other.nodeId === nodeId) === index)
    .filter(({ nodeId }) => !inTree.has(nodeId))
    .map(({ nodeId, name, linkUrl, publicKey }) => ({ nodeId, name, linkUrl, publicKey }));
}

type ReliefEvent = Extract<ConferenceEventBody, { type: 'node.relieved' | 'node.reinstated' }>;

/** The state after nodes changed places: tree and sites follow, everything on the stages stays (rule SB-3). */
export function applyRelief(state: ConferenceState, body: ReliefEvent, at: Instant): ConferenceState {
  const given = givenAfter(state, body, at);
  const tree = state.reliefs?.tree ?? state.tree;
  const anew = new Set(body.siteIds);
  const roster = state.roster.map((entry) => {
    const there = settled(entry, given);
    return anew.has(entry.siteId) ? { ...there, leg: entry.leg + 1 } : there;
  });
  return {
    ...state,
    tree: treeWith(tree, given),
    roster,
    legs: body.siteIds.length === 0 ? state.legs : comingAnew(body, at),
    reliefs: given.length === 0 ? null : { tree, given },
  };
}

const comingAnew = (body: ReliefEvent, at: Instant): LegsAsked => ({
  at,
  all: false,
  nodeId: body.type === 'node.relieved' ? body.standby.nodeId : body.nodeId,
  asked: body.siteIds.length,
  pending: [...body.siteIds],
});

function givenAfter({ reliefs }: ConferenceState, body: ReliefEvent, at: Instant): Relief[] {
  const before = reliefs?.given ?? [];
  return body.type === 'node.relieved'
    ? [...before, { nodeId: body.nodeId, standby: body.standby, at }]
    : withoutLast(before, body.nodeId);
}

/** A node that was relieved, stood in for another and was relieved again gets back the place it lost last. */
function withoutLast(given: readonly Relief[], nodeId: NodeId): Relief[] {
  const last = given.findLastIndex((relief) => relief.nodeId === nodeId);
  return given.filter((_, index) => index !== last);
}

/** A change of places, the links that the tree after it has no more, and a recording that goes on elsewhere (rule RD-3). */
function withConsequences(
  state: ConferenceState,
  body: ReliefEvent,
  isHeard: DecisionContext['isHeard'] = () => true,
): ConferenceEventBody[] {
  // When it was given shapes neither tree nor roster.
  const after = applyRelief(state, body, instant(0));
  const has = ({ nodeId, parentId }: TreeNode) =>
    after.tree.some((node) => node.nodeId === nodeId && node.parentId === parentId);
  const closed = state.tree.flatMap((node): ConferenceEventBody[] =>
    node.parentId === null || has(node)
      ? []
      : [{ type: 'link.closed', childId: node.nodeId, parentId: node.parentId }],
  );
  return [body, ...closed, ...moveRecording(after, isHeard)];
}
