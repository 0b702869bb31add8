import { type ConnectionPlan, type McuSheet, NodeId } from '@nhipcau/contracts';
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

/** What is known of each MCU, from which the tree is proposed, and who takes its place when it is lost. */
export function McuSheets({ plan }: { plan: ConnectionPlan }) {
  const { t, language } = useLanguage();
  const figure = new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB');
  const [edited, setEdited] = useState<Mcu | null>(null);
  return (
    <section className="panel pln-part" aria-labelledby="plan-sheets">
      <h2 id="plan-sheets">{t('plan.sheets')}</h2>
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
