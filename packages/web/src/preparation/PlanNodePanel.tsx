import type { ConnectionPlan, NodeId, SiteId } from '@nhipcau/contracts';
import { Select } from 'antd';
import { useState } from 'react';
import { useText } from '../text/language.tsx';
import { nameOf, type PlanDraft } from './plan-draft.ts';

/** The MCU in hand: where it hangs, what it carries, and the same by the keyboard as on the map. */
export function PlanNodePanel({
  plan,
  draft,
  nodeId,
  onBreak,
}: {
  plan: ConnectionPlan;
  draft: PlanDraft;
  nodeId: NodeId;
  onBreak: (kind: 'node' | 'link', nodeId: NodeId) => void;
}) {
  const t = useText();
  const node = draft.tree.find((one) => one.nodeId === nodeId);
  const [picked, setPicked] = useState<readonly SiteId[]>([]);
  if (!node) return null;
  const { parentId, siteIds, spareNodeId } = node;
  const standbyId = plan.mcus.find((mcu) => mcu.nodeId === nodeId)?.standbyId ?? null;
  const others = draft.tree.filter((one) => one.nodeId !== nodeId);
  const optionOf = (id: NodeId) => ({ value: id, label: nameOf(plan, id) });
  const isBare = siteIds.length === 0 && !draft.tree.some((one) => one.parentId === nodeId);
  const sites = plan.sites.filter(({ siteId }) => siteIds.includes(siteId));
  return (
    <section className="pln-hand" aria-label={nameOf(plan, nodeId)}>
      <h3>{nameOf(plan, nodeId)}</h3>
      {spareNodeId !== null && (
        <p className="muted">{t('plan.spare', { name: nameOf(plan, spareNodeId) })}</p>
      )}
      {standbyId !== null && (
        <p className="mark good">{t('plan.standby', { name: nameOf(plan, standbyId) })}</p>
      )}
      {parentId !== null && plan.mayWrite && (
        <label className="field">
          <span>{t('plan.hangsOn')}</span>
          <select
            className="input"
            value={parentId}
            onChange={({ target }) => {
              const above = others.find((one) => one.nodeId === target.value);
              if (above) draft.edit({ edit: 'hang', nodeId, parentId: above.nodeId });
            }}
          >
            {others.map((one) => (
              <option key={one.nodeId} value={one.nodeId}>
                {nameOf(plan, one.nodeId)}
              </option>
            ))}
          </select>
        </label>
      )}
      {plan.mayWrite && sites.length > 0 && others.length > 0 && (
        <div className="pln-move">
          <div className="field">
            <span aria-hidden="true">{t('plan.sitesHere', { n: sites.length })}</span>
            <Select<SiteId[]>
              mode="multiple"
              maxTagCount="responsive"
              value={picked.filter((siteId) => siteIds.includes(siteId))}
              onChange={setPicked}
              optionFilterProp="label"
              placeholder={t('plan.pickSites')}
              aria-label={t('plan.sitesHere', { n: sites.length })}
              options={sites.map(({ siteId, number, name }) => ({
                value: siteId,
                label: `${number} ${name}`,
              }))}
            />
          </div>
          <Select<NodeId>
            value={null}
            disabled={picked.length === 0}
            placeholder={t('plan.moveTo', { n: picked.length })}
            aria-label={t('plan.moveTo', { n: picked.length })}
            onChange={(target) => {
              draft.edit({ edit: 'connect', siteIds: picked, nodeId: target });
              setPicked([]);
            }}
            options={others.map((one) => optionOf(one.nodeId))}
          />
        </div>
      )}
      <div className="prep-acts">
        <button type="button" className="button" onClick={() => onBreak('node', nodeId)}>
          {t('plan.tryNode')}
        </button>
        {parentId !== null && (
          <button type="button" className="button" onClick={() => onBreak('link', nodeId)}>
            {t('plan.tryLink')}
          </button>
        )}
        {parentId !== null && isBare && plan.mayWrite && (
          <button type="button" className="button" onClick={() => draft.edit({ edit: 'leaveOut', nodeId })}>
            {t('plan.leaveOut')}
          </button>
        )}
      </div>
    </section>
  );
}
