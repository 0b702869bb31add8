import './office.css';
import type { SessionInfo } from '@nhipcau/contracts';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import dayjs from 'dayjs';
import 'dayjs/locale/vi';
import { type ReactNode, useEffect, useMemo } from 'react';
import { SignedIn } from '../access/SignedIn.tsx';
import { useLanguage } from '../text/language.tsx';
import { useSuggestedTheme, useTheme } from '../ui/theme.tsx';
import { antdTheme } from './antd-theme.ts';
import { CONTENT_ID, focusContent } from './focus-content.ts';
import { OfficeBar } from './OfficeBar.tsx';
import { OfficeMenu } from './OfficeMenu.tsx';

interface Page {
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** What can be done on this page, at the right of its title. */
  readonly actions?: ReactNode;
}

/** A page of the office half: menu by rights at the left, bar above, title, content. For signed-in people. */
export function OfficePage({
  children,
  ...page
}: Page & { children: ReactNode | ((session: SessionInfo) => ReactNode) }) {
  return (
    <SignedIn>
      {(session) => (
        <OfficeStyle>
          <Frame session={session} {...page}>
            {typeof children === 'function' ? children(session) : children}
          </Frame>
        </OfficeStyle>
      )}
    </SignedIn>
  );
}

/** Language and theme for the components of the office half; also for its pages without a sign-in. */
export function OfficeStyle({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const { theme } = useTheme();
  useSuggestedTheme('light');
  const look = useMemo(() => antdTheme(theme), [theme]);
  dayjs.locale(language);
  return (
    <ConfigProvider locale={language === 'vi' ? viVN : enUS} theme={look} componentSize="middle">
      <App className="office-app">{children}</App>
    </ConfigProvider>
  );
}

function Frame({
  session,
  title,
  subtitle,
  actions,
  children,
}: Page & { session: SessionInfo; children: ReactNode }) {
  const { t } = useLanguage();
  useEffect(() => {
    document.title = t('office.pageTitle', { title });
  }, [t, title]);
  // What had the focus went with the page before; a keyboard goes on in the content, not once more through the menu.
  useEffect(() => {
    if (document.activeElement === document.body) focusContent();
  }, []);
  return (
    <div className="office">
      <a className="skip-link" href={`#${CONTENT_ID}`}>
        {t('office.skip')}
      </a>
      <OfficeMenu session={session} />
      <div className="office-main">
        <OfficeBar session={session} />
        <main id={CONTENT_ID} className="office-content" tabIndex={-1}>
          <header className="office-head">
            <div>
              <h1>{title}</h1>
              {subtitle !== undefined && <p className="muted">{subtitle}</p>}
            </div>
            {actions !== undefined && <div className="office-actions">{actions}</div>}
          </header>
          {children}
        </main>
      </div>
    </div>
  );
}
