import type { LocalDate } from '@nhipcau/contracts';
import { type FormEvent, useId, useState } from 'react';
import { useText } from '../text/language.tsx';
import { DayInput } from '../ui/DateInputs.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { DateFaults, useDateFaults } from '../ui/TypedPicker.tsx';

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
  const [documentOn, setOn] = useState<LocalDate | null>(null);
  const [note, setNote] = useState('');
  const onId = useId();
  const { hasFault, tellFault } = useDateFaults();
  const [isDayAsked, askDay] = useState(false);
  // The day is taken when its field is left, as a press on the button does: so the button does not wait for it.
  const isWhole = consentedBy.trim().length >= 2 && documentNumber.trim() !== '' && !hasFault;
  const send = (event: FormEvent) => {
    event.preventDefault();
    askDay(documentOn === null);
    if (isWhole && documentOn !== null) onSubmit({ consentedBy, documentNumber, documentOn, note });
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
      <div className="field">
        <label htmlFor={onId}>{t('external.documentOn')}</label>
        <DateFaults value={tellFault}>
          <DayInput id={onId} value={documentOn} onChange={setOn} />
        </DateFaults>
        {isDayAsked && documentOn === null && (
          <small className="date-fault" role="alert">
            {t('date.missing')}
          </small>
        )}
      </div>
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
