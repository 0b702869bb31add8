import { LocalDate, type Operator, OperatorDuty, OrganisationId } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { ActDrawer } from './ActDrawer.tsx';
import { Articles } from './Articles.tsx';
import { appoint, changeOperator, fetchRules } from './calls.ts';
import { asDate } from './dates.ts';
import { TextField, UnitField, useDutyName } from './fields.tsx';

interface Values {
  organisationId: string;
  duty: OperatorDuty;
  name: string;
  title?: string;
  telephone?: string;
  email?: string;
  trainedOn?: Dayjs | null;
  fromOn: Dayjs;
}

/** Appoints somebody, or corrects what is known; which fields are mandatory is the locality's own. */
export function OperatorDrawer({
  edited,
  onClose,
}: {
  edited: Operator | 'new' | null;
  onClose: () => void;
}) {
  const t = useText();
  const dutyName = useDutyName();
  const { data } = useQuery({ queryKey: ['staff', 'rules'], queryFn: fetchRules, staleTime: Infinity });
  const fields = data?.rules.operatorFields;
  const isAsked = (field: 'title' | 'email' | 'telephone') => fields?.required.includes(field) ?? false;
  const known = edited === 'new' ? null : edited;
  const own = new Map(fields?.duties.map(({ duty, label }) => [duty, label]));
  return (
    <ActDrawer<Values>
      title={known ? t('staff.change') : t('staff.appoint')}
      isOpen={edited !== null}
      onClose={onClose}
      initial={known ? { ...filled(known) } : { fromOn: handsNow() }}
      act={(values) => save(values, known)}
    >
      {!known && <UnitField name="organisationId" label={t('staff.col.unit')} />}
      <Form.Item name="duty" label={t('staff.col.duty')} rules={[{ required: true }]}>
        <Select
          options={OperatorDuty.options.map((duty) => ({
            value: duty,
            label: own.get(duty) ?? dutyName(duty),
          }))}
        />
      </Form.Item>
      <TextField name="name" label={t('staff.col.name')} required />
      <TextField name="title" label={t('staff.titleOf')} required={isAsked('title')} />
      <TextField name="telephone" label={t('staff.telephone')} required={isAsked('telephone')} />
      <TextField name="email" label={t('staff.email')} required={isAsked('email')} />
      <DateItem name="trainedOn" label={t('staff.trainedOn')} />
      {!known && <DateItem name="fromOn" label={t('staff.fromOn')} required />}
      {fields && (
        <p className="muted">
          {t('staff.required')} <Articles cite={fields.cite} />
        </p>
      )}
    </ActDrawer>
  );
}

const filled = ({ duty, name, title, telephone, email, trainedOn }: Operator): Partial<Values> => ({
  duty,
  name,
  ...(title === null ? {} : { title }),
  ...(telephone === null ? {} : { telephone }),
  ...(email === null ? {} : { email }),
  trainedOn: trainedOn === null ? null : dayjs(trainedOn),
});

function save(values: Values, known: Operator | null): Promise<Operator> {
  const trainedOn = asDate(values.trainedOn);
  const fields = {
    duty: values.duty,
    name: values.name,
    title: values.title ?? null,
    telephone: values.telephone ?? null,
    email: values.email ?? null,
    trainedOn: trainedOn === null ? null : LocalDate.parse(trainedOn),
  };
  if (known) return changeOperator(known.personId, { ...fields, revision: known.revision });
  return appoint({
    ...fields,
    organisationId: OrganisationId.parse(values.organisationId),
    siteId: null,
    fromOn: LocalDate.parse(asDate(values.fromOn)),
  });
}
