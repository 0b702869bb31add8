import type { McuNode } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiFailure } from '../../api/http.ts';
import { declareStandby, fetchNodes } from '../../monitoring/calls.ts';
import { useText } from '../../text/language.tsx';
import { FailureText } from '../../ui/FailureText.tsx';

/** Which MCU takes whose place when it is lost; holds at once, in live meetings too. */
export function StandbyList() {
  const t = useText();
  const { data } = useQuery({ queryKey: ['nodes'], queryFn: fetchNodes });
  if (!data) return null;
  return (
    <details className="standby-list">
      <summary>{t('standby.title')}</summary>
      <p className="muted">{t('standby.help')}</p>
      {data.nodes
        .filter(({ role }) => role !== 'standby')
        .map((node) => (
          <StandbyChoice key={node.nodeId} node={node} nodes={data.nodes} />
        ))}
    </details>
  );
}

function StandbyChoice({ node, nodes }: { node: McuNode; nodes: readonly McuNode[] }) {
  const t = useText();
  const cache = useQueryClient();
  const declare = useMutation({
    mutationFn: (chosen: string) =>
      declareStandby(node.nodeId, nodes.find(({ nodeId }) => nodeId === chosen)?.nodeId ?? null),
    onSettled: () => cache.invalidateQueries({ queryKey: ['nodes'] }),
  });
  return (
    <div className="standby-choice">
      <span aria-hidden="true">{node.name}</span>
      <select
        className="input"
        aria-label={node.name}
        value={node.standbyId ?? ''}
        disabled={declare.isPending}
        onChange={({ target }) => declare.mutate(target.value)}
      >
        <option value="">{t('standby.none')}</option>
        {nodes
          .filter(({ nodeId }) => nodeId !== node.nodeId)
          .map(({ nodeId, name }) => (
            <option key={nodeId} value={nodeId}>
              {name}
            </option>
          ))}
      </select>
      {declare.error && (
        <FailureText code={declare.error instanceof ApiFailure ? declare.error.code : 'INTERNAL'} />
      )}
    </div>
  );
}
