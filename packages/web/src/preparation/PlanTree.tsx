import { type ConnectionPlan, type McuSheet, NodeId, type PlannedNode } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { declareStandby } from '../monitoring/calls.ts';
import { codeOf } from '../office/LoadState.tsx';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useLanguage } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fileSheet } from './calls.ts';

type Mcu = ConnectionPlan['mcus'][number];

/** The tree with the load of each MCU, what the loss of one of them costs, and the sheets it is made from. */
export function PlanTree({ plan }: { plan: ConnectionPlan }) {
  const { t, language } = useLanguage();
  const figure = new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB');
  const [edited, setEdited] = useState<Mcu | null>(null);
  const [broken, setBroken] = useState('');
  const loss = plan.losses.find(({ kind, nodeId }) => `${kind} ${nodeId}` === broken);
  const nameOf = (id: string) => plan.mcus.find(({ nodeId }) => nodeId === id)?.name ?? id;
  const standbyOf = (id: string) => plan.mcus.find(({ nodeId }) => nodeId === id)?.standbyId ?? null;
  const root = plan.tree.find(({ parentId }) => parentId === null);
  const isOut = (node: PlannedNode) =>
    loss !== undefined && node.siteIds.some((id) => loss.lost.includes(id));
  const isBack = (node: PlannedNode) =>
    loss !== undefined && node.siteIds.some((id) => loss.rescued.includes(id));
  const branch = (node: PlannedNode) => {
    const sheet = plan.mcus.find(({ nodeId }) => nodeId === node.nodeId)?.sheet ?? null;
    const below = plan.tree.filter(({ parentId }) => parentId === node.nodeId);
    return (
      <li key={node.nodeId}>
        <div className={`pln-node ${isOut(node) ? 'out' : isBack(node) ? 'back' : ''}`}>
          <strong>{nameOf(node.nodeId)}</strong>
          <span>{t('plan.load', { n: node.siteIds.length, most: sheet?.sites ?? '?' })}</span>
          <meter
            min={0}
            max={sheet?.sites ?? 1}
            value={node.siteIds.length}
            aria-label={nameOf(node.nodeId)}
          />
          {node.spareNodeId !== null && (
            <span className="muted">{t('plan.spare', { name: nameOf(node.spareNodeId) })}</span>
          )}
          {standbyOf(node.nodeId) !== null && (
            <span className="mark good">
              {t('plan.standby', { name: nameOf(standbyOf(node.nodeId) ?? '') })}
            </span>
          )}
          {isOut(node) && <strong className="mark bad">{t('plan.out')}</strong>}
          {isBack(node) && <strong className="mark fair">{t('plan.back')}</strong>}
        </div>
        {below.length > 0 && <ul>{below.map(branch)}</ul>}
      </li>
    );
  };
  return (
    <section className="panel pln-part" aria-labelledby="plan-tree">
      <h2 id="plan-tree">{t('plan.tree', { depth: plan.depth })}</h2>
      {root && <ul className="pln-tree">{branch(root)}</ul>}
      <label className="field pln-loss">
        <span>{t('plan.simulate')}</span>
        <select className="input" value={broken} onChange={({ target }) => setBroken(target.value)}>
          <option value="">{t('plan.noLoss')}</option>
          {plan.losses.map(({ kind, nodeId }) => (
            <option key={`${kind} ${nodeId}`} value={`${kind} ${nodeId}`}>
              {t(`plan.loss.${kind}`, { name: nameOf(nodeId) })}
            </option>
          ))}
        </select>
      </label>
      {loss && (
        <p role="status" className={loss.lost.length > 0 ? 'banner alarm' : 'banner good'}>
          {t('plan.outcome', { lost: loss.lost.length, rescued: loss.rescued.length })}
        </p>
      )}
      <h3>{t('plan.sheets')}</h3>
      {plan.mayDeclareStandby && <p className="muted">{t('plan.standbyHelp')}</p>}
      <ul className="pln-sheets">
        {plan.mcus.map((mcu) => (
          <li key={mcu.nodeId}>
            <strong>{mcu.name}</strong>
            <span>
              {mcu.sheet
                ? t('plan.sheetLine', {
                    owner: mcu.sheet.owner,
                    sites: mcu.sheet.sites,
                    links: mcu.sheet.links,
                    kbps: figure.format(mcu.sheet.lineKbps),
                    operator: mcu.sheet.operator,
                    telephone: mcu.sheet.telephone,
                  })
                : t('plan.noSheet', { n: mcu.homeSites })}
            </span>
            <StandbyChoice plan={plan} mcu={mcu} />
            {plan.mayWrite && (
              <button type="button" className="button" onClick={() => setEdited(mcu)}>
                {t('staff.change')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <SheetDrawer mcu={edited} mcus={plan.mcus} onClose={() => setEdited(null)} />
    </section>
  );
}

/** Which MCU takes this one's place when it is lost: declared here as on the map, for every meeting. */
function StandbyChoice({ plan, mcu }: { plan: ConnectionPlan; mcu: Mcu }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const declaring = useMutation({
    mutationFn: (chosen: string) =>
      declareStandby(mcu.nodeId, plan.mcus.find(({ nodeId }) => nodeId === chosen)?.nodeId ?? null),
    onSettled: () => queries.invalidateQueries({ queryKey: ['preparation', 'plan', plan.meetingId] }),
  });
  const name = plan.mcus.find(({ nodeId }) => nodeId === mcu.standbyId)?.name;
  if (!plan.mayDeclareStandby)
    return <span className="muted">{name ? t('plan.standby', { name }) : t('plan.noStandby')}</span>;
  return (
    <span>
      <select
        className="input"
        aria-label={t('plan.standbyOf', { name: mcu.name })}
        value={mcu.standbyId ?? ''}
        disabled={declaring.isPending}
        onChange={({ target }) => declaring.mutate(target.value)}
      >
        <option value="">{t('plan.noStandby')}</option>
        {plan.mcus
          .filter(({ nodeId }) => nodeId !== mcu.nodeId)
          .map((other) => (
            <option key={other.nodeId} value={other.nodeId}>
              {t('plan.standby', { name: other.name })}
            </option>
          ))}
      </select>
      <FailureText code={codeOf(declaring.error)} />
    </span>
  );
}

type Values = Omit<McuSheet, 'nodeId' | 'spareNodeId'> & { readonly spareNodeId?: string | null };

function SheetDrawer({ mcu, mcus, onClose }: { mcu: Mcu | null; mcus: readonly Mcu[]; onClose: () => void }) {
  const { t } = useLanguage();
  const figures = [
    ['sites', 1, 2_000],
    ['links', 0, 64],
    ['lineKbps', 64, 100_000_000],
  ] as const;
  return (
    <ActDrawer<Values>
      title={mcu?.name ?? ''}
      isOpen={mcu !== null}
      onClose={onClose}
      initial={mcu?.sheet ?? { links: 0 }}
      act={async (values) => {
        if (!mcu) return;
        const spareNodeId = values.spareNodeId ? NodeId.parse(values.spareNodeId) : null;
        await fileSheet({
          ...values,
          parameters: values.parameters || null,
          spareNodeId,
          nodeId: mcu.nodeId,
        });
      }}
    >
      <TextField name="owner" label={t('plan.sheet.owner')} required />
      {figures.map(([name, min, max]) => (
        <Form.Item key={name} name={name} label={t(`plan.sheet.${name}`)} rules={[{ required: true }]}>
          <InputNumber min={min} max={max} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      ))}
      <TextField name="operator" label={t('plan.sheet.operator')} required />
      <TextField name="telephone" label={t('staff.telephone')} required />
      <Form.Item name="spareNodeId" label={t('plan.sheet.spare')}>
        <Select
          allowClear
          options={mcus
            .filter(({ nodeId }) => nodeId !== mcu?.nodeId)
            .map(({ nodeId, name }) => ({ value: nodeId, label: name }))}
        />
      </Form.Item>
      <TextField name="parameters" label={t('plan.sheet.parameters')} rows={3} />
    </ActDrawer>
  );
}
