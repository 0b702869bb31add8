import '../access/account.css';
import './accounts.css';
import type { ControlDelegation, ControlRegister, ControlToken } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Popover, Space, Table } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { ExportButton } from '../office/list/ExportButton.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage, useText } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { DelegationDialog, TokenDialog } from './ControlDialogs.tsx';
import { decideDelegation, fetchControl, returnToken, revokeDelegation, revokeToken } from './calls.ts';
import { conditionText } from './condition-text.ts';
import { ReasonButton } from './ReasonButton.tsx';

/** Registers of tokens and of delegated control. */
export function ControlPage() {
  const t = useText();
  const query = useQuery({ queryKey: ['control'], queryFn: ({ signal }) => fetchControl(signal) });
  return (
    <OfficePage title={t('control.title')} subtitle={t('control.subtitle')}>
      <LoadState query={query}>
        {(register) =>
          register.rule === null ? (
            <Alert type="info" showIcon title={t('control.none')} />
          ) : (
            <>
              <p className="muted">{t('control.rule', register.rule)}</p>
              <ListTools search={t('control.search')} />
              <Delegations register={register} />
              <Tokens register={register} />
            </>
          )
        }
      </LoadState>
    </OfficePage>
  );
}

function useControlAct<V>(mutationFn: (variables: V) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries() });
}

function Delegations({ register }: { register: ControlRegister }) {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const giving = useControlAct((id: string) => decideDelegation(id, { decision: 'give' }));
  const refusing = useControlAct(({ id, reason }: { id: string; reason: string }) =>
    decideDelegation(id, { decision: 'refuse', reason }),
  );
  const revoking = useControlAct(({ id, reason }: { id: string; reason: string }) =>
    revokeDelegation(id, reason),
  );
  const [{ tim }] = useListFilter();
  const shown = register.delegations.filter(({ siteName, personName, scopeName, tokenSerial }) =>
    matches(tim, siteName, personName, scopeName, tokenSerial),
  );
  const acts = ({ id, state }: ControlDelegation) => {
    if (state === 'given')
      return (
        <ReasonButton
          danger
          label={t('control.revoke')}
          onReason={(reason) => revoking.mutate({ id, reason })}
        />
      );
    if (state !== 'requested') return null;
    return (
      <Space>
        <Button size="small" type="primary" onClick={() => giving.mutate(id)}>
          {t('control.give')}
        </Button>
        <ReasonButton label={t('control.refuse')} onReason={(reason) => refusing.mutate({ id, reason })} />
      </Space>
    );
  };
  return (
    <section className="register" aria-label={t('control.delegations')}>
      <header>
        <h2>{t('control.delegations')}</h2>
        <Space>
          <ExportButton
            name="phan-quyen"
            rows={shown}
            columns={[
              { title: t('control.site'), cell: ({ siteName }) => siteName },
              { title: t('control.person'), cell: ({ personName }) => personName },
              { title: t('control.scope'), cell: ({ scopeName }) => scopeName },
              { title: t('control.serial'), cell: ({ tokenSerial }) => tokenSerial },
              {
                title: t('control.evidence'),
                cell: ({ evidence }) =>
                  evidence
                    .filter(({ met }) => !met)
                    .map(({ condition }) => `${t('accounts.factorMissing')} ${t(conditionText[condition])}`)
                    .join('; ') || t('control.allMet'),
              },
              { title: t('control.state'), cell: ({ state }) => t(stateText[state]) },
            ]}
          />
          <Button type="primary" onClick={() => setAsking(true)}>
            {t('control.request')}
          </Button>
        </Space>
      </header>
      <FailureText code={codeOf(giving.error ?? refusing.error ?? revoking.error)} />
      <DelegationTable delegations={shown} acts={acts} />
      {asking && <DelegationDialog register={register} onClose={() => setAsking(false)} />}
    </section>
  );
}

const stateText = {
  requested: 'control.state.requested',
  given: 'control.state.given',
  refused: 'control.state.refused',
  revoked: 'control.state.revoked',
} as const;

function DelegationTable({
  delegations,
  acts,
}: {
  delegations: ControlDelegation[];
  acts: (delegation: ControlDelegation) => React.ReactNode;
}) {
  const t = useText();
  return (
    <Table<ControlDelegation>
      rowKey="id"
      size="middle"
      dataSource={delegations}
      locale={{ emptyText: t('control.delegationsNone') }}
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      columns={[
        { title: t('control.site'), dataIndex: 'siteName' },
        { title: t('control.person'), dataIndex: 'personName' },
        { title: t('control.scope'), dataIndex: 'scopeName' },
        { title: t('control.serial'), dataIndex: 'tokenSerial' },
        { title: t('control.evidence'), render: (_, { evidence }) => <EvidenceWords evidence={evidence} /> },
        {
          title: t('control.state'),
          render: (_, { state, reason }) => (
            <>
              {t(stateText[state])}
              {reason !== null && <small className="muted"> {reason}</small>}
            </>
          ),
        },
        { title: '', align: 'right', render: (_, delegation) => acts(delegation) },
      ]}
    />
  );
}

function EvidenceWords({ evidence }: Pick<ControlDelegation, 'evidence'>) {
  const t = useText();
  const missing = evidence.filter(({ met }) => !met).length;
  return (
    <Popover
      content={
        <ul className="account-rows">
          {evidence.map(({ condition, met, proof }) => (
            <li key={condition}>
              <span>
                {t(conditionText[condition])}
                {proof !== null && <small>{proof}</small>}
              </span>
              <span>{met ? t('accounts.factorOn') : t('accounts.factorMissing')}</span>
            </li>
          ))}
        </ul>
      }
    >
      <Button type="link" size="small">
        {missing === 0 ? t('control.allMet') : t('control.missing', { count: missing })}
      </Button>
    </Popover>
  );
}

function Tokens({ register }: { register: ControlRegister }) {
  const { t, language } = useLanguage();
  const [issuing, setIssuing] = useState(false);
  const returning = useControlAct(returnToken);
  const revoking = useControlAct(({ id, reason }: { id: string; reason: string }) => revokeToken(id, reason));
  const [{ tim }] = useListFilter();
  const shown = register.tokens.filter(({ serial, siteName, holderName }) =>
    matches(tim, serial, siteName, holderName),
  );
  const words = ({ returnedAt, revokedAt, revokedReason }: ControlToken): string => {
    if (returnedAt !== null) return t('control.returned', { date: dateAndTime(returnedAt, language) });
    if (revokedAt === null) return t('control.inHand');
    return t('control.revoked', { date: dateAndTime(revokedAt, language), reason: revokedReason ?? '' });
  };
  return (
    <section className="register" aria-label={t('control.tokens')}>
      <header>
        <h2>{t('control.tokens')}</h2>
        <Space>
          <ExportButton
            name="token-vpn"
            rows={shown}
            columns={[
              { title: t('control.serial'), cell: ({ serial }) => serial },
              { title: t('control.kind'), cell: ({ kind }) => t(`control.kind.${kind}`) },
              { title: t('control.site'), cell: ({ siteName }) => siteName },
              { title: t('control.holder'), cell: ({ holderName }) => holderName },
              { title: t('control.issued'), cell: ({ issuedAt }) => dateAndTime(issuedAt, language) },
              { title: t('control.state'), cell: words },
            ]}
          />
          <Button onClick={() => setIssuing(true)}>{t('control.issue')}</Button>
        </Space>
      </header>
      <FailureText code={codeOf(returning.error ?? revoking.error)} />
      <Table<ControlToken>
        rowKey="id"
        size="middle"
        dataSource={shown}
        locale={{ emptyText: t('control.tokensNone') }}
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        columns={[
          { title: t('control.serial'), dataIndex: 'serial' },
          { title: t('control.kind'), render: (_, { kind }) => t(`control.kind.${kind}`) },
          { title: t('control.site'), dataIndex: 'siteName' },
          { title: t('control.holder'), dataIndex: 'holderName' },
          { title: t('control.issued'), render: (_, { issuedAt }) => dateAndTime(issuedAt, language) },
          { title: t('control.state'), render: (_, token) => words(token) },
          {
            title: '',
            align: 'right',
            render: (_, { id, returnedAt, revokedAt }) =>
              returnedAt === null &&
              revokedAt === null && (
                <Space>
                  <Button size="small" onClick={() => returning.mutate(id)}>
                    {t('control.return')}
                  </Button>
                  <ReasonButton
                    danger
                    label={t('control.revoke')}
                    onReason={(reason) => revoking.mutate({ id, reason })}
                  />
                </Space>
              ),
          },
        ]}
      />
      {issuing && <TokenDialog onClose={() => setIssuing(false)} />}
    </section>
  );
}
