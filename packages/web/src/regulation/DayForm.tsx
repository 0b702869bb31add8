import {
  type CalendarDay,
  type CalendarDaySet,
  DayType,
  type RegulationProfile,
  SetCalendarDay,
} from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type RefCallback, useId, useState } from 'react';
import { ApiFailure } from '../api/http.ts';
import { useLanguage } from '../text/language.tsx';
import { DayInput, TimeInput } from '../ui/DateInputs.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { DateFaults, useDateFaults } from '../ui/TypedPicker.tsx';
import { setCalendarDay } from './calls.ts';
import { instantText, type Speech } from './sentences.ts';

const DEFAULT_END = '11:30';

/** The list from which a day was chosen may be long: what is to be read comes into sight. */
const intoSight: RefCallback<HTMLElement> = (element) => element?.scrollIntoView({ block: 'nearest' });

/** An officer says what a day is, and by which document; the answer tells which limits it moved. */
export function DayForm({
  day,
  year,
  profile,
  onClose,
}: {
  day: CalendarDay | null;
  year: number;
  profile: RegulationProfile;
  onClose: () => void;
}) {
  const { t, language } = useLanguage();
  const ids = useId();
  const { hasFault, tellFault } = useDateFaults();
  const queries = useQueryClient();
  const [values, setValues] = useState({
    date: day?.date ?? `${year}-01-01`,
    type: day?.type ?? 'localClosure',
    name: day?.name ?? '',
    isLocal: day ? day.scope.kind === 'province' : true,
    endsAt: day?.endsAt ?? DEFAULT_END,
    source: day?.status === 'confirmed' ? day.source : '',
  });
  const saving = useMutation({
    mutationFn: setCalendarDay,
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['calendar'] }),
        queries.invalidateQueries({ queryKey: ['timetable'] }),
      ]),
  });
  const body = SetCalendarDay.safeParse({
    date: values.date,
    scope: values.isLocal ? { kind: 'province', locality: profile.locality } : { kind: 'nation' },
    type: values.type,
    name: values.name,
    endsAt: values.type === 'halfDay' ? values.endsAt : null,
    source: values.source,
  });
  const set = (more: Partial<typeof values>) => setValues((old) => ({ ...old, ...more }));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (body.success && !hasFault) saving.mutate(body.data);
  };
  const code =
    saving.error === null ? null : saving.error instanceof ApiFailure ? saving.error.code : 'INTERNAL';
  if (saving.data)
    return (
      <Moved result={saving.data} speech={{ t, language, timeZone: profile.timeZone }} onClose={onClose} />
    );
  return (
    <form ref={intoSight} className="panel reg-day-form" aria-label={t('cal.form.title')} onSubmit={onSubmit}>
      <div className="field">
        <label htmlFor={`${ids}-date`}>{t('cal.form.date')}</label>
        <DateFaults value={tellFault}>
          <DayInput
            id={`${ids}-date`}
            disabled={day !== null}
            mayBeEmpty={false}
            value={values.date}
            onChange={(date) => date !== null && set({ date })}
          />
        </DateFaults>
      </div>
      <label className="field">
        <span>{t('cal.form.type')}</span>
        <select
          className="input"
          value={values.type}
          onChange={(event) => set({ type: DayType.parse(event.target.value) })}
        >
          {DayType.options.map((type) => (
            <option key={type} value={type}>
              {t(`cal.type.${type}`)}
            </option>
          ))}
        </select>
      </label>
      {values.type === 'halfDay' && (
        <div className="field">
          <label htmlFor={`${ids}-end`}>{t('cal.form.endsAt')}</label>
          <DateFaults value={tellFault}>
            <TimeInput id={`${ids}-end`} value={values.endsAt} onChange={(endsAt) => set({ endsAt })} />
          </DateFaults>
        </div>
      )}
      <label className="field">
        <span>{t('cal.form.name')}</span>
        <input
          className="input"
          required
          maxLength={200}
          value={values.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{t('cal.form.scope')}</span>
        <select
          className="input"
          disabled={day !== null}
          value={String(values.isLocal)}
          onChange={(event) => set({ isLocal: event.target.value === 'true' })}
        >
          <option value="true">{t('cal.form.province', { name: profile.name })}</option>
          <option value="false">{t('cal.form.nation')}</option>
        </select>
      </label>
      <label className="field wide">
        <span>{t('cal.form.source')}</span>
        <input
          className="input"
          required
          minLength={3}
          maxLength={300}
          value={values.source}
          onChange={(event) => set({ source: event.target.value })}
        />
      </label>
      <div className="reg-form-acts">
        <button
          type="submit"
          className="button primary"
          disabled={!body.success || hasFault || saving.isPending}
        >
          {t('cal.form.save')}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t('cal.form.cancel')}
        </button>
        <FailureText code={code} />
      </div>
    </form>
  );
}

function Moved({
  result: { version, moved },
  speech,
  onClose,
}: {
  result: CalendarDaySet;
  speech: Speech;
  onClose: () => void;
}) {
  const { t } = speech;
  const told = (at: number | null) => (at === null ? t('cal.moved.undated') : instantText(at, speech));
  return (
    <div ref={intoSight} className="panel reg-day-form" role="status">
      <p className="wide">
        {moved.length === 0
          ? t('cal.moved.none', { version })
          : t('cal.moved.some', { version, count: moved.length })}
      </p>
      <ul className="wide reg-moved">
        {moved.map(({ meetingId, title, deadlineId, duty, before, after }) => (
          <li key={`${meetingId}${deadlineId}`}>
            {t('cal.moved.line', { title, duty, before: told(before), after: told(after) })}
          </li>
        ))}
      </ul>
      <div className="reg-form-acts">
        <button type="button" className="button" onClick={onClose}>
          {t('cal.moved.close')}
        </button>
      </div>
    </div>
  );
}
