import { type Instant, instant } from '@nhipcau/contracts';
import { Conflicts } from './Conflicts.tsx';
import { Field } from './Field.tsx';
import { askedFor, useForm } from './form-context.tsx';
import { InstantInput } from './inputs.tsx';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** When: the meeting, its rehearsal, and what is in the way. */
export function TimeSection() {
  const form = useForm();
  const { draft, change, speech } = form;
  const { t } = speech;
  const { official, rehearsal } = draft;
  const asked = askedFor(form, 'rehearsal');
  const required = asked?.required.includes(draft.urgency) === true;
  /** The end keeps its distance from the start. */
  const startAt = (start: Instant) =>
    change({ official: { start, end: instant(start + (official.end - official.start)) } });
  const suggested = {
    start: instant(official.start - DAY_MS),
    end: instant(official.start - DAY_MS + 2 * HOUR_MS),
  };
  return (
    <section className="panel rf-section" aria-labelledby="rf-time">
      <h2 id="rf-time">{t('form.time')}</h2>
      <div className="rf-grid">
        <Field field="official.start" label={t('form.start')} required>
          {(control) => <InstantInput control={control} value={official.start} onChange={startAt} />}
        </Field>
        <Field field="official.end" label={t('form.end')} required>
          {(control) => (
            <InstantInput
              control={control}
              value={official.end}
              onChange={(end) => change({ official: { ...official, end } })}
            />
          )}
        </Field>
        {asked && rehearsal === null && (
          <Field field="rehearsal" label={asked.label} required={required} wide>
            {(control) => (
              <button
                aria-describedby={control['aria-describedby']}
                type="button"
                className="button rf-start"
                onClick={() => change({ rehearsal: suggested })}
              >
                {t('form.rehearsalAdd')}
              </button>
            )}
          </Field>
        )}
        {rehearsal !== null && (
          <>
            <Field field="rehearsal.start" label={t('form.rehearsalStart')} required={required}>
              {(control) => (
                <InstantInput
                  control={control}
                  value={rehearsal.start}
                  onChange={(start) =>
                    change({ rehearsal: { start, end: instant(start + (rehearsal.end - rehearsal.start)) } })
                  }
                />
              )}
            </Field>
            <Field field="rehearsal.end" label={t('form.rehearsalEnd')} required={required}>
              {(control) => (
                <InstantInput
                  control={control}
                  value={rehearsal.end}
                  onChange={(end) => change({ rehearsal: { ...rehearsal, end } })}
                />
              )}
            </Field>
            <button
              type="button"
              className="button quiet rf-start"
              onClick={() => change({ rehearsal: null })}
            >
              {t('form.rehearsalDrop')}
            </button>
          </>
        )}
      </div>
      <Conflicts />
    </section>
  );
}
