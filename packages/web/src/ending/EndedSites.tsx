import type { EndedSite, Ending, EndingAct } from '@nhipcau/contracts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useText } from '../text/language.tsx';
import { SiteSignal } from './SiteSignal.tsx';

const ROW_PX = 50;
const AHEAD = 12;

interface Shared {
  readonly ending: Ending;
  readonly isBusy: boolean;
  readonly onAct: (act: EndingAct) => void;
}

/** The sites of a large meeting, of which only the rows in sight exist; their number is told to assistive technology. */
export function EndedSites({ ending, isBusy, onAct }: Shared) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: ending.sites.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: AHEAD,
    gap: 1,
  });
  const items = rows.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = rows.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <section className="end-table" aria-labelledby="end-sites">
      <h2 id="end-sites">{t('end.sites')}</h2>
      <div className="end-rows" ref={box}>
        <ul style={{ paddingBlock: `${above}px ${below}px` }}>
          {items.map(({ index, key }) => {
            const site = ending.sites[index];
            return (
              site && (
                <li
                  key={key}
                  ref={rows.measureElement}
                  data-index={index}
                  aria-posinset={index + 1}
                  aria-setsize={ending.sites.length}
                >
                  <SiteRow site={site} hasOrder={ending.order.length > 0} isBusy={isBusy} onAct={onAct} />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </section>
  );
}

function SiteRow({
  site,
  hasOrder,
  isBusy,
  onAct,
}: { site: EndedSite; hasOrder: boolean } & Pick<Shared, 'isBusy' | 'onAct'>) {
  const t = useText();
  const { siteId, number, name, next, rating, mayAct } = site;
  return (
    <>
      <span className="end-number">{number ?? ''}</span>
      <span className="end-name">
        <strong>{siteId === null ? t('end.centre') : name}</strong>
        <SiteSignal of={site} />
      </span>
      <span className="muted">
        {rating === null
          ? t('end.unrated')
          : [rating.picture, rating.sound, rating.line].map((grade) => t(`end.grade.${grade}`)).join(' / ')}
      </span>
      {hasOrder &&
        (next === null ? (
          <span className="end-ok">{t('end.allDone')}</span>
        ) : (
          <button
            type="button"
            className="button"
            disabled={!mayAct || isBusy}
            onClick={() => onAct({ act: 'step', siteId, step: next })}
          >
            {t(`end.do.${next}`)}
          </button>
        ))}
    </>
  );
}
