import { OwnInstallation } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { nameInstallation } from './calls.ts';

/** Under which code and name others know this installation, and where those below dial. */
export function OwnForm({ own }: { own: OwnInstallation | null }) {
  const t = useText();
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: (values: { code: string; name: string; address?: string }) =>
      nameInstallation(OwnInstallation.parse({ ...values, address: values.address?.trim() || null })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['trunkPeers'] }),
  });
  const checks = OwnInstallation.shape;
  const fits = (part: keyof typeof checks) => ({
    validator: (_: unknown, value: string) =>
      checks[part].safeParse(value === '' && part === 'address' ? null : value).success
        ? Promise.resolve()
        : Promise.reject(
            new Error(
              t(part === 'code' ? 'trunk.codeHint' : part === 'name' ? 'trunk.name' : 'trunk.addressHint'),
            ),
          ),
  });
  return (
    <Form
      layout="vertical"
      className="trunk-form"
      initialValues={{ code: own?.code ?? '', name: own?.name ?? '', address: own?.address ?? '' }}
      onFinish={(values) => saving.mutate(values)}
    >
      <Form.Item name="code" label={t('trunk.code')} extra={t('trunk.codeHint')} rules={[fits('code')]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t('trunk.name')} rules={[fits('name')]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="address"
        label={t('trunk.address')}
        extra={t('trunk.addressHint')}
        rules={[fits('address')]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item>
        <Button htmlType="submit" type="primary" loading={saving.isPending}>
          {t('trunk.save')}
        </Button>{' '}
        {saving.isSuccess && <span className="muted">{t('trunk.saved')}</span>}
        <FailureText code={codeOf(saving.error)} />
      </Form.Item>
    </Form>
  );
}
