import type { SessionInfo } from '@nhipcau/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { roleText } from '../access/role-text.ts';
import { signOut } from '../api/calls.ts';
import { InboxBell } from '../notices/InboxBell.tsx';
import { fetchRegulations } from '../regulation/calls.ts';
import { useLanguage } from '../text/language.tsx';
import { Icon } from '../ui/Icon.tsx';
import { LanguageSwitch, ThemeSwitch } from '../ui/Switches.tsx';

/** Above every page: whose installation, who is signed in, language, theme, the way out. */
export function OfficeBar({ session }: { session: SessionInfo }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['regulations'],
    queryFn: ({ signal }) => fetchRegulations(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const home = data?.profiles.find(({ locality }) => locality === data.home)?.name;
  const leave = async () => {
    await signOut();
    queries.clear();
    await navigate({ to: '/dang-nhap' });
  };
  return (
    <header className="office-bar">
      {home !== undefined && <strong>{home}</strong>}
      <span className="office-person">
        <span>{session.name}</span>
        <span className="muted">{t(roleText[session.role])}</span>
      </span>
      <InboxBell />
      <LanguageSwitch />
      <ThemeSwitch />
      <button type="button" className="button quiet" onClick={() => void leave()}>
        <Icon name="exit" />
        {t('home.signOut')}
      </button>
    </header>
  );
}
