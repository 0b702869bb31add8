import { Link } from '@tanstack/react-router';
import { useText } from '../text/language.tsx';
import { Brand } from '../ui/Brand.tsx';
import { LanguageSwitch, ThemeSwitch } from '../ui/Switches.tsx';

/** The bar above every page about regulations. */
export function RegulationBar() {
  const t = useText();
  return (
    <header className="app-bar">
      <Brand />
      <h1 className="reg-title">{t('reg.title')}</h1>
      <span className="push" />
      <Link className="button quiet" to="/">
        {t('reg.home')}
      </Link>
      <LanguageSwitch />
      <ThemeSwitch />
    </header>
  );
}
