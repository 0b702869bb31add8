import '@xyflow/react/dist/style.css';
import type { LiveNode } from '@nhipcau/contracts';
import {
  BaseEdge,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getStraightPath,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react';
import { useMemo } from 'react';
import type { TextKey } from '../../text/catalogue.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { type CascadeMap, type MapLink, type MapNode, rateText } from './cascade.ts';
import { LinkShape } from './LinkShape.tsx';

export const nodeStateText = {
  connected: 'node.connected',
  lost: 'node.lost',
  never: 'node.never',
} as const satisfies Record<LiveNode['state'], TextKey>;

type McuNode = Node<{ entry: MapNode }, 'mcu'>;
type LinkEdge = Edge<{ link: MapLink }, 'cascade'>;

const nodeTypes = { mcu: McuCard };
const edgeTypes = { cascade: CascadeEdge };

/** The tree drawn from top to bottom, the way the levels of government stand. */
export function CascadeFlow({ map }: { map: CascadeMap }) {
  const t = useText();
  const nodes = useMemo(() => {
    const widest = Math.max(1, ...map.nodes.map(({ column }) => column + 1));
    const counts = new Map<number, number>();
    for (const { level } of map.nodes) counts.set(level, (counts.get(level) ?? 0) + 1);
    return map.nodes.map((entry): McuNode => {
      const across = counts.get(entry.level) ?? 1;
      const x = ((widest - across) / 2 + entry.column) * 360;
      return {
        id: entry.node.nodeId,
        type: 'mcu',
        position: { x, y: entry.level * 285 },
        data: { entry },
        draggable: false,
      };
    });
  }, [map]);
  const edges = useMemo(
    () => [
      ...map.standbys.map(
        ({ nodeId, standbyId, isInPlace }): Edge => ({
          id: `standby-${nodeId}`,
          source: standbyId,
          sourceHandle: 'beside',
          target: nodeId,
          targetHandle: 'beside',
          type: 'straight',
          className: `standby-line ${isInPlace ? 'in-place' : ''}`,
          label: t(isInPlace ? 'map.standsIn' : 'map.standsReady'),
        }),
      ),
      ...map.links.map(
        (link): LinkEdge => ({
          id: `${link.childId}-${link.parentId}`,
          source: link.parentId,
          target: link.childId,
          type: 'cascade',
          data: { link },
        }),
      ),
    ],
    [map, t],
  );
  return (
    <section className="map-flow" aria-label={t('map.drawing')}>
      <ReactFlow
        // Drawn anew, and fitted into the page, when nodes change places.
        key={map.nodes.map(({ node, level }) => `${node.nodeId} ${level}`).join()}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        fitView
        fitViewOptions={{ padding: 0.12, maxZoom: 1.1 }}
        minZoom={0.3}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        zoomOnDoubleClick={false}
        proOptions={{ hideAttribution: true }}
      />
    </section>
  );
}

function McuCard({ data: { entry } }: NodeProps<McuNode>) {
  const { t, language } = useLanguage();
  const { node, invited, seated, cpu } = entry;
  return (
    <article className={`mcu ${node.state} ${node.isSpare ? 'spare' : ''}`}>
      {node.isSpare || <Handle type="target" position={Position.Top} isConnectable={false} />}
      <header>
        <LinkShape state={node.state === 'connected' ? 'up' : node.state === 'lost' ? 'down' : 'unknown'} />
        <strong>{node.name}</strong>
      </header>
      <dl>
        <div>
          <dt>{t('map.state')}</dt>
          <dd>
            {t(nodeStateText[node.state])}
            {node.relievedBy ? ` · ${t('map.relieved')}` : node.isSpare ? ` · ${t('map.ready')}` : ''}
          </dd>
        </div>
        <div>
          <dt>{t('map.seats')}</dt>
          <dd>{t('times.of', { present: seated, total: invited })}</dd>
        </div>
        <div>
          <dt>{t('map.cpu')}</dt>
          <dd>{cpu === null ? t('common.unknown') : t('map.percent', { value: Math.round(cpu * 100) })}</dd>
        </div>
        <div>
          <dt>{t('map.loop')}</dt>
          <dd>
            {node.load === null
              ? t('common.unknown')
              : t('map.ms', {
                  value:
                    language === 'vi'
                      ? node.load.eventLoopP99Ms.toFixed(1).replace('.', ',')
                      : node.load.eventLoopP99Ms.toFixed(1),
                })}
          </dd>
        </div>
      </dl>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
      {/* Links take the first handle of a kind: those of standbys come after. */}
      <Handle id="beside" type="target" position={Position.Right} isConnectable={false} />
      <Handle id="beside" type="source" position={Position.Right} isConnectable={false} />
    </article>
  );
}

function CascadeEdge({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<LinkEdge>) {
  const { t, language } = useLanguage();
  const [path, labelX, labelY] = getStraightPath({ sourceX, sourceY, targetX, targetY });
  if (!data) return null;
  const { link } = data;
  const down = link.crossings.filter(({ direction }) => direction === 'down');
  const up = link.crossings.filter(({ direction }) => direction === 'up');
  return (
    <>
      <BaseEdge path={path} className={`cascade-line ${link.state}`} />
      <EdgeLabelRenderer>
        <div
          className={`cascade-label ${link.state}`}
          style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
        >
          <LinkShape state={link.state} />
          <span>
            {link.state === 'up'
              ? t('map.rtt', { value: link.rttMs === null ? '?' : Math.round(link.rttMs) })
              : t(link.state === 'down' ? 'link.down' : 'link.unknown')}
          </span>
          {link.state === 'up' && (
            <>
              <span>{t('map.down', { rate: rateText(link.downKbps, language), count: down.length })}</span>
              {link.shed.length > 0 && (
                <span className="cascade-shed">{t('shed.count', { count: link.shed.length })}</span>
              )}
              <span>{t('map.up', { rate: rateText(link.upKbps, language), count: up.length })}</span>
            </>
          )}
        </div>
      </EdgeLabelRenderer>
    </>
  );
}
