import './accounts.css';
import type { ReviewLine, RightsReview } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Switch, Table, Tag } from 'antd';
import { useState } from 'react';
import { roleText } from '../access/role-text.ts';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage, useText } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { confirmReview, fetchReview } from './calls.ts';

const remarkText = {
  idle: 'review.remark.idle',
  neverUsed: 'review.remark.neverUsed',
  noSecondFactor: 'review.remark.noSecondFactor',
  manyRoles: 'review.remark.manyRoles',
  noOrganisation: 'review.remark.noOrganisation',
} as const satisfies Record<ReviewLine['remarks'][number], string>;

/** The half-yearly review of accounts and rights: mark, confirm, export. */
export function ReviewPage() {
  const t = useText();
  const query = useQuery({ queryKey: ['accounts', 'review'], queryFn: ({ signal }) => fetchReview(signal) });
  return (
    <OfficePage
      title={t('review.title')}
      subtitle={t('review.subtitle')}
      actions={<Button href="/api/rights-review/export.csv">{t('review.export')}</Button>}
    >
      <LoadState query={query}>{(review) => <Content review={review} />}</LoadState>
    </OfficePage>
  );
}

function Content({ review }: { review: RightsReview }) {
  const t = useText();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [onlyDue, setOnlyDue] = useState(true);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const lines = review.lines.filter((line) => line.due || !onlyDue);
  const confirming = useMutation({
    mutationFn: confirmReview,
    onSuccess: async ({ confirmed }) => {
      setChosen([]);
      void message.success(t('review.confirmed', { count: confirmed }));
      await queries.invalidateQueries({ queryKey: ['accounts'] });
    },
  });
  const userIds = review.lines.map(({ account }) => account.userId).filter((id) => chosen.includes(id));
  return (
    <>
      <div className="accounts-filters">
        <strong>{review.due === 0 ? t('review.none') : t('review.due', { count: review.due })}</strong>
        <span className="review-filter">
          <Switch checked={onlyDue} onChange={setOnlyDue} aria-label={t('review.onlyDue')} />
          {t('review.onlyDue')}
        </span>
        <span />
        <span />
        <Button
          type="primary"
          disabled={userIds.length === 0}
          loading={confirming.isPending}
          onClick={() => confirming.mutate({ userIds })}
        >
          {t('review.confirm', { count: userIds.length })}
        </Button>
      </div>
      <FailureText code={codeOf(confirming.error)} />
      <ReviewTable lines={lines} chosen={chosen} onChoose={setChosen} />
    </>
  );
}

function ReviewTable({
  lines,
  chosen,
  onChoose,
}: {
  lines: ReviewLine[];
  chosen: readonly string[];
  onChoose: (ids: readonly string[]) => void;
}) {
  const { t, language } = useLanguage();
  return (
    <Table<ReviewLine>
      rowKey={({ account }) => account.userId}
      dataSource={lines}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      locale={{ emptyText: t('review.none') }}
      rowSelection={{ selectedRowKeys: [...chosen], onChange: (keys) => onChoose(keys.map(String)) }}
      columns={[
        {
          title: t('accounts.name'),
          render: (_, { account }) => (
            <span className="accounts-name">
              {account.name}
              <small>
                {[account.login, account.organisationName].filter((word) => word !== null).join(' · ')}
              </small>
            </span>
          ),
        },
        {
          title: t('accounts.rights'),
          render: (_, { grants }) =>
            grants.map(({ grant, scopeName }) => (
              <div key={JSON.stringify(grant)}>
                <Tag>{t(roleText[grant.role])}</Tag>
                <small className="muted">{scopeName ?? t('accounts.scope.installation')}</small>
              </div>
            )),
        },
        {
          title: t('review.remarks'),
          render: (_, { remarks }) =>
            remarks.map((remark) => (
              <Tag key={remark} color="orange">
                {t(remarkText[remark])}
              </Tag>
            )),
        },
        {
          title: t('accounts.lastSignIn'),
          render: (_, { account: { lastSignInAt } }) =>
            lastSignInAt === null ? t('accounts.never') : dateAndTime(lastSignInAt, language),
        },
        {
          title: t('review.last'),
          render: (_, { account: { reviewedAt } }) =>
            reviewedAt === null ? t('accounts.never') : dateAndTime(reviewedAt, language),
        },
      ]}
    />
  );
}
