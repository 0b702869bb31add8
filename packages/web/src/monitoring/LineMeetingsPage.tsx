import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select, Table, Tag } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { clockText, dateAndTime } from '../ui/durations.ts';
import { fetchLineMeetings } from './calls.ts';

/** Meetings whose lines can be looked at; for the owner of a network without what they are about (R-MON-05). */
export function LineMeetingsPage() {
  const { t, language } = useLanguage();
  const [{ tim, loc }, change] = useListFilter();
  const query = useQuery({ queryKey: ['lines'], queryFn: fetchLineMeetings });
  return (
    <OfficePage title={t('lines.meetings')}>
      <LoadState query={query} isEmpty={({ meetings }) => meetings.length === 0} empty={t('lines.empty')}>
        {({ meetings }) => {
          const shown = meetings.filter(
            ({ title, startedAt, phase }) =>
              matches(tim, title, dateAndTime(startedAt, language)) &&
              (loc === undefined || (loc === 'live') === (phase === 'live')),
          );
          return (
            <>
              <ListTools
                search={t('lines.search')}
                file={{
                  name: 'duong-truyen',
                  rows: shown,
                  columns: [
                    {
                      title: t('lines.session'),
                      cell: ({ title, startedAt }) =>
                        title ?? t('lines.meeting', { when: dateAndTime(startedAt, language) }),
                    },
                    {
                      title: t('lines.startedAt'),
                      cell: ({ startedAt }) => dateAndTime(startedAt, language),
                    },
                    {
                      title: t('lines.state'),
                      cell: ({ phase }) => t(phase === 'live' ? 'lines.live' : 'lines.ended'),
                    },
                    {
                      title: t('lines.duration'),
                      cell: ({ startedAt, endedAt }) => endedAt && clockText(endedAt - startedAt),
                    },
                  ],
                }}
              >
                <Select
                  aria-label={t('lines.state')}
                  style={{ minWidth: 160 }}
                  value={loc ?? ''}
                  onChange={(state) => change({ loc: state })}
                  options={[
                    { value: '', label: t('lines.anyState') },
                    { value: 'live', label: t('lines.live') },
                    { value: 'ended', label: t('lines.ended') },
                  ]}
                />
              </ListTools>
              <Table
                size="middle"
                rowKey="meetingId"
                dataSource={shown}
                pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
                columns={[
                  {
                    key: 'meeting',
                    title: t('lines.session'),
                    render: (_, { meetingId, title, startedAt }) => (
                      <Link to="/duong-truyen/$meetingId" params={{ meetingId }}>
                        {title ?? t('lines.meeting', { when: dateAndTime(startedAt, language) })}
                      </Link>
                    ),
                  },
                  {
                    key: 'when',
                    title: t('lines.startedAt'),
                    render: (_, { startedAt }) => dateAndTime(startedAt, language),
                  },
                  {
                    key: 'state',
                    title: t('lines.state'),
                    render: (_, { phase }) => (
                      <Tag color={phase === 'live' ? 'green' : 'default'}>
                        {t(phase === 'live' ? 'lines.live' : 'lines.ended')}
                      </Tag>
                    ),
                  },
                  {
                    key: 'length',
                    title: t('lines.duration'),
                    align: 'right',
                    render: (_, { startedAt, endedAt }) =>
                      endedAt === null ? '' : clockText(endedAt - startedAt),
                  },
                ]}
              />
            </>
          );
        }}
      </LoadState>
    </OfficePage>
  );
}
