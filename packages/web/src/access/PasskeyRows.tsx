import type { AccountSecurity } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Space } from 'antd';
import { useState } from 'react';
import { ApiFailure } from '../api/http.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { offerPasskey, registerPasskey, removePasskey } from './calls.ts';
import { hasPasskeys, makePasskey } from './passkey.ts';

/** Passkeys of the account, and a new one. */
export function PasskeyRows({ security }: { security: AccountSecurity }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const removing = useMutation({ mutationFn: removePasskey, onSuccess: () => queries.invalidateQueries() });
  return (
    <div>
      <h3>{t('account.passkeys')}</h3>
      <p className="muted">{t('account.passkeysAbout')}</p>
      <ul className="account-rows">
        {security.passkeys.map(({ id, name, lastUsedAt }) => (
          <li key={id}>
            <span>
              {name}
              <small>
                {lastUsedAt === null
                  ? t('account.passkeyUnused')
                  : t('account.passkeyUsed', { date: dateAndTime(lastUsedAt, language) })}
              </small>
            </span>
            <Button danger type="text" onClick={() => removing.mutate(id)}>
              {t('account.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {security.passkeys.length === 0 && <p className="muted">{t('account.passkeysNone')}</p>}
      {hasPasskeys() ? <NewPasskey /> : <p className="muted">{t('account.passkeysUnavailable')}</p>}
    </div>
  );
}

function NewPasskey() {
  const t = useText();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const adding = useMutation({
    mutationFn: async () => {
      const { token, options } = await offerPasskey();
      await registerPasskey({ token, name: name.trim(), response: await makePasskey(options) });
    },
    onSuccess: async () => {
      setName('');
      await queries.invalidateQueries();
    },
  });
  const { error } = adding;
  return (
    <>
      <Space.Compact block>
        <Input
          aria-label={t('account.passkeyName')}
          placeholder={t('account.passkeyName')}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button disabled={name.trim() === ''} loading={adding.isPending} onClick={() => adding.mutate()}>
          {t('account.passkeyAdd')}
        </Button>
      </Space.Compact>
      <FailureText
        code={error === null ? null : error instanceof ApiFailure ? error.code : 'PASSKEY_REFUSED'}
      />
    </>
  );
}
