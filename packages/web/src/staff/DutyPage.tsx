import './staff.css';
import type { DutySheet } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Alert, Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { spanText } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { useServerSecond } from '../ui/use-now.ts';
import { ActDrawer } from './ActDrawer.tsx';
import { Articles } from './Articles.tsx';
import { fetchDuty, fillPost, overrideDuty } from './calls.ts';
import { timeText } from './dates.ts';
import { TextField } from './fields.tsx';
import { MeetingContactsPanel } from './MeetingContactsPanel.tsx';

type Post = DutySheet['posts'][number];

/** Who is on duty for a meeting; empty posts with the time that is left. */
export function DutyPage() {
  const { t } = useLanguage();
  const { meetingId } = useParams({ from: '/phan-cong-truc/$meetingId' });
  const query = useQuery({
    queryKey: ['staff', 'duty', meetingId],
    queryFn: () => fetchDuty(meetingId),
    refetchInterval: 30_000,
  });
  const { data } = query;
  return (
    <OfficePage
      title={t('duty.title')}
      subtitle={data ? t('duty.subtitle', { file: data.fileNumber, start: timeText(data.startsAt) }) : ''}
    >
      <LoadState query={query}>
        {(sheet) => (
          <>
            <Standing sheet={sheet} />
            <Posts posts={sheet.posts} />
            <MeetingContactsPanel meetingId={meetingId} />
          </>
        )}
      </LoadState>
    </OfficePage>
  );
}

function Standing({ sheet }: { sheet: DutySheet }) {
  const { t } = useLanguage();
  const [overriding, setOverriding] = useState(false);
  const { emptyObligatory, override, mayOverride, meetingId, posts, trainedCite } = sheet;
  const untrained = posts.filter(({ filled }) => filled?.training).length;
  if (posts.length === 0) return <Alert type="info" showIcon title={t('duty.none')} />;
  return (
    <>
      <Alert
        style={{ marginBottom: 16 }}
        showIcon
        type={emptyObligatory === 0 ? 'success' : 'warning'}
        title={emptyObligatory === 0 ? t('duty.complete') : t('duty.empty', { n: emptyObligatory })}
        description={override && t('duty.overridden', { name: override.byName, reason: override.reason })}
        action={
          emptyObligatory > 0 &&
          mayOverride &&
          !override && <Button onClick={() => setOverriding(true)}>{t('duty.override')}</Button>
        }
      />
      {untrained > 0 && (
        <Alert
          style={{ marginBottom: 16 }}
          showIcon
          type="warning"
          title={
            <>
              {t('duty.untrained', { n: untrained })} <Articles cite={trainedCite} />
            </>
          }
        />
      )}
      <ActDrawer<{ reason: string }>
        title={t('duty.override')}
        isOpen={overriding}
        onClose={() => setOverriding(false)}
        initial={{}}
        act={({ reason }) => overrideDuty(meetingId, reason)}
      >
        <TextField name="reason" label={t('staff.reason')} required rows={4} />
      </ActDrawer>
    </>
  );
}

function Posts({ posts }: { posts: readonly Post[] }) {
  const { t } = useLanguage();
  const now = useServerSecond();
  const [assigned, setAssigned] = useState<Post | null>(null);
  return (
    <>
      <Table<Post>
        size="middle"
        rowKey="postId"
        dataSource={posts}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          {
            key: 'post',
            title: t('duty.post'),
            render: (_, { label, obligatory }) => (
              <>
                {label} {obligatory && <Tag>{t('duty.obligatory')}</Tag>}
              </>
            ),
          },
          { key: 'place', title: t('duty.place'), render: (_, { place }) => place ?? t('duty.centre') },
          {
            key: 'time',
            title: t('duty.time'),
            width: 220,
            render: (_, { session, startsAt }) => (
              <>
                {timeText(startsAt)} <div className="muted">{t(`duty.session.${session}`)}</div>
              </>
            ),
          },
          {
            key: 'person',
            title: t('duty.person'),
            render: (_, { filled, obligatory, startsAt }) =>
              filled ? (
                <>
                  <strong>{filled.name}</strong>{' '}
                  {filled.training && <Tag color="orange">{t(`duty.training.${filled.training}`)}</Tag>}
                  <a href={`tel:${filled.telephone.replaceAll(' ', '')}`}>{filled.telephone}</a>
                  <div className="muted">{filled.unit}</div>
                </>
              ) : (
                <>
                  <Tag color={obligatory ? 'red' : 'default'}>{t('duty.vacant')}</Tag>
                  {startsAt > now && (
                    <span className="muted">{t('duty.left', { span: spanText(startsAt - now, { t }) })}</span>
                  )}
                </>
              ),
          },
          {
            key: 'act',
            width: 120,
            render: (_, one) =>
              one.mayAssign && (
                <Button size="small" onClick={() => setAssigned(one)}>
                  {one.filled ? t('staff.change') : t('duty.assign')}
                </Button>
              ),
          },
        ]}
      />
      <ActDrawer<{ name: string; unit: string; telephone: string }>
        title={assigned?.label ?? ''}
        isOpen={assigned !== null}
        onClose={() => setAssigned(null)}
        initial={assigned?.filled ?? {}}
        act={({ name, unit, telephone }) =>
          fillPost(assigned?.postId ?? '', { personId: null, name, unit, telephone })
        }
      >
        <TextField name="name" label={t('staff.col.name')} required />
        <TextField name="unit" label={t('duty.unit')} required />
        <TextField name="telephone" label={t('staff.telephone')} required />
      </ActDrawer>
    </>
  );
}
