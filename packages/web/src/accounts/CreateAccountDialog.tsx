import { CreateAccount, Login } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { createAccount } from './calls.ts';
import { DetailFields, orNull } from './DetailFields.tsx';
import { type GrantDraft, GrantsEditor, grantOf } from './GrantsEditor.tsx';
import { InitialPasswordDialog } from './InitialPasswordDialog.tsx';

interface Fields extends Record<string, unknown> {
  readonly login?: string;
}

/** A new account: who, what they may do where, and then the first password once. */
export function CreateAccountDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [drafts, setDrafts] = useState<readonly GrantDraft[]>([
    { key: 'first', role: 'clerk', kind: 'organisation', id: '' },
  ]);
  const creating = useMutation({
    mutationFn: createAccount,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['accounts'] }),
  });
  const submit = (fields: Fields) => {
    const body = CreateAccount.safeParse({
      login: fields.login,
      name: fields['name'],
      kind: fields['kind'],
      organisationId: fields['organisationId'] ?? null,
      title: orNull(fields['title']),
      email: orNull(fields['email']),
      phone: orNull(fields['phone']),
      note: null,
      grants: drafts.map(grantOf),
    });
    if (body.success) creating.mutate(body.data);
  };
  if (creating.data) return <InitialPasswordDialog made={creating.data} onClose={onClose} />;
  return (
    <Modal
      open
      width={820}
      title={t('accounts.create')}
      okText={t('accounts.create')}
      cancelText={t('accounts.cancel')}
      okButtonProps={{
        loading: creating.isPending,
        disabled: drafts.some((draft) => grantOf(draft) === null),
      }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" initialValues={{ kind: 'person' }} onFinish={submit}>
        <div className="account-form">
          <Form.Item
            name="login"
            label={t('accounts.login')}
            extra={t('accounts.loginRule')}
            rules={[
              {
                validator: async (_, value) => {
                  if (!Login.safeParse(value).success) throw new Error(t('accounts.loginRule'));
                },
              },
            ]}
          >
            <Input autoComplete="off" maxLength={50} />
          </Form.Item>
          <DetailFields />
        </div>
        <h3>{t('accounts.rights')}</h3>
        <p className="muted">{t('accounts.rightsAbout')}</p>
        <GrantsEditor drafts={drafts} onChange={setDrafts} />
      </Form>
      <FailureText code={codeOf(creating.error)} />
    </Modal>
  );
}
