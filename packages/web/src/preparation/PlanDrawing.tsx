import '@xyflow/react/dist/style.css';
import type { ConnectionPlan, LossOutcome, NodeId, PlannedNode } from '@nhipcau/contracts';
import {
  type Edge,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  type ReactFlowInstance,
  useNodesState,
} from '@xyflow/react';
import { useEffect, useMemo, useState } from 'react';
import { useText } from '../text/language.tsx';
import { fateOf, nameOf, type PlanDraft } from './plan-draft.ts';
import { planLayout } from './plan-layout.ts';

const CARD = { width: 220, height: 92 } as const;
/** Room around the tree; it is never drawn larger than it is. */
const FIT = { padding: 0.1, maxZoom: 1 } as const;
const STEP = { x: 250, y: 165 } as const;

interface Drawn extends Record<string, unknown> {
  readonly entry: PlannedNode;
  readonly name: string;
  readonly most: number | null;
  readonly fate: 'out' | 'back' | null;
  readonly isChosen: boolean;
  readonly choose: () => void;
}
type McuNode = Node<Drawn, 'mcu'>;

const nodeTypes = { mcu: McuCard };

/** The tree of a plan as a map: an MCU dropped on another hangs below it, a link that is pressed breaks for a try. */
export function PlanDrawing({
  plan,
  draft,
  loss,
  chosen,
  onChoose,
  onBreak,
}: {
  plan: ConnectionPlan;
  draft: PlanDraft;
  loss: LossOutcome | undefined;
  chosen: NodeId | null;
  onChoose: (nodeId: NodeId) => void;
  /** The link above this MCU. */
  onBreak: (nodeId: NodeId) => void;
}) {
  const t = useText();
  const { tree } = draft;
  const drawn = useMemo(() => {
    const places = planLayout(tree);
    return tree.map((entry): McuNode => {
      const { column, row } = places.get(entry.nodeId) ?? { column: 0, row: 0 };
      return {
        id: entry.nodeId,
        type: 'mcu',
        position: { x: column * STEP.x, y: row * STEP.y },
        width: CARD.width,
        height: CARD.height,
        draggable: plan.mayWrite && entry.parentId !== null,
        data: {
          entry,
          name: nameOf(plan, entry.nodeId),
          most: plan.mcus.find(({ nodeId }) => nodeId === entry.nodeId)?.sheet?.sites ?? null,
          fate: fateOf(entry, loss),
          isChosen: entry.nodeId === chosen,
          choose: () => onChoose(entry.nodeId),
        },
      };
    });
  }, [plan, tree, loss, chosen, onChoose]);
  const [nodes, setNodes, onNodesChange] = useNodesState(drawn);
  const [flow, setFlow] = useState<ReactFlowInstance<McuNode> | null>(null);
  useEffect(() => setNodes(drawn), [drawn, setNodes]);
  const isNarrowed = chosen !== null;
  // Another tree, or another width: all of it is in sight again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are what changed
  useEffect(() => {
    const frame = requestAnimationFrame(() => void flow?.fitView(FIT));
    return () => cancelAnimationFrame(frame);
  }, [flow, tree, isNarrowed]);
  const edges = useMemo(
    () =>
      tree.flatMap(({ nodeId, parentId }): Edge[] =>
        parentId === null
          ? []
          : [
              {
                id: nodeId,
                source: parentId,
                target: nodeId,
                type: 'smoothstep',
                interactionWidth: 24,
                className: loss?.kind === 'link' && loss.nodeId === nodeId ? 'pln-line cut' : 'pln-line',
              },
            ],
      ),
    [tree, loss],
  );
  const drop = (moved: McuNode) => {
    const under = flow?.getIntersectingNodes(moved)[0]?.data.entry.nodeId;
    if (under !== undefined) draft.edit({ edit: 'hang', nodeId: moved.data.entry.nodeId, parentId: under });
    // What cannot be, and what was dropped beside everything, goes back to its place.
    setNodes(drawn);
  };
  return (
    <section className="pln-drawing" aria-label={t('plan.map')}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodesChange={onNodesChange}
        onInit={setFlow}
        onNodeDragStop={(_, moved) => drop(moved)}
        onEdgeClick={(_, { target }) => {
          const entry = tree.find(({ nodeId }) => nodeId === target);
          if (entry) onBreak(entry.nodeId);
        }}
        fitView
        fitViewOptions={FIT}
        minZoom={0.2}
        maxZoom={1.5}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        zoomOnDoubleClick={false}
        preventScrolling={false}
        zoomOnScroll={false}
        proOptions={{ hideAttribution: true }}
      />
    </section>
  );
}

function McuCard({ data: { entry, name, most, fate, isChosen, choose } }: NodeProps<McuNode>) {
  const t = useText();
  const count = entry.siteIds.length;
  return (
    <>
      {entry.parentId !== null && <Handle type="target" position={Position.Top} isConnectable={false} />}
      <button
        type="button"
        className={`pln-card ${fate ?? ''} ${most !== null && count > most ? 'over' : ''}`}
        aria-pressed={isChosen}
        onClick={choose}
      >
        <strong>{name}</strong>
        <span>{t('plan.load', { n: count, most: most ?? '?' })}</span>
        <meter min={0} max={most ?? 1} value={count} aria-label={name} />
        {fate !== null && <em>{t(fate === 'out' ? 'plan.out' : 'plan.back')}</em>}
      </button>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </>
  );
}
