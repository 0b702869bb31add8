import { type Payment, type PeriodAct, type PeriodEvaluation, SiteId } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { ReasonButton } from '../accounts/ReasonButton.tsx';
import { codeOf } from '../office/LoadState.tsx';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime, limitText } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { actOnPeriod } from './calls.ts';
import { Objections } from './Objections.tsx';

const payments: readonly Payment[] = ['full', 'reduced', 'withheld'];
const colours = { full: 'green', reduced: 'gold', withheld: 'red' } as const;
type Row = PeriodEvaluation['sites'][number];

const share = (part: number | null, language: 'vi' | 'en'): string =>
  part === null
    ? ''
    : new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(part);

/** A period: every site with its figures, the recommendation, what was objected and how it ended. */
export function PeriodBoard({ evaluation }: { evaluation: PeriodEvaluation }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const [judged, setJudged] = useState<Row | null>(null);
  const { period, sites, may, published, closed, cite, by, lessor } = evaluation;
  const acting = useMutation({
    mutationFn: (act: PeriodAct) => actOnPeriod(period, act),
    onSettled: () => queries.invalidateQueries({ queryKey: ['period', period] }),
  });
  const unjudged = sites.filter(({ payment }) => payment === null).length;
  return (
    <>
      <p className="muted">
        {t('eval.basis', { articles: cite.map(({ article }) => article).join(', '), by, lessor })}
      </p>
      {published && (
        <p>
          {t('eval.publishedBy', {
            name: published.byName,
            at: dateAndTime(published.at, language),
            until: limitText(published.objectBy, language),
          })}
        </p>
      )}
      {closed && (
        <p className="eval-outcome">{t('eval.closedBy', { name: closed.byName, outcome: closed.outcome })}</p>
      )}
      <FailureText code={codeOf(acting.error)} />
      <Table
        size="middle"
        rowKey="siteId"
        dataSource={sites}
        scroll={{ x: 900 }}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { key: 'name', title: t('eval.site'), dataIndex: 'name' },
          { key: 'sessions', title: t('eval.sessions'), dataIndex: 'sessions', align: 'right' },
          {
            key: 'available',
            title: t('eval.availability'),
            align: 'right',
            render: (_, { availability }) => share(availability, language),
          },
          { key: 'whole', title: t('eval.lostWhole'), dataIndex: 'lostWhole', align: 'right' },
          { key: 'long', title: t('eval.lostLong'), dataIndex: 'lostLong', align: 'right' },
          { key: 'reached', title: t('eval.reached'), dataIndex: 'reached', align: 'right' },
          { key: 'unconfirmed', title: t('eval.unconfirmedCount'), dataIndex: 'unconfirmed', align: 'right' },
          { key: 'issues', title: t('eval.issues'), dataIndex: 'issuesOpen', align: 'right' },
          {
            key: 'payment',
            title: t('eval.payment'),
            render: (_, row) =>
              row.payment === null ? (
                <span className="muted">
                  {t('eval.suggested', { payment: t(`eval.pay.${row.suggested}`) })}
                </span>
              ) : (
                <>
                  <Tag color={colours[row.payment]}>{t(`eval.pay.${row.payment}`)}</Tag>
                  <small className="muted">{row.reason}</small>
                </>
              ),
          },
          ...(may.judge
            ? [
                {
                  key: 'act',
                  title: '',
                  render: (_: unknown, row: Row) => (
                    <Button
                      size="small"
                      onClick={() => setJudged(row)}
                      aria-label={t('eval.judgeOf', { site: row.name })}
                    >
                      {t('eval.judge')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      <div className="eval-acts">
        {may.publish && (
          <Button
            type="primary"
            disabled={unjudged > 0 || sites.length === 0}
            loading={acting.isPending}
            onClick={() => acting.mutate({ act: 'publish' })}
          >
            {unjudged > 0 ? t('eval.unjudged', { count: unjudged }) : t('eval.publish')}
          </Button>
        )}
        {may.close && (
          <ReasonButton
            label={t('eval.close')}
            onReason={(outcome) => acting.mutate({ act: 'close', outcome })}
          />
        )}
      </div>
      <Objections evaluation={evaluation} onAct={(act) => acting.mutateAsync(act)} />
      <ActDrawer<{ payment: Payment; reason: string }>
        title={t('eval.judgeOf', { site: judged?.name ?? '' })}
        isOpen={judged !== null}
        onClose={() => setJudged(null)}
        initial={{ payment: judged?.payment ?? judged?.suggested ?? 'full', reason: judged?.reason ?? '' }}
        act={({ payment, reason }) =>
          actOnPeriod(period, { act: 'judge', siteId: SiteId.parse(judged?.siteId), payment, reason })
        }
      >
        <Form.Item name="payment" label={t('eval.payment')} rules={[{ required: true }]}>
          <Select options={payments.map((value) => ({ value, label: t(`eval.pay.${value}`) }))} />
        </Form.Item>
        <TextField name="reason" label={t('eval.reason')} rows={3} required />
      </ActDrawer>
    </>
  );
}
