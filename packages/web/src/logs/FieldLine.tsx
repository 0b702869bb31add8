import type { LogEntry, LogField } from '@nhipcau/contracts';
import { choicesOf } from '@nhipcau/domain';
import { Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';

const answers = ['normal', 'incident', 'broken', 'yes', 'no'] as const;

/** A field of a line: what counts, what the system had counted, and the correction of it. */
export function FieldLine({
  field,
  label,
  entry: { values, counted, corrections, may },
  isEditing,
  isBusy,
  onEdit,
  onCorrect,
}: {
  field: LogField;
  label: string;
  entry: LogEntry;
  isEditing: boolean;
  isBusy: boolean;
  onEdit: () => void;
  onCorrect: (value: string, reason: string) => void;
}) {
  const { t, language } = useLanguage();
  const say = (value: string | undefined): string => {
    const answer = answers.find((one) => one === value);
    if (answer !== undefined && choicesOf(field) !== undefined) return t(`book.answer.${answer}`);
    return value === undefined || value === '' ? t('book.nothing') : value;
  };
  const own = corrections.filter((one) => one.field === field);
  return (
    <div className="log-field">
      <dt>{label}</dt>
      <dd>
        <span className={own.length > 0 ? 'corrected' : ''}>{say(values[field])}</span>
        {own.length > 0 && <del>{t('book.counted', { value: say(counted[field]) })}</del>}
        {own.map(({ at, byName, reason }) => (
          <small key={at} className="muted">
            {t('book.correctedBy', { name: byName, at: dateAndTime(at, language), reason })}
          </small>
        ))}
        {isEditing && may.correct && (
          <Correction
            field={field}
            label={label}
            before={values[field] ?? ''}
            isBusy={isBusy}
            onCorrect={onCorrect}
          />
        )}
      </dd>
      {may.correct && (
        <Button
          type="link"
          onClick={onEdit}
          aria-expanded={isEditing}
          aria-label={t('book.correctOf', { label })}
        >
          {t('book.correct')}
        </Button>
      )}
    </div>
  );
}

function Correction({
  field,
  label,
  before,
  isBusy,
  onCorrect,
}: {
  field: LogField;
  label: string;
  before: string;
  isBusy: boolean;
  onCorrect: (value: string, reason: string) => void;
}) {
  const { t } = useLanguage();
  const [value, setValue] = useState(before);
  const [reason, setReason] = useState('');
  const choices = choicesOf(field);
  return (
    <form
      className="log-correction"
      onSubmit={(event) => {
        event.preventDefault();
        onCorrect(value.trim(), reason.trim());
      }}
    >
      {choices ? (
        <Radio.Group
          aria-label={label}
          value={value}
          onChange={({ target }) => setValue(String(target.value))}
          options={answers
            .filter((answer) => choices.includes(answer))
            .map((answer) => ({ value: answer, label: t(`book.answer.${answer}`) }))}
        />
      ) : (
        <Input.TextArea
          aria-label={label}
          rows={3}
          maxLength={1_500}
          value={value}
          onChange={({ target }) => setValue(target.value)}
        />
      )}
      <Input
        aria-label={t('book.reason')}
        placeholder={t('book.reason')}
        maxLength={300}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <Button
        type="primary"
        htmlType="submit"
        loading={isBusy}
        disabled={reason.trim().length < 2 || value.trim() === before}
      >
        {t('book.save')}
      </Button>
    </form>
  );
}
