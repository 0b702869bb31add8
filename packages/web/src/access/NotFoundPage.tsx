import { Link } from '@tanstack/react-router';
import { useText } from '../text/language.tsx';
import { useSuggestedTheme } from '../ui/theme.tsx';

export function NotFoundPage() {
  const t = useText();
  useSuggestedTheme('light');
  return (
    <main className="center-page">
      <h1>{t('notFound.title')}</h1>
      <p className="muted">{t('notFound.text')}</p>
      <Link className="button primary large" to="/">
        {t('notFound.home')}
      </Link>
    </main>
  );
}
