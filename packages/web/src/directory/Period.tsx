import type { LocalDate } from '@nhipcau/contracts';
import { useText } from '../text/language.tsx';
import { dayText } from './words.ts';

/** From when until when something held. */
export function Period({ validFrom, validTo }: { validFrom: LocalDate | null; validTo: LocalDate | null }) {
  const t = useText();
  if (validFrom === null && validTo === null) return <span className="muted">{t('dir.always')}</span>;
  if (validFrom === null)
    return <span className="muted">{t('dir.until', { day: dayText(validTo ?? '') })}</span>;
  if (validTo === null) return <span className="muted">{t('dir.since', { day: dayText(validFrom) })}</span>;
  return (
    <span className="muted">{t('dir.between', { from: dayText(validFrom), to: dayText(validTo) })}</span>
  );
}
