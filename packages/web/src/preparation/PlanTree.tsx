import type { ConnectionPlan, NodeId } from '@nhipcau/contracts';
import { planDepth } from '@nhipcau/domain';
import { Select } from 'antd';
import { useCallback, useState } from 'react';
import { useText } from '../text/language.tsx';
import { PlanDrawing } from './PlanDrawing.tsx';
import { PlanNodePanel } from './PlanNodePanel.tsx';
import { isSameTree, nameOf, type PlanDraft } from './plan-draft.ts';

/** The tree as a map to draw on, and what the loss of an MCU or a link costs. */
export function PlanTree({ plan, draft }: { plan: ConnectionPlan; draft: PlanDraft }) {
  const t = useText();
  const [chosen, setChosen] = useState<NodeId | null>(null);
  const [broken, setBroken] = useState('');
  const { tree, losses } = draft;
  const loss = losses.find(({ kind, nodeId }) => `${kind} ${nodeId}` === broken);
  const root = tree.find(({ parentId }) => parentId === null);
  const tryLoss = useCallback((kind: 'node' | 'link', nodeId: NodeId) => {
    setBroken((before) => (before === `${kind} ${nodeId}` ? '' : `${kind} ${nodeId}`));
  }, []);
  const breakLink = useCallback((nodeId: NodeId) => tryLoss('link', nodeId), [tryLoss]);
  const left = plan.mcus.filter(
    (mcu) => mcu.sheet !== null && !tree.some(({ nodeId }) => nodeId === mcu.nodeId),
  );
  return (
    <section className="panel pln-part" aria-labelledby="plan-tree">
      <h2 id="plan-tree">{t('plan.tree', { depth: planDepth(tree) })}</h2>
      {root && (
        <>
          <p className="muted">{t(plan.mayWrite ? 'plan.mapHelp' : 'plan.mapLook')}</p>
          <div className={`pln-board ${chosen === null ? '' : 'with-hand'}`}>
            <PlanDrawing
              plan={plan}
              draft={draft}
              loss={loss}
              chosen={chosen}
              onChoose={setChosen}
              onBreak={breakLink}
            />
            {chosen !== null && (
              <PlanNodePanel key={chosen} plan={plan} draft={draft} nodeId={chosen} onBreak={tryLoss} />
            )}
          </div>
        </>
      )}
      {plan.mayWrite && (
        <div className="prep-acts">
          {root && left.length > 0 && (
            <Select<NodeId>
              className="pln-add"
              value={null}
              placeholder={t('plan.takeIn')}
              aria-label={t('plan.takeIn')}
              onChange={(nodeId) => draft.edit({ edit: 'hang', nodeId, parentId: root.nodeId })}
              options={left.map(({ nodeId, name }) => ({ value: nodeId, label: name }))}
            />
          )}
          {!isSameTree(tree, plan.proposed) && plan.proposed.length > 0 && (
            <button type="button" className="button" onClick={() => draft.restart('proposed')}>
              {t('plan.toProposal')}
            </button>
          )}
          {draft.isChanged && (
            <>
              <button type="button" className="button" onClick={() => draft.restart('kept')}>
                {t('plan.toKept')}
              </button>
              <span className="mark fair">{t('plan.unsaved')}</span>
            </>
          )}
        </div>
      )}
      <label className="field pln-loss">
        <span>{t('plan.simulate')}</span>
        <select className="input" value={broken} onChange={({ target }) => setBroken(target.value)}>
          <option value="">{t('plan.noLoss')}</option>
          {losses.map(({ kind, nodeId }) => (
            <option key={`${kind} ${nodeId}`} value={`${kind} ${nodeId}`}>
              {t(`plan.loss.${kind}`, { name: nameOf(plan, nodeId) })}
            </option>
          ))}
        </select>
      </label>
      {loss && (
        <p role="status" className={loss.lost.length > 0 ? 'banner alarm' : 'banner good'}>
          {t('plan.outcome', { lost: loss.lost.length, rescued: loss.rescued.length })}
        </p>
      )}
    </section>
  );
}
