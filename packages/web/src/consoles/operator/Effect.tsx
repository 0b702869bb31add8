import type { SiteId } from '@nhipcau/contracts';
import { useMemo } from 'react';
import { pictureEffect, planFrom } from '../../live/effect.ts';
import { useConnection } from '../../live/use-live.ts';
import { useText } from '../../text/language.tsx';
import { useSecond } from '../../ui/use-now.ts';

/** At how many of the sites that should see it a picture is really seen, from their own measurements. */
export function Effect({ siteId }: { siteId: SiteId }) {
  const t = useText();
  const { live } = useConnection();
  const second = useSecond();
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted once a second, not at every change of a site.
  const effect = useMemo(() => {
    const meeting = live.meeting();
    const plan = meeting ? planFrom(meeting, live.sites()) : null;
    return plan ? pictureEffect(plan, live.sites(), siteId) : null;
  }, [live, siteId, second]);
  if (effect === null || effect.expected === 0) return null;
  const whole = effect.reached === effect.expected;
  return (
    <span className={`effect mark ${whole ? 'good' : 'poor'}`}>
      {t('effect.seenAt', { reached: effect.reached, expected: effect.expected })}
    </span>
  );
}
