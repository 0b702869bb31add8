import type { ContentLine } from '@nhipcau/contracts';
import { useState } from 'react';
import { useText } from '../text/language.tsx';

/** Longer than this is folded: a list of two hundred sites must not push away what can be done. */
const SHORT = 220;

/** What a notice says, line by line. */
export function ContentLines({ lines }: { lines: readonly ContentLine[] }) {
  return (
    <dl className="ntc-content">
      {lines.map(({ label, text }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text.length > SHORT ? <Folded text={text} /> : text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Folded({ text }: { text: string }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <span className={isOpen ? '' : 'ntc-folded'}>{text}</span>
      <button type="button" className="ntc-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t(isOpen ? 'notice.less' : 'notice.more')}
      </button>
    </>
  );
}
