import type { RecordServicePayment, ServicePayments } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Form, Input, InputNumber, Modal, Table } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { shortDate } from '../regulation/format.ts';
import { useFigureText } from '../reports/figure-text.ts';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchServicePayments, recordServicePayment } from './calls.ts';

type Period = ServicePayments['periods'][number];
const payments = ['full', 'reduced', 'withheld'] as const;

/** The leased service: how each period was judged, and what was paid on that ground (R-FIN-02). */
export function ServiceTab() {
  const { t, language } = useLanguage();
  const { count } = useFigureText();
  const [paying, setPaying] = useState<Period | null>(null);
  const query = useQuery({
    queryKey: ['finance', 'service'],
    queryFn: ({ signal }) => fetchServicePayments(signal),
  });
  return (
    <LoadState query={query}>
      {({ lessor, cite, periods }) =>
        lessor === null ? (
          <Alert type="info" showIcon title={t('eval.notForeseen')} />
        ) : (
          <>
            <p className="muted">{t('fin.serviceBasis', { article: cite[0]?.article ?? '', lessor })}</p>
            <Table<Period>
              size="middle"
              rowKey="period"
              dataSource={periods}
              scroll={{ x: 1_040 }}
              locale={{ emptyText: t('fin.nothing') }}
              pagination={false}
              columns={[
                {
                  key: 'period',
                  title: t('eval.period'),
                  width: 230,
                  render: (_, { period, from, to, state }) => (
                    <Link to="/danh-gia" search={{ ky: period }}>
                      {t('eval.periodOf', {
                        from: shortDate(from),
                        to: shortDate(to),
                        state: t(`eval.state.${state}`),
                      })}
                    </Link>
                  ),
                },
                ...payments.map((payment) => ({
                  key: payment,
                  title: t(`eval.pay.${payment}`),
                  align: 'right' as const,
                  render: (_: unknown, { sites }: Period) => count(sites[payment]),
                })),
                { key: 'outcome', title: t('fin.outcome'), dataIndex: 'outcome', width: 170 },
                {
                  key: 'amount',
                  title: t('fin.amount'),
                  align: 'right',
                  render: (_, { paid }) => (paid?.amount == null ? '–' : count(paid.amount)),
                },
                {
                  key: 'decision',
                  title: t('fin.decision'),
                  width: 240,
                  render: (_, { paid }) =>
                    paid && (
                      <>
                        {paid.decision}
                        <div className="muted">{`${paid.byName}, ${dateAndTime(paid.at, language)}`}</div>
                      </>
                    ),
                },
                {
                  key: 'act',
                  render: (_, period) =>
                    period.mayRecord && (
                      <Button size="small" onClick={() => setPaying(period)}>
                        {t('fin.recordPayment')}
                      </Button>
                    ),
                },
              ]}
            />
            {paying && <PayDialog period={paying} onClose={() => setPaying(null)} />}
          </>
        )
      }
    </LoadState>
  );
}

type Fields = Pick<RecordServicePayment, 'decision'> & { readonly amount?: number | null };

function PayDialog({ period: { period, from, to, paid }, onClose }: { period: Period; onClose: () => void }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const pay = useMutation({
    mutationFn: ({ amount, decision }: Fields) =>
      recordServicePayment({ period, amount: amount ?? null, decision }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['finance', 'service'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('fin.paymentOf', { from: shortDate(from), to: shortDate(to) })}
      onCancel={onClose}
      okText={t('fin.save')}
      cancelText={t('common.close')}
      okButtonProps={{ htmlType: 'submit', form: 'thanh-toan-dich-vu', loading: pay.isPending }}
    >
      <Form<Fields>
        id="thanh-toan-dich-vu"
        layout="vertical"
        initialValues={{ amount: paid?.amount ?? null, decision: paid?.decision }}
        onFinish={(fields) => pay.mutate(fields)}
      >
        <Form.Item name="amount" label={t('fin.amountOptional')}>
          <InputNumber min={0} max={1_000_000_000_000_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="decision"
          label={t('fin.decision')}
          rules={[{ required: true, min: 3, message: t('fin.noteNeeded') }]}
        >
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
      <FailureText code={codeOf(pay.error)} />
    </Modal>
  );
}
