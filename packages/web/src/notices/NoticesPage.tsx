import './notices.css';
import type { NoticeTask, OpenNotices } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Segmented, Table, Tabs, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useSession } from '../access/use-session.ts';
import { LoadState } from '../office/LoadState.tsx';
import { ExportButton } from '../office/list/ExportButton.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { ZONE } from '../ui/zone.ts';
import { fetchNoticeTasks, fetchOpenNotices } from './calls.ts';
import { TaskList } from './TaskList.tsx';

const REFRESH_MS = 15_000;

/** `/thong-bao`: what is unanswered, and what the desk has to do. */
export function NoticesPage() {
  const { t } = useLanguage();
  return (
    <OfficePage title={t('notice.title')} subtitle={t('notice.subtitle')} actions={<ToParties />}>
      {({ grants }) => <Content maySend={mayEver(grants, 'notice.send')} />}
    </OfficePage>
  );
}

function Content({ maySend }: { maySend: boolean }) {
  const { t } = useLanguage();
  const { xem } = useSearch({ from: '/thong-bao' });
  const navigate = useNavigate({ from: '/thong-bao' });
  const tasks = useQuery({
    queryKey: ['notice-tasks'],
    queryFn: ({ signal }) => fetchNoticeTasks(signal),
    refetchInterval: REFRESH_MS,
    enabled: maySend,
  });
  if (!maySend) return <Meetings />;
  return (
    <Tabs
      activeKey={xem ?? 'cuoc-hop'}
      destroyOnHidden
      onChange={(key) =>
        void navigate({
          search: (before) => ({
            ...before,
            xem: key === 'viec' ? ('viec' as const) : undefined,
            tim: undefined,
          }),
        })
      }
      items={[
        { key: 'cuoc-hop', label: t('notice.tab.meetings'), children: <Meetings /> },
        {
          key: 'viec',
          label: t('notice.tab.tasks', { n: tasks.data?.total ?? 0 }),
          children: (
            <section className="panel ntc-panel">
              <LoadState query={tasks}>{(data) => <Tasks tasks={data.tasks} />}</LoadState>
            </section>
          ),
        },
      ]}
    />
  );
}

/** What is left to do over all meetings, searched and as a list to take along. */
function Tasks({ tasks }: { tasks: readonly NoticeTask[] }) {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const [{ tim }] = useListFilter();
  const shown = tasks.filter(({ recipientName, phone, noticeName, title, fileNumber }) =>
    matches(tim, recipientName, phone, noticeName, title, fileNumber),
  );
  return (
    <>
      <ListTools
        search={t('notice.task.search')}
        file={{
          name: 'viec-phai-lam',
          rows: shown,
          columns: [
            { title: t('notice.task.kind'), cell: ({ kind }) => t(`notice.task.${kind}`) },
            { title: t('notice.col.recipient'), cell: ({ recipientName }) => recipientName },
            { title: t('calls.col.phone'), cell: ({ phone }) => phone },
            { title: t('notice.task.why'), cell: ({ cause }) => t(`notice.cause.${cause}`) },
            { title: t('ledger.due'), cell: ({ dueAt }) => dueAt && instantText(dueAt, speech) },
            { title: t('notice.title'), cell: ({ noticeName }) => noticeName },
            { title: t('form.col.number'), cell: ({ fileNumber }) => fileNumber },
            { title: t('notice.col.meeting'), cell: ({ title }) => title },
          ],
        }}
      />
      <TaskList tasks={shown} />
    </>
  );
}

function Meetings() {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const { tatCa, tim = '' } = useSearch({ from: '/thong-bao' });
  const navigate = useNavigate({ from: '/thong-bao' });
  const view = tatCa ? 'all' : 'open';
  const query = useQuery({
    queryKey: ['notices-open', view, tim],
    queryFn: ({ signal }) => fetchOpenNotices({ view, search: tim }, signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <div className="ntc-board">
      <div className="ntc-filters">
        <Segmented
          aria-label={t('notice.view')}
          value={view}
          onChange={(value) =>
            void navigate({ search: (before) => ({ ...before, tatCa: value === 'all' ? true : undefined }) })
          }
          options={(['open', 'all'] as const).map((value) => ({ value, label: t(`notice.view.${value}`) }))}
        />
        <Input.Search
          allowClear
          aria-label={t('notice.search')}
          placeholder={t('notice.search')}
          defaultValue={tim}
          onSearch={(text) =>
            void navigate({
              search: (before) => ({ ...before, tim: text.trim() === '' ? undefined : text.trim() }),
            })
          }
        />
        <ExportButton
          name="thong-bao"
          rows={query.data?.meetings ?? []}
          columns={[
            { title: t('form.col.number'), cell: ({ fileNumber }) => fileNumber },
            { title: t('notice.col.meeting'), cell: ({ title }) => title },
            { title: t('notice.col.start'), cell: ({ start }) => instantText(start, speech) },
            { title: t('notice.col.answered'), cell: ({ acknowledged }) => acknowledged },
            { title: t('notice.col.asked'), cell: ({ recipients }) => recipients },
            { title: t('notice.col.silent'), cell: ({ silent }) => silent },
            { title: t('notice.col.failed'), cell: ({ failed }) => failed },
            { title: t('notice.col.tasks'), cell: ({ tasks }) => tasks },
          ]}
        />
      </div>
      <LoadState
        query={query}
        isEmpty={({ meetings }) => meetings.length === 0}
        empty={
          <>
            {t('notice.none')}
            <br />
            <span className="muted">{t('notice.noneHint')}</span>
          </>
        }
      >
        {({ meetings }) => (
          <Table<OpenNotices>
            rowKey="meetingId"
            size="middle"
            columns={columnsOf(speech)}
            dataSource={meetings}
            pagination={false}
            scroll={{ x: 860 }}
          />
        )}
      </LoadState>
    </div>
  );
}

const counted = (count: number, color: string) => (count > 0 ? <Tag color={color}>{count}</Tag> : null);

function columnsOf(speech: Speech): ColumnsType<OpenNotices> {
  const { t } = speech;
  return [
    {
      key: 'meeting',
      title: t('notice.col.meeting'),
      render: (_, { meetingId, fileNumber, title }) => (
        <Link to="/thong-bao/$meetingId" params={{ meetingId }}>
          <span className="muted">{fileNumber}</span> {title === fileNumber ? '' : title}
        </Link>
      ),
    },
    {
      key: 'start',
      title: t('notice.col.start'),
      width: 190,
      render: (_, { start }) => instantText(start, speech),
    },
    {
      key: 'answered',
      title: t('notice.col.answered'),
      width: 140,
      render: (_, { acknowledged, recipients }) => `${acknowledged}/${recipients}`,
    },
    {
      key: 'silent',
      title: t('notice.col.silent'),
      width: 110,
      render: (_, { silent }) => counted(silent, 'red'),
    },
    {
      key: 'failed',
      title: t('notice.col.failed'),
      width: 140,
      render: (_, { failed }) => counted(failed, 'volcano'),
    },
    {
      key: 'tasks',
      title: t('notice.col.tasks'),
      width: 130,
      render: (_, { tasks }) => counted(tasks, 'gold'),
    },
  ];
}

function ToParties() {
  const { t } = useLanguage();
  const session = useSession().data;
  return (
    session &&
    mayEver(session.grants, 'directory.write') && (
      <Link to="/thong-bao/don-vi-nhan">
        <Button tabIndex={-1}>{t('notice.parties.open')}</Button>
      </Link>
    )
  );
}
