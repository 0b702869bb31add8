import type { ReactNode } from 'react';
import type { PlainTextKey } from '../text/catalogue.ts';
import { useText } from '../text/language.tsx';

/** A list of what is known, and of what is not. */
export function Facts({ facts }: { facts: readonly (readonly [PlainTextKey, ReactNode])[] }) {
  const t = useText();
  return (
    <dl className="dir-facts">
      {facts.map(([text, value]) => (
        <div key={text}>
          <dt>{t(text)}</dt>
          <dd>
            {value === null || value === '' ? <span className="muted">{t('dir.noValue')}</span> : value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
