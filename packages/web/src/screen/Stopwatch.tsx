import './stopwatch.css';
import type { BringUp, BringUpFacts } from '@nhipcau/contracts';
import type { ReactNode } from 'react';
import { type BringUpVerdict, bringUpFacts, elapsedOf, verdictOf } from '../live/bring-up.ts';
import type { TextKey } from '../text/catalogue.ts';
import { useLanguage } from '../text/language.tsx';
import { secondsText } from '../ui/durations.ts';
import { Icon } from '../ui/Icon.tsx';
import { useTenth } from '../ui/use-now.ts';

const factText = {
  chairSeesAt: 'fact.chairSees',
  chairHearsAt: 'fact.chairHears',
  siteSeesAt: 'fact.siteSees',
  siteHearsAt: 'fact.siteHears',
} as const satisfies Record<(typeof bringUpFacts)[number], TextKey>;

const verdictText = {
  running: 'verdict.running',
  passed: 'verdict.passed',
  breached: 'verdict.breached',
  ended: 'verdict.ended',
  lost: 'verdict.lost',
} as const satisfies Record<BringUpVerdict, TextKey>;

/** The measured time from the chair's request to seeing and hearing both ways, against its limit. */
export function Stopwatch({
  bringUp,
  name,
  now,
  large = false,
  children,
}: {
  bringUp: BringUp;
  name: string;
  /** The server's time. */
  now: () => number;
  large?: boolean;
  children?: ReactNode;
}) {
  const { t, language } = useLanguage();
  useTenth();
  const at = now();
  const verdict = verdictOf(bringUp, at);
  const elapsed = elapsedOf(bringUp, at);
  const share = bringUp.limitMs === null ? 0 : Math.min(1, elapsed / bringUp.limitMs);
  return (
    <article
      className={`stopwatch ${verdict} ${large ? 'large' : ''}`}
      aria-label={t('bringUp.of', { site: name })}
    >
      <header>
        <strong className="stopwatch-name">{name}</strong>
        <span className="stopwatch-verdict">{t(verdictText[verdict])}</span>
        <span className="stopwatch-time" role="timer">
          {secondsText(elapsed, language)}
          <small>
            {bringUp.limitMs === null ? t('unit.s') : t('bringUp.ofLimit', { limit: bringUp.limitMs / 1000 })}
          </small>
        </span>
        {!large && children}
      </header>
      <span className="stopwatch-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
      <div className="stopwatch-body">
        <ul>
          {bringUpFacts.map((fact) => (
            <Fact
              key={fact}
              label={t(factText[fact])}
              facts={bringUp.facts}
              fact={fact}
              since={bringUp.requestedAt}
            />
          ))}
        </ul>
        {large && children}
      </div>
    </article>
  );
}

function Fact({
  label,
  facts,
  fact,
  since,
}: {
  label: string;
  facts: BringUpFacts;
  fact: (typeof bringUpFacts)[number];
  since: number;
}) {
  const { t, language } = useLanguage();
  const at = facts[fact];
  return (
    <li className={at === null ? 'open' : 'done'}>
      {at === null ? <span className="fact-open" aria-hidden="true" /> : <Icon name="check" size={16} />}
      <span>{label}</span>
      <span className="fact-time">
        {at === null ? t('fact.waiting') : t('fact.after', { seconds: secondsText(at - since, language) })}
      </span>
    </li>
  );
}
