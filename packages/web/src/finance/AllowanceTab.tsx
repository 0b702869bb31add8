import type { AllowanceList } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert, Table } from 'antd';
import type { ReactNode } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { fetchAllowances } from './calls.ts';
import { PrintButtons } from './PrintButtons.tsx';

type Served = AllowanceList['people'][number];

/** Technicians who served the meetings of a month, for the payment of their support. */
export function AllowanceTab({ month, picker }: { month: string; picker: ReactNode }) {
  const { t, language } = useLanguage();
  const [{ tim }] = useListFilter();
  const query = useQuery({
    queryKey: ['finance', 'allowances', month],
    queryFn: ({ signal }) => fetchAllowances(month, signal),
  });
  return (
    <LoadState query={query}>
      {({ article, people }) => {
        const shown = people.filter(({ unit, person, title }) => matches(tim, unit, person, title));
        if (article === null)
          return (
            <>
              {picker}
              <Alert type="info" showIcon title={t('fin.noAllowance')} />
            </>
          );
        return (
          <>
            <p className="muted">{t('fin.allowanceBasis', { article })}</p>
            <ListTools
              search={t('fin.searchPerson')}
              file={{
                name: `ho-tro-${month}`,
                rows: shown,
                columns: [
                  { title: t('fin.unit'), cell: ({ unit }) => unit },
                  { title: t('fin.person'), cell: ({ person }) => person },
                  { title: t('fin.post'), cell: ({ post }) => post },
                  { title: t('fin.meeting'), cell: ({ title }) => title },
                  { title: t('fin.when'), cell: ({ startedAt }) => dateAndTime(startedAt, language) },
                ],
              }}
            >
              {picker}
              <PrintButtons what="allowances" query={`month=${month}`} />
            </ListTools>
            <Table<Served>
              size="middle"
              rowKey={({ meetingId, person, post, unit }) => `${meetingId} ${person} ${post} ${unit}`}
              dataSource={shown}
              scroll={{ x: 'max-content' }}
              locale={{ emptyText: t('fin.nobody') }}
              pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                { key: 'unit', title: t('fin.unit'), dataIndex: 'unit' },
                { key: 'person', title: t('fin.person'), dataIndex: 'person' },
                { key: 'post', title: t('fin.post'), dataIndex: 'post' },
                { key: 'title', title: t('fin.meeting'), dataIndex: 'title' },
                {
                  key: 'when',
                  title: t('fin.when'),
                  render: (_, { startedAt }) => dateAndTime(startedAt, language),
                },
              ]}
            />
          </>
        );
      }}
    </LoadState>
  );
}
