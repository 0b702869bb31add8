import type { SessionInfo, SignInWays } from '@nhipcau/contracts';
import { useMutation } from '@tanstack/react-query';
import { ApiFailure } from '../api/http.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { askPasskey, signInByPasskey, startOidc } from './calls.ts';
import { keepOidc } from './oidc-return.ts';
import { answerPasskey, hasPasskeys } from './passkey.ts';

/** Ways in without a password: a passkey of this device, an identity provider. */
export function OtherWays({
  ways,
  next,
  onEntered,
}: {
  ways: SignInWays;
  next: string | undefined;
  onEntered: (session: SessionInfo) => void;
}) {
  const t = useText();
  const byPasskey = useMutation({
    mutationFn: async () => {
      const { token, options } = await askPasskey();
      return signInByPasskey({ token, response: await answerPasskey(options) });
    },
    onSuccess: onEntered,
  });
  const byOidc = useMutation({
    mutationFn: startOidc,
    onSuccess: ({ token, url }) => {
      keepOidc({ token, purpose: 'enter', next: next ?? '/' });
      window.location.assign(url);
    },
  });
  const offersPasskey = ways.passkey && hasPasskeys();
  if (!offersPasskey && ways.oidc === null) return null;
  return (
    <div className="sign-in-others">
      <p className="sign-in-or">
        <span>{t('signIn.or')}</span>
      </p>
      {offersPasskey && (
        <button type="button" className="button large" onClick={() => byPasskey.mutate()}>
          {t('signIn.passkey')}
        </button>
      )}
      {ways.oidc !== null && (
        <button type="button" className="button large" onClick={() => byOidc.mutate()}>
          {ways.oidc}
        </button>
      )}
      {byPasskey.error instanceof ApiFailure && <FailureText code={byPasskey.error.code} />}
      {byPasskey.error !== null && !(byPasskey.error instanceof ApiFailure) && (
        <p className="mark" role="status">
          {t('signIn.passkeyCancelled')}
        </p>
      )}
      {byOidc.error instanceof ApiFailure && <FailureText code={byOidc.error.code} />}
    </div>
  );
}
