import './staff.css';
import type { AdmissionSummary } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Empty, Select, Table, Tag } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { fetchAdmissions } from './calls.ts';
import { ExceptionPanel } from './ExceptionPanel.tsx';

const states = ['proposed', 'admitted', 'refused'] as const;
const tone = { none: 'default', proposed: 'blue', admitted: 'green', refused: 'red' } as const;

/** Sites that want to become part of the system, and plans beyond the quota. */
export function AdmissionListPage() {
  const t = useText();
  const [{ tim, loc }, change] = useListFilter();
  const query = useQuery({ queryKey: ['staff', 'admissions'], queryFn: fetchAdmissions });
  return (
    <OfficePage title={t('adm.title')} subtitle={t('adm.subtitle')}>
      <LoadState query={query}>
        {({ admissions, blocking }) => {
          const shown = admissions.filter(
            ({ siteName, organisationName, state }) =>
              matches(tim, siteName, organisationName) && (loc === undefined || loc === state),
          );
          return (
            <>
              {!blocking && (
                <Alert type="info" showIcon title={t('adm.notBlocking')} style={{ marginBottom: 16 }} />
              )}
              <ListTools
                search={t('adm.search')}
                file={{
                  name: 'ket-nap',
                  rows: shown,
                  columns: [
                    { title: t('adm.site'), cell: ({ siteName }) => siteName },
                    { title: t('staff.col.unit'), cell: ({ organisationName }) => organisationName },
                    { title: t('adm.state'), cell: ({ state }) => t(`adm.state.${state}`) },
                    { title: t('adm.openConditions'), cell: ({ openCount }) => openCount },
                  ],
                }}
              >
                <Select
                  aria-label={t('adm.state')}
                  style={{ minWidth: 180 }}
                  value={loc ?? ''}
                  onChange={(state) => change({ loc: state })}
                  options={[
                    { value: '', label: t('adm.anyState') },
                    ...states.map((state) => ({ value: state, label: t(`adm.state.${state}`) })),
                  ]}
                />
              </ListTools>
              <Table<AdmissionSummary>
                size="middle"
                rowKey="siteId"
                dataSource={shown}
                pagination={{ pageSize: 50, hideOnSinglePage: true }}
                locale={{ emptyText: <Empty description={t('adm.none')} /> }}
                columns={[
                  {
                    key: 'site',
                    title: t('adm.site'),
                    render: (_, { siteId, siteName, organisationName }) => (
                      <>
                        <Link to="/ket-nap/$siteId" params={{ siteId }}>
                          {siteName}
                        </Link>
                        <div className="muted">{organisationName}</div>
                      </>
                    ),
                  },
                  {
                    key: 'state',
                    title: t('adm.state'),
                    width: 220,
                    render: (_, { state, isNewMember }) => (
                      <>
                        <Tag color={tone[state]}>{t(`adm.state.${state}`)}</Tag>
                        {isNewMember && state !== 'admitted' && <Tag>{t('adm.newMember')}</Tag>}
                      </>
                    ),
                  },
                  {
                    key: 'open',
                    title: t('adm.conditions'),
                    width: 200,
                    render: (_, { openCount, state }) =>
                      state === 'proposed' &&
                      (openCount === 0 ? (
                        <Tag color="green">{t('adm.complete')}</Tag>
                      ) : (
                        <Tag color="gold">{t('adm.openCount', { n: openCount })}</Tag>
                      )),
                  },
                ]}
              />
              <ExceptionPanel />
            </>
          );
        }}
      </LoadState>
    </OfficePage>
  );
}
