import type { Replacement } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Form, Select, Table, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { ActDrawer } from './ActDrawer.tsx';
import { fetchOperators, fetchReplacements, settleReplacement } from './calls.ts';
import { asDate, dateText } from './dates.ts';
import { useDutyName } from './fields.tsx';

const tone = { noSuccessor: 'red', notNotified: 'gold', settled: 'green' } as const;

/** Who left and who took over; below it, who must still be trained. */
export function ReplacementTable() {
  const t = useText();
  const dutyName = useDutyName();
  const [{ tim }] = useListFilter();
  const [settled, setSettled] = useState<Replacement | null>(null);
  const query = useQuery({ queryKey: ['staff', 'replacements'], queryFn: fetchReplacements });
  const columns = useColumns(setSettled);
  return (
    <LoadState query={query}>
      {({ replacements, needs, notify }) => {
        const shown = replacements.filter(({ leavingName, organisationName, successorName }) =>
          matches(tim, leavingName, organisationName, successorName),
        );
        return (
          <>
            <ListTools
              search={t('staff.repl.search')}
              file={{
                name: 'thay-the-can-bo',
                rows: shown,
                columns: [
                  { title: t('staff.repl.leaving'), cell: ({ leavingName }) => leavingName },
                  { title: t('staff.col.duty'), cell: ({ duty }) => dutyName(duty) },
                  { title: t('staff.toOn'), cell: ({ endedOn }) => dateText(endedOn) },
                  { title: t('staff.col.unit'), cell: ({ organisationName }) => organisationName },
                  { title: t('staff.repl.successor'), cell: ({ successorName }) => successorName },
                  { title: t('staff.repl.state'), cell: ({ state }) => t(`staff.repl.${state}`) },
                ],
              }}
            />
            <Table<Replacement>
              size="middle"
              rowKey="leavingId"
              columns={columns}
              dataSource={shown}
              pagination={false}
              locale={{ emptyText: <Empty description={t('staff.repl.none')} /> }}
            />
            <section className="stf-panel" style={{ marginTop: 24 }}>
              <h2>{t('staff.needs')}</h2>
              {needs.length === 0 && <p className="muted">{t('staff.needs.none')}</p>}
              {needs.map(({ needId, name, organisationName, openedOn, doneOn }) => (
                <p key={needId}>
                  <strong>{name}</strong> {organisationName}{' '}
                  <Tag color={doneOn === null ? 'gold' : 'green'}>
                    {doneOn === null
                      ? t('staff.needs.opened', { date: dateText(openedOn) })
                      : t('staff.needs.done', { date: dateText(doneOn) })}
                  </Tag>
                </p>
              ))}
            </section>
            <SettleDrawer settled={settled} notify={notify} onClose={() => setSettled(null)} />
          </>
        );
      }}
    </LoadState>
  );
}

function useColumns(onSettle: (one: Replacement) => void): ColumnsType<Replacement> {
  const t = useText();
  const dutyName = useDutyName();
  return [
    {
      key: 'leaving',
      title: t('staff.repl.leaving'),
      render: (_, { leavingName, duty, endedOn }) => (
        <>
          <strong>{leavingName}</strong>
          <div className="muted">{`${dutyName(duty)}, ${t('staff.left', { date: dateText(endedOn) })}`}</div>
        </>
      ),
    },
    { key: 'unit', title: t('staff.col.unit'), dataIndex: 'organisationName' },
    { key: 'successor', title: t('staff.repl.successor'), render: (_, { successorName }) => successorName },
    {
      key: 'state',
      title: t('staff.repl.state'),
      width: 240,
      render: (_, { state, isLate, dueOn }) => (
        <>
          <Tag color={tone[state]}>{t(`staff.repl.${state}`)}</Tag>
          {isLate && <Tag color="red">{t('staff.repl.late')}</Tag>}
          {state !== 'settled' && dueOn !== null && (
            <div className="muted">{t('staff.repl.due', { date: dateText(dueOn) })}</div>
          )}
        </>
      ),
    },
    {
      key: 'act',
      width: 150,
      render: (_, one) =>
        one.mayChange &&
        one.state !== 'settled' && (
          <Button size="small" onClick={() => onSettle(one)}>
            {t('staff.repl.name')}
          </Button>
        ),
    },
  ];
}

function SettleDrawer({
  settled,
  notify,
  onClose,
}: {
  settled: Replacement | null;
  notify: string | null;
  onClose: () => void;
}) {
  const t = useText();
  const { data } = useQuery({
    queryKey: ['staff', 'operators', '', false],
    queryFn: () => fetchOperators({ search: '', ended: false }),
    enabled: settled !== null,
  });
  const able = data?.operators.filter(({ organisationId }) => organisationId === settled?.organisationId);
  return (
    <ActDrawer<{ successorId: string; notifiedOn?: Dayjs | null }>
      title={t('staff.repl.name')}
      isOpen={settled !== null}
      onClose={onClose}
      initial={settled?.successorId ? { successorId: settled.successorId } : {}}
      act={({ successorId, notifiedOn }) =>
        settleReplacement(settled?.leavingId ?? '', {
          successorId,
          notifiedOn: asDate(notifiedOn),
          notice: null,
        })
      }
    >
      <Form.Item name="successorId" label={t('staff.repl.successor')} rules={[{ required: true }]}>
        <Select options={(able ?? []).map(({ personId, name }) => ({ value: personId, label: name }))} />
      </Form.Item>
      <DateItem
        name="notifiedOn"
        label={
          notify === null ? t('staff.repl.notifiedPlain') : t('staff.repl.notifiedOn', { office: notify })
        }
      />
    </ActDrawer>
  );
}
