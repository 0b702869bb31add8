import type { SiteFigures, Statistics } from '@nhipcau/contracts';
import { useMemo } from 'react';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { SearchField } from '../office/list/SearchField.tsx';
import { useText } from '../text/language.tsx';
import type { ChartData } from './Chart.tsx';
import { FigurePanel } from './FigurePanel.tsx';
import { useFigureText } from './figure-text.ts';

/** Units a chart has room for; the table has all. */
const MOST_BARS = 15;
const HOUR_MS = 3_600_000;
const rounded = (value: number): number => Math.round(value * 10) / 10;
const monthText = (month: string): string => `${month.slice(5)}/${month.slice(0, 4)}`;

interface Panel {
  readonly figures: Statistics;
}

export function OverviewPanels({ figures: { months, kinds } }: Panel) {
  const t = useText();
  const { count, hours } = useFigureText();
  const byMonth = useMemo<ChartData>(
    () => ({
      names: months.map(({ month }) => monthText(month)),
      series: [
        { name: t('stat.sessions'), colour: 'accent', values: months.map((one) => one.sessions.sessions) },
        { name: t('stat.urgent'), colour: 'air', values: months.map((one) => one.sessions.urgent) },
      ],
    }),
    [months, t],
  );
  const nameOf = ({ name, urgency }: Statistics['kinds'][number]) =>
    `${name === '' ? t('stat.withoutFile') : name}${urgency === 'urgent' ? ` (${t('stat.urgentWord')})` : ''}`;
  return (
    <>
      <FigurePanel
        title={t('stat.byMonth')}
        name="thong-ke-thang"
        chart={byMonth}
        rows={months}
        keyOf={({ month }) => month}
        columns={[
          { title: t('stat.month'), cell: ({ month }) => monthText(month) },
          {
            title: t('stat.sessions'),
            cell: ({ sessions }) => sessions.sessions,
            text: ({ sessions }) => count(sessions.sessions),
          },
          {
            title: t('stat.hours'),
            cell: ({ sessions }) => rounded(sessions.durationMs / HOUR_MS),
            text: ({ sessions }) => hours(sessions.durationMs),
          },
          {
            title: t('stat.urgent'),
            cell: ({ sessions }) => sessions.urgent,
            text: ({ sessions }) => count(sessions.urgent),
          },
          {
            title: t('stat.siteSessions'),
            cell: ({ sites }) => sites.sessions,
            text: ({ sites }) => count(sites.sessions),
          },
          { title: t('stat.recorded'), cell: ({ sessions }) => sessions.recorded },
          { title: t('stat.rehearsals'), cell: ({ sessions }) => sessions.rehearsals },
          { title: t('stat.lateDuties'), cell: ({ sessions }) => sessions.lateDuties },
        ]}
      />
      <FigurePanel
        title={t('stat.byKind')}
        name="thong-ke-loai-hop"
        chart={null}
        rows={kinds}
        keyOf={({ kind, urgency }) => `${kind} ${urgency}`}
        columns={[
          { title: t('stat.kind'), cell: nameOf },
          {
            title: t('stat.sessions'),
            cell: ({ sessions }) => sessions,
            text: ({ sessions }) => count(sessions),
          },
          {
            title: t('stat.hours'),
            cell: ({ durationMs }) => rounded(durationMs / HOUR_MS),
            text: ({ durationMs }) => hours(durationMs),
          },
          { title: t('stat.siteSessions'), cell: ({ sites }) => sites, text: ({ sites }) => count(sites) },
        ]}
      />
    </>
  );
}

type Taker = Statistics['takers'][number];

/** Units that were searched for. */
function useTakers({ takers }: Statistics): readonly Taker[] {
  const [{ tim }] = useListFilter();
  return useMemo(() => takers.filter(({ name, area }) => matches(tim, name, area ?? '')), [takers, tim]);
}

export function UnitPanels({ figures }: Panel) {
  const t = useText();
  const { count, hours, share } = useFigureText();
  const takers = useTakers(figures);
  const { hosts } = figures;
  const byHost = useMemo<ChartData>(
    () => ({
      lying: true,
      names: hosts.slice(0, MOST_BARS).map(({ name }) => name || t('stat.withoutFile')),
      series: [
        {
          name: t('stat.sessions'),
          colour: 'accent',
          values: hosts.slice(0, MOST_BARS).map(({ sessions }) => sessions),
        },
      ],
    }),
    [hosts, t],
  );
  return (
    <>
      <FigurePanel
        title={t('stat.byHost')}
        name="thong-ke-don-vi-chu-tri"
        chart={byHost}
        rows={hosts}
        keyOf={({ organisationId }) => organisationId ?? ''}
        columns={[
          { title: t('stat.host'), cell: ({ name }) => name || t('stat.withoutFile') },
          {
            title: t('stat.sessions'),
            cell: ({ sessions }) => sessions,
            text: ({ sessions }) => count(sessions),
          },
          {
            title: t('stat.hours'),
            cell: ({ durationMs }) => rounded(durationMs / HOUR_MS),
            text: ({ durationMs }) => hours(durationMs),
          },
          { title: t('stat.siteSessions'), cell: ({ sites }) => sites, text: ({ sites }) => count(sites) },
          { title: t('stat.urgent'), cell: ({ urgent }) => urgent, text: ({ urgent }) => count(urgent) },
        ]}
      />
      <SearchField label={t('stat.searchUnit')} />
      <FigurePanel
        title={t('stat.byTaker')}
        name="thong-ke-don-vi-tham-gia"
        chart={null}
        rows={takers}
        keyOf={takerKey}
        columns={[
          {
            title: t('stat.unit'),
            cell: ({ name, unsettled }) => (unsettled ? `${name} (${t('stat.unsettled')})` : name),
          },
          { title: t('stat.area'), cell: ({ area }) => area ?? '' },
          {
            title: t('stat.siteSessions'),
            cell: ({ figures: f }) => f.sessions,
            text: ({ figures: f }) => count(f.sessions),
          },
          {
            title: t('stat.hours'),
            cell: ({ figures: f }) => rounded(f.sessionMs / HOUR_MS),
            text: ({ figures: f }) => hours(f.sessionMs),
          },
          {
            title: t('stat.connected'),
            cell: ({ figures: f }) => percent(f.connectedMs, f.sessionMs),
            text: ({ figures: f }) => share(f.connectedMs, f.sessionMs),
          },
          {
            title: t('stat.attendance'),
            cell: ({ figures: f }) => f.attendance,
            text: ({ figures: f }) => count(f.attendance),
          },
        ]}
      />
    </>
  );
}

const takerKey = ({ organisationId, area }: Taker): string => `${organisationId} ${area ?? ''}`;
const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : rounded((part / whole) * 100);

export function QualityPanels({ figures }: Panel) {
  const t = useText();
  const { count, share } = useFigureText();
  const takers = useTakers(figures);
  const { months } = figures;
  const byMonth = useMemo<ChartData>(() => {
    const of = (pick: (sites: SiteFigures) => number) => months.map(({ sites }) => pick(sites));
    return {
      names: months.map(({ month }) => monthText(month)),
      series: [
        { name: t('stat.lossNone'), colour: 'line-2', stack: 'loss', values: of((one) => one.lossNone) },
        { name: t('stat.lossShort'), colour: 'accent', stack: 'loss', values: of((one) => one.lossShort) },
        { name: t('stat.lossLong'), colour: 'attention', stack: 'loss', values: of((one) => one.lossLong) },
        { name: t('stat.lossTotal'), colour: 'alarm', stack: 'loss', values: of((one) => one.lossTotal) },
      ],
    };
  }, [months, t]);
  const lineSeconds = ({ goodS, fairS, poorS, badS }: SiteFigures) => goodS + fairS + poorS + badS;
  return (
    <>
      <FigurePanel
        title={t('stat.signalByMonth')}
        name="thong-ke-tin-hieu"
        chart={byMonth}
        rows={months}
        keyOf={({ month }) => month}
        columns={[
          { title: t('stat.month'), cell: ({ month }) => monthText(month) },
          {
            title: t('stat.lossNone'),
            cell: ({ sites }) => sites.lossNone,
            text: ({ sites }) => count(sites.lossNone),
          },
          {
            title: t('stat.lossShort'),
            cell: ({ sites }) => sites.lossShort,
            text: ({ sites }) => count(sites.lossShort),
          },
          {
            title: t('stat.lossLong'),
            cell: ({ sites }) => sites.lossLong,
            text: ({ sites }) => count(sites.lossLong),
          },
          {
            title: t('stat.lossTotal'),
            cell: ({ sites }) => sites.lossTotal,
            text: ({ sites }) => count(sites.lossTotal),
          },
          {
            title: t('stat.ratedWell'),
            cell: ({ sites }) => percent(sites.ratedWell, sites.rated),
            text: ({ sites }) => share(sites.ratedWell, sites.rated),
          },
        ]}
      />
      <SearchField label={t('stat.searchUnit')} />
      <FigurePanel
        title={t('stat.qualityByUnit')}
        name="thong-ke-chat-luong"
        chart={null}
        rows={takers.toSorted((a, b) => b.figures.lossMs - a.figures.lossMs)}
        keyOf={takerKey}
        columns={[
          { title: t('stat.unit'), cell: ({ name }) => name },
          {
            title: t('stat.siteSessions'),
            cell: ({ figures: f }) => f.sessions,
            text: ({ figures: f }) => count(f.sessions),
          },
          {
            title: t('stat.lossTotal'),
            cell: ({ figures: f }) => f.lossTotal,
            text: ({ figures: f }) => count(f.lossTotal),
          },
          {
            title: t('stat.lossLong'),
            cell: ({ figures: f }) => f.lossLong,
            text: ({ figures: f }) => count(f.lossLong),
          },
          {
            title: t('stat.connected'),
            cell: ({ figures: f }) => percent(f.connectedMs, f.sessionMs),
            text: ({ figures: f }) => share(f.connectedMs, f.sessionMs),
          },
          {
            title: t('stat.goodLine'),
            cell: ({ figures: f }) => percent(f.goodS + f.fairS, lineSeconds(f)),
            text: ({ figures: f }) => share(f.goodS + f.fairS, lineSeconds(f)),
          },
          {
            title: t('stat.ratedWell'),
            cell: ({ figures: f }) => percent(f.ratedWell, f.rated),
            text: ({ figures: f }) => share(f.ratedWell, f.rated),
          },
        ]}
      />
    </>
  );
}

export function IncidentPanels({ figures }: Panel) {
  const t = useText();
  const { count, share } = useFigureText();
  const takers = useTakers(figures);
  const worst = useMemo(
    () =>
      takers
        .filter(({ figures: f }) => f.incidents > 0)
        .toSorted((a, b) => b.figures.incidents - a.figures.incidents),
    [takers],
  );
  const chart = useMemo<ChartData>(
    () => ({
      lying: true,
      names: worst.slice(0, MOST_BARS).map(({ name }) => name),
      series: [
        {
          name: t('stat.incidentCount'),
          colour: 'attention',
          values: worst.slice(0, MOST_BARS).map(({ figures: f }) => f.incidents),
        },
      ],
    }),
    [worst, t],
  );
  return (
    <FigurePanel
      title={t('stat.incidentsByUnit')}
      name="thong-ke-su-co"
      chart={worst.length === 0 ? null : chart}
      rows={worst}
      keyOf={takerKey}
      columns={[
        { title: t('stat.unit'), cell: ({ name }) => name },
        { title: t('stat.area'), cell: ({ area }) => area ?? '' },
        {
          title: t('stat.incidentCount'),
          cell: ({ figures: f }) => f.incidents,
          text: ({ figures: f }) => count(f.incidents),
        },
        {
          title: t('stat.siteSessions'),
          cell: ({ figures: f }) => f.sessions,
          text: ({ figures: f }) => count(f.sessions),
        },
        {
          title: t('stat.incidentShare'),
          cell: ({ figures: f }) => percent(f.incidents, f.sessions),
          text: ({ figures: f }) => share(f.incidents, f.sessions),
        },
      ]}
    />
  );
}
