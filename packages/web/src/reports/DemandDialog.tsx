import { DemandReport, type ReportList } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Modal, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { demandReport } from './calls.ts';

interface Fields {
  readonly rule: string;
  readonly from: Dayjs;
  readonly to: Dayjs;
  readonly due: Dayjs;
}

/** Asks for a report outside its turn. */
export function DemandDialog({ rules }: { rules: ReportList['demandable'] }) {
  const t = useText();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const demand = useMutation({
    mutationFn: ({ rule, from, to, due }: Fields) =>
      demandReport(
        DemandReport.parse({
          rule,
          from: from.format('YYYY-MM-DD'),
          to: to.format('YYYY-MM-DD'),
          dueOn: due.format('YYYY-MM-DD'),
        }),
      ),
    onSuccess: async () => {
      setOpen(false);
      await client.invalidateQueries({ queryKey: ['reports'] });
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('report.demand')}</Button>
      <Modal
        open={isOpen}
        title={t('report.demand')}
        onCancel={() => setOpen(false)}
        okText={t('report.demandSend')}
        cancelText={t('common.close')}
        okButtonProps={{ htmlType: 'submit', form: 'yeu-cau-bao-cao', loading: demand.isPending }}
        destroyOnHidden
      >
        <Form<Fields> id="yeu-cau-bao-cao" layout="vertical" onFinish={(fields) => demand.mutate(fields)}>
          <Form.Item
            name="rule"
            label={t('report.name')}
            rules={[{ required: true, message: t('report.needed') }]}
          >
            <Select options={rules.map(({ rule, name }) => ({ value: rule, label: name }))} />
          </Form.Item>
          <DateItem name="from" label={t('date.firstOf', { what: t('report.period') })} required />
          <DateItem name="to" label={t('date.lastOf', { what: t('report.period') })} after="from" required />
          <DateItem name="due" label={t('report.due')} required />
        </Form>
        <FailureText code={codeOf(demand.error)} />
      </Modal>
    </>
  );
}
