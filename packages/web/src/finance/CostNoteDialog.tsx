import type { CostStatement } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { noteCosts } from './calls.ts';

/** What the host notes of the costs of a meeting; never asked for (R-FIN-05). */
export function CostNoteDialog({
  meeting: { meetingId, title, note },
  onClose,
}: {
  meeting: Pick<CostStatement['meetings'][number], 'meetingId' | 'title' | 'note'>;
  onClose: () => void;
}) {
  const t = useText();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: ({ words }: { words: string }) => noteCosts({ meetingId, words }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['finance', 'statement'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('fin.costNoteOf', { title })}
      onCancel={onClose}
      okText={t('fin.save')}
      cancelText={t('common.close')}
      okButtonProps={{ htmlType: 'submit', form: 'ghi-chu-chi-phi', loading: save.isPending }}
    >
      <Form<{ words: string }>
        id="ghi-chu-chi-phi"
        layout="vertical"
        initialValues={{ words: note?.words }}
        onFinish={(fields) => save.mutate(fields)}
      >
        <Form.Item
          name="words"
          label={t('fin.costNote')}
          rules={[{ required: true, min: 3, message: t('fin.noteNeeded') }]}
        >
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
      <FailureText code={codeOf(save.error)} />
    </Modal>
  );
}
