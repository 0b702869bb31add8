import type { IncidentCase } from '@nhipcau/contracts';
import { useRef } from 'react';
import { StateShape } from '../consoles/operator/StateShape.tsx';
import { stateText } from '../consoles/operator/site-words.ts';
import { useConnection, useSites } from '../live/use-live.ts';
import { useText } from '../text/language.tsx';
import { clockText } from '../ui/durations.ts';
import { qualityText } from '../ui/quality.ts';
import { type PendingProblem, pendingProblems, troubledSince } from './pending.ts';

const SHOWN = 4;

/** Sites that are in trouble and have no case; as many as the wall counts beyond the cases (rule MN-23). */
export function usePendingProblems(
  open: readonly Pick<IncidentCase, 'siteId' | 'nodeId'>[],
): PendingProblem[] {
  const sites = useSites();
  const now = useConnection().now();
  const since = useRef(troubledSince(new Map(), [], 0));
  since.current = troubledSince(since.current, sites, now);
  const nodes = new Set(open.flatMap(({ siteId, nodeId }) => (siteId === null && nodeId ? [nodeId] : [])));
  const ofNode = sites.filter((site) => site.state === 'nodeLost' && nodes.has(site.nodeId));
  const cased = new Set([
    ...open.flatMap(({ siteId }) => siteId ?? []),
    ...ofNode.map(({ siteId }) => siteId),
  ]);
  return pendingProblems(sites, { cased, since: since.current, now });
}

export function PendingProblems({ pending }: { pending: readonly PendingProblem[] }) {
  const t = useText();
  if (pending.length === 0) return null;
  return (
    <>
      <h3 className="inc-pending-title">{t('inc.pending', { n: pending.length })}</h3>
      <ul className="inc-pending">
        {pending.slice(0, SHOWN).map(({ siteId, name, state, quality, forMs, leftMs }) => (
          <li key={siteId}>
            <StateShape state={state} />
            <strong>{name}</strong>
            <span className="muted">
              {quality === null
                ? `${t(stateText[state])}, ${clockText(forMs)}`
                : t('inc.pendingLine', { quality: t(qualityText[quality]), time: clockText(forMs) })}
              {leftMs !== null &&
                ` – ${leftMs > 0 ? t('inc.pendingLeft', { seconds: Math.ceil(leftMs / 1000) }) : t('inc.pendingBelow')}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
