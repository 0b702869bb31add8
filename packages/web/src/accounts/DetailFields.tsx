import { AccountKind } from '@nhipcau/contracts';
import { Form, Input, Select } from 'antd';
import { useText } from '../text/language.tsx';
import { searchable, useOrganisationOptions } from './places.ts';
import { kindText } from './state-text.ts';

/** Fields of what is known of an account, for its making and its correction. */
export function DetailFields() {
  const t = useText();
  const organisations = useOrganisationOptions();
  const required = [{ required: true, message: t('accounts.required') }];
  return (
    <>
      <Form.Item name="name" label={t('accounts.name')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="title" label={t('accounts.title2')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="kind" label={t('accounts.kind')} rules={required}>
        <Select options={AccountKind.options.map((kind) => ({ value: kind, label: t(kindText[kind]) }))} />
      </Form.Item>
      <Form.Item name="organisationId" label={t('accounts.organisation')}>
        <Select allowClear {...searchable} options={[...organisations]} />
      </Form.Item>
      <Form.Item name="email" label={t('accounts.email')}>
        <Input type="email" maxLength={200} />
      </Form.Item>
      <Form.Item name="phone" label={t('accounts.phone')}>
        <Input maxLength={30} />
      </Form.Item>
    </>
  );
}

/** What a field left empty means to the server. */
export const orNull = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;
