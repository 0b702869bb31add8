import type { AcknowledgeNotice } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { AnswerFields } from './AnswerFields.tsx';
import { type AnswerDraft, answerOf, emptyDraft } from './answer-draft.ts';

/** An answer to a notice, written by its recipient or by the desk after a call. */
export function AnswerModal({
  title,
  asks,
  byTelephone = false,
  initial = emptyDraft,
  send,
  onClose,
}: {
  title: string;
  asks: { readonly asksStart: boolean; readonly asksStandby: boolean };
  byTelephone?: boolean;
  initial?: AnswerDraft;
  send: (answer: AcknowledgeNotice) => Promise<unknown>;
  onClose: () => void;
}) {
  const t = useText();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(initial);
  const answer = answerOf(draft);
  const isReady = answer !== null && (!byTelephone || answer.spokenTo !== null);
  const sending = useMutation({
    mutationFn: send,
    onSuccess: async () => {
      await Promise.all(noticeKeys.map((key) => queries.invalidateQueries({ queryKey: [key] })));
      onClose();
    },
  });
  return (
    <Modal
      open
      title={title}
      okText={t('notice.answer.confirm')}
      okButtonProps={{ disabled: !isReady, loading: sending.isPending }}
      onOk={() => answer && sending.mutate(answer)}
      onCancel={onClose}
      destroyOnHidden
    >
      <AnswerFields
        draft={draft}
        onChange={setDraft}
        asksStart={asks.asksStart}
        asksStandby={asks.asksStandby}
        byTelephone={byTelephone}
      />
      <FailureText code={codeOf(sending.error)} />
    </Modal>
  );
}

/** Everything that shows notices. */
export const noticeKeys = [
  'notice-board',
  'notices-open',
  'notice-tasks',
  'notices-received',
  'inbox-messages',
] as const;
