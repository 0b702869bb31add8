import { Form } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
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
  after,
}: {
  readonly name: string | (string | number)[];
  readonly label?: string;
  readonly entry?: Exclude<DateEntry, 'time'>;
  readonly required?: boolean;
  readonly minuteStep?: 5 | 15;
  /** What is asked for, where no label stands. */
  readonly placeholder?: string;
  /** The entry it has to come after. */
  readonly after?: string;
}) {
  const t = useText();
  const fault = useRef<string | null>(null);
  const message = t('date.missing');
  return (
    <Form.Item
      name={name}
      {...(label === undefined ? {} : { label })}
      validateFirst
      {...(after === undefined ? {} : { dependencies: [after] })}
      validateTrigger={['onChange', 'onBlur']}
      rules={[
        {
          validator: () =>
            fault.current === null ? Promise.resolve() : Promise.reject(new Error(fault.current)),
        },
        { required, message },
        ...(after === undefined
          ? []
          : [
              ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
                validator: (_: unknown, to: Dayjs | null | undefined) => {
                  const from = getFieldValue(after);
                  return to &&
                    dayjs.isDayjs(from) &&
                    (entry === 'day' ? to.isBefore(from) : !to.isAfter(from))
                    ? Promise.reject(new Error(t('date.endsBefore')))
                    : Promise.resolve();
                },
              }),
            ]),
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
