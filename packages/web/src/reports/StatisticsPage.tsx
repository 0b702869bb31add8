import './reports.css';
import type { Statistics } from '@nhipcau/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Empty, Segmented, Tabs } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { today } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { PeriodInput } from '../ui/PeriodInput.tsx';
import { BringUpPanels } from './BringUpPanels.tsx';
import { fetchStatistics } from './calls.ts';
import { useFigureText } from './figure-text.ts';
import { quarterOf, type StatisticsSearch, usualSpans } from './page-search.ts';
import { IncidentPanels, OverviewPanels, QualityPanels, UnitPanels } from './StatisticsPanels.tsx';

const spanTexts = {
  quarter: 'stat.thisQuarter',
  lastQuarter: 'stat.lastQuarter',
  year: 'stat.thisYear',
  lastYear: 'stat.lastYear',
} as const;

/** Figures of closed sessions for any span: charts, the tables beside them, both to be saved (R-RPT-09). */
export function StatisticsPage() {
  const t = useText();
  const search = useSearch({ from: '/thong-ke' });
  const navigate = useNavigate();
  const change = (part: StatisticsSearch) =>
    void navigate({ to: '/thong-ke', search: { ...search, ...part }, replace: true });
  const present = quarterOf(today());
  const span = { from: search.tu ?? present.from, to: search.den ?? present.to };
  const units = search.quy === 'nay' ? ('now' as const) : ('then' as const);
  const query = useQuery({
    queryKey: ['statistics', span.from, span.to, units],
    queryFn: ({ signal }) => fetchStatistics({ ...span, units }, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <OfficePage title={t('stat.title')} subtitle={t('stat.subtitle')}>
      <search className="figure-tools">
        <PeriodInput
          label={t('stat.span')}
          value={span}
          onChange={({ from, to }) => from !== null && to !== null && change({ tu: from, den: to })}
        />
        {usualSpans(today()).map(({ key, from, to }) => (
          <Button
            key={key}
            type={from === span.from && to === span.to ? 'primary' : 'default'}
            onClick={() => change({ tu: from, den: to })}
          >
            {t(spanTexts[key])}
          </Button>
        ))}
        <Segmented
          aria-label={t('stat.units')}
          value={units}
          onChange={(value) => change({ quy: value === 'now' ? 'nay' : undefined })}
          options={[
            { value: 'then', label: t('stat.then') },
            { value: 'now', label: t('stat.now') },
          ]}
        />
      </search>
      <LoadState query={query}>
        {(figures) => (
          <>
            <Totals figures={figures} />
            <Tabs
              activeKey={search.xem ?? 'chung'}
              onChange={(key) =>
                change({ xem: key === 'chung' ? undefined : (key as StatisticsSearch['xem']) })
              }
              destroyOnHidden
              items={[
                { key: 'chung', label: t('stat.overview'), children: <OverviewPanels figures={figures} /> },
                { key: 'don-vi', label: t('stat.byUnit'), children: <UnitPanels figures={figures} /> },
                {
                  key: 'chat-luong',
                  label: t('stat.quality'),
                  children: <QualityPanels figures={figures} />,
                },
                { key: 'su-co', label: t('stat.incidents'), children: <IncidentPanels figures={figures} /> },
                { key: '30-giay', label: t('stat.bringUps'), children: <BringUpPanels figures={figures} /> },
              ].map((item) => ({
                ...item,
                children:
                  figures.sites.sessions === 0 && figures.sessions.sessions === 0 ? (
                    <Empty description={t('stat.nothing')} />
                  ) : (
                    item.children
                  ),
              }))}
            />
          </>
        )}
      </LoadState>
    </OfficePage>
  );
}

function Totals({ figures: { sessions, sites } }: { figures: Statistics }) {
  const t = useText();
  const { count, hours, share } = useFigureText();
  const totals = [
    [t('stat.sessions'), count(sessions.sessions)],
    [t('stat.hours'), hours(sessions.durationMs)],
    [t('stat.urgent'), count(sessions.urgent)],
    [t('stat.siteSessions'), count(sites.sessions)],
    [t('stat.connected'), share(sites.connectedMs, sites.sessionMs)],
    [t('stat.longLosses'), `${count(sites.lossTotal)} / ${count(sites.lossLong)}`],
    [t('stat.incidentCount'), count(sites.incidents)],
    [t('stat.onTime'), share(sessions.duties - sessions.lateDuties, sessions.duties)],
  ] as const;
  return (
    <dl className="figure-totals">
      {totals.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
