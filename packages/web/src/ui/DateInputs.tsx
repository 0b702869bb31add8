import type { Instant, LocalDate } from '@nhipcau/contracts';
import dayjs from 'dayjs';
import { useMemo } from 'react';
import { type DateAttributes, TypedPicker } from './TypedPicker.tsx';
import { enteredDay, enteredInstant, handsAt } from './zone.ts';

// The picker forgets what is being typed when it is given another value, and takes an equal one for another: a page that draws
// itself anew, because an answer came, must hand over the same object.
// None of the inputs offers "now": it would be the one of the computer's zone, not of the locality's.

/** A point in time as people here write it, whatever the language of the browser is; one stop of the Tab key. */
export function MomentInput({
  value,
  timeZone,
  onChange,
  onEmpty,
  ...attributes
}: DateAttributes & {
  readonly value: number | null;
  readonly timeZone: string;
  readonly onChange: (at: Instant) => void;
  /** Absent: something has to stand there. */
  readonly onEmpty?: () => void;
}) {
  const shown = useMemo(() => (value === null ? null : handsAt(value, timeZone)), [value, timeZone]);
  return (
    <TypedPicker
      {...attributes}
      entry="moment"
      mayBeEmpty={onEmpty !== undefined}
      value={shown}
      onChange={(picked) => {
        const at = enteredInstant(picked, timeZone);
        if (at !== null) onChange(at);
        else if (picked === null) onEmpty?.();
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
}: DateAttributes & {
  readonly value: string | null;
  readonly disabled?: boolean;
  readonly mayBeEmpty?: boolean;
  readonly onChange: (day: LocalDate | null) => void;
}) {
  const shown = useMemo(() => (value === null || value === '' ? null : dayjs(value)), [value]);
  return (
    <TypedPicker
      {...attributes}
      entry="day"
      mayBeEmpty={mayBeEmpty}
      disabled={disabled}
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
}: DateAttributes & { readonly value: string; readonly onChange: (time: string) => void }) {
  const shown = useMemo(() => dayjs(`2000-01-01T${value}`), [value]);
  return (
    <TypedPicker
      {...attributes}
      entry="time"
      mayBeEmpty={false}
      value={shown}
      onChange={(picked) => picked && onChange(picked.format('HH:mm'))}
    />
  );
}

/** A month, `2026-12`; one always stands there. */
export function MonthInput({
  value,
  onChange,
  ...attributes
}: DateAttributes & { readonly value: string; readonly onChange: (month: string) => void }) {
  const shown = useMemo(() => dayjs(`${value}-01`), [value]);
  return (
    <TypedPicker
      {...attributes}
      entry="month"
      mayBeEmpty={false}
      value={shown}
      onChange={(picked) => {
        const day = enteredDay(picked);
        if (day !== null) onChange(day.slice(0, 7));
      }}
    />
  );
}

/** A year; one always stands there. */
export function YearInput({
  value,
  onChange,
  ...attributes
}: DateAttributes & { readonly value: number; readonly onChange: (year: number) => void }) {
  const shown = useMemo(() => dayjs(`${value}-01-01`), [value]);
  return (
    <TypedPicker
      {...attributes}
      entry="year"
      mayBeEmpty={false}
      value={shown}
      onChange={(picked) => {
        const day = enteredDay(picked);
        if (day !== null) onChange(Number(day.slice(0, 4)));
      }}
    />
  );
}
