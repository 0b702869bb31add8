import { LocalDate, OrganisationId, Severity, type Weakness } from '@nhipcau/contracts';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { asDate, today } from '../staff/dates.ts';
import { TextField, UnitField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsAt, handsNow, pickedInstant } from '../ui/zone.ts';
import { closeWeakness, planRemedy, recordReview } from './calls.ts';

interface Recorded {
  organisationId: string;
  title: string;
  reviewers: string;
  reviewedOn: Dayjs;
  document?: string;
  weaknesses?: { title: string; severity: Severity }[];
}

const day = (value: Dayjs): LocalDate => LocalDate.parse(asDate(value) ?? today());

/** A review with everything it found. */
export function RecordDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <ActDrawer<Recorded>
      title={t('security.record')}
      isOpen={isOpen}
      onClose={onClose}
      initial={{ reviewedOn: handsNow() }}
      submit={t('security.save')}
      act={({ organisationId, document, reviewedOn, weaknesses = [], ...rest }) =>
        recordReview({
          ...rest,
          organisationId: OrganisationId.parse(organisationId),
          document: document?.trim() ? document : null,
          reviewedOn: day(reviewedOn),
          weaknesses,
        })
      }
    >
      <UnitField name="organisationId" label={t('security.unit')} />
      <TextField name="title" label={t('security.reviewTitle')} required />
      <TextField name="reviewers" label={t('security.reviewers')} required />
      <DateItem name="reviewedOn" label={t('security.reviewedOn')} required />
      <TextField name="document" label={t('security.document')} />
      <WeaknessFields />
    </ActDrawer>
  );
}

function WeaknessFields() {
  const t = useText();
  const severities = Severity.options.map((value) => ({ value, label: t(`security.severity.${value}`) }));
  return (
    <fieldset className="security-weaknesses">
      <legend>{t('security.weaknesses')}</legend>
      <Form.List name="weaknesses">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="security-weakness">
                <Form.Item name={[name, 'title']} rules={[{ required: true, whitespace: true, min: 3 }]}>
                  <Input aria-label={t('security.weakness')} placeholder={t('security.weakness')} />
                </Form.Item>
                <Form.Item name={[name, 'severity']}>
                  <Select aria-label={t('security.severity')} options={severities} />
                </Form.Item>
                <Button aria-label={t('security.cancel')} onClick={() => remove(name)}>
                  {'✕'}
                </Button>
              </div>
            ))}
            <Button onClick={() => add({ severity: 'medium' })}>{t('security.addWeakness')}</Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

/** How a weakness is mended, and when: a time without meetings. */
export function PlanDrawer({ weakness, onClose }: { weakness: Weakness | null; onClose: () => void }) {
  const t = useText();
  const tomorrow = handsNow().add(1, 'day').hour(20).minute(0).second(0);
  return (
    <ActDrawer<{ remedy: string; startsAt: Dayjs; endsAt: Dayjs }>
      title={`${t('security.plan')}: ${weakness?.title ?? ''}`}
      isOpen={weakness !== null}
      onClose={onClose}
      initial={{
        remedy: weakness?.remedy ?? '',
        startsAt: weakness?.startsAt ? handsAt(weakness.startsAt) : tomorrow,
        endsAt: weakness?.endsAt ? handsAt(weakness.endsAt) : tomorrow.add(2, 'hour'),
      }}
      submit={t('security.save')}
      act={({ remedy, startsAt, endsAt }) =>
        planRemedy(weakness?.weaknessId ?? '', {
          remedy,
          startsAt: pickedInstant(startsAt),
          endsAt: pickedInstant(endsAt),
        })
      }
    >
      <TextField name="remedy" label={t('security.remedy')} rows={3} required />
      <TimeField name="startsAt" label={t('security.from')} />
      <TimeField name="endsAt" label={t('security.to')} />
      <p className="muted">{t('security.noMeeting')}</p>
    </ActDrawer>
  );
}

export function TimeField({ name, label }: { name: string; label: string }) {
  return <DateItem name={name} label={label} entry="moment" required />;
}

/** The test of operation, without which nothing closes. */
export function CloseDrawer({ weakness, onClose }: { weakness: Weakness | null; onClose: () => void }) {
  const t = useText();
  return (
    <ActDrawer<{ testedOn: Dayjs; test: string; passed?: boolean }>
      title={`${t('security.close')}: ${weakness?.title ?? ''}`}
      isOpen={weakness !== null}
      onClose={onClose}
      initial={{ testedOn: handsNow(), passed: false }}
      submit={t('security.close')}
      act={({ testedOn, test, passed }) =>
        closeWeakness(weakness?.weaknessId ?? '', { testedOn: day(testedOn), test, passed: passed === true })
      }
    >
      <DateItem name="testedOn" label={t('security.testedOn')} required />
      <TextField name="test" label={t('security.test')} rows={3} required />
      <Form.Item name="passed" valuePropName="checked">
        <Checkbox>{t('security.passed')}</Checkbox>
      </Form.Item>
    </ActDrawer>
  );
}
