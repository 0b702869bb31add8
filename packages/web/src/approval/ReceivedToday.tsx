import type { ReceptionList } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Table, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { LoadState } from '../office/LoadState.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { handsNow, pickedInstant } from '../ui/zone.ts';
import { fetchReceptions } from './calls.ts';
import { receptionText } from './FileFacts.tsx';
import { stateTone } from './finding-text.ts';

type Line = ReceptionList['receptions'][number];

/** What the desk noted today, newest first. */
export function ReceivedToday({ speech }: { speech: Speech }) {
  const { t } = speech;
  const query = useQuery({
    queryKey: ['receptions'],
    queryFn: ({ signal }) => {
      const today = handsNow().startOf('day');
      return fetchReceptions(pickedInstant(today), pickedInstant(today.add(1, 'day')), signal);
    },
    refetchInterval: 60_000,
  });
  return (
    <section className="apr-panel" aria-label={t('desk.today')}>
      <h2>{t('desk.today')}</h2>
      <LoadState
        query={query}
        isEmpty={({ receptions }) => receptions.length === 0}
        empty={t('desk.todayEmpty')}
      >
        {({ receptions }) => (
          <Table<Line>
            size="small"
            rowKey="meetingId"
            pagination={false}
            columns={columnsOf(speech)}
            dataSource={receptions}
          />
        )}
      </LoadState>
    </section>
  );
}

function columnsOf(speech: Speech): ColumnsType<Line> {
  const { t } = speech;
  return [
    {
      key: 'at',
      title: t('desk.col.at'),
      width: 200,
      render: (_, { reception }) => instantText(reception.receivedAt, speech),
    },
    {
      key: 'how',
      title: t('desk.col.how'),
      render: (_, { reception }) => receptionText(reception, speech, false),
    },
    {
      key: 'meeting',
      title: t('desk.col.meeting'),
      render: (_, { fileNumber, title, hostName, start }) => (
        <>
          <strong>{title}</strong>
          <div className="muted">{[fileNumber, hostName, instantText(start, speech)].join(' · ')}</div>
        </>
      ),
    },
    {
      key: 'state',
      title: t('inbox.col.state'),
      width: 130,
      render: (_, { state }) => <Tag color={stateTone[state]}>{t(`file.state.${state}`)}</Tag>,
    },
  ];
}
