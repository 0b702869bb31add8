import { useState } from 'react';
import { useText } from '../text/language.tsx';

/** Why something is taken back or refused; three letters at least. While it is being sent it is not sent again. */
export function ReasonForm({
  label,
  submit,
  isSending,
  onSubmit,
  onCancel,
}: {
  label: string;
  submit: string;
  isSending: boolean;
  onSubmit: (reason: string) => void;
  onCancel: () => void;
}) {
  const t = useText();
  const [reason, setReason] = useState('');
  const mayGo = !isSending && reason.trim().length >= 3;
  return (
    <form
      className="trunk-document"
      onSubmit={(event) => {
        event.preventDefault();
        if (mayGo) onSubmit(reason.trim());
      }}
    >
      <label className="field">
        <span>{label}</span>
        <input
          className="input"
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <div className="trunk-acts">
        <button type="submit" className="button primary" disabled={!mayGo}>
          {submit}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {t('trunk.cancel')}
        </button>
      </div>
    </form>
  );
}
