import { Statistic } from 'antd';
import type { PlainTextKey } from '../text/catalogue.ts';
import { useText } from '../text/language.tsx';

/** Figures side by side; those that stop the work stand out. */
export function Counts({
  counts,
}: {
  counts: readonly { readonly text: PlainTextKey; readonly value: number; readonly isBad?: boolean }[];
}) {
  const t = useText();
  return (
    <div className="dir-counts-row">
      {counts.map(({ text, value, isBad = false }) => (
        <Statistic
          key={text}
          className={isBad && value > 0 ? 'dir-count bad' : 'dir-count'}
          title={t(text)}
          value={value}
        />
      ))}
    </div>
  );
}
