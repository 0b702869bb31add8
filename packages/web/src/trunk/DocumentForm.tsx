import { LocalDate } from '@nhipcau/contracts';
import { type FormEvent, useState } from 'react';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';

/** A document in which somebody consents or asks. */
export interface Written {
  readonly consentedBy: string;
  readonly documentNumber: string;
  readonly documentOn: LocalDate;
  readonly note: string;
}

/** Who, by which document, of which day. What was typed stays until it was taken. */
export function DocumentForm({
  signer,
  submit,
  isSending,
  failure,
  onSubmit,
  onCancel,
}: {
  /** Whose name is asked for. */
  signer: string;
  submit: string;
  isSending: boolean;
  failure: string | null;
  onSubmit: (written: Written) => void;
  onCancel: () => void;
}) {
  const t = useText();
  const [consentedBy, setBy] = useState('');
  const [documentNumber, setNumber] = useState('');
  const [on, setOn] = useState('');
  const [note, setNote] = useState('');
  const day = LocalDate.safeParse(on);
  const isWhole = consentedBy.trim().length >= 2 && documentNumber.trim() !== '' && day.success;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isWhole) onSubmit({ consentedBy, documentNumber, documentOn: day.data, note });
  };
  return (
    <form className="trunk-document" onSubmit={send}>
      <label className="field">
        <span>{signer}</span>
        <input
          className="input"
          maxLength={200}
          value={consentedBy}
          placeholder={t('external.consentedByHint')}
          onChange={({ target }) => setBy(target.value)}
        />
      </label>
      <label className="field">
        <span>{t('external.documentNumber')}</span>
        <input
          className="input"
          maxLength={100}
          value={documentNumber}
          onChange={({ target }) => setNumber(target.value)}
        />
      </label>
      <label className="field">
        <span>{t('external.documentOn')}</span>
        <input className="input" type="date" value={on} onChange={({ target }) => setOn(target.value)} />
      </label>
      <label className="field">
        <span>{t('external.note')}</span>
        <input
          className="input"
          maxLength={500}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </label>
      <FailureText code={failure} />
      <div className="trunk-acts">
        <button type="submit" className="button primary" disabled={!isWhole || isSending}>
          {submit}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {t('trunk.cancel')}
        </button>
      </div>
    </form>
  );
}
