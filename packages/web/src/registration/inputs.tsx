import type { Instant } from '@nhipcau/contracts';
import { dayText, toField } from '../regulation/format.ts';
import { MomentInput } from '../ui/DateInputs.tsx';
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
  return (
    <>
      <MomentInput {...control} value={value} timeZone={speech.timeZone} onChange={onChange} />
      <small className="muted">
        {dayText(toField(value, speech.timeZone).slice(0, 10), speech.language)}
      </small>
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
