import { reportPeriodText } from '@nhipcau/domain';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Empty, Segmented, Skeleton, Table, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { ApiFailure } from '../../api/http.ts';
import { allPages } from '../../office/list/all-pages.ts';
import { ExportButton } from '../../office/list/ExportButton.tsx';
import { useListFilter } from '../../office/list/list-search.ts';
import { SearchField } from '../../office/list/SearchField.tsx';
import { dateText } from '../../staff/dates.ts';
import { useLanguage } from '../../text/language.tsx';
import { FailureText } from '../../ui/FailureText.tsx';
import { useServerSecond } from '../../ui/use-now.ts';
import { ZONE } from '../../ui/zone.ts';
import { instantText, type Speech, spanText } from '../sentences.ts';
import { fetchDeadlines } from './calls.ts';
import { DueActs } from './DueActs.tsx';
import { dutiesInOrder, type Owed } from './duties.ts';

const REFRESH_MS = 20_000;
const tone = {
  pending: 'blue',
  met: 'green',
  late: 'red',
  waived: 'default',
  impossible: 'volcano',
  void: 'default',
};

/** What is owed over all meetings, the next limit first. */
export function DeadlineList({
  view,
  onView,
}: {
  view: 'due' | 'all';
  onView: (view: 'due' | 'all') => void;
}) {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const now = useServerSecond();
  const [{ tim: search }] = useListFilter();
  const { data, error, isPending, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['deadlines', view, search],
    queryFn: ({ pageParam, signal }) => fetchDeadlines({ view, search }, pageParam, signal),
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: REFRESH_MS,
  });
  const code = error === null ? null : error instanceof ApiFailure ? error.code : 'INTERNAL';
  const lines = data?.pages.flatMap((page) => page.lines) ?? [];
  const [first] = data?.pages ?? [];
  const rows = dutiesInOrder(first?.reports ?? [], lines, hasNextPage);
  return (
    <section className="ledger-list" aria-label={t('ledger.title')}>
      <header className="ledger-head">
        <Segmented
          aria-label={t('ledger.view')}
          value={view}
          onChange={onView}
          options={[
            { value: 'due', label: t('ledger.view.due') },
            { value: 'all', label: t('ledger.view.all') },
          ]}
        />
        <SearchField label={t('inbox.search')} />
        {first && first.lateCount > 0 && (
          <Tag color="red">{t('ledger.lateCount', { n: first.lateCount })}</Tag>
        )}
        {first && first.soonCount > 0 && (
          <Tag color="gold">{t('ledger.soonCount', { n: first.soonCount })}</Tag>
        )}
        <ExportButton
          name="thoi-han"
          rows={() =>
            allPages(
              (cursor) => fetchDeadlines({ view, search }, cursor),
              (page) => page.lines,
            )
          }
          columns={[
            { title: t('ledger.due'), cell: ({ dueAt }) => dueAt && instantText(dueAt, speech) },
            { title: t('ledger.duty'), cell: ({ duty }) => duty },
            { title: t('ledger.owes'), cell: ({ owes }) => owes.join(', ') },
            { title: t('staff.article'), cell: ({ article }) => article },
            { title: t('form.col.number'), cell: ({ fileNumber }) => fileNumber },
            { title: t('ledger.meeting'), cell: ({ title }) => title },
            {
              title: t('ledger.state'),
              cell: ({ state }) => (state === 'void' ? null : t(`reg.state.${state}`)),
            },
          ]}
        />
      </header>
      <FailureText code={code} />
      {isPending ? (
        <Skeleton active paragraph={{ rows: 8 }} />
      ) : (
        <Table<Owed>
          size="middle"
          rowKey={(row) => ('reportId' in row ? row.reportId : `${row.meetingId} ${row.deadlineId}`)}
          columns={columnsOf(speech, now)}
          dataSource={rows}
          pagination={false}
          locale={{
            emptyText: <Empty description={t('ledger.none')}>{t('ledger.noneHint')}</Empty>,
          }}
        />
      )}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('ledger.more')}
        </Button>
      )}
    </section>
  );
}

function columnsOf(speech: Speech, now: number): ColumnsType<Owed> {
  const { t } = speech;
  return [
    {
      key: 'due',
      title: t('ledger.due'),
      width: 170,
      render: (_, line) => <Due line={line} now={now} speech={speech} />,
    },
    {
      key: 'duty',
      title: t('ledger.duty'),
      render: (_, { duty, article, owes }) => (
        <>
          <strong>{duty}</strong> <span className="reg-chip">{article}</span>
          <div className="muted">{typeof owes === 'string' ? owes : owes.join(', ')}</div>
        </>
      ),
    },
    {
      key: 'meeting',
      title: t('ledger.meeting'),
      width: 250,
      render: (_, row) =>
        'reportId' in row ? (
          <Link to="/bao-cao/$reportId" params={{ reportId: row.reportId }}>
            {reportPeriodText(row)}{' '}
            <span className="muted">
              {t('ledger.reportTo', {
                from: dateText(row.from),
                to: dateText(row.to),
                who: row.tells ?? '–',
              })}
            </span>
          </Link>
        ) : (
          <Link to="/quy-che/$meetingId" params={{ meetingId: row.meetingId }}>
            <span className="muted">{row.fileNumber}</span> {row.title}
          </Link>
        ),
    },
    {
      key: 'state',
      title: t('ledger.state'),
      width: 120,
      render: (_, { state }) =>
        state === 'void' ? null : <Tag color={tone[state]}>{t(`reg.state.${state}`)}</Tag>,
    },
    {
      key: 'act',
      title: t('ledger.act'),
      width: 200,
      render: (_, row) => !('reportId' in row) && <DueActs {...row} />,
    },
  ];
}

function Due({ line: { dueAt, state }, now, speech }: { line: Owed; now: number; speech: Speech }) {
  const { t } = speech;
  if (dueAt === null) return <strong>{t('ledger.noInstant')}</strong>;
  const isOpen = state === 'pending' || state === 'late';
  return (
    <>
      <time dateTime={new Date(dueAt).toISOString()}>{instantText(dueAt, speech)}</time>
      {isOpen && (
        <div className={dueAt < now ? 'ledger-late' : 'muted'}>
          {dueAt < now
            ? t('ledger.lateBy', { span: spanText(now - dueAt, speech) })
            : t('ledger.left', { span: spanText(dueAt - now, speech) })}
        </div>
      )}
    </>
  );
}
