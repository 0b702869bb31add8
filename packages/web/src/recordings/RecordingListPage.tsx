import './recordings.css';
import { RecordedMeeting } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select, Table, Tag } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { clockText, dateAndTime } from '../ui/durations.ts';
import { ZONE } from '../ui/zone.ts';
import { fetchRecordingList } from './calls.ts';
import { DeletionsPanel } from './KeepingPanel.tsx';
import { tones } from './tones.ts';

/** `/ban-ghi`: everything that was recorded, also of meetings without a file. */
export function RecordingListPage() {
  const { t, language } = useLanguage();
  const [{ tim, loc }, change] = useListFilter();
  const query = useQuery({
    queryKey: ['recording-list', tim],
    queryFn: ({ signal }) => fetchRecordingList(tim, signal),
  });
  return (
    <OfficePage title={t('rec.list')} subtitle={t('rec.list.subtitle')}>
      {(session) => (
        <div className="rec-page">
          {mayEver(session.grants, 'recording.delete') && (
            <DeletionsPanel speech={{ t, language, timeZone: ZONE }} />
          )}
          <LoadState query={query}>
            {({ recordings, more, store }) => {
              const shown = recordings.filter(({ state }) => loc === undefined || state === loc);
              const keeperOf = ({ custodian }: RecordedMeeting) => custodian || t('rec.list.recorder');
              return (
                <>
                  <ListTools
                    search={t('rec.list.search')}
                    file={{
                      name: 'ban-ghi',
                      rows: shown,
                      columns: [
                        { title: t('rec.list.meeting'), cell: ({ title }) => title },
                        {
                          title: t('rec.list.start'),
                          cell: ({ startedAt }) => dateAndTime(startedAt, language),
                        },
                        {
                          title: t('rec.length'),
                          cell: ({ durationMs }) => durationMs && clockText(durationMs),
                        },
                        { title: t('rec.list.state'), cell: ({ state }) => t(`rec.state.${state}`) },
                        {
                          title: t('rec.list.handover'),
                          cell: ({ handover }) => t(`rec.handover.${handover}`),
                        },
                        { title: t('rec.list.keeper'), cell: keeperOf },
                        { title: t('rec.film.sum'), cell: ({ sha256 }) => sha256 },
                      ],
                    }}
                  >
                    <Select
                      aria-label={t('rec.list.state')}
                      style={{ minWidth: 180 }}
                      value={loc ?? ''}
                      onChange={(state) => change({ loc: state })}
                      options={[
                        { value: '', label: t('rec.list.anyState') },
                        ...RecordedMeeting.shape.state.options.map((state) => ({
                          value: state,
                          label: t(`rec.state.${state}`),
                        })),
                      ]}
                    />
                  </ListTools>
                  {store.waiting > 0 && (
                    <p className={store.isAway ? 'mark bad' : 'muted'} role="status">
                      {t(store.isAway ? 'rec.store.away' : 'rec.store.waiting', { count: store.waiting })}
                    </p>
                  )}
                  {more && <p className="muted">{t('rec.list.more')}</p>}
                  <Table
                    size="middle"
                    rowKey="meetingId"
                    dataSource={shown}
                    scroll={{ x: 1_020 }}
                    locale={{ emptyText: t('rec.list.empty') }}
                    pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
                    columns={[
                      {
                        key: 'meeting',
                        title: t('rec.list.meeting'),
                        render: (_, { meetingId, title, fileNumber }) => (
                          <>
                            <Link to="/ban-ghi/$meetingId" params={{ meetingId }}>
                              {title}
                            </Link>
                            {fileNumber !== null && <div className="muted">{fileNumber}</div>}
                          </>
                        ),
                      },
                      {
                        key: 'start',
                        title: t('rec.list.start'),
                        width: 150,
                        render: (_, { startedAt }) => dateAndTime(startedAt, language),
                      },
                      {
                        key: 'length',
                        title: t('rec.length'),
                        width: 100,
                        align: 'right',
                        render: (_, { durationMs }) => (durationMs === null ? '' : clockText(durationMs)),
                      },
                      {
                        key: 'state',
                        width: 130,
                        title: t('rec.list.state'),
                        render: (_, { state }) => <Tag color={tones[state]}>{t(`rec.state.${state}`)}</Tag>,
                      },
                      {
                        key: 'handover',
                        width: 130,
                        title: t('rec.list.handover'),
                        render: (_, { handover, mayAsk }) =>
                          mayAsk ? t('rec.list.ask') : t(`rec.handover.${handover}`),
                      },
                      {
                        key: 'keeper',
                        title: t('rec.list.keeper'),
                        width: 170,
                        render: (_, row) => keeperOf(row),
                      },
                      {
                        key: 'sum',
                        width: 150,
                        title: t('rec.film.sum'),
                        render: (_, { sha256 }) =>
                          sha256 !== null && (
                            <span className="rec-sum" title={sha256}>
                              {`${sha256.slice(0, 12)}…`}
                            </span>
                          ),
                      },
                    ]}
                  />
                </>
              );
            }}
          </LoadState>
        </div>
      )}
    </OfficePage>
  );
}
