import {
  type ControlRegister,
  ControlTokenKind,
  DelegationCondition,
  IssueToken,
  RequestDelegation,
} from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchAccounts, issueToken, requestDelegation } from './calls.ts';
import { conditionText } from './condition-text.ts';
import { orNull } from './DetailFields.tsx';
import { searchable, useSiteOptions } from './places.ts';

function usePeople() {
  const { data } = useQuery({
    queryKey: ['accounts', 'people'],
    queryFn: ({ signal }) => fetchAccounts({ kind: 'person', size: 200, page: 1 }, signal),
  });
  return (data?.accounts ?? []).map(({ userId, name, login }) => ({
    value: userId,
    label: `${name} (${login})`,
  }));
}

/** A token or VPN account is given to a person at a site. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const [form] = Form.useForm();
  const sites = useSiteOptions();
  const people = usePeople();
  const issuing = useMutation({
    mutationFn: issueToken,
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['control'] });
    },
  });
  const submit = (fields: unknown) => {
    const body = IssueToken.safeParse(fields);
    if (body.success) issuing.mutate(body.data);
  };
  const rules = [{ required: true, message: t('accounts.required') }];
  return (
    <Modal
      open
      title={t('control.issue')}
      okText={t('control.issue')}
      cancelText={t('accounts.cancel')}
      okButtonProps={{ loading: issuing.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" initialValues={{ kind: 'token' }} onFinish={submit}>
        <Form.Item name="kind" label={t('control.kind')} rules={rules}>
          <Select
            options={ControlTokenKind.options.map((kind) => ({
              value: kind,
              label: t(`control.kind.${kind}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="serial" label={t('control.serial')} rules={rules}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="siteId" label={t('control.site')} rules={rules}>
          <Select {...searchable} options={[...sites]} />
        </Form.Item>
        <Form.Item name="holderId" label={t('control.holder')} rules={rules}>
          <Select {...searchable} options={people} />
        </Form.Item>
      </Form>
      <FailureText code={codeOf(issuing.error)} />
    </Modal>
  );
}

type Answers = Readonly<Record<string, { readonly met: boolean; readonly proof: string }>>;

/** Control is asked for: who, at which site, with which token, and the evidence of each condition. */
export function DelegationDialog({ register, onClose }: { register: ControlRegister; onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const [tokenId, setTokenId] = useState<string | null>(null);
  const [answers, setAnswers] = useState<Answers>({});
  const token = register.tokens.find(({ id }) => id === tokenId);
  const asking = useMutation({
    mutationFn: requestDelegation,
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['control'] });
    },
  });
  const submit = () => {
    const body = RequestDelegation.safeParse({
      siteId: token?.siteId,
      personId: token?.holderId,
      tokenId,
      scope: { kind: 'site', siteId: token?.siteId },
      evidence: DelegationCondition.options.map((condition) => ({
        condition,
        met: answers[condition]?.met ?? false,
        proof: orNull(answers[condition]?.proof),
      })),
    });
    if (body.success) asking.mutate(body.data);
  };
  const inHand = register.tokens.filter((one) => one.returnedAt === null && one.revokedAt === null);
  return (
    <Modal
      open
      width={760}
      title={t('control.request')}
      okText={t('control.request')}
      cancelText={t('accounts.cancel')}
      okButtonProps={{ loading: asking.isPending, disabled: token === undefined }}
      onOk={submit}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item label={t('control.tokens')}>
          <Select
            {...searchable}
            aria-label={t('control.tokens')}
            value={tokenId}
            options={inHand.map((one) => ({
              value: one.id,
              label: `${one.serial} · ${one.holderName} · ${one.siteName}`,
            }))}
            onChange={setTokenId}
          />
        </Form.Item>
        <Form.Item label={t('control.evidence')}>
          <EvidenceFields answers={answers} onChange={setAnswers} />
        </Form.Item>
      </Form>
      <FailureText code={codeOf(asking.error)} />
    </Modal>
  );
}

function EvidenceFields({ answers, onChange }: { answers: Answers; onChange: (answers: Answers) => void }) {
  const t = useText();
  const set = (condition: string, change: Partial<Answers[string]>) =>
    onChange({ ...answers, [condition]: { met: false, proof: '', ...answers[condition], ...change } });
  return (
    <div className="evidence">
      {DelegationCondition.options.map((condition) => (
        <div key={condition}>
          <Checkbox
            checked={answers[condition]?.met ?? false}
            onChange={(event) => set(condition, { met: event.target.checked })}
          >
            {t(conditionText[condition])}
          </Checkbox>
          <Input
            aria-label={`${t('control.proof')}: ${t(conditionText[condition])}`}
            placeholder={t('control.proof')}
            maxLength={300}
            value={answers[condition]?.proof ?? ''}
            onChange={(event) => set(condition, { proof: event.target.value })}
          />
        </div>
      ))}
    </div>
  );
}
