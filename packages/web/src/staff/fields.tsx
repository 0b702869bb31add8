import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { folded } from '../office/list/matches.ts';
import { useText } from '../text/language.tsx';
import { fetchOrganisations } from './calls.ts';

export function TextField({
  name,
  label,
  required = false,
  rows,
}: {
  name: string;
  label: string;
  required?: boolean;
  rows?: number;
}) {
  return (
    <Form.Item name={name} label={label} rules={[{ required, whitespace: true }]}>
      {rows === undefined ? <Input autoComplete="off" /> : <Input.TextArea rows={rows} />}
    </Form.Item>
  );
}

/** Any organisation, found without diacritics. */
export function UnitField({ name, label }: { name: string; label: string }) {
  const { data, isPending } = useQuery({ queryKey: ['organisations'], queryFn: fetchOrganisations });
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <Select
        showSearch={{
          filterOption: (typed, option) => folded(option?.label ?? '').includes(folded(typed)),
        }}
        loading={isPending}
        options={(data?.organisations ?? []).map(({ organisationId, name: unit }) => ({
          value: organisationId,
          label: unit,
        }))}
      />
    </Form.Item>
  );
}

export const useDutyName = () => {
  const t = useText();
  return (duty: 'leader' | 'main' | 'support' | 'mcu' | 'contact') => t(`staff.duty.${duty}`);
};
