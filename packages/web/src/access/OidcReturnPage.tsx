import './access.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ApiFailure } from '../api/http.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { linkIdentity, signInByOidc } from './calls.ts';
import { takeOidc } from './oidc-return.ts';
import { sessionQuery } from './use-session.ts';

/** The identity provider sends the browser back here: the sign-in, or the link, is finished once. */
export function OidcReturnPage() {
  const t = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [begun] = useState(takeOidc);
  const { mutate, error } = useMutation({
    mutationFn: async () => {
      if (begun === null) throw new ApiFailure('SIGN_IN_STEP_OVER', 401);
      const returned = { token: begun.token, query: window.location.search };
      if (begun.purpose === 'link') await linkIdentity(returned);
      else queries.setQueryData(sessionQuery, await signInByOidc(returned));
      return begun.next;
    },
    onSuccess: (next) => navigate({ href: next, replace: true }),
  });
  useEffect(() => mutate(), [mutate]);
  return (
    <main className="center-page">
      {error === null ? (
        <p className="muted">{t('signIn.returning')}</p>
      ) : (
        <>
          <FailureText code={error instanceof ApiFailure ? error.code : 'INTERNAL'} />
          <Link className="button" to="/dang-nhap">
            {t('signIn.back')}
          </Link>
        </>
      )}
    </main>
  );
}
