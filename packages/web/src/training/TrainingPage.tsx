import '../staff/staff.css';
import '../assets/assets.css';
import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Select, Tabs } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { Articles } from '../staff/Articles.tsx';
import { dateText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { handsNow } from '../ui/zone.ts';
import { CourseCard } from './CourseCard.tsx';
import { PlanDrawer } from './CourseDrawers.tsx';
import { fetchTraining, planUrl } from './calls.ts';
import { GuidePanel } from './GuidePanel.tsx';
import { NeedTable } from './NeedTable.tsx';

const YEARS = 4;

/** `/dao-tao`: the plan of the year with who came, who needs training, what is written down for units. */
export function TrainingPage() {
  const t = useText();
  const [{ xem = 'ke-hoach' }, change] = useListFilter();
  return (
    <OfficePage title={t('train.title')} subtitle={t('train.subtitle')}>
      <Tabs
        destroyOnHidden
        activeKey={xem}
        onChange={(key) => change({ xem: key === 'ke-hoach' ? undefined : key })}
        items={[
          { key: 'ke-hoach', label: t('train.tab.plan'), children: <PlanPanel /> },
          { key: 'tai-lieu', label: t('train.tab.guides'), children: <GuidePanel /> },
        ]}
      />
    </OfficePage>
  );
}

function PlanPanel() {
  const t = useText();
  const now = handsNow().year();
  const [year, setYear] = useState(now);
  const [planning, setPlanning] = useState(false);
  const query = useQuery({
    queryKey: ['training', year],
    queryFn: ({ signal }) => fetchTraining(year, { signal }),
  });
  return (
    <LoadState query={query}>
      {({ courses, needs, rules, mayPlan }) => (
        <Flex vertical gap={12}>
          <div className="asset-rules">
            {rules.yearly && (
              <span>
                {t(rules.yearly.fullAttendance ? 'train.yearlyFull' : 'train.yearly', {
                  by: rules.yearly.by,
                })}{' '}
                <Articles cite={rules.yearly.cite} />
              </span>
            )}
            {rules.trainedOnly && (
              <span>
                {t('train.trainedOnly')} <Articles cite={rules.trainedOnly.cite} />
              </span>
            )}
          </div>
          <ListTools
            file={{
              name: `dao-tao-${year}`,
              rows: courses.flatMap((course) => course.people.map((person) => ({ course, person }))),
              columns: [
                { title: t('train.course'), cell: ({ course }) => course.title },
                { title: t('train.startsOn'), cell: ({ course }) => dateText(course.startsOn) },
                { title: t('train.person'), cell: ({ person }) => person.name },
                { title: t('train.unit'), cell: ({ person }) => person.organisationName },
                {
                  title: t('train.attendance'),
                  cell: ({ person }) => person.attendance && t(`train.attendance.${person.attendance}`),
                },
                { title: t('train.certificate'), cell: ({ person }) => person.certificate },
              ],
            }}
          >
            <Select
              aria-label={t('train.year')}
              value={year}
              onChange={setYear}
              options={Array.from({ length: YEARS }, (_, index) => ({
                value: now + 1 - index,
                label: String(now + 1 - index),
              }))}
            />
            <a href={planUrl(year, 'pdf')} target="_blank" rel="noreferrer">
              {'PDF'}
            </a>
            <a href={planUrl(year, 'docx')} download>
              {'DOCX'}
            </a>
            {mayPlan && (
              <Button type="primary" onClick={() => setPlanning(true)}>
                {t('train.plan')}
              </Button>
            )}
          </ListTools>
          {courses.length === 0 && <p className="muted">{t('train.noCourse')}</p>}
          {courses.map((course) => (
            <CourseCard key={course.courseId} course={course} />
          ))}
          <NeedTable needs={needs} />
          <PlanDrawer isOpen={planning} onClose={() => setPlanning(false)} />
        </Flex>
      )}
    </LoadState>
  );
}
