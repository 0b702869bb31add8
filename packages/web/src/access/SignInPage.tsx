import './access.css';
import { type SecondFactorDue, type SessionInfo, SignIn } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { signIn } from '../api/calls.ts';
import { ApiFailure } from '../api/http.ts';
import { useText } from '../text/language.tsx';
import { Brand } from '../ui/Brand.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { focusAtOnce } from '../ui/focus-at-once.ts';
import { LanguageSwitch, ThemeSwitch } from '../ui/Switches.tsx';
import { useSuggestedTheme } from '../ui/theme.tsx';
import { fetchWays } from './calls.ts';
import { OtherWays } from './OtherWays.tsx';
import { SecondStep } from './SecondStep.tsx';
import { sessionQuery } from './use-session.ts';

export function SignInPage() {
  const t = useText();
  useSuggestedTheme('dark');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { tiep } = useSearch({ from: '/dang-nhap' });
  const [due, setDue] = useState<SecondFactorDue | null>(null);
  const enter = async (session: SessionInfo) => {
    queries.setQueryData(sessionQuery, session);
    await navigate({ href: session.duties ? '/tai-khoan' : (tiep ?? '/'), replace: true });
  };
  return (
    <main className="sign-in">
      <section className="sign-in-picture">
        <Brand size={34} />
        <div>
          <h1>{t('signIn.claim')}</h1>
          <p>{t('signIn.about')}</p>
        </div>
        <BridgePicture />
      </section>
      <section className="sign-in-form">
        <div className="sign-in-switches">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
        {due === null ? (
          <FirstStep onDue={setDue} onEntered={(session) => void enter(session)} />
        ) : (
          <SecondStep due={due} onEntered={(session) => void enter(session)} onBack={() => setDue(null)} />
        )}
      </section>
    </main>
  );
}

/** Login and password, and below them what else this installation offers. */
function FirstStep({
  onDue,
  onEntered,
}: {
  onDue: (due: SecondFactorDue) => void;
  onEntered: (session: SessionInfo) => void;
}) {
  const t = useText();
  const { tiep } = useSearch({ from: '/dang-nhap' });
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const ways = useQuery({ queryKey: ['ways'], queryFn: ({ signal }) => fetchWays(signal) });
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: (answer) => ('step' in answer ? onDue(answer) : onEntered(answer)),
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const body = SignIn.safeParse({ login: login.trim(), password });
    if (body.success) entering.mutate(body.data);
  };
  const code =
    entering.error === null ? null : entering.error instanceof ApiFailure ? entering.error.code : 'INTERNAL';
  return (
    <form onSubmit={onSubmit} aria-label={t('signIn.title')}>
      <h2>{t('signIn.title')}</h2>
      <label className="field">
        <span>{t('signIn.login')}</span>
        <input
          className="input"
          name="login"
          autoComplete="username webauthn"
          required
          ref={focusAtOnce}
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
      </label>
      <label className="field">
        <span>{t('signIn.password')}</span>
        <input
          className="input"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <FailureText code={code} />
      <button type="submit" className="button primary large" disabled={entering.isPending}>
        {t('signIn.enter')}
      </button>
      {ways.data && <OtherWays ways={ways.data} next={tiep} onEntered={onEntered} />}
    </form>
  );
}

/** Four spans of a bridge: the four levels of government. */
function BridgePicture() {
  return (
    <svg
      viewBox="0 0 800 220"
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
      preserveAspectRatio="xMidYMax slice"
    >
      {[0, 1, 2, 3].map((span) => (
        <g key={span} transform={`translate(${span * 200} 0)`} strokeWidth="1.500">
          <path d="M0 170C30 70 170 70 200 170" />
          {[25, 50, 75, 100, 125, 150, 175].map((x) => (
            <path key={x} d={`M${x} 170V${95 + Math.abs(x - 100) ** 2 / 140}`} opacity="0.6" />
          ))}
          <circle cx="100" cy="95" r="4" fill="currentColor" stroke="none" />
        </g>
      ))}
      <path d="M0 170H800M0 178H800" strokeWidth="2" />
    </svg>
  );
}
