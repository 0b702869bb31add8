import { type Instant, instant, LocalDate } from '@nhipcau/contracts';
import { instantOf } from '@nhipcau/domain';
import { fieldText, toField } from '../regulation/format.ts';
import type { Control } from './Field.tsx';
import { useForm } from './form-context.tsx';

interface TextProps {
  readonly control: Control;
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly placeholder?: string;
  readonly list?: string;
}

/** A line of text; nothing is null. */
export function TextInput({ control, value, onChange, ...rest }: TextProps) {
  return (
    <input
      {...control}
      {...rest}
      className="input"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    />
  );
}

/** Several lines. */
export function LongInput({ control, value, onChange, rows = 3 }: TextProps & { rows?: number }) {
  return (
    <textarea
      {...control}
      className="input"
      rows={rows}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    />
  );
}

/** Instant of what a date field holds; null while it is incomplete. */
function instantIn(text: string, timeZone: string): Instant | null {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(text);
  const date = LocalDate.safeParse(parts?.[1]);
  // A year that is being typed is one of antiquity at first: 0002, 0020, 0202.
  if (!date.success || !parts?.[2] || date.data < '1971') return null;
  return instant(instantOf(date.data, parts[2], timeZone));
}

/** A point in time in the zone of the locality, with its weekday underneath. */
export function InstantInput({
  control,
  value,
  onChange,
}: {
  control: Control;
  value: Instant;
  onChange: (value: Instant) => void;
}) {
  const { speech } = useForm();
  const text = toField(value, speech.timeZone);
  return (
    <>
      <input
        {...control}
        className="input"
        type="datetime-local"
        value={text}
        onChange={(event) => {
          const at = instantIn(event.target.value, speech.timeZone);
          if (at !== null) onChange(at);
        }}
      />
      <small className="muted">{fieldText(text, speech.language)}</small>
    </>
  );
}

/** One of a few, side by side. */
export function Choice<K extends string>({
  control,
  value,
  options,
  onChange,
}: {
  control: Control;
  value: K;
  options: readonly { readonly key: K; readonly name: string }[];
  onChange: (key: K) => void;
}) {
  return (
    <fieldset className="segments rf-choice" id={control.id}>
      {options.map(({ key, name }) => (
        <button
          key={key}
          type="button"
          className="button"
          aria-pressed={key === value}
          onClick={() => onChange(key)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}

/** One of many. */
export function Select<K extends string>({
  control,
  value,
  options,
  none,
  onChange,
}: {
  control: Control;
  value: K | null;
  options: readonly { readonly key: K; readonly name: string }[];
  /** What stands there while nothing is chosen; absent: something always is. */
  none?: string;
  onChange: (key: K | null) => void;
}) {
  return (
    <select
      {...control}
      className="input"
      value={value ?? ''}
      onChange={(event) => onChange(options.find(({ key }) => key === event.target.value)?.key ?? null)}
    >
      {none !== undefined && <option value="">{none}</option>}
      {options.map(({ key, name }) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  );
}
