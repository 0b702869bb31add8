import { LocalDate, OrganisationId, type QuotaException } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, InputNumber, Space, Tag } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { handsNow } from '../ui/zone.ts';
import { ActDrawer } from './ActDrawer.tsx';
import { Articles } from './Articles.tsx';
import { actOnException, draftException, fetchExceptions, fetchOrganisations, fetchRules } from './calls.ts';
import { TextField, UnitField } from './fields.tsx';

const tone = { drafted: 'default', submitted: 'blue', accepted: 'green', refused: 'red' } as const;

/** Plans for more sites than the quota; not shown where the text knows none. */
export function ExceptionPanel() {
  const t = useText();
  const { data: known } = useQuery({
    queryKey: ['staff', 'rules'],
    queryFn: fetchRules,
    staleTime: Infinity,
  });
  const { data } = useQuery({ queryKey: ['staff', 'exceptions'], queryFn: fetchExceptions });
  const [drafting, setDrafting] = useState(false);
  const [accepted, setAccepted] = useState<QuotaException | null>(null);
  const [refused, setRefused] = useState<QuotaException | null>(null);
  const queries = useQueryClient();
  const step = useMutation({
    mutationFn: ({ exceptionId, act }: { exceptionId: string; act: 'submit' | 'revise' }) =>
      actOnException(exceptionId, { act }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['staff'] }),
  });
  const rule = known?.rules.quotaException;
  if (!rule) return null;
  return (
    <section className="stf-panel" style={{ marginTop: 24 }}>
      <header>
        <h2>
          {t('adm.exceptions')} <Articles cite={rule.cite} />
        </h2>
        <Button onClick={() => setDrafting(true)}>{t('adm.ex.draft')}</Button>
      </header>
      <FailureText code={codeOf(step.error)} />
      {data?.exceptions.map((one) => (
        <p key={one.exceptionId}>
          <Tag color={tone[one.state]}>{t(`adm.ex.state.${one.state}`)}</Tag>
          <strong>{one.organisationName}</strong> {`${one.plan} (+${one.sites})`} {one.decisionNumber}{' '}
          {one.reason}
          <Space style={{ marginLeft: 12 }}>
            {one.mayWrite && one.state === 'drafted' && (
              <Button
                size="small"
                onClick={() => step.mutate({ exceptionId: one.exceptionId, act: 'submit' })}
              >
                {t('adm.ex.submit')}
              </Button>
            )}
            {one.mayWrite && one.state === 'refused' && (
              <Button
                size="small"
                onClick={() => step.mutate({ exceptionId: one.exceptionId, act: 'revise' })}
              >
                {t('adm.ex.revise')}
              </Button>
            )}
            {one.mayDecide && one.state === 'submitted' && (
              <>
                <Button size="small" type="primary" onClick={() => setAccepted(one)}>
                  {t('adm.ex.accept')}
                </Button>
                <Button size="small" danger onClick={() => setRefused(one)}>
                  {t('adm.ex.refuse')}
                </Button>
              </>
            )}
          </Space>
        </p>
      ))}
      <DraftDrawer isOpen={drafting} onClose={() => setDrafting(false)} />
      <ActDrawer<{ decisionNumber: string; decisionOn: Dayjs }>
        title={t('adm.ex.accept')}
        isOpen={accepted !== null}
        onClose={() => setAccepted(null)}
        initial={{ decisionOn: handsNow() }}
        act={({ decisionNumber, decisionOn }) =>
          actOnException(accepted?.exceptionId ?? '', {
            act: 'accept',
            decisionNumber,
            decisionOn: LocalDate.parse(decisionOn.format('YYYY-MM-DD')),
          })
        }
      >
        <TextField name="decisionNumber" label={t('adm.ex.decision')} required />
        <DateItem name="decisionOn" label={t('adm.ex.decisionOn')} required />
      </ActDrawer>
      <ActDrawer<{ reason: string }>
        title={t('adm.ex.refuse')}
        isOpen={refused !== null}
        onClose={() => setRefused(null)}
        initial={{}}
        act={({ reason }) => actOnException(refused?.exceptionId ?? '', { act: 'refuse', reason })}
      >
        <TextField name="reason" label={t('staff.reason')} required rows={3} />
      </ActDrawer>
    </section>
  );
}

function DraftDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useText();
  const { data } = useQuery({ queryKey: ['organisations'], queryFn: fetchOrganisations });
  return (
    <ActDrawer<{ organisationId: string; sites: number; plan: string; need: string }>
      title={t('adm.ex.draft')}
      isOpen={isOpen}
      onClose={onClose}
      initial={{ sites: 1 }}
      act={({ organisationId, ...plan }) => {
        const above = data?.organisations.find((one) => one.organisationId === organisationId)?.parentId;
        return draftException({
          ...plan,
          organisationId: OrganisationId.parse(organisationId),
          responsibleId: OrganisationId.parse(above ?? organisationId),
        });
      }}
    >
      <UnitField name="organisationId" label={t('staff.col.unit')} />
      <Form.Item name="sites" label={t('adm.ex.sites')} rules={[{ required: true }]}>
        <InputNumber min={1} max={20} />
      </Form.Item>
      <TextField name="plan" label={t('adm.ex.plan')} required />
      <TextField name="need" label={t('adm.ex.need')} required rows={4} />
    </ActDrawer>
  );
}
