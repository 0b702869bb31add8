import type { LocalDate } from '@nhipcau/contracts';
import { useId, useState } from 'react';
import { useText } from '../text/language.tsx';
import { DayInput } from './DateInputs.tsx';
import { isForward } from './typed-date.ts';

export interface Period {
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
}

/**
 * The first and the last day of something, each typed or picked by itself. A period that ends before it begins stays there,
 * is told, and is handed on to nobody; so both days can be changed one after the other.
 */
export function PeriodInput({
  label,
  value,
  mayBeOpen = false,
  onChange,
}: {
  /** What the period is of; each field adds which end it is. */
  readonly label: string;
  readonly value: { readonly from: string | null; readonly to: string | null };
  /** Either end may be left out. */
  readonly mayBeOpen?: boolean;
  readonly onChange: (period: Period) => void;
}) {
  const t = useText();
  const faultId = useId();
  const [entered, setEntered] = useState(value);
  const [known, setKnown] = useState(value);
  if (known.from !== value.from || known.to !== value.to) {
    // Cleared, or gone back in the browser: the fields follow what is in force.
    setKnown(value);
    setEntered(value);
  }
  const isWrong = !isForward(entered.from, entered.to);
  const enter = (part: Partial<Period>): void => {
    const next = { ...entered, ...part };
    setEntered(next);
    if (isForward(next.from, next.to)) onChange(next as Period);
  };
  const attributes = isWrong ? { 'aria-invalid': true, 'aria-describedby': faultId } : {};
  return (
    <span className="period-entry">
      <DayInput
        {...attributes}
        aria-label={t('date.firstOf', { what: label })}
        placeholder={t('date.first')}
        value={entered.from}
        mayBeEmpty={mayBeOpen}
        onChange={(from) => enter({ from })}
      />
      <span aria-hidden>{'–'}</span>
      <DayInput
        {...attributes}
        aria-label={t('date.lastOf', { what: label })}
        placeholder={t('date.last')}
        value={entered.to}
        mayBeEmpty={mayBeOpen}
        onChange={(to) => enter({ to })}
      />
      {isWrong && (
        <small id={faultId} className="date-fault" role="alert">
          {t('date.backward')}
        </small>
      )}
    </span>
  );
}
