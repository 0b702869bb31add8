import {
  type InspectionDue,
  type InspectionFinding,
  type InspectionList,
  LocalDate,
} from '@nhipcau/contracts';
import { Button, Checkbox, Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { asDate, today } from '../staff/dates.ts';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { closeFinding, recordInspection } from './calls.ts';

const day = (value: Dayjs): LocalDate => LocalDate.parse(asDate(value) ?? today());

interface Inspected {
  on: Dayjs;
  inspectors: string;
  document?: string;
  isAdHoc?: boolean;
  met?: Record<string, boolean>;
  words?: Record<string, string | undefined>;
  findings?: { words: string; dueOn?: Dayjs | null }[];
}

/** A site is looked at, item by item. */
export function InspectDrawer({
  site,
  rule,
  onClose,
}: {
  site: InspectionDue | null;
  rule: InspectionList['rules'][number] | null;
  onClose: () => void;
}) {
  const t = useText();
  return (
    <ActDrawer<Inspected>
      title={`${t('asset.inspect')}: ${site?.siteName ?? ''}`}
      isOpen={site !== null && rule !== null}
      onClose={onClose}
      initial={{ on: handsNow() }}
      act={({ on, inspectors, document, isAdHoc, met = {}, words = {}, findings = [] }) =>
        recordInspection({
          siteId: site?.siteId ?? '',
          kind: rule?.kind ?? '',
          on: day(on),
          inspectors,
          document: document?.trim() ? document : null,
          isAdHoc: isAdHoc === true,
          results: (rule?.items ?? []).map(({ key }) => ({
            key,
            met: met[key] === true,
            words: words[key]?.trim() ? words[key] : null,
          })),
          findings: findings.map((finding) => ({
            words: finding.words,
            dueOn: finding.dueOn ? day(finding.dueOn) : null,
          })),
        })
      }
    >
      <DateItem name="on" label={t('asset.on')} required />
      <TextField name="inspectors" label={t('asset.inspectors')} required />
      <TextField name="document" label={t('asset.document')} />
      <Form.Item name="isAdHoc" valuePropName="checked">
        <Checkbox>{t('asset.adHoc')}</Checkbox>
      </Form.Item>
      <fieldset className="asset-items">
        <legend>{t('asset.items')}</legend>
        {(rule?.items ?? []).map(({ key, label }) => (
          <div key={key}>
            <Form.Item name={['met', key]} valuePropName="checked" noStyle>
              <Checkbox>{label}</Checkbox>
            </Form.Item>
            <Form.Item name={['words', key]} noStyle>
              <Input
                aria-label={`${label}: ${t('asset.note')}`}
                placeholder={t('asset.note')}
                maxLength={500}
              />
            </Form.Item>
          </div>
        ))}
      </fieldset>
      <fieldset className="asset-items">
        <legend>{t('asset.findings')}</legend>
        <Form.List name="findings">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <div key={key}>
                  <Form.Item name={[name, 'words']} rules={[{ required: true, whitespace: true, min: 3 }]}>
                    <Input aria-label={t('asset.finding')} placeholder={t('asset.finding')} maxLength={500} />
                  </Form.Item>
                  <DateItem name={[name, 'dueOn']} placeholder={t('asset.dueOn')} />
                  <Button aria-label={t('asset.remove')} onClick={() => remove(name)}>
                    {'✕'}
                  </Button>
                </div>
              ))}
              <Button onClick={() => add({})}>{t('asset.addFinding')}</Button>
            </>
          )}
        </Form.List>
      </fieldset>
    </ActDrawer>
  );
}

export function CloseFindingDrawer({
  finding,
  onClose,
}: {
  finding: InspectionFinding | null;
  onClose: () => void;
}) {
  const t = useText();
  return (
    <ActDrawer<{ remedy: string; closedOn: Dayjs }>
      title={t('asset.closeFinding')}
      isOpen={finding !== null}
      onClose={onClose}
      initial={{ closedOn: handsNow() }}
      act={({ remedy, closedOn }) =>
        closeFinding(finding?.findingId ?? '', { remedy, closedOn: day(closedOn) })
      }
    >
      <p className="muted">{finding?.words}</p>
      <TextField name="remedy" label={t('asset.remedy')} rows={3} required />
      <DateItem name="closedOn" label={t('asset.on')} required />
    </ActDrawer>
  );
}
