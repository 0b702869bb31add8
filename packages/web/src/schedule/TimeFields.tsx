import { DatePicker, Form } from 'antd';
import { useText } from '../text/language.tsx';

/** When something begins and ends; both can be typed. */
export function TimeFields() {
  const t = useText();
  return (
    <div className="schedule-times">
      <TimeField name="from" label={t('schedule.local.from')} />
      <TimeField name="to" label={t('schedule.local.to')} />
    </div>
  );
}

function TimeField({ name, label }: { name: string; label: string }) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <DatePicker
        showTime={{ format: 'HH:mm', minuteStep: 15 }}
        format="DD/MM/YYYY HH:mm"
        needConfirm={false}
        style={{ width: '100%' }}
      />
    </Form.Item>
  );
}
