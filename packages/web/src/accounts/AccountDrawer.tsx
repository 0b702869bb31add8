import '../access/account.css';
import { type AccountDetail, DisableReason, EditAccount, type UserId } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Form, Input, Popconfirm, Select, Tag } from 'antd';
import { useState } from 'react';
import { roleText } from '../access/role-text.ts';
import { SessionWords } from '../access/SessionsCard.tsx';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { useLanguage, useText } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import {
  disableAccount,
  editAccount,
  enableAccount,
  endSessions,
  fetchAccount,
  resetFactors,
  resetPassword,
  setGrants,
  unlockAccount,
} from './calls.ts';
import { DetailFields, orNull } from './DetailFields.tsx';
import { draftOf, GrantsEditor, grantOf } from './GrantsEditor.tsx';
import { InitialPasswordDialog } from './InitialPasswordDialog.tsx';
import { reasonText, stateText } from './state-text.ts';

/** One account beside the list: rights, security, sessions, details. */
export function AccountDrawer({ userId, onClose }: { userId: UserId; onClose: () => void }) {
  const t = useText();
  const query = useQuery({
    queryKey: ['accounts', userId],
    queryFn: ({ signal }) => fetchAccount(userId, signal),
  });
  return (
    <Drawer
      open
      size={640}
      onClose={onClose}
      title={query.data?.name ?? t('accounts.open')}
      extra={query.data && <Tag>{t(stateText[query.data.state])}</Tag>}
    >
      <LoadState query={query}>
        {(account) => (
          <>
            <Locked account={account} />
            <Rights key={`r${query.dataUpdatedAt}`} account={account} />
            <Security account={account} />
            <Sessions account={account} />
            <Details key={`d${query.dataUpdatedAt}`} account={account} />
          </>
        )}
      </LoadState>
    </Drawer>
  );
}

/** An act on the account, with a word when it is done and its failure when it is not. */
function useAct<T, V = void>(mutationFn: (variables: V) => Promise<T>) {
  const t = useText();
  const queries = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn,
    onSuccess: async () => {
      void message.success(t('accounts.done'));
      await queries.invalidateQueries({ queryKey: ['accounts'] });
    },
  });
}

function Locked({ account }: { account: AccountDetail }) {
  const { t, language } = useLanguage();
  const [reason, setReason] = useState('');
  const unlocking = useAct(() => unlockAccount(account.userId, reason.trim()));
  if (account.lockedUntil === null) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('accounts.lockedUntil', { time: dateAndTime(account.lockedUntil, language) })}
      description={
        <div className="account-buttons">
          <Input
            aria-label={t('accounts.unlockReason')}
            placeholder={t('accounts.unlockReason')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button disabled={reason.trim().length < 3} onClick={() => unlocking.mutate()}>
            {t('accounts.unlock')}
          </Button>
          <FailureText code={codeOf(unlocking.error)} />
        </div>
      }
    />
  );
}

function Rights({ account }: { account: AccountDetail }) {
  const t = useText();
  const [drafts, setDrafts] = useState(() =>
    account.grants.filter(({ delegated }) => !delegated).map(({ grant }) => draftOf(grant)),
  );
  const saving = useAct(() =>
    setGrants(
      account.userId,
      drafts.flatMap((draft) => grantOf(draft) ?? []),
    ),
  );
  const delegated = account.grants.filter((named) => named.delegated);
  return (
    <section className="account-section">
      <h3>{t('accounts.rights')}</h3>
      <p className="muted">{t('accounts.rightsAbout')}</p>
      <GrantsEditor drafts={drafts} onChange={(changed) => setDrafts([...changed])} />
      {delegated.map(({ grant, scopeName }) => (
        <p key={JSON.stringify(grant)}>
          <Tag color="blue">{t('accounts.delegated')}</Tag>
          {[t(roleText[grant.role]), scopeName].filter((word) => word !== null).join(', ')}
        </p>
      ))}
      <FailureText code={codeOf(saving.error)} />
      <div>
        <Button
          type="primary"
          loading={saving.isPending}
          disabled={drafts.length === 0 || drafts.some((draft) => grantOf(draft) === null)}
          onClick={() => saving.mutate()}
        >
          {t('accounts.save')}
        </Button>
      </div>
    </section>
  );
}

function Security({ account }: { account: AccountDetail }) {
  const t = useText();
  const { userId } = account;
  const [reason, setReason] = useState<DisableReason>('transfer');
  const resetting = useAct(() => resetPassword(userId));
  const unfactoring = useAct(() => resetFactors(userId));
  const disabling = useAct(() => disableAccount(userId, reason));
  const enabling = useAct(() => enableAccount(userId));
  const failure = resetting.error ?? unfactoring.error ?? disabling.error ?? enabling.error;
  const reasons = DisableReason.options.filter((one) => one !== 'idle');
  return (
    <section className="account-section">
      <h3>{t('accounts.security')}</h3>
      <div className="account-buttons">
        <Popconfirm
          title={t('accounts.reset')}
          description={t('accounts.resetAbout')}
          onConfirm={() => resetting.mutate()}
        >
          <Button>{t('accounts.reset')}</Button>
        </Popconfirm>
        <Popconfirm
          title={t('accounts.resetFactors')}
          description={t('accounts.resetFactorsAbout')}
          onConfirm={() => unfactoring.mutate()}
        >
          <Button disabled={account.factors.length === 0}>{t('accounts.resetFactors')}</Button>
        </Popconfirm>
        {account.state === 'disabled' ? (
          <Button onClick={() => enabling.mutate()}>{t('accounts.enable')}</Button>
        ) : (
          <Popconfirm
            title={t('accounts.disable')}
            description={
              <>
                <p>{t('accounts.disableAbout')}</p>
                <Select
                  aria-label={t('control.reason')}
                  value={reason}
                  options={reasons.map((one) => ({ value: one, label: t(reasonText[one]) }))}
                  onChange={setReason}
                />
              </>
            }
            onConfirm={() => disabling.mutate()}
          >
            <Button danger>{t('accounts.disable')}</Button>
          </Popconfirm>
        )}
      </div>
      <FailureText code={codeOf(failure)} />
      {resetting.data && <InitialPasswordDialog made={resetting.data} onClose={() => resetting.reset()} />}
    </section>
  );
}

function Sessions({ account }: { account: AccountDetail }) {
  const t = useText();
  const ending = useAct((sessionId: string | undefined) => endSessions(account.userId, sessionId));
  return (
    <section className="account-section">
      <h3>{t('accounts.sessions')}</h3>
      {account.sessions.length === 0 && <p className="muted">{t('accounts.sessionsNone')}</p>}
      <ul className="account-rows">
        {account.sessions.map((session) => (
          <li key={session.id}>
            <SessionWords session={session} />
            <Button onClick={() => ending.mutate(session.id)}>{t('accounts.end')}</Button>
          </li>
        ))}
      </ul>
      {account.sessions.length > 1 && (
        <div>
          <Button danger onClick={() => ending.mutate(undefined)}>
            {t('accounts.endAll')}
          </Button>
        </div>
      )}
      <FailureText code={codeOf(ending.error)} />
    </section>
  );
}

function Details({ account }: { account: AccountDetail }) {
  const t = useText();
  const saving = useAct((body: EditAccount) => editAccount(account.userId, body));
  const submit = (fields: Record<string, unknown>) => {
    const body = EditAccount.safeParse({
      name: fields['name'],
      kind: fields['kind'],
      organisationId: fields['organisationId'] ?? null,
      title: orNull(fields['title']),
      email: orNull(fields['email']),
      phone: orNull(fields['phone']),
      note: account.note,
    });
    if (body.success) saving.mutate(body.data);
  };
  return (
    <section className="account-section">
      <h3>{t('accounts.details')}</h3>
      <Form layout="vertical" initialValues={{ ...account }} onFinish={submit}>
        <div className="account-form">
          <DetailFields />
        </div>
        <Button htmlType="submit" loading={saving.isPending}>
          {t('accounts.save')}
        </Button>
      </Form>
      <FailureText code={codeOf(saving.error)} />
    </section>
  );
}
