import type { Instant, LocalDate } from '@nhipcau/contracts';
import { DatePicker, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { useMemo } from 'react';
import { enteredDay, enteredInstant, handsAt } from './zone.ts';

/** What a label and its findings give the field they belong to. */
interface Attributes {
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean;
  readonly 'aria-required'?: boolean;
}

// The picker forgets what is being typed when it is given another value, and takes an equal one for another: a page that draws
// itself anew, because an answer came, must hand over the same object.
// None of the inputs offers "now": it would be the one of the computer's zone, not of the locality's.

/** As it is shown first; what may be typed as well after it: without leading zeros, or digits alone. */
const MOMENTS = [
  'DD/MM/YYYY HH:mm',
  'D/M/YYYY H:mm',
  'D/M/YYYY HH:mm',
  'DD/MM/YYYY H:mm',
  'DDMMYYYYHHmm',
  'DDMMYYYY HHmm',
];
const DAYS = ['DD/MM/YYYY', 'D/M/YYYY', 'DDMMYYYY'];
const TIMES = ['HH:mm', 'H:mm', 'HHmm'];

const statusOf = ({ 'aria-invalid': isWrong }: Attributes) => (isWrong ? { status: 'error' as const } : {});

/** A point in time as people here write it, whatever the language of the browser is; one stop of the Tab key. */
export function MomentInput({
  value,
  timeZone,
  onChange,
  ...attributes
}: Attributes & {
  readonly value: number | null;
  readonly timeZone: string;
  readonly onChange: (at: Instant) => void;
}) {
  const shown = useMemo(() => (value === null ? null : handsAt(value, timeZone)), [value, timeZone]);
  return (
    <DatePicker
      {...attributes}
      {...statusOf(attributes)}
      className="date-input"
      allowClear={false}
      format={MOMENTS}
      needConfirm={false}
      showNow={false}
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      value={shown}
      onChange={(picked) => {
        const at = enteredInstant(picked, timeZone);
        if (at !== null) onChange(at);
      }}
    />
  );
}

/** A day as people here write it; null: none. */
export function DayInput({
  value,
  disabled = false,
  mayBeEmpty = true,
  onChange,
  ...attributes
}: Attributes & {
  readonly value: string | null;
  readonly disabled?: boolean;
  readonly mayBeEmpty?: boolean;
  readonly onChange: (day: LocalDate | null) => void;
}) {
  const shown = useMemo(() => (value === null || value === '' ? null : dayjs(value)), [value]);
  return (
    <DatePicker
      {...attributes}
      {...statusOf(attributes)}
      className="date-input"
      allowClear={mayBeEmpty}
      disabled={disabled}
      format={DAYS}
      showNow={false}
      value={shown}
      onChange={(picked) => {
        const day = enteredDay(picked);
        if (day !== null || picked === null) onChange(day);
      }}
    />
  );
}

/** A time of the day, `11:30`. */
export function TimeInput({
  value,
  onChange,
  ...attributes
}: Attributes & { readonly value: string; readonly onChange: (time: string) => void }) {
  const shown = useMemo(() => dayjs(`2000-01-01T${value}`), [value]);
  return (
    <TimePicker
      {...attributes}
      className="date-input"
      allowClear={false}
      format={TIMES}
      minuteStep={5}
      needConfirm={false}
      showNow={false}
      value={shown}
      onChange={(picked) => picked && onChange(picked.format('HH:mm'))}
    />
  );
}
