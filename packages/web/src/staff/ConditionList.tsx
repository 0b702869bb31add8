import type { AdmissionFile } from '@nhipcau/contracts';
import { Button, Form, Segmented, Table, Tag } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { ActDrawer } from './ActDrawer.tsx';
import { Articles } from './Articles.tsx';
import { giveEvidence } from './calls.ts';
import { dateText } from './dates.ts';
import { TextField } from './fields.tsx';

type Condition = AdmissionFile['conditions'][number];

/** What must be shown, and what was shown so far. */
export function ConditionList({ file }: { file: AdmissionFile }) {
  const t = useText();
  const [given, setGiven] = useState<Condition | null>(null);
  const mayGive = ({ counted, kind }: Condition) =>
    file.state === 'proposed' && !counted && (kind === 'evaluation' ? file.mayDecide : file.mayApply);
  return (
    <section className="stf-panel">
      <h2>{t('adm.conditions')}</h2>
      <Table<Condition>
        size="middle"
        rowKey="key"
        pagination={false}
        dataSource={file.conditions}
        columns={[
          {
            key: 'label',
            title: t('adm.conditions'),
            render: (_, { label, cite, counted, evidence, documentNumber }) => (
              <>
                {label} <Articles cite={cite} />
                <div className="muted">
                  {counted
                    ? t('adm.counted')
                    : [evidence, documentNumber].filter((one) => one !== null).join(', ')}
                </div>
              </>
            ),
          },
          {
            key: 'result',
            title: t('adm.result'),
            width: 210,
            render: (_, { result, assessor, assessedOn }) => (
              <>
                <ResultTag result={result} />
                {assessor !== null && assessedOn !== null && (
                  <div className="muted">{`${assessor}, ${dateText(assessedOn)}`}</div>
                )}
              </>
            ),
          },
          {
            key: 'act',
            width: 120,
            render: (_, one) =>
              mayGive(one) && (
                <Button size="small" onClick={() => setGiven(one)}>
                  {t('adm.give')}
                </Button>
              ),
          },
        ]}
      />
      <ActDrawer<{
        result: 'met' | 'failed';
        evidence: string;
        documentNumber?: string;
        assessor: string;
        assessedOn: Dayjs;
      }>
        title={given?.label ?? ''}
        isOpen={given !== null}
        onClose={() => setGiven(null)}
        initial={{ result: 'met', assessedOn: handsNow() }}
        act={({ assessedOn, documentNumber, ...rest }) =>
          giveEvidence(file.siteId, {
            ...rest,
            key: given?.key ?? '',
            documentNumber: documentNumber ?? null,
            assessedOn: assessedOn.format('YYYY-MM-DD'),
          })
        }
      >
        <ResultField />
        <TextField name="evidence" label={t('adm.evidence')} required rows={3} />
        <TextField name="documentNumber" label={t('adm.document')} />
        <TextField name="assessor" label={t('adm.assessor')} required />
        <DateItem name="assessedOn" label={t('adm.assessedOn')} required />
      </ActDrawer>
    </section>
  );
}

export function ResultField() {
  const t = useText();
  return (
    <Form.Item name="result" label={t('adm.result')} rules={[{ required: true }]}>
      <Segmented
        options={[
          { value: 'met', label: t('adm.met') },
          { value: 'failed', label: t('adm.failed') },
        ]}
      />
    </Form.Item>
  );
}

export function ResultTag({
  result,
  isExpired = false,
}: {
  result: 'met' | 'failed' | null;
  isExpired?: boolean;
}) {
  const t = useText();
  if (isExpired) return <Tag color="gold">{t('adm.room.expired')}</Tag>;
  if (result === null) return <Tag>{t('adm.openState')}</Tag>;
  return <Tag color={result === 'met' ? 'green' : 'red'}>{t(`adm.${result}`)}</Tag>;
}
