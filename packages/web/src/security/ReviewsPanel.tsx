import type { SecurityReview, SecurityReviewList, Weakness } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { type ListFilter, useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { Articles } from '../staff/Articles.tsx';
import { dateText, timeText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { fetchReviews } from './calls.ts';
import { CloseDrawer, PlanDrawer, RecordDrawer } from './ReviewDrawers.tsx';

/** What reviews found, the newest review first. */
export function ReviewsPanel() {
  const [recording, setRecording] = useState(false);
  const query = useQuery({ queryKey: ['security', 'reviews'], queryFn: fetchReviews });
  return (
    <LoadState query={query}>
      {(list) => (
        <>
          <ReviewsBar list={list} onRecord={() => setRecording(true)} />
          {list.reviews.length > 0 && <WeaknessTools reviews={list.reviews} />}
          {list.reviews.map((review) => (
            <ReviewCard key={review.reviewId} review={review} mayWrite={list.mayWrite} />
          ))}
          <RecordDrawer isOpen={recording} onClose={() => setRecording(false)} />
        </>
      )}
    </LoadState>
  );
}

function ReviewsBar({ list, onRecord }: { list: SecurityReviewList; onRecord: () => void }) {
  const t = useText();
  const { rule, dueOn, isDue, mayWrite } = list;
  return (
    <div className="security-bar">
      <div>
        {rule && (
          <p className="muted">
            {t('security.rule', { by: rule.by, months: rule.everyMonths })} <Articles cite={rule.cite} />
          </p>
        )}
        {isDue ? (
          <Alert
            type="warning"
            showIcon
            title={dueOn === null ? t('security.neverReviewed') : t('security.due')}
          />
        ) : (
          dueOn !== null && <strong>{t('security.dueOn', { date: dateText(dueOn) })}</strong>
        )}
      </div>
      {mayWrite && (
        <Button type="primary" onClick={onRecord}>
          {t('security.record')}
        </Button>
      )}
    </div>
  );
}

const tone = { low: 'default', medium: 'gold', high: 'orange', critical: 'red' } as const;
const states = ['open', 'planned', 'closed'] as const;
const stateTone = { open: 'red', planned: 'blue', closed: 'green' } as const;

const isShown = ({ title, remedy, state }: Weakness, { tim, loc }: ListFilter): boolean =>
  matches(tim, title, remedy) && (loc === undefined || loc === state);

/** Weaknesses over all reviews: searched, by state, as a file. */
function WeaknessTools({ reviews }: { reviews: readonly SecurityReview[] }) {
  const t = useText();
  const [filter, change] = useListFilter();
  const rows = reviews.flatMap((review) =>
    review.weaknesses.filter((one) => isShown(one, filter)).map((weakness) => ({ review, weakness })),
  );
  return (
    <ListTools
      search={t('security.searchWeaknesses')}
      file={{
        name: 'diem-yeu',
        rows,
        columns: [
          { title: t('security.reviewTitle'), cell: ({ review }) => review.title },
          { title: t('security.unit'), cell: ({ review }) => review.organisationName },
          { title: t('security.reviewedOn'), cell: ({ review }) => dateText(review.reviewedOn) },
          { title: t('security.weakness'), cell: ({ weakness }) => weakness.title },
          {
            title: t('security.severity'),
            cell: ({ weakness }) => t(`security.severity.${weakness.severity}`),
          },
          { title: t('security.remedy'), cell: ({ weakness }) => weakness.remedy },
          {
            title: t('security.from'),
            cell: ({ weakness: { startsAt } }) => startsAt && timeText(startsAt),
          },
          { title: t('security.to'), cell: ({ weakness: { endsAt } }) => endsAt && timeText(endsAt) },
          { title: t('security.state'), cell: ({ weakness }) => t(`security.state.${weakness.state}`) },
        ],
      }}
    >
      <Select
        aria-label={t('security.state')}
        style={{ minWidth: 160 }}
        value={filter.loc ?? ''}
        onChange={(state) => change({ loc: state })}
        options={[
          { value: '', label: t('security.anyState') },
          ...states.map((state) => ({ value: state, label: t(`security.state.${state}`) })),
        ]}
      />
    </ListTools>
  );
}

function ReviewCard({ review, mayWrite }: { review: SecurityReview; mayWrite: boolean }) {
  const t = useText();
  const [filter] = useListFilter();
  const [planning, setPlanning] = useState<Weakness | null>(null);
  const [closing, setClosing] = useState<Weakness | null>(null);
  return (
    <section className="register" aria-label={review.title}>
      <header>
        <h2>{review.title}</h2>
        <span className="muted">
          {[review.organisationName, dateText(review.reviewedOn), review.reviewers, review.document]
            .filter((word) => word !== null)
            .join(' · ')}
        </span>
      </header>
      <Table<Weakness>
        size="middle"
        rowKey="weaknessId"
        dataSource={review.weaknesses.filter((weakness) => isShown(weakness, filter))}
        pagination={false}
        locale={{ emptyText: t('security.noWeakness') }}
        columns={[
          { title: t('security.weakness'), dataIndex: 'title' },
          {
            title: t('security.severity'),
            width: 130,
            render: (_, { severity }) => (
              <Tag color={tone[severity]}>{t(`security.severity.${severity}`)}</Tag>
            ),
          },
          {
            title: t('security.remedy'),
            render: (_, weakness) => <RemedyWords weakness={weakness} />,
          },
          {
            title: t('security.state'),
            width: 190,
            render: (_, { state, test }) => (
              <span className="accounts-name">
                <Tag color={stateTone[state]}>{t(`security.state.${state}`)}</Tag>
                {test && (
                  <small title={test.words}>
                    {t(test.passed ? 'security.testPassed' : 'security.testFailed', {
                      date: dateText(test.on),
                    })}
                  </small>
                )}
              </span>
            ),
          },
          {
            title: '',
            align: 'right',
            width: 260,
            render: (_, weakness) =>
              mayWrite &&
              weakness.state !== 'closed' && (
                <span className="security-acts">
                  <Button size="small" onClick={() => setPlanning(weakness)}>
                    {t(weakness.state === 'open' ? 'security.plan' : 'security.planAgain')}
                  </Button>
                  {weakness.state === 'planned' && (
                    <Button size="small" type="primary" onClick={() => setClosing(weakness)}>
                      {t('security.close')}
                    </Button>
                  )}
                </span>
              ),
          },
        ]}
      />
      <PlanDrawer weakness={planning} onClose={() => setPlanning(null)} />
      <CloseDrawer weakness={closing} onClose={() => setClosing(null)} />
    </section>
  );
}

function RemedyWords({ weakness: { remedy, startsAt, endsAt, collides } }: { weakness: Weakness }) {
  const t = useText();
  if (remedy === null || startsAt === null || endsAt === null) return null;
  return (
    <span className="accounts-name">
      {remedy}
      <small>{`${timeText(startsAt)} – ${timeText(endsAt)}`}</small>
      {collides && <Tag color="red">{t('security.collides')}</Tag>}
    </span>
  );
}
