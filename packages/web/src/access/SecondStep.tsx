import type { Proof, SecondFactor, SecondFactorDue, SessionInfo } from '@nhipcau/contracts';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiFailure } from '../api/http.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { focusAtOnce } from '../ui/focus-at-once.ts';
import { proveSecondFactor } from './calls.ts';
import { answerPasskey, hasPasskeys } from './passkey.ts';

/** The second factor, by the way the account has: code, passkey, or a recovery code in need. */
export function SecondStep({
  due,
  onEntered,
  onBack,
}: {
  due: SecondFactorDue;
  onEntered: (session: SessionInfo) => void;
  onBack: () => void;
}) {
  const t = useText();
  const has = (method: SecondFactor) => due.methods.includes(method);
  const [method, setMethod] = useState<'totp' | 'recovery'>(has('totp') ? 'totp' : 'recovery');
  const proving = useMutation({
    mutationFn: (proof: Proof) => proveSecondFactor({ token: due.token, proof }),
    onSuccess: onEntered,
  });
  const byPasskey = useMutation({
    mutationFn: async () => {
      const response = await answerPasskey(due.passkey ?? {});
      return proveSecondFactor({ token: due.token, proof: { kind: 'passkey', response } });
    },
    onSuccess: onEntered,
  });
  const failure = proving.error ?? byPasskey.error;
  const offersPasskey = due.passkey !== null && hasPasskeys();
  return (
    <div className="sign-in-second">
      <h2>{t('signIn.second')}</h2>
      <p className="muted">{t('signIn.secondAbout')}</p>
      {offersPasskey && (
        <button type="button" className="button primary large" onClick={() => byPasskey.mutate()}>
          {t('signIn.passkey')}
        </button>
      )}
      {(has('totp') || has('recovery')) && (
        <CodeForm
          key={method}
          method={method}
          busy={proving.isPending}
          onCode={(code) => proving.mutate({ kind: method, code })}
        />
      )}
      <FailureText
        code={failure === null ? null : failure instanceof ApiFailure ? failure.code : 'PASSKEY_REFUSED'}
      />
      {has('totp') && has('recovery') && (
        <button
          type="button"
          className="button quiet"
          onClick={() => setMethod(method === 'totp' ? 'recovery' : 'totp')}
        >
          {t(method === 'totp' ? 'signIn.useRecovery' : 'signIn.useCode')}
        </button>
      )}
      <button type="button" className="button quiet" onClick={onBack}>
        {t('signIn.back')}
      </button>
    </div>
  );
}

function CodeForm({
  method,
  busy,
  onCode,
}: {
  method: 'totp' | 'recovery';
  busy: boolean;
  onCode: (code: string) => void;
}) {
  const t = useText();
  const [code, setCode] = useState('');
  const isCode = method === 'totp';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== '') onCode(code.trim());
  };
  return (
    <form onSubmit={submit} aria-label={t('signIn.second')}>
      <label className="field">
        <span>{t(isCode ? 'signIn.code' : 'signIn.recoveryCode')}</span>
        <input
          className="input code-input"
          inputMode={isCode ? 'numeric' : 'text'}
          autoComplete="one-time-code"
          maxLength={isCode ? 7 : 20}
          ref={focusAtOnce}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </label>
      <button type="submit" className="button primary large" disabled={busy || code.trim() === ''}>
        {t('signIn.confirm')}
      </button>
    </form>
  );
}
