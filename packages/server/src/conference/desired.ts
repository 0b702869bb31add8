import type {
  ConferencePlan,
  ConferenceState,
  LinkBudget,
  NodeId,
  SpareNode,
  TreeNode,
} from '@nhipcau/contracts';
import { planOf, sparesOf, speakNotices, type TrunkView, unfold } from '@nhipcau/domain';

/** Whether nodes have nothing new to bring about. */
export const isSameDesired = (before: ConferenceState, next: ConferenceState): boolean =>
  before.phase === next.phase &&
  before.stage === next.stage &&
  before.roster === next.roster &&
  before.chambers === next.chambers &&
  before.barred === next.barred &&
  before.tree === next.tree &&
  before.recording?.nodeId === next.recording?.nodeId &&
  before.recording?.recordingId === next.recording?.recordingId &&
  before.attendance === next.attendance &&
  before.runningOrder?.current?.segmentId === next.runningOrder?.current?.segmentId &&
  before.talks === next.talks &&
  before.talkAsks === next.talkAsks &&
  before.directions === next.directions &&
  before.cameras === next.cameras &&
  before.connecting.waiting.length === next.connecting.waiting.length &&
  JSON.stringify(speakNotices(before)) === JSON.stringify(speakNotices(next));

/** What is declared of nodes and links for the installation, and what its guests show, whatever meeting. */
interface Network {
  readonly budgetOf: (nodeId: NodeId) => LinkBudget | null;
  readonly standbyOf: (nodeId: NodeId) => SpareNode | null;
  readonly trunks: TrunkView;
}

/**
 * The plan as a node is given it, with what links may carry, who stands ready and what guests show; null when it has no
 * part in the meeting.
 */
export function planFor(
  nodeId: NodeId,
  state: ConferenceState,
  { budgetOf, standbyOf, trunks }: Network,
): ConferencePlan | null {
  const bare = planOf(state);
  const plan = bare && unfold(bare, trunks);
  const spares = sparesFor(state, standbyOf);
  if (plan === null || ![...plan.tree, ...spares].some((node) => node.nodeId === nodeId)) return null;
  const tree = plan.tree.map((node): TreeNode => {
    const budget = budgetOf(node.nodeId);
    const standbyId = standbyOf(node.nodeId)?.nodeId;
    return { ...node, ...(budget && { budget }), ...(standbyId && { standbyId }) };
  });
  return { ...plan, tree, spares };
}

/** Nodes outside the tree that are told the plan: they stand ready, or were relieved. */
export function sparesFor(state: ConferenceState, standbyOf: Network['standbyOf']): SpareNode[] {
  const declared = state.tree.flatMap(({ nodeId }) => standbyOf(nodeId) ?? []);
  const known = new Set<NodeId>(state.tree.map(({ nodeId }) => nodeId));
  return [...declared, ...sparesOf(state)].filter(({ nodeId }) => {
    if (known.has(nodeId)) return false;
    known.add(nodeId);
    return true;
  });
}
