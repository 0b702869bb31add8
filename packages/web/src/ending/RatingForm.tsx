import { type EndedSite, Grade, type SiteRating } from '@nhipcau/contracts';
import { useState } from 'react';
import { useLanguage } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';

const questions = ['picture', 'sound', 'line'] as const;
type Question = (typeof questions)[number];

/** Picture, sound and line in three presses; a remark when there is one. */
export function RatingForm({
  of: { rating, mayAct, name },
  isBusy,
  onRate,
}: {
  of: EndedSite;
  isBusy: boolean;
  onRate: (rating: SiteRating) => void;
}) {
  const { t, language } = useLanguage();
  const [given, setGiven] = useState<Partial<Record<Question, Grade>>>(rating ?? {});
  const [note, setNote] = useState(rating?.note ?? '');
  const { picture, sound, line } = given;
  return (
    <form
      className="end-rating"
      aria-label={`${t('end.rate')}: ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (picture && sound && line) onRate({ picture, sound, line, note: note.trim() || null });
      }}
    >
      {questions.map((question) => (
        <fieldset key={question} disabled={!mayAct}>
          <legend>{t(`end.${question}`)}</legend>
          {Grade.options.map((grade) => (
            <button
              key={grade}
              type="button"
              className={`button end-grade ${grade}`}
              aria-pressed={given[question] === grade}
              onClick={() => setGiven({ ...given, [question]: grade })}
            >
              {t(`end.grade.${grade}`)}
            </button>
          ))}
        </fieldset>
      ))}
      <input
        className="input"
        aria-label={t('end.note')}
        placeholder={t('end.note')}
        maxLength={300}
        disabled={!mayAct}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
      {mayAct && (
        <button type="submit" className="button primary" disabled={!(picture && sound && line) || isBusy}>
          {t('end.send')}
        </button>
      )}
      {rating !== null && (
        <p className="muted">
          {t('end.ratedBy', { name: rating.byName, at: timeOfDay(rating.at, language) })}
        </p>
      )}
    </form>
  );
}
