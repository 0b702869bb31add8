import './proof.css';
import type { LockState, ProveAgain } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { signOut } from '../api/calls.ts';
import { ApiFailure } from '../api/http.ts';
import { type ProofReason, proofDesk } from '../api/proof-desk.ts';
import { useStore } from '../state/use-store.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { focusAtOnce } from '../ui/focus-at-once.ts';
import { askProof, fetchLock, proveAgain } from './calls.ts';
import { answerPasskey, hasPasskeys } from './passkey.ts';

/** Covers the page until the person has proved who they are; what lies under it stays as it was. */
export function ProofDialog() {
  const { now } = useStore(proofDesk.asked, (all) => all);
  return now === null ? null : <Dialog reason={now.reason} />;
}

const codeOf = (error: Error | null): string | null =>
  error === null ? null : error instanceof ApiFailure ? error.code : 'PASSKEY_REFUSED';

function Dialog({ reason }: { reason: ProofReason }) {
  const t = useText();
  const queries = useQueryClient();
  const frame = useRef<HTMLDialogElement>(null);
  const locked = reason === 'SESSION_LOCKED';
  const lock = useQuery({ queryKey: ['lock'], queryFn: fetchLock, staleTime: 0, gcTime: 0 });
  const proving = useMutation({
    mutationFn: async (proof: ProveAgain | 'passkey') => {
      if (proof !== 'passkey') return proveAgain(proof);
      const { token, options } = await askProof();
      return proveAgain({ kind: 'passkey', token, response: await answerPasskey(options) });
    },
    onSuccess: async () => {
      proofDesk.settle(true);
      if (locked) await queries.invalidateQueries();
    },
  });
  useEffect(() => {
    frame.current?.showModal();
  }, []);
  useEffect(() => {
    // Signed out or over meanwhile: the page itself leads to the sign-in.
    if (lock.error instanceof ApiFailure && lock.error.code === 'SIGN_IN_REQUIRED') proofDesk.settle(false);
  }, [lock.error]);
  const leave = async () => {
    await signOut().catch(() => null); // Whatever it answers, we leave.
    proofDesk.settle(false);
    window.location.assign('/dang-nhap');
  };
  return (
    <dialog
      ref={frame}
      className={locked ? 'proof locked' : 'proof'}
      aria-labelledby="proof-title"
      onCancel={(event) => {
        event.preventDefault();
        if (!locked) proofDesk.settle(false);
      }}
    >
      <h2 id="proof-title">{t(locked ? 'proof.locked' : 'proof.again')}</h2>
      <p>{t(locked ? 'proof.lockedAbout' : 'proof.againAbout')}</p>
      {lock.data && <Who lock={lock.data} />}
      <PasswordForm
        label={t(locked ? 'proof.unlock' : 'proof.confirm')}
        busy={proving.isPending}
        failure={codeOf(proving.error)}
        onProve={(password) => proving.mutate({ kind: 'password', password })}
      />
      <div className="proof-others">
        {lock.data?.hasPasskey && hasPasskeys() && (
          <button type="button" className="button" onClick={() => proving.mutate('passkey')}>
            {t('proof.passkey')}
          </button>
        )}
        <button
          type="button"
          className="button quiet"
          onClick={() => (locked ? void leave() : proofDesk.settle(false))}
        >
          {t(locked ? 'proof.signOut' : 'proof.cancel')}
        </button>
      </div>
    </dialog>
  );
}

function Who({ lock }: { lock: LockState }) {
  const t = useText();
  return (
    <p className="proof-who">
      <strong>{lock.name}</strong>
      <span className="muted">{t('proof.who', { login: lock.login })}</span>
    </p>
  );
}

function PasswordForm({
  label,
  busy,
  failure,
  onProve,
}: {
  label: string;
  busy: boolean;
  failure: string | null;
  onProve: (password: string) => void;
}) {
  const t = useText();
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password !== '') onProve(password);
  };
  return (
    <form onSubmit={submit}>
      <label className="field">
        <span>{t('proof.password')}</span>
        <input
          className="input"
          type="password"
          autoComplete="current-password"
          ref={focusAtOnce}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <FailureText code={failure} />
      <button type="submit" className="button primary large" disabled={busy || password === ''}>
        {label}
      </button>
    </form>
  );
}
