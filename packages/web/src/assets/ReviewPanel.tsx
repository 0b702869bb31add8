import type { SiteReviewLine } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { Articles } from '../staff/Articles.tsx';
import { timeText } from '../staff/dates.ts';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { handsNow } from '../ui/zone.ts';
import { fetchReview, fileReview, reviewUrl } from './calls.ts';

const YEARS = 5;
const money = (amount: number): string => new Intl.NumberFormat('vi-VN').format(amount);

/** The year of every site beside what is proposed for the next. */
export function ReviewPanel() {
  const t = useText();
  const thisYear = handsNow().year();
  const [year, setYear] = useState(thisYear);
  const [filing, setFiling] = useState(false);
  const query = useQuery({
    queryKey: ['asset-review', year],
    queryFn: ({ signal }) => fetchReview(year, { signal }),
  });
  return (
    <LoadState query={query}>
      {(review) => (
        <>
          {review.rule && (
            <p className="muted">
              {t('asset.reviewBy', { by: review.rule.by })} <Articles cite={review.rule.cite} />
            </p>
          )}
          <ListTools
            file={{
              name: `ra-soat-${year}`,
              rows: review.lines,
              columns: [
                { title: t('asset.site'), cell: ({ siteName }) => siteName },
                { title: t('asset.unit'), cell: ({ organisationName }) => organisationName },
                { title: t('asset.deviceCount'), cell: ({ devices }) => devices },
                { title: t('asset.oldest'), cell: ({ oldestYears }) => oldestYears },
                { title: t('asset.meetings'), cell: ({ meetings }) => meetings },
                { title: t('asset.incidents'), cell: ({ incidents }) => incidents },
                { title: t('asset.repairs'), cell: ({ repairs }) => repairs },
                { title: t('asset.cost'), cell: ({ cost }) => cost },
              ],
            }}
          >
            <Select
              aria-label={t('asset.year')}
              value={year}
              onChange={setYear}
              options={Array.from({ length: YEARS }, (_, back) => ({
                value: thisYear - back,
                label: String(thisYear - back),
              }))}
            />
            <a href={reviewUrl(year, 'pdf')} target="_blank" rel="noreferrer">
              {'PDF'}
            </a>
            <a href={reviewUrl(year, 'docx')} download>
              {'DOCX'}
            </a>
            {review.mayFile && (
              <Button type="primary" onClick={() => setFiling(true)}>
                {t('asset.propose')}
              </Button>
            )}
          </ListTools>
          {review.filed && (
            <section className="stf-panel">
              <header>
                <h2>{t('asset.proposals')}</h2>
                <small className="muted">{`${review.filed.byName}, ${timeText(review.filed.at)}`}</small>
              </header>
              <p>{review.filed.proposals}</p>
              {review.filed.feedback !== '' && <p className="muted">{review.filed.feedback}</p>}
            </section>
          )}
          {review.problems.length > 0 && (
            <section className="stf-panel">
              <h2>{t('asset.problems', { count: review.problems.length })}</h2>
              <ul>
                {review.problems.map(({ feedbackId, unit, article, words, state, answered }) => (
                  <li key={feedbackId}>
                    <strong>{[unit, article].filter(Boolean).join(', ')}</strong>
                    {`: ${words} `}
                    <Tag>{t(`feedback.state.${state}`)}</Tag>
                    {answered?.words}
                  </li>
                ))}
              </ul>
            </section>
          )}
          <Table<SiteReviewLine>
            size="middle"
            rowKey="siteId"
            dataSource={review.lines}
            pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
            scroll={{ x: 860 }}
            columns={[
              { title: t('asset.site'), dataIndex: 'siteName' },
              { title: t('asset.deviceCount'), dataIndex: 'devices', align: 'right' },
              {
                title: t('asset.oldest'),
                align: 'right',
                render: (_, { oldestYears }) => oldestYears ?? '–',
              },
              { title: t('asset.meetings'), dataIndex: 'meetings', align: 'right' },
              { title: t('asset.incidents'), dataIndex: 'incidents', align: 'right' },
              { title: t('asset.repairs'), dataIndex: 'repairs', align: 'right' },
              { title: t('asset.upkeep.overdue'), dataIndex: 'overdue', align: 'right' },
              { title: t('asset.openFindings'), dataIndex: 'openFindings', align: 'right' },
              { title: t('asset.cost'), align: 'right', render: (_, { cost }) => money(cost) },
            ]}
          />
          <ActDrawer<{ feedback?: string; proposals: string }>
            title={t('asset.propose')}
            isOpen={filing}
            onClose={() => setFiling(false)}
            initial={{ feedback: review.filed?.feedback ?? '', proposals: review.filed?.proposals ?? '' }}
            act={({ feedback, proposals }) => fileReview(year, { feedback: feedback ?? '', proposals })}
          >
            <TextField name="feedback" label={t('asset.feedback')} rows={4} />
            <TextField name="proposals" label={t('asset.proposals')} rows={6} required />
          </ActDrawer>
        </>
      )}
    </LoadState>
  );
}
