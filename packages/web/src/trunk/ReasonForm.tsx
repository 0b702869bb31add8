import { useState } from 'react';
import { useText } from '../text/language.tsx';

/** Why something is taken back or refused; three letters at least. */
export function ReasonForm({
  label,
  submit,
  onSubmit,
  onCancel,
}: {
  label: string;
  submit: string;
  onSubmit: (reason: string) => void;
  onCancel: () => void;
}) {
  const t = useText();
  const [reason, setReason] = useState('');
  return (
    <form
      className="trunk-document"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim().length >= 3) onSubmit(reason.trim());
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
        <button type="submit" className="button primary" disabled={reason.trim().length < 3}>
          {submit}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {t('trunk.cancel')}
        </button>
      </div>
    </form>
  );
}
