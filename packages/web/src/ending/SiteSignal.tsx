import type { EndedSite, LossClass } from '@nhipcau/contracts';
import { useText } from '../text/language.tsx';
import { clockText } from '../ui/durations.ts';

/** What went wrong at a site during the meeting; nothing when nothing did. */
export function SiteSignal({ of }: { of: EndedSite }) {
  const t = useText();
  const { siteId, lossClass, lossMs, interrupted, incidents } = of;
  if (siteId === null) return null;
  const words = [
    lossClass === null || lossClass === 'none' || isTooShort(lossClass, lossMs ?? 0)
      ? null
      : t(`end.loss.${lossClass}`, { span: clockText(lossMs ?? 0) }),
    interrupted === null ? null : t('end.interrupted', { reason: interrupted }),
    incidents === 0 ? null : t('end.incidents', { n: incidents }),
  ].filter((word) => word !== null);
  return words.length === 0 ? null : <span className="muted">{words.join(', ')}</span>;
}

/** So short a loss that its span would read 0:00. */
const isTooShort = (lossClass: LossClass, lossMs: number): boolean => lossClass === 'short' && lossMs < 1_000;
