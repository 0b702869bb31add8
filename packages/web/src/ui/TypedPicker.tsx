import { DatePicker } from 'antd';
import type { Dayjs } from 'dayjs';
import {
  type ComponentProps,
  createContext,
  type FocusEvent,
  type ReactNode,
  type Ref,
  use,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useText } from '../text/language.tsx';
import { type DateEntry, dateFormats, type TypedFault, typedFault } from './typed-date.ts';
import { isEnteredYear } from './zone.ts';

/** What a label and its findings give the field they belong to. */
export interface DateAttributes {
  readonly id?: string;
  readonly placeholder?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean;
  readonly 'aria-required'?: boolean;
}

type Told = (id: string, isFaulty: boolean) => void;
const FormOfEntries = createContext<Told | null>(null);

/** Around the fields of a form that must not be sent while one of them holds what is no date. */
export const DateFaults = FormOfEntries.Provider;

/** Whether a field of the form holds what is no date; the fields say so to `tellFault`, handed to {@link DateFaults}. */
export function useDateFaults(): { readonly hasFault: boolean; readonly tellFault: Told } {
  const [faulty, setFaulty] = useState<ReadonlySet<string>>(new Set());
  const tellFault = useCallback<Told>((id, isFaulty) => {
    setFaulty((known) => {
      const next = new Set(known);
      if (isFaulty) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  return { hasFault: faulty.size > 0, tellFault };
}

interface Typed {
  /** What stands in the field while it cannot be taken; null: the value itself. */
  readonly kept: string | null;
  readonly isTold: boolean;
  /** Whether it cannot be taken; then the picker does not hear of it, for it keeps calling invalid what is picked afterwards. */
  readonly onType: (text: string) => boolean;
  readonly onLeave: () => void;
}
const TypedText = createContext<Typed | null>(null);

/** The picker would put the former value back in place of what it cannot read: here it stays, to be mended. */
function TypedInput({
  value,
  onChange,
  onBlur,
  'aria-invalid': isWrong,
  ...rest
}: ComponentProps<'input'> & { ref?: Ref<HTMLInputElement> }) {
  const typed = use(TypedText);
  return (
    <input
      {...rest}
      value={typed?.kept ?? value}
      aria-invalid={typed?.kept == null ? isWrong : typed.isTold}
      onChange={(event) => {
        if (typed?.onType(event.target.value) !== true) onChange?.(event);
      }}
      onBlur={(event) => {
        typed?.onLeave();
        onBlur?.(event);
      }}
    />
  );
}
const components = { input: TypedInput };
const pickerOf = { moment: 'date', day: 'date', month: 'month', year: 'year', time: 'time' } as const;

/**
 * A field for dates in which typing is as good as picking. What cannot be read stays in it, is marked, and is told to the
 * form around it and to `onFault`; the value meanwhile is the former one.
 */
export function TypedPicker({
  entry,
  value,
  mayBeEmpty,
  disabled = false,
  minuteStep = 5,
  className = '',
  onChange,
  onBlur,
  onFault,
  ...attributes
}: DateAttributes & {
  readonly entry: DateEntry;
  /** The same object as long as it is the same: the picker forgets what is being typed when it is given another. */
  readonly value: Dayjs | null;
  readonly mayBeEmpty: boolean;
  readonly disabled?: boolean;
  readonly minuteStep?: 5 | 15;
  readonly className?: string;
  readonly onChange: (picked: Dayjs | null) => void;
  readonly onBlur?: (event: FocusEvent<HTMLElement>) => void;
  /** Who is given the sentence says it; without, it stands under the field. */
  readonly onFault?: (sentence: string | null) => void;
}) {
  const t = useText();
  const faultId = useId();
  const [typed, setTyped] = useState<{ text: string; fault: TypedFault; isTold: boolean } | null>(null);
  // Known at once, not with the next drawing: the picker may submit in the same breath.
  const isKept = useRef(false);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    // Another value came from elsewhere: it is what stands there now.
    setKnown(value);
    setTyped(null);
  }
  const tell = use(FormOfEntries);
  const isFaulty = typed !== null;
  useEffect(() => {
    if (!isFaulty) return;
    tell?.(faultId, true);
    return () => tell?.(faultId, false);
  }, [isFaulty, tell, faultId]);
  const onType = (text: string): boolean => {
    const fault = typedFault(text, entry, mayBeEmpty);
    isKept.current = fault !== null;
    setTyped(fault === null ? null : { text, fault, isTold: typed?.isTold ?? false });
    onFault?.(fault === null ? null : t(`date.${fault}`));
    if (text === '' && mayBeEmpty) onChange(null);
    return fault !== null;
  };
  const drop = (): void => {
    isKept.current = false;
    setTyped(null);
    onFault?.(null);
  };
  const onLeave = (): void => setTyped((now) => now && { ...now, isTold: true });
  const context = useMemo(() => ({ kept: typed?.text ?? null, isTold: typed?.isTold ?? false }), [typed]);
  const sentence: ReactNode = typed?.isTold && !onFault && (
    <small id={faultId} className="date-fault" role="alert">
      {t(`date.${typed.fault}`)}
    </small>
  );
  const isWrong = attributes['aria-invalid'] === true || typed?.isTold === true;
  return (
    <TypedText value={{ ...context, onType, onLeave }}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: it hears the panel, whose cells are no children of it on the page */}
      <span
        className="date-entry"
        onClick={({ target }) => {
          // The picker does not report a pick of the value it has already.
          if (target instanceof Element && target.closest('.ant-picker-cell, .ant-picker-time-panel-cell'))
            drop();
        }}
      >
        <DatePicker
          {...attributes}
          {...(sentence ? { 'aria-describedby': faultId } : {})}
          {...(isWrong ? { status: 'error' as const } : {})}
          className={`date-input ${className}`}
          picker={pickerOf[entry]}
          components={components}
          allowClear={mayBeEmpty}
          disabled={disabled}
          format={dateFormats[entry]}
          needConfirm={false}
          showNow={false}
          {...(entry === 'moment' ? { showTime: { format: 'HH:mm', minuteStep } } : {})}
          {...(entry === 'time' ? { minuteStep } : {})}
          value={value}
          {...(onBlur ? { onBlur } : {})}
          onCalendarChange={(picked) => {
            // On leaving the picker also goes back to the value it was given: that is nobody's pick.
            const isPick = picked && !Array.isArray(picked) && !picked.isSame(value);
            if (isPick && isEnteredYear(picked.year())) drop();
          }}
          onClear={drop}
          // On leaving the picker submits what it could read last, on the way to what stands there now.
          onChange={(picked) => {
            if (!isKept.current || picked === null) onChange(picked);
          }}
        />
        {sentence}
      </span>
    </TypedText>
  );
}
