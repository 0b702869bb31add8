import type { SessionInfo } from '@nhipcau/contracts';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useLanguage } from '../text/language.tsx';
import { useVocabulary } from '../text/use-vocabulary.ts';
import { Brand } from '../ui/Brand.tsx';
import { entriesFor, entryAt, menuGroups } from './menu.ts';

/** Side menu: only pages this person may open, the present one lit. */
export function OfficeMenu({ session }: { session: SessionInfo }) {
  const { t } = useLanguage();
  const { pathname } = useLocation();
  const locality = useVocabulary();
  const entries = entriesFor(session, locality);
  const lit = entryAt(entries, pathname);
  const menu = useRef<HTMLElement>(null);
  // On a low screen the menu is longer than the window: the present page is shown in it.
  useEffect(() => {
    if (lit) menu.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [lit]);
  return (
    <nav ref={menu} className="office-menu" aria-label={t('office.menu')}>
      <Link to="/" className="office-brand">
        <Brand />
      </Link>
      {menuGroups.map(({ group, text }) => {
        const own = entries.filter((entry) => entry.group === group);
        if (own.length === 0) return null;
        return (
          <section key={group} aria-label={t(text)}>
            <h2>{t(text)}</h2>
            <ul>
              {own.map((entry) => (
                <li key={entry.path}>
                  <Link
                    to={entry.path}
                    activeOptions={{ exact: true }}
                    aria-current={entry === lit ? 'page' : undefined}
                  >
                    {t(locality && entry.textIn ? entry.textIn(locality) : entry.text)}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}
