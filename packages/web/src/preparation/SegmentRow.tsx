import {
  instant,
  LayoutKind,
  type MeetingScript,
  type ScriptFinding,
  type ScriptSegment,
  SiteId,
} from '@nhipcau/contracts';
import { useId, useState } from 'react';
import { useLanguage } from '../text/language.tsx';
import { Icon } from '../ui/Icon.tsx';
import { clockOf, instantOf } from './script-edit.ts';

interface Row {
  readonly index: number;
  readonly segment: ScriptSegment;
  readonly script: MeetingScript;
  readonly findings: readonly ScriptFinding[];
  readonly isDragged: boolean;
  onChange(patch: Partial<ScriptSegment>): void;
  onMove(to: number): void;
  onRemove(): void;
  onDrag(index: number | null): void;
  onDrop(): void;
}

/** One segment; moved by its handle, with the mouse or with Alt and the arrow keys. */
export function SegmentRow(row: Row) {
  const { t } = useLanguage();
  const { index, segment, script, findings, isDragged, onChange, onMove, onRemove, onDrag, onDrop } = row;
  const isLocked = !script.mayWrite;
  const positionsList = useId();
  const positions = script.sites.find(({ siteId }) => siteId === segment.speakerSiteId)?.positions ?? [];
  return (
    <li
      className={`panel scr-row ${isDragged ? 'dragged' : ''}`}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <button
        type="button"
        className="button quiet scr-handle"
        draggable={!isLocked}
        disabled={isLocked}
        aria-label={t('script.move', { n: index + 1 })}
        title={t('script.moveHelp')}
        onDragStart={() => onDrag(index)}
        onDragEnd={() => onDrag(null)}
        onKeyDown={(event) => {
          if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
          event.preventDefault();
          onMove(index + (event.key === 'ArrowUp' ? -1 : 1));
        }}
      >
        <Icon name="rows" />
        {index + 1}
      </button>
      <fieldset className="scr-fields" disabled={isLocked} aria-label={segment.title || t('script.add')}>
        <ClockField segment={segment} startsAt={script.startsAt} onChange={onChange} />
        <label className="field scr-minutes">
          <span>{t('script.minutes')}</span>
          <input
            className="input"
            type="number"
            min={1}
            max={720}
            value={segment.durationMinutes}
            onChange={({ target }) => {
              const minutes = Math.round(Number(target.value));
              if (minutes >= 1 && minutes <= 720) onChange({ durationMinutes: minutes });
            }}
          />
        </label>
        <label className="field scr-wide">
          <span>{t('script.what')}</span>
          <input
            className="input"
            maxLength={300}
            value={segment.title}
            onChange={({ target }) => onChange({ title: target.value })}
          />
        </label>
        <SiteField
          label={t('script.site')}
          value={segment.speakerSiteId}
          script={script}
          onChange={(speakerSiteId) => onChange({ speakerSiteId })}
        />
        <label className="field">
          <span>{t('script.speaker')}</span>
          <input
            className="input"
            maxLength={300}
            value={segment.speaker ?? ''}
            onChange={({ target }) => onChange({ speaker: target.value === '' ? null : target.value })}
          />
        </label>
        <label className="field">
          <span>{t('script.layout')}</span>
          <select
            className="input"
            value={segment.layout}
            onChange={({ target }) => onChange({ layout: LayoutKind.parse(target.value) })}
          >
            {LayoutKind.options.map((kind) => (
              <option key={kind} value={kind}>
                {t(`script.layout.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        <SiteField
          label={t('script.content')}
          value={segment.contentSiteId}
          script={script}
          onChange={(contentSiteId) => onChange({ contentSiteId })}
        />
        <label className="field">
          <span>{t('script.preset')}</span>
          <input
            className="input"
            maxLength={300}
            list={positionsList}
            value={segment.cameraPreset ?? ''}
            onChange={({ target }) => onChange({ cameraPreset: target.value === '' ? null : target.value })}
          />
          <datalist id={positionsList}>
            {positions.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </label>
      </fieldset>
      {!isLocked && (
        <button type="button" className="button quiet" aria-label={t('script.remove')} onClick={onRemove}>
          <Icon name="close" />
        </button>
      )}
      {findings.length > 0 && (
        <ul className="scr-findings">
          {findings.map(({ code, severity }) => (
            <li key={code} className={`mark ${severity === 'error' ? 'bad' : 'fair'}`}>
              {t(`script.finding.${code}`)}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** A time is taken when the field is left: what is being typed is none yet. */
function ClockField({
  segment: { plannedAt },
  startsAt,
  onChange,
}: {
  segment: ScriptSegment;
  startsAt: number;
  onChange: Row['onChange'];
}) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <label className="field scr-clock">
      <span>{t('script.at')}</span>
      <input
        className="input"
        inputMode="numeric"
        value={typed ?? clockOf(plannedAt)}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => {
          const at = typed === null ? null : instantOf(typed, startsAt);
          if (at !== null) onChange({ plannedAt: instant(at) });
          setTyped(null);
        }}
      />
    </label>
  );
}

function SiteField({
  label,
  value,
  script: { sites },
  onChange,
}: {
  label: string;
  value: SiteId | null;
  script: MeetingScript;
  onChange: (siteId: SiteId | null) => void;
}) {
  const { t } = useLanguage();
  return (
    <label className="field">
      <span>{label}</span>
      <select
        className="input"
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value === '' ? null : SiteId.parse(target.value))}
      >
        <option value="">{t('script.nobody')}</option>
        {sites.map(({ siteId, number, name }) => (
          <option key={siteId} value={siteId}>
            {`${number} ${name}`}
          </option>
        ))}
      </select>
    </label>
  );
}
