import type { Citation } from '@nhipcau/contracts';
import { Tooltip } from 'antd';

/** Articles of the regulation as chips; the words of the text on pointing at one. */
export function Articles({ cite }: { cite: readonly Citation[] }) {
  const unique = [...new Map(cite.map((one) => [one.article, one])).values()];
  return (
    <>
      {unique.map(({ article, quote }) => (
        <Tooltip key={article} title={quote}>
          <span className="stf-article">{article}</span>
        </Tooltip>
      ))}
    </>
  );
}
