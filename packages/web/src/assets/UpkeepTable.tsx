import { UpkeepState, type UpkeepTask } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { Articles } from '../staff/Articles.tsx';
import { dateText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { fetchUpkeep, planUrl } from './calls.ts';
import { CostDrawer, WorkDrawer } from './UpkeepDrawers.tsx';

const tone = { overdue: 'red', soon: 'gold', later: 'default' } as const;
const money = (amount: number): string => new Intl.NumberFormat('vi-VN').format(amount);

/** Work that returns, the nearest first: what is overdue, what the year costs. */
export function UpkeepTable() {
  const t = useText();
  const [{ tim, loc }, change] = useListFilter();
  const [doing, setDoing] = useState<UpkeepTask | null>(null);
  const [costing, setCosting] = useState<UpkeepTask | null>(null);
  const query = useQuery({ queryKey: ['asset-upkeep'], queryFn: fetchUpkeep });
  return (
    <LoadState query={query}>
      {({ tasks, rules, plan, today }) => {
        const rows = tasks.filter(
          ({ code, model, siteName, custodianName, label, state }) =>
            matches(tim, code, model, siteName, custodianName, label) && (loc === undefined || loc === state),
        );
        return (
          <>
            <div className="asset-rules">
              {rules.map(({ task, label, everyMonths, cite, note }) => (
                <span key={task} title={note ?? undefined}>
                  {`${label}: ${t('asset.everyMonths', { months: everyMonths })}`} <Articles cite={cite} />
                </span>
              ))}
              {plan && (
                <span>
                  {t('asset.planBy', { by: plan.by })} <Articles cite={plan.cite} />
                </span>
              )}
            </div>
            <ListTools
              search={t('asset.searchUpkeep')}
              file={{
                name: 'bao-tri',
                rows,
                columns: [
                  { title: t('asset.code'), cell: ({ code }) => code },
                  { title: t('asset.model'), cell: ({ model }) => model },
                  { title: t('asset.custodian'), cell: ({ custodianName }) => custodianName },
                  { title: t('asset.site'), cell: ({ siteName }) => siteName },
                  { title: t('asset.work'), cell: ({ label }) => label },
                  { title: t('asset.dueOn'), cell: ({ dueOn }) => dateText(dueOn) },
                  { title: t('asset.doneOn'), cell: ({ doneOn }) => doneOn && dateText(doneOn) },
                  { title: t('asset.cost'), cell: ({ cost }) => cost },
                ],
              }}
            >
              <Select
                aria-label={t('asset.state')}
                style={{ minWidth: 160 }}
                value={loc ?? ''}
                onChange={(value) => change({ loc: value })}
                options={[
                  { value: '', label: t('asset.anyState') },
                  ...UpkeepState.options.map((value) => ({ value, label: t(`asset.upkeep.${value}`) })),
                ]}
              />
              <a href={planUrl('pdf')} target="_blank" rel="noreferrer">
                {t('asset.printPlan')}
              </a>
            </ListTools>
            <Table<UpkeepTask>
              size="middle"
              rowKey={({ assetId, task }) => `${assetId} ${task}`}
              dataSource={rows}
              locale={{ emptyText: t('asset.noUpkeep') }}
              pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
              scroll={{ x: 860 }}
              columns={[
                {
                  title: t('asset.device'),
                  render: (_, { assetId, code, model, siteName, custodianName }) => (
                    <span className="asset-name">
                      <Link to="/thiet-bi/$assetId" params={{ assetId }}>{`${code} · ${model}`}</Link>
                      <small>{siteName ?? custodianName}</small>
                    </span>
                  ),
                },
                { title: t('asset.work'), dataIndex: 'label' },
                {
                  title: t('asset.dueOn'),
                  width: 190,
                  render: (_, { dueOn, state, doneOn }) => (
                    <span className="asset-name">
                      <span>
                        {dateText(dueOn)} <Tag color={tone[state]}>{t(`asset.upkeep.${state}`)}</Tag>
                      </span>
                      {doneOn !== null && <small>{t('asset.lastDone', { date: dateText(doneOn) })}</small>}
                    </span>
                  ),
                },
                {
                  title: t('asset.cost'),
                  width: 130,
                  align: 'right',
                  render: (_, { cost }) => (cost === null ? '–' : money(cost)),
                },
                {
                  title: '',
                  width: 200,
                  align: 'right',
                  render: (_, task) =>
                    task.mayWrite && (
                      <span className="asset-acts">
                        <Button size="small" onClick={() => setCosting(task)}>
                          {t('asset.writeCost')}
                        </Button>
                        <Button
                          size="small"
                          type={task.state === 'overdue' ? 'primary' : 'default'}
                          onClick={() => setDoing(task)}
                        >
                          {t('asset.recordWork')}
                        </Button>
                      </span>
                    ),
                },
              ]}
            />
            <WorkDrawer
              device={doing}
              tasks={doing === null ? [] : [{ task: doing.task, label: doing.label }]}
              onClose={() => setDoing(null)}
            />
            <CostDrawer task={costing} year={Number(today.slice(0, 4))} onClose={() => setCosting(null)} />
          </>
        );
      }}
    </LoadState>
  );
}
