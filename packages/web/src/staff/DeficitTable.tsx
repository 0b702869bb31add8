import type { DeficitList } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Table, Tag } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { useText } from '../text/language.tsx';
import { Articles } from './Articles.tsx';
import { fetchDeficits } from './calls.ts';

type Deficit = DeficitList['deficits'][number];

/** Units with fewer people than the text asks for. */
export function DeficitTable() {
  const t = useText();
  const [{ tim }] = useListFilter();
  const query = useQuery({ queryKey: ['staff', 'deficits'], queryFn: fetchDeficits });
  return (
    <LoadState
      query={query}
      isEmpty={({ deficits }) => deficits.length === 0}
      empty={t('staff.deficits.none')}
    >
      {({ deficits, unitCount }) => {
        const shown = deficits.filter(({ organisationName, siteName, label }) =>
          matches(tim, organisationName, siteName, label),
        );
        return (
          <>
            <ListTools
              search={t('roster.unit')}
              file={{
                name: 'chua-du-nguoi',
                rows: shown,
                columns: [
                  { title: t('staff.col.unit'), cell: ({ organisationName }) => organisationName },
                  { title: t('staff.col.site'), cell: ({ siteName }) => siteName },
                  { title: t('staff.deficits.rule'), cell: ({ label }) => label },
                  { title: t('staff.deficits.present'), cell: ({ present }) => present },
                  { title: t('staff.deficits.required'), cell: ({ required }) => required },
                  {
                    title: t('staff.article'),
                    cell: ({ cite }) => cite.map(({ article }) => article).join(', '),
                  },
                ],
              }}
            />
            <p>{t('staff.deficits.summary', { n: deficits.length, units: unitCount })}</p>
            <Table<Deficit>
              size="middle"
              rowKey={({ organisationId, siteId, label }) => `${organisationId} ${siteId} ${label}`}
              dataSource={shown}
              pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                {
                  key: 'unit',
                  title: t('staff.col.unit'),
                  render: (_, { organisationName, siteName }) => (
                    <>
                      {organisationName}
                      {siteName !== null && siteName !== organisationName && (
                        <div className="muted">{siteName}</div>
                      )}
                    </>
                  ),
                },
                { key: 'rule', title: t('staff.deficits.rule'), dataIndex: 'label' },
                {
                  key: 'present',
                  title: t('staff.deficits.present'),
                  width: 220,
                  render: (_, { present, required, untrained }) => (
                    <>
                      <Tag color={present === 0 ? 'red' : 'gold'}>{`${present} / ${required}`}</Tag>
                      {untrained > 0 && (
                        <span className="muted">{t('staff.deficits.untrained', { n: untrained })}</span>
                      )}
                    </>
                  ),
                },
                {
                  key: 'article',
                  title: t('staff.article'),
                  width: 140,
                  render: (_, { cite }) => <Articles cite={cite} />,
                },
              ]}
            />
          </>
        );
      }}
    </LoadState>
  );
}
