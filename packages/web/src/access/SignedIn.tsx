import type { SessionInfo } from '@nhipcau/contracts';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ApiFailure } from '../api/http.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { Redirect } from './Redirect.tsx';
import { useSession } from './use-session.ts';

/** Draws its content for the signed-in person; sends everybody else to the sign-in page and back. */
export function SignedIn({ children }: { children: (session: SessionInfo) => ReactNode }) {
  const t = useText();
  const session = useSession();
  // The address asked for: on the way to the sign-in page we are drawn once more, with that page's own address.
  const { href } = useLocation();
  const [asked] = useState(href);
  // What is owed is done on the page of the own account; everything else would only be refused.
  if (session.data?.duties && !asked.startsWith('/tai-khoan')) return <Redirect href="/tai-khoan" />;
  if (session.data) return children(session.data);
  if (session.isPending)
    return (
      <main className="center-page" aria-busy="true">
        <p className="muted">{t('common.loading')}</p>
      </main>
    );
  const code = session.error instanceof ApiFailure ? session.error.code : 'INTERNAL';
  if (code === 'SIGN_IN_REQUIRED') return <Redirect href={`/dang-nhap?tiep=${encodeURIComponent(asked)}`} />;
  return (
    <main className="center-page">
      <FailureText code={code} />
      <button type="button" className="button" onClick={() => void session.refetch()}>
        {t('common.tryAgain')}
      </button>
    </main>
  );
}
