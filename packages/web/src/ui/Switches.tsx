import { useLanguage } from '../text/language.tsx';
import { Icon } from './Icon.tsx';
import { useTheme } from './theme.tsx';

const otherLanguage = { vi: 'en', en: 'vi' } as const;
const languageMark = { vi: 'VI', en: 'EN' } as const;

export function LanguageSwitch() {
  const { t, language, choose } = useLanguage();
  const other = otherLanguage[language];
  return (
    <button
      type="button"
      className="button quiet"
      aria-label={t('switch.language')}
      onClick={() => choose(other)}
    >
      {languageMark[language]}
    </button>
  );
}

export function ThemeSwitch() {
  const { t } = useLanguage();
  const { theme, choose } = useTheme();
  return (
    <button
      type="button"
      className="button quiet icon-only"
      aria-label={t(theme === 'dark' ? 'switch.toLight' : 'switch.toDark')}
      title={t(theme === 'dark' ? 'switch.toLight' : 'switch.toDark')}
      onClick={() => choose(theme === 'dark' ? 'light' : 'dark')}
    >
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </button>
  );
}
