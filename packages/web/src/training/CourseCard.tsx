import type { Course, Participant } from '@nhipcau/contracts';
import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { dateText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { AttendanceDrawer, CancelDrawer, InviteDrawer } from './CourseDrawers.tsx';

const tone = { planned: 'blue', held: 'green', cancelled: 'default' } as const;
const cameTone = { attended: 'green', absent: 'red', excused: 'gold' } as const;

/** One course with who is to come, or came. */
export function CourseCard({ course }: { course: Course }) {
  const t = useText();
  const [act, setAct] = useState<'invite' | 'attend' | 'cancel' | null>(null);
  const close = () => setAct(null);
  const missing = course.people.filter(({ isMissing }) => isMissing).length;
  const dates =
    course.startsOn === course.endsOn
      ? dateText(course.startsOn)
      : `${dateText(course.startsOn)} – ${dateText(course.endsOn)}`;
  return (
    <section className="stf-panel" aria-label={course.title}>
      <header>
        <h2>{course.title}</h2>
        <span className="asset-acts">
          <Tag color={tone[course.state]}>{t(`train.state.${course.state}`)}</Tag>
          {missing > 0 && <Tag color="red">{t('train.missing', { count: missing })}</Tag>}
          {course.mayWrite && (
            <>
              {course.state === 'planned' && (
                <Button size="small" onClick={() => setAct('invite')}>
                  {t('train.invite')}
                </Button>
              )}
              <Button size="small" type="primary" onClick={() => setAct('attend')}>
                {t('train.attend')}
              </Button>
              {course.state === 'planned' && (
                <Button size="small" onClick={() => setAct('cancel')}>
                  {t('train.cancel')}
                </Button>
              )}
            </>
          )}
        </span>
      </header>
      <p className="muted">
        {[dates, course.place, course.organiserName, course.trainers, course.reason]
          .filter((word) => word !== null)
          .join(' · ')}
      </p>
      <Table<Participant>
        size="small"
        rowKey="personId"
        dataSource={course.people}
        locale={{ emptyText: t('train.nobody') }}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: t('train.person'), dataIndex: 'name' },
          { title: t('train.unit'), dataIndex: 'organisationName' },
          {
            title: t('train.attendance'),
            render: (_, { attendance }) =>
              attendance && <Tag color={cameTone[attendance]}>{t(`train.attendance.${attendance}`)}</Tag>,
          },
          {
            title: t('train.result'),
            render: (_, { passed, certificate, attendance }) =>
              attendance === 'attended' &&
              (passed
                ? [t('train.passed'), certificate].filter((word) => word !== null).join(', ')
                : t('train.failed')),
          },
        ]}
      />
      <InviteDrawer course={act === 'invite' ? course : null} onClose={close} />
      <AttendanceDrawer course={act === 'attend' ? course : null} onClose={close} />
      <CancelDrawer course={act === 'cancel' ? course : null} onClose={close} />
    </section>
  );
}
