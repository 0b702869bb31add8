import type { Operator } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Space, Table, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { useText } from '../text/language.tsx';
import { fetchOperators } from './calls.ts';
import { dateText } from './dates.ts';
import { EndDrawer } from './EndDrawer.tsx';
import { useDutyName } from './fields.tsx';
import { OperatorDrawer } from './OperatorDrawer.tsx';

/** Also those who have left. */
const ENDED = 'da-thoi';

/** Register of operators with what can be done on each line. */
export function OperatorTable() {
  const t = useText();
  const dutyName = useDutyName();
  const [{ tim: search = '', loc }, change] = useListFilter();
  const ended = loc === ENDED;
  const [edited, setEdited] = useState<Operator | 'new' | null>(null);
  const [leaving, setLeaving] = useState<Operator | null>(null);
  const query = useQuery({
    queryKey: ['staff', 'operators', search, ended],
    queryFn: () => fetchOperators({ search, ended }),
    placeholderData: (before) => before,
  });
  const columns = useColumns(setEdited, setLeaving);
  return (
    <>
      <ListTools
        search={t('staff.search')}
        file={{
          name: 'can-bo',
          rows: query.data?.operators ?? [],
          columns: [
            { title: t('staff.col.name'), cell: ({ name }) => name },
            { title: t('staff.titleOf'), cell: ({ title }) => title },
            { title: t('staff.col.duty'), cell: ({ duty }) => dutyName(duty) },
            { title: t('staff.col.unit'), cell: ({ organisationName }) => organisationName },
            { title: t('staff.col.site'), cell: ({ siteName }) => siteName ?? t('staff.allSites') },
            { title: t('staff.telephone'), cell: ({ telephone }) => telephone },
            { title: t('staff.email'), cell: ({ email }) => email },
            { title: t('staff.col.trained'), cell: ({ trainedOn }) => trainedOn && dateText(trainedOn) },
            { title: t('staff.fromOn'), cell: ({ fromOn }) => dateText(fromOn) },
            { title: t('staff.toOn'), cell: ({ toOn }) => toOn && dateText(toOn) },
          ],
        }}
      >
        <Checkbox
          checked={ended}
          onChange={({ target }) => change({ loc: target.checked ? ENDED : undefined })}
        >
          {t('staff.showEnded')}
        </Checkbox>
        <Button type="primary" onClick={() => setEdited('new')}>
          {t('staff.appoint')}
        </Button>
      </ListTools>
      <LoadState query={query} isEmpty={({ operators }) => operators.length === 0} empty={t('staff.none')}>
        {({ operators }) => (
          <Table<Operator>
            size="middle"
            rowKey="personId"
            columns={columns}
            dataSource={operators}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
          />
        )}
      </LoadState>
      <OperatorDrawer edited={edited} onClose={() => setEdited(null)} />
      <EndDrawer leaving={leaving} onClose={() => setLeaving(null)} />
    </>
  );
}

function useColumns(onEdit: (one: Operator) => void, onEnd: (one: Operator) => void): ColumnsType<Operator> {
  const t = useText();
  const dutyName = useDutyName();
  return [
    {
      key: 'name',
      title: t('staff.col.name'),
      width: 160,
      render: (_, { name, title }) => (
        <>
          <strong>{name}</strong>
          {title !== null && <div className="muted">{title}</div>}
        </>
      ),
    },
    { key: 'duty', title: t('staff.col.duty'), width: 120, render: (_, { duty }) => dutyName(duty) },
    {
      key: 'unit',
      title: t('staff.col.unit'),
      render: (_, { organisationName, siteName }) => (
        <>
          {organisationName}
          <div className="muted">{siteName ?? t('staff.allSites')}</div>
        </>
      ),
    },
    {
      key: 'contact',
      title: t('staff.col.contact'),
      width: 210,
      render: (_, { telephone, email }) => (
        <>
          {telephone !== null && <a href={`tel:${telephone.replaceAll(' ', '')}`}>{telephone}</a>}
          {email !== null && <div className="muted">{email}</div>}
        </>
      ),
    },
    {
      key: 'trained',
      title: t('staff.col.trained'),
      width: 110,
      render: (_, { trainedOn }) =>
        trainedOn === null ? <Tag color="gold">{t('staff.untrained')}</Tag> : dateText(trainedOn),
    },
    {
      key: 'service',
      title: t('staff.col.service'),
      width: 120,
      render: (_, { fromOn, toOn }) =>
        toOn === null ? (
          t('staff.since', { date: dateText(fromOn) })
        ) : (
          <Tag>{t('staff.left', { date: dateText(toOn) })}</Tag>
        ),
    },
    {
      key: 'act',
      width: 190,
      render: (_, one) =>
        one.mayChange &&
        one.toOn === null && (
          <Space>
            <Button size="small" onClick={() => onEdit(one)}>
              {t('staff.change')}
            </Button>
            <Button size="small" danger onClick={() => onEnd(one)}>
              {t('staff.end')}
            </Button>
          </Space>
        ),
    },
  ];
}
