import type { RegulationProfile, Urgency } from '@nhipcau/contracts';
import { useId } from 'react';
import { useLanguage } from '../text/language.tsx';
import { fieldText, toField } from './format.ts';
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
  const { t, language } = useLanguage();
  const urgencyId = useId();
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
      <label className="field">
        <span>{t('reg.form.start')}</span>
        <input
          className="input"
          type="datetime-local"
          required
          value={values.bd}
          onChange={(event) => onChange({ bd: event.target.value })}
        />
        <small className="muted">{fieldText(values.bd, language)}</small>
      </label>
      <div className="field">
        <label className="field">
          <span>{t('reg.form.registeredAt')}</span>
          <input
            className="input"
            type="datetime-local"
            required
            value={values.dk}
            onChange={(event) => onChange({ dk: event.target.value })}
          />
          <small className="muted">{fieldText(values.dk, language)}</small>
        </label>
        <button
          type="button"
          className="button quiet"
          onClick={() => onChange({ dk: toField(Date.now(), profile.timeZone) })}
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
