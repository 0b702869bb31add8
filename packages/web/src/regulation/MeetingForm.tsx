import type { RegulationProfile, Urgency } from '@nhipcau/contracts';
import { useId } from 'react';
import { useLanguage, useText } from '../text/language.tsx';
import { MomentInput } from '../ui/DateInputs.tsx';
import { dayText, fromField, toField } from './format.ts';
import type { PageSearch } from './page-search.ts';

const urgencies = ['planned', 'urgent'] as const satisfies readonly Urgency[];

/** What has to be known of a meeting to tell what it owes. */
export function MeetingForm({
  profile,
  values,
  onChange,
}: {
  profile: RegulationProfile;
  values: PageSearch;
  onChange: (change: PageSearch) => void;
}) {
  const t = useText();
  const { timeZone } = profile;
  const ids = useId();
  const urgencyId = `${ids}-urgency`;
  const kind = profile.kinds.find(({ key }) => key === values.loai) ?? profile.kinds[0];
  return (
    <form
      className="panel reg-form"
      aria-label={t('reg.form.title')}
      onSubmit={(event) => event.preventDefault()}
    >
      <h2>{t('reg.form.title')}</h2>
      <label className="field">
        <span>{t('reg.form.kind')}</span>
        <select
          className="input"
          value={kind?.key}
          onChange={(event) => onChange({ loai: event.target.value })}
        >
          {profile.kinds.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
        <small className="muted">
          {kind?.cite.map(({ article, quote }) => (
            <span key={`${article}${quote}`}>{`${article}: “${quote}”`}</span>
          ))}
        </small>
      </label>
      <div className="field">
        <span id={urgencyId}>{t('reg.form.urgency')}</span>
        {/* biome-ignore lint/a11y/useSemanticElements: two buttons in one frame, as elsewhere */}
        <div className="segments reg-urgency" role="group" aria-labelledby={urgencyId}>
          {urgencies.map((urgency) => (
            <button
              key={urgency}
              type="button"
              className="button"
              aria-pressed={(urgency === 'urgent') === (values.khan === true)}
              onClick={() => onChange({ khan: urgency === 'urgent' ? true : undefined })}
            >
              {profile.urgencyNames[urgency]}
            </button>
          ))}
        </div>
      </div>
      <div className="field">
        <label htmlFor={`${ids}-start`}>{t('reg.form.start')}</label>
        <MomentInput
          id={`${ids}-start`}
          value={fromField(values.bd, timeZone)}
          timeZone={timeZone}
          onChange={(at) => onChange({ bd: toField(at, timeZone) })}
        />
        <Weekday field={values.bd} />
      </div>
      <div className="field">
        <div className="field">
          <label htmlFor={`${ids}-registered`}>{t('reg.form.registeredAt')}</label>
          <MomentInput
            id={`${ids}-registered`}
            value={fromField(values.dk, timeZone)}
            timeZone={timeZone}
            onChange={(at) => onChange({ dk: toField(at, timeZone) })}
          />
          <Weekday field={values.dk} />
        </div>
        <button
          type="button"
          className="button quiet"
          onClick={() => onChange({ dk: toField(Date.now(), timeZone) })}
        >
          {t('reg.form.now')}
        </button>
      </div>
      <label className="field">
        <span>{t('reg.form.sites')}</span>
        <input
          className="input"
          type="number"
          min={1}
          max={100_000}
          value={values.so}
          onChange={(event) => onChange({ so: event.target.valueAsNumber })}
        />
      </label>
      <label className="reg-check">
        <input
          type="checkbox"
          checked={values.ghi === true}
          onChange={(event) => onChange({ ghi: event.target.checked ? true : undefined })}
        />
        <span>{t('reg.form.recording')}</span>
      </label>
    </form>
  );
}

function Weekday({ field = '' }: { field: string | undefined }) {
  const { language } = useLanguage();
  const day = field.slice(0, 10);
  return <small className="muted">{day !== '' && dayText(day, language)}</small>;
}
