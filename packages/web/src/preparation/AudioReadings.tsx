import type { AudioReading, CheckLine, SheetField } from '@nhipcau/contracts';
import { compareAudio } from '@nhipcau/domain';
import { useLanguage } from '../text/language.tsx';
import { joined } from './joined.ts';

type Audio = NonNullable<CheckLine['audio']>;

/** What was read of each sound system: as it was typed, blanks left out. */
export const typedReadings = (readings: readonly AudioReading[]): AudioReading[] =>
  readings.flatMap(({ assetId, fields }) => {
    const read = Object.entries(fields).flatMap(([field, value]) => {
      const text = value.trim().slice(0, 200);
      return text === '' ? [] : [[field, text] as const];
    });
    return read.length === 0 ? [] : [{ assetId, fields: Object.fromEntries(read) }];
  });

/** The standard values of the room's sound systems beside what is set now, which is typed here. */
export function AudioReadings({
  audio: { sets },
  readings,
  isDisabled,
  onChange,
}: {
  audio: Audio;
  readings: readonly AudioReading[];
  isDisabled: boolean;
  onChange: (readings: AudioReading[]) => void;
}) {
  const { t } = useLanguage();
  const readOf = (assetId: string) => readings.find((one) => one.assetId === assetId)?.fields ?? {};
  const type = (assetId: AudioReading['assetId'], field: SheetField, value: string) =>
    onChange([
      ...readings.filter((one) => one.assetId !== assetId),
      { assetId, fields: { ...readOf(assetId), [field]: value } },
    ]);
  if (sets.length === 0) return <p className="muted">{t('chk.audio.none')}</p>;
  return sets.map(({ assetId, code, model, room, standard }) => (
    <fieldset key={assetId} className="chk-audio" disabled={isDisabled}>
      <legend>{joined(code, model, room)}</legend>
      {Object.keys(standard).length === 0 && <p className="muted">{t('chk.audio.noStandard')}</p>}
      {compareAudio(standard, { ...standard, ...readOf(assetId) }).map(({ field, standard: wanted }) => {
        const current = readOf(assetId)[field] ?? '';
        const differs =
          compareAudio(standard, { [field]: current.trim() || undefined }).find(
            (line) => line.field === field,
          )?.differs ?? false;
        return (
          <label key={field} className="field">
            <span>{t(`asset.field.${field}`)}</span>
            <span className="chk-audio-pair">
              <span className="chk-audio-standard">{t('chk.audio.standard', { value: wanted ?? '–' })}</span>
              <input
                className="input"
                value={current}
                maxLength={200}
                aria-label={t('chk.audio.current', { field: t(`asset.field.${field}`) })}
                onChange={({ target }) => type(assetId, field, target.value)}
              />
            </span>
            {differs && <span className="mark fair">{t('chk.audio.differs')}</span>}
          </label>
        );
      })}
    </fieldset>
  ));
}
