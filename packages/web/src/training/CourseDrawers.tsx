import { type Course, CourseAttendance, LocalDate, OrganisationId } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { folded } from '../office/list/matches.ts';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { fetchOperators } from '../staff/calls.ts';
import { asDate, today } from '../staff/dates.ts';
import { TextField, UnitField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { cancelCourse, inviteToCourse, planCourse, recordAttendance } from './calls.ts';

const day = (value: Dayjs): LocalDate => LocalDate.parse(asDate(value) ?? today());

/** People of the register, found without diacritics. */
function PeopleField({ required = false }: { required?: boolean }) {
  const t = useText();
  const { data, isPending } = useQuery({
    queryKey: ['staff', 'operators', '', false],
    queryFn: () => fetchOperators({ search: '', ended: false }),
  });
  return (
    <Form.Item name="personIds" label={t('train.people')} rules={[{ required }]}>
      <Select
        mode="multiple"
        showSearch={{ filterOption: (typed, option) => folded(option?.label ?? '').includes(folded(typed)) }}
        loading={isPending}
        options={(data?.operators ?? []).map(({ personId, name, organisationName, trainedOn }) => ({
          value: personId,
          label: `${name}, ${organisationName}${trainedOn === null ? ` (${t('train.untrained')})` : ''}`,
        }))}
      />
    </Form.Item>
  );
}

export function PlanDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <ActDrawer<{
      title: string;
      content?: string;
      organiserId: string;
      place: string;
      trainers?: string;
      startsOn: Dayjs;
      endsOn: Dayjs;
      personIds?: string[];
      withNeeds?: boolean;
    }>
      title={t('train.plan')}
      isOpen={isOpen}
      onClose={onClose}
      initial={{ startsOn: handsNow().add(14, 'day'), endsOn: handsNow().add(14, 'day'), withNeeds: true }}
      act={({ content, trainers, organiserId, startsOn, endsOn, personIds = [], withNeeds, ...rest }) =>
        planCourse({
          ...rest,
          content: content ?? null,
          trainers: trainers ?? null,
          organiserId: OrganisationId.parse(organiserId),
          startsOn: day(startsOn),
          endsOn: day(endsOn),
          personIds,
          withNeeds: withNeeds === true,
        })
      }
    >
      <TextField name="title" label={t('train.course')} required />
      <TextField name="content" label={t('train.content')} rows={3} />
      <UnitField name="organiserId" label={t('train.organiser')} />
      <TextField name="place" label={t('train.place')} required />
      <TextField name="trainers" label={t('train.trainers')} />
      <DateItem name="startsOn" label={t('train.startsOn')} required />
      <DateItem name="endsOn" label={t('train.endsOn')} required />
      <Form.Item name="withNeeds" valuePropName="checked">
        <Checkbox>{t('train.withNeeds')}</Checkbox>
      </Form.Item>
      <PeopleField />
    </ActDrawer>
  );
}

interface OfCourse {
  readonly course: Course | null;
  readonly onClose: () => void;
}

export function InviteDrawer({ course, onClose }: OfCourse) {
  const t = useText();
  return (
    <ActDrawer<{ personIds: string[] }>
      title={t('train.invite')}
      isOpen={course !== null}
      onClose={onClose}
      initial={{}}
      act={({ personIds }) => inviteToCourse(course?.courseId ?? '', { personIds })}
    >
      <PeopleField required />
    </ActDrawer>
  );
}

interface Came {
  attendance: CourseAttendance;
  passed?: boolean;
  certificate?: string;
}

/** Everybody at once: who came, who passed, with which certificate. */
export function AttendanceDrawer({ course, onClose }: OfCourse) {
  const t = useText();
  const people = course?.people ?? [];
  return (
    <ActDrawer<{ people: Record<string, Came> }>
      title={`${t('train.attend')}: ${course?.title ?? ''}`}
      isOpen={course !== null}
      onClose={onClose}
      initial={{
        people: Object.fromEntries(
          people.map(({ personId, attendance, passed, certificate }) => [
            personId,
            {
              attendance: attendance ?? 'attended',
              passed: attendance === null || passed,
              ...(certificate === null ? {} : { certificate }),
            },
          ]),
        ),
      }}
      act={(values) =>
        recordAttendance(course?.courseId ?? '', {
          people: Object.entries(values.people).map(([personId, { attendance, passed, certificate }]) => ({
            personId,
            attendance,
            passed: passed === true,
            certificate: certificate ?? null,
          })),
        })
      }
    >
      {people.map(({ personId, name, organisationName }) => (
        <fieldset key={personId} className="asset-items">
          <legend>{`${name}, ${organisationName}`}</legend>
          <div>
            <Form.Item name={['people', personId, 'attendance']} noStyle>
              <Select
                aria-label={`${t('train.attendance')}: ${name}`}
                options={CourseAttendance.options.map((value) => ({
                  value,
                  label: t(`train.attendance.${value}`),
                }))}
              />
            </Form.Item>
            <Form.Item name={['people', personId, 'passed']} valuePropName="checked" noStyle>
              <Checkbox>{t('train.passed')}</Checkbox>
            </Form.Item>
            <Form.Item name={['people', personId, 'certificate']} noStyle>
              <Input
                aria-label={`${t('train.certificate')}: ${name}`}
                placeholder={t('train.certificate')}
                maxLength={100}
              />
            </Form.Item>
          </div>
        </fieldset>
      ))}
    </ActDrawer>
  );
}

export function CancelDrawer({ course, onClose }: OfCourse) {
  const t = useText();
  return (
    <ActDrawer<{ reason: string }>
      title={`${t('train.cancel')}: ${course?.title ?? ''}`}
      isOpen={course !== null}
      onClose={onClose}
      initial={{}}
      submit={t('train.cancel')}
      isGrave
      act={({ reason }) => cancelCourse(course?.courseId ?? '', reason)}
    >
      <TextField name="reason" label={t('train.reason')} required />
    </ActDrawer>
  );
}
