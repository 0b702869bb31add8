import { useLanguage } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import type { DraftState } from './draft-keeper.ts';

/** Where the entries are kept at this moment. */
export function SaveState({ phase, code, isRestored }: Pick<DraftState, 'phase' | 'code' | 'isRestored'>) {
  const { t } = useLanguage();
  return (
    <span className="rf-saved" role="status" aria-label={t('form.saveState')}>
      {phase === 'failed' ? <FailureText code={code} /> : t(`form.phase.${phase}`)}
      {isRestored && phase !== 'saved' && <span className="muted">{t('form.restored')}</span>}
    </span>
  );
}
