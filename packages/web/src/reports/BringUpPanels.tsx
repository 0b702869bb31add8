import type { BringUpFigures, BringUpPart, Statistics } from '@nhipcau/contracts';
import { useMemo } from 'react';
import { useText } from '../text/language.tsx';
import type { ChartData } from './Chart.tsx';
import { FigurePanel } from './FigurePanel.tsx';
import { useFigureText } from './figure-text.ts';

const MOST_BARS = 15;

const partTexts = {
  operator: 'stat.partOperator',
  layout: 'stat.partLayout',
  chairSees: 'stat.partChairSees',
  chairHears: 'stat.partChairHears',
  siteSees: 'stat.partSiteSees',
  siteHears: 'stat.partSiteHears',
} as const satisfies Record<BringUpPart, string>;

/** Calls to the chair's screen by site, district and operator; where their time goes is named (the 30-second rule). */
export function BringUpPanels({ figures: { bringUps } }: { figures: Statistics }) {
  const t = useText();
  const { seconds, count } = useFigureText();
  const { all, limitMs } = bringUps;
  return (
    <>
      <p className="figure-sentence">
        {t('stat.callsIn', { calls: count(all.calls), late: count(all.late), mean: seconds(all.meanMs) })}
        {limitMs !== null && ` ${t('stat.callLimit', { limit: seconds(limitMs) })}`}
        {all.slowest !== null && (
          <>
            {' '}
            <strong>
              {t('stat.slowestIs', {
                part: t(partTexts[all.slowest]),
                mean: seconds(all.parts[all.slowest]),
              })}
            </strong>
          </>
        )}
      </p>
      <Calls
        title={t('stat.callsBySite')}
        name="goi-diem-cau"
        rows={bringUps.sites}
        first={t('stat.site')}
        drawn
      />
      <Calls
        title={t('stat.callsByArea')}
        name="goi-diem-cau-huyen"
        rows={bringUps.areas}
        first={t('stat.area')}
      />
      <Calls
        title={t('stat.callsByOperator')}
        name="goi-diem-cau-dieu-hanh"
        rows={bringUps.operators}
        first={t('stat.operator')}
      />
    </>
  );
}

function Calls({
  title,
  name,
  rows,
  first,
  drawn = false,
}: {
  title: string;
  name: string;
  rows: readonly BringUpFigures[];
  first: string;
  drawn?: boolean;
}) {
  const t = useText();
  const { seconds, count } = useFigureText();
  const inSeconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 100) / 10);
  const chart = useMemo<ChartData>(
    () => ({
      lying: true,
      names: rows.slice(0, MOST_BARS).map((row) => row.name),
      series: [
        {
          name: t('stat.meanSeconds'),
          colour: 'accent',
          values: rows
            .slice(0, MOST_BARS)
            .map(({ meanMs }) => (meanMs === null ? null : Math.round(meanMs / 100) / 10)),
        },
      ],
    }),
    [rows, t],
  );
  if (rows.length === 0) return null;
  return (
    <FigurePanel
      title={title}
      name={name}
      chart={drawn ? chart : null}
      rows={rows}
      keyOf={(row) => row.siteId ?? row.name}
      columns={[
        { title: first, cell: (row) => row.name },
        { title: t('stat.calls'), cell: ({ calls }) => calls, text: ({ calls }) => count(calls) },
        { title: t('stat.callsLate'), cell: ({ late }) => late, text: ({ late }) => count(late) },
        {
          title: t('stat.meanSeconds'),
          cell: ({ meanMs }) => inSeconds(meanMs),
          text: ({ meanMs }) => seconds(meanMs),
        },
        {
          title: t('stat.slowest'),
          cell: ({ slowest, parts }) =>
            slowest === null ? '' : `${t(partTexts[slowest])} (${seconds(parts[slowest])} s)`,
        },
      ]}
    />
  );
}
