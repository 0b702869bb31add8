import { IssueForm, LocalDate, type MeetingForms, type MeetingId } from '@nhipcau/contracts';
import { useMutation } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { handsNow } from '../ui/zone.ts';
import { issueForm } from './calls.ts';

interface Written {
  readonly number?: string;
  readonly issuedOn: Dayjs;
}

/** Asks for number and day of a document that leaves the house; it cannot be changed afterwards. */
export function IssueDialog({
  meetingId,
  revision,
  form,
  onIssued,
  onClose,
}: {
  meetingId: MeetingId;
  revision: number;
  form: MeetingForms['forms'][number];
  onIssued: (forms: MeetingForms) => void;
  onClose: () => void;
}) {
  const t = useText();
  const [fields] = Form.useForm<Written>();
  const issue = useMutation({
    mutationFn: (body: IssueForm) => issueForm(meetingId, form.form, body),
    onSuccess: onIssued,
  });
  const give = ({ number, issuedOn }: Written) =>
    issue.mutate({
      revision,
      number: form.numbered ? (number ?? '').trim() : null,
      issuedOn: LocalDate.parse(issuedOn.format('YYYY-MM-DD')),
    });
  return (
    <Modal
      open
      title={t('forms.issueOf', { name: form.name })}
      okText={t('forms.issue')}
      okButtonProps={{ loading: issue.isPending }}
      onOk={() => fields.submit()}
      onCancel={onClose}
    >
      <p className="muted">{t('forms.issueHint')}</p>
      <Form<Written> form={fields} layout="vertical" initialValues={{ issuedOn: handsNow() }} onFinish={give}>
        {form.numbered && (
          <Form.Item
            name="number"
            label={t('forms.number')}
            extra={t('forms.numberHint')}
            rules={[
              {
                validator: async (_rule, value: string | undefined) => {
                  if (!IssueForm.shape.number.safeParse(value ?? '').success)
                    throw new Error(t('forms.numberWrong'));
                },
              },
            ]}
          >
            <Input autoFocus maxLength={60} placeholder={t('forms.numberExample')} />
          </Form.Item>
        )}
        <DateItem name="issuedOn" label={t('forms.issuedOn')} required />
      </Form>
      <FailureText code={codeOf(issue.error)} />
    </Modal>
  );
}
