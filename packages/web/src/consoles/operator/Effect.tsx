import type { SiteId } from '@nhipcau/contracts';
import { useMemo } from 'react';
import { pictureEffect, planFrom, soundEffect } from '../../live/effect.ts';
import { useConnection } from '../../live/use-live.ts';
import { useText } from '../../text/language.tsx';
import { useSecond } from '../../ui/use-now.ts';

/** At how many of the sites that should see it a picture is really seen, or a sound heard, from their own measurements. */
export function Effect({ siteId, of = 'picture' }: { siteId: SiteId; of?: 'picture' | 'sound' }) {
  const t = useText();
  const { live } = useConnection();
  const second = useSecond();
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted once a second, not at every change of a site.
  const effect = useMemo(() => {
    const meeting = live.whole();
    const plan = meeting ? planFrom(meeting, live.sites()) : null;
    if (plan === null) return null;
    return (of === 'picture' ? pictureEffect : soundEffect)(plan, live.sites(), siteId);
  }, [live, siteId, of, second]);
  if (effect === null || effect.expected === 0) return null;
  const whole = effect.reached === effect.expected;
  return (
    <span className={`effect mark ${whole ? 'good' : 'poor'}`}>
      {t(of === 'picture' ? 'effect.seenAt' : 'effect.heardAt', {
        reached: effect.reached,
        expected: effect.expected,
      })}
    </span>
  );
}
