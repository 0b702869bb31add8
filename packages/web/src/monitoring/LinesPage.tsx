import './monitoring.css';
import { type LineSubject, type LineSummary, MeetingId, type Quality } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Empty, Table, Tabs } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { SearchField } from '../office/list/SearchField.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { QualityMark } from '../ui/QualityMark.tsx';
import { qualityText } from '../ui/quality.ts';
import { csvAddress, fetchLines } from './calls.ts';
import { LinePanel } from './LinePanel.tsx';
import { LossTable } from './LossTable.tsx';

const REFRESH_MS = 10_000;
const keyOf = (subject: LineSubject): string =>
  subject.kind === 'site' ? `site ${subject.siteId}` : `link ${subject.childId}`;

/** Line quality of one meeting, live or past: every site and link, one of them as charts, and losses of signal. */
export function LinesPage() {
  const { meetingId } = useParams({ from: '/duong-truyen/$meetingId' });
  const { t, language } = useLanguage();
  const id = MeetingId.parse(meetingId);
  const query = useQuery({
    queryKey: ['lines', id],
    queryFn: ({ signal }) => fetchLines(id, signal),
    refetchInterval: ({ state }) => (state.data?.endedAt === null ? REFRESH_MS : false),
  });
  const [{ xem }, change] = useListFilter();
  const { data } = query;
  const when = data?.startedAt == null ? '' : dateAndTime(data.startedAt, language);
  return (
    <OfficePage
      title={t('lines.title')}
      subtitle={data && (data.title ?? t('lines.meeting', { when }))}
      actions={<Link to="/duong-truyen">{t('lines.all')}</Link>}
    >
      <LoadState query={query}>
        {({ lines, startedAt, endedAt }) => (
          <Tabs
            activeKey={xem ?? 'lines'}
            onChange={(key) => change({ xem: key === 'lines' ? undefined : key })}
            items={[
              {
                key: 'lines',
                label: t('lines.table'),
                children: (
                  <Lines meetingId={id} lines={lines} from={endedAt === null ? null : (startedAt ?? 0)} />
                ),
              },
              { key: 'losses', label: t('lines.losses'), children: <LossTable meetingId={id} /> },
            ]}
          />
        )}
      </LoadState>
    </OfficePage>
  );
}

function Lines({
  meetingId,
  lines,
  from,
}: {
  meetingId: MeetingId;
  lines: readonly LineSummary[];
  from: number | null;
}) {
  const { t, language } = useLanguage();
  const [chosen, setChosen] = useState<string | null>(null);
  const [{ tim }] = useListFilter();
  const line = lines.find(({ subject }) => keyOf(subject) === chosen) ?? null;
  const number = (value: number | null, digits = 0): string =>
    value === null ? '–' : value.toFixed(digits).replace('.', language === 'vi' ? ',' : '.');
  if (lines.length === 0) return <Empty description={t('lines.empty')} />;
  return (
    <div className="lines">
      <div>
        <SearchField label={t('lines.filter')} />
        <Table<LineSummary>
          size="small"
          rowKey={({ subject }) => keyOf(subject)}
          dataSource={lines.filter(({ name }) => matches(tim, name))}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          rowClassName={({ subject }) => (keyOf(subject) === chosen ? 'lines-chosen' : '')}
          columns={[
            {
              key: 'line',
              title: t('lines.line'),
              render: (_, { subject, name }) => (
                <Button type="link" className="lines-name" onClick={() => setChosen(keyOf(subject))}>
                  {name}
                </Button>
              ),
            },
            {
              key: 'last',
              title: t('lines.last'),
              width: 100,
              render: (_, { last }) => <QualityMark quality={last?.quality ?? 'unknown'} />,
            },
            {
              key: 'share',
              title: t('lines.share'),
              width: 120,
              render: (_, { seconds }) => <Share seconds={seconds} />,
            },
            {
              key: 'worst',
              title: t('lines.worstLoss'),
              align: 'right',
              width: 92,
              render: (_, { worstLoss }) => number(worstLoss === null ? null : worstLoss * 100, 1),
            },
            {
              key: 'rtt',
              title: t('lines.worstRtt'),
              align: 'right',
              width: 84,
              render: (_, { worstRttMs }) => number(worstRttMs),
            },
          ]}
        />
        <p className="muted">{t('lines.worstNote')}</p>
      </div>
      <aside className="lines-detail" aria-live="polite">
        {line === null ? (
          <Empty description={t('lines.choose')} />
        ) : (
          <>
            <header>
              <h2>{line.name}</h2>
              <a href={csvAddress(meetingId, line.subject)} download>
                {t('lines.csv')}
              </a>
            </header>
            <LinePanel key={chosen} meetingId={meetingId} subject={line.subject} from={from} />
          </>
        )}
      </aside>
    </div>
  );
}

const order: readonly Quality[] = ['good', 'fair', 'poor', 'bad', 'unknown'];

/** The time in each of the five words as a bar, and in words for whoever does not see it. */
function Share({ seconds }: { seconds: LineSummary['seconds'] }) {
  const { t } = useLanguage();
  const total = order.reduce((sum, word) => sum + seconds[word], 0);
  const text = order
    .filter((word) => seconds[word] > 0)
    .map((word) => `${t(qualityText[word])} ${Math.round((seconds[word] * 100) / total)} %`)
    .join(', ');
  return (
    <span className="quality-share" role="img" aria-label={text} title={text}>
      {order.map((word) => (
        <span key={word} className={`share ${word}`} style={{ flexGrow: seconds[word] }} />
      ))}
    </span>
  );
}
