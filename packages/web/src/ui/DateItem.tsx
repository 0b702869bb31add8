import { Form } from 'antd';
import type { Dayjs } from 'dayjs';
import { type FocusEvent, useMemo, useRef } from 'react';
import { useText } from '../text/language.tsx';
import { type DateAttributes, TypedPicker } from './TypedPicker.tsx';
import type { DateEntry } from './typed-date.ts';

type Control = DateAttributes & {
  readonly value?: Dayjs | null;
  readonly onChange?: (picked: Dayjs | null) => void;
  readonly onBlur?: (event: FocusEvent<HTMLElement>) => void;
};

/** An entry for a date in a form of Ant Design: what cannot be read stays, is told under it, and keeps the form from being sent. */
export function DateItem({
  name,
  label,
  entry = 'day',
  required = false,
  minuteStep,
  placeholder,
}: {
  readonly name: string | (string | number)[];
  readonly label?: string;
  readonly entry?: Exclude<DateEntry, 'time'>;
  readonly required?: boolean;
  readonly minuteStep?: 5 | 15;
  /** What is asked for, where no label stands. */
  readonly placeholder?: string;
}) {
  const t = useText();
  const fault = useRef<string | null>(null);
  const message = t('date.missing');
  return (
    <Form.Item
      name={name}
      {...(label === undefined ? {} : { label })}
      validateFirst
      validateTrigger={['onChange', 'onBlur']}
      rules={[
        {
          validator: () =>
            fault.current === null ? Promise.resolve() : Promise.reject(new Error(fault.current)),
        },
        { required, message },
      ]}
      required={required}
    >
      <Entry
        entry={entry}
        onFault={(sentence) => {
          fault.current = sentence;
        }}
        {...(minuteStep === undefined ? {} : { minuteStep })}
        {...(placeholder === undefined ? {} : { placeholder, 'aria-label': placeholder })}
      />
    </Form.Item>
  );
}

/** What the form hands to the field, as the field wants it. */
function Entry({
  value = null,
  onChange = () => {},
  ...rest
}: Control & {
  readonly entry: DateEntry;
  readonly onFault: (sentence: string | null) => void;
  readonly minuteStep?: 5 | 15;
  readonly placeholder?: string;
}) {
  const time = value?.valueOf();
  // biome-ignore lint/correctness/useExhaustiveDependencies: an equal date must stay the same object
  const shown = useMemo(() => value, [time]);
  return <TypedPicker {...rest} mayBeEmpty value={shown} onChange={onChange} />;
}
