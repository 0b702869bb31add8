import type { AccountSecurity, TotpOffered } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, QRCode, Tag } from 'antd';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { useLanguage, useText } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import {
  confirmTotp,
  offerTotp,
  removeTotp,
  renewRecoveryCodes,
  startLink,
  unlinkIdentity,
} from './calls.ts';
import { keepOidc } from './oidc-return.ts';
import { PasskeyRows } from './PasskeyRows.tsx';

/** Authenticator application, recovery codes, passkeys, and the identity elsewhere. */
export function FactorsCard({ security }: { security: AccountSecurity }) {
  const t = useText();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <section className="account-card" aria-label={t('account.factors')}>
      <header>
        <h2>{t('account.factors')}</h2>
        <Tag color={security.secondFactorRequired ? 'orange' : 'default'}>
          {t(security.secondFactorRequired ? 'account.factorsRequired' : 'account.factorsOptional')}
        </Tag>
      </header>
      <ul className="account-rows">
        <TotpRow security={security} onCodes={setCodes} />
        <RecoveryRow security={security} onCodes={setCodes} />
        {security.oidc !== null && <IdentityRow security={security} name={security.oidc} />}
      </ul>
      <PasskeyRows security={security} />
      {codes !== null && <CodesDialog codes={codes} onClose={() => setCodes(null)} />}
    </section>
  );
}

interface WithCodes {
  readonly security: AccountSecurity;
  readonly onCodes: (codes: readonly string[]) => void;
}

function TotpRow({ security, onCodes }: WithCodes) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const offering = useMutation({ mutationFn: offerTotp });
  const removing = useMutation({ mutationFn: removeTotp, onSuccess: () => queries.invalidateQueries() });
  const { totpSince } = security;
  return (
    <li>
      <span>
        {t('account.totp')}
        <small>
          {totpSince === null
            ? t('account.totpOff')
            : t('account.totpSince', { date: dateAndTime(totpSince, language) })}
        </small>
        <FailureText code={codeOf(offering.error ?? removing.error)} />
      </span>
      <span className="account-acts">
        {totpSince !== null && (
          <Button danger loading={removing.isPending} onClick={() => removing.mutate()}>
            {t('account.totpRemove')}
          </Button>
        )}
        <Button loading={offering.isPending} onClick={() => offering.mutate()}>
          {t(totpSince === null ? 'account.totpSetUp' : 'account.totpAgain')}
        </Button>
      </span>
      {offering.data && (
        <TotpDialog
          offer={offering.data}
          onClose={() => {
            offering.reset();
            void queries.invalidateQueries();
          }}
          onCodes={onCodes}
        />
      )}
    </li>
  );
}

function TotpDialog({
  offer,
  onClose,
  onCodes,
}: {
  offer: TotpOffered;
  onClose: () => void;
  onCodes: WithCodes['onCodes'];
}) {
  const t = useText();
  const [code, setCode] = useState('');
  const confirming = useMutation({
    mutationFn: confirmTotp,
    onSuccess: ({ codes }) => {
      onClose();
      onCodes(codes);
    },
  });
  const groups = offer.secret.match(/.{1,4}/g)?.join(' ') ?? offer.secret;
  return (
    <Modal
      open
      width={560}
      title={t('account.totp')}
      okText={t('account.totpConfirm')}
      cancelText={t('proof.cancel')}
      okButtonProps={{ disabled: !/^\d{6}$/.test(code), loading: confirming.isPending }}
      onOk={() => confirming.mutate({ code })}
      onCancel={onClose}
    >
      <div className="totp-offer">
        <QRCode value={offer.uri} size={188} bordered={false} color="#000" bgColor="#fff" />
        <div>
          <p>{t('account.totpScan')}</p>
          <label className="field" htmlFor="totp-code">
            <span>{t('account.totpCode')}</span>
            <Input
              id="totp-code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              value={code}
              onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
            />
          </label>
        </div>
      </div>
      <p className="muted">{t('account.totpManual')}</p>
      <p className="totp-key">{groups}</p>
      <FailureText code={codeOf(confirming.error)} />
    </Modal>
  );
}

function RecoveryRow({ security, onCodes }: WithCodes) {
  const t = useText();
  const queries = useQueryClient();
  const renewing = useMutation({
    mutationFn: renewRecoveryCodes,
    onSuccess: async ({ codes }) => {
      onCodes(codes);
      await queries.invalidateQueries();
    },
  });
  const enrolled = security.totpSince !== null || security.passkeys.length > 0;
  return (
    <li>
      <span>
        {t('account.codes')}
        <small>
          {security.recoveryCodesLeft === 0
            ? t('account.codesNone')
            : t('account.codesLeft', { count: security.recoveryCodesLeft })}
        </small>
        <FailureText code={codeOf(renewing.error)} />
      </span>
      <Button disabled={!enrolled} loading={renewing.isPending} onClick={() => renewing.mutate()}>
        {t('account.codesNew')}
      </Button>
    </li>
  );
}

function CodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useText();
  return (
    <Modal
      open
      title={t('account.codes')}
      closable={false}
      mask={{ closable: false }}
      footer={[
        <Button key="copy" onClick={() => void navigator.clipboard.writeText(codes.join('\n'))}>
          {t('account.codesCopy')}
        </Button>,
        <Button key="print" onClick={() => window.print()}>
          {t('account.codesPrint')}
        </Button>,
        <Button key="done" type="primary" onClick={onClose}>
          {t('account.codesSaved')}
        </Button>,
      ]}
    >
      <p>{t('account.codesAbout')}</p>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
    </Modal>
  );
}

function IdentityRow({ security, name }: { security: AccountSecurity; name: string }) {
  const t = useText();
  const queries = useQueryClient();
  const linking = useMutation({
    mutationFn: startLink,
    onSuccess: ({ token, url }) => {
      keepOidc({ token, purpose: 'link', next: '/tai-khoan' });
      window.location.assign(url);
    },
  });
  const unlinking = useMutation({ mutationFn: unlinkIdentity, onSuccess: () => queries.invalidateQueries() });
  return (
    <li>
      <span>
        {t('account.identity')}
        <small>
          {t(security.identityLinked ? 'account.identityLinked' : 'account.identityNone', { name })}
        </small>
        <FailureText code={codeOf(linking.error ?? unlinking.error)} />
      </span>
      {security.identityLinked ? (
        <Button danger onClick={() => unlinking.mutate()}>
          {t('account.identityUnlink')}
        </Button>
      ) : (
        <Button onClick={() => linking.mutate()}>{t('account.identityLink')}</Button>
      )}
    </li>
  );
}
