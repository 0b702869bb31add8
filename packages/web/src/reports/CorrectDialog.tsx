import type { ReportColumn, ReportId, ReportRow, ReportValue } from '@nhipcau/contracts';
import { columnKinds, valueText } from '@nhipcau/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal, Radio } from 'antd';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { correctReport } from './calls.ts';
import { columnTexts } from './report-text.ts';

interface Fields {
  readonly value?: ReportValue;
  readonly reason: string;
}

/** States another figure than was counted, and why. */
export function CorrectDialog({
  reportId,
  row,
  column,
  onClose,
}: {
  reportId: ReportId;
  row: ReportRow;
  column: ReportColumn;
  onClose: () => void;
}) {
  const t = useText();
  const client = useQueryClient();
  const correct = useMutation({
    mutationFn: ({ value, reason }: Fields) =>
      correctReport(reportId, {
        row: row.key,
        column,
        value: value === undefined || value === '' ? null : value,
        reason,
      }),
    onSuccess: (after) => {
      client.setQueryData(['reports', reportId], after);
      onClose();
    },
  });
  const counted = row.corrections.find((one) => one.column === column)?.counted ?? row.cells[column] ?? null;
  const kind = columnKinds[column];
  return (
    <Modal
      open
      title={`${row.name}: ${t(columnTexts[column])}`}
      onCancel={onClose}
      okText={t('report.correct')}
      cancelText={t('common.close')}
      okButtonProps={{ htmlType: 'submit', form: 'sua-so-lieu', loading: correct.isPending }}
    >
      <p>{t('report.counted', { value: valueText(column, counted) || '–' })}</p>
      <Form<Fields>
        id="sua-so-lieu"
        layout="vertical"
        initialValues={{ value: row.cells[column] ?? null, reason: '' }}
        onFinish={(fields) => correct.mutate(fields)}
      >
        <Form.Item name="value" label={kind === 'minutes' ? t('report.valueMinutes') : t('report.value')}>
          {kind === 'text' ? (
            <Input.TextArea rows={2} maxLength={500} />
          ) : kind === 'judgement' ? (
            <Radio.Group
              options={(['good', 'notGood'] as const).map((value) => ({
                value,
                label: valueText(column, value),
              }))}
            />
          ) : (
            <InputNumber min={0} {...(kind === 'percent' ? { max: 100 } : { precision: 0 })} />
          )}
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('report.reason')}
          rules={[{ required: true, min: 3, message: t('report.reasonNeeded') }]}
        >
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
      <FailureText code={codeOf(correct.error)} />
    </Modal>
  );
}
