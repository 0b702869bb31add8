import type { BudgetTable } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, InputNumber, Modal, Select, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { useFigureText } from '../reports/figure-text.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchBudget, proposeBudget } from './calls.ts';
import { PrintButtons } from './PrintButtons.tsx';

type Unit = BudgetTable['units'][number];
const MINUTES_AS_MS = 60_000;

/** What units propose for a year by heading, beside what a proposal can be founded on. */
export function BudgetTab({ year, picker }: { year: number; picker: ReactNode }) {
  const t = useText();
  const { count, hours } = useFigureText();
  const [{ tim }] = useListFilter();
  const [unit, setUnit] = useState<Unit | null>(null);
  const query = useQuery({
    queryKey: ['finance', 'budget', year],
    queryFn: ({ signal }) => fetchBudget(year, signal),
  });
  const amountOf = ({ amounts }: Unit, key: string): number | null =>
    amounts.find(({ category }) => category === key)?.amount ?? null;
  return (
    <LoadState query={query}>
      {({ categories, units, compiledBy }) => {
        if (categories.length === 0)
          return (
            <>
              {picker}
              <Alert type="info" showIcon title={t('fin.noBudget')} />
            </>
          );
        const shown = units.filter(({ name }) => matches(tim, name));
        return (
          <>
            <p className="muted">{t('fin.compiledBy', { who: compiledBy ?? '' })}</p>
            <ListTools
              search={t('fin.searchUnit')}
              file={{
                name: `du-toan-${year}`,
                rows: shown,
                columns: [
                  { title: t('fin.unit'), cell: ({ name }) => name },
                  { title: t('fin.sites'), cell: ({ sites }) => sites },
                  { title: t('fin.sessions'), cell: ({ sessions }) => sessions },
                  ...categories.map(({ key, label }) => ({
                    title: label,
                    cell: (row: Unit) => amountOf(row, key),
                  })),
                ],
              }}
            >
              {picker}
              <PrintButtons what="budget" query={`year=${year}`} />
            </ListTools>
            <Table<Unit>
              size="middle"
              rowKey="organisationId"
              dataSource={shown}
              scroll={{ x: 640 + 200 * categories.length }}
              locale={{ emptyText: t('fin.nothing') }}
              pagination={{ pageSize: 30, hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                { key: 'name', title: t('fin.unit'), dataIndex: 'name', fixed: 'left', width: 240 },
                { key: 'sites', title: t('fin.sites'), dataIndex: 'sites', align: 'right' },
                {
                  key: 'use',
                  title: t('fin.use', { year: year - 1 }),
                  render: (_, { sessions, minutes }) =>
                    t('fin.useOf', { sessions: count(sessions), hours: hours(minutes * MINUTES_AS_MS) }),
                },
                ...categories.map(({ key, label }) => ({
                  key,
                  title: label,
                  align: 'right' as const,
                  width: 200,
                  render: (_: unknown, row: Unit) => {
                    const amount = amountOf(row, key);
                    return amount === null ? '–' : count(amount);
                  },
                })),
                {
                  key: 'act',
                  render: (_, row) =>
                    row.mayWrite &&
                    row.asked.length > 0 && (
                      <Button size="small" onClick={() => setUnit(row)}>
                        {t('fin.propose')}
                      </Button>
                    ),
                },
              ]}
            />
            {unit && (
              <ProposeDialog year={year} unit={unit} categories={categories} onClose={() => setUnit(null)} />
            )}
          </>
        );
      }}
    </LoadState>
  );
}

interface Fields {
  readonly category: string;
  readonly amount: number;
  readonly basis: string;
}

function ProposeDialog({
  year,
  unit,
  categories,
  onClose,
}: {
  year: number;
  unit: Unit;
  categories: BudgetTable['categories'];
  onClose: () => void;
}) {
  const t = useText();
  const client = useQueryClient();
  const propose = useMutation({
    mutationFn: (fields: Fields) => proposeBudget({ year, organisationId: unit.organisationId, ...fields }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['finance', 'budget'] });
      onClose();
    },
  });
  const needed = [{ required: true, message: t('fin.needed') }];
  return (
    <Modal
      open
      title={t('fin.proposeFor', { unit: unit.name, year })}
      onCancel={onClose}
      okText={t('fin.save')}
      cancelText={t('common.close')}
      okButtonProps={{ htmlType: 'submit', form: 'du-toan-kinh-phi', loading: propose.isPending }}
    >
      <Form<Fields> id="du-toan-kinh-phi" layout="vertical" onFinish={(fields) => propose.mutate(fields)}>
        <Form.Item name="category" label={t('fin.heading')} rules={needed}>
          <Select
            options={categories
              .filter(({ key }) => unit.asked.includes(key))
              .map(({ key, label }) => ({ value: key, label }))}
          />
        </Form.Item>
        <Form.Item name="amount" label={t('fin.amount')} rules={needed}>
          <InputNumber min={0} max={1_000_000_000_000_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="basis"
          label={t('fin.basis')}
          rules={[{ required: true, min: 3, message: t('fin.noteNeeded') }]}
        >
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
      <FailureText code={codeOf(propose.error)} />
    </Modal>
  );
}
