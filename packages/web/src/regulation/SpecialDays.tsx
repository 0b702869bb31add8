import type { CalendarDay } from '@nhipcau/contracts';
import { useLanguage } from '../text/language.tsx';
import { dayText } from './format.ts';

/** The days of a year that are not what their weekday says, each with its source. */
export function SpecialDays({
  days,
  onEdit,
}: {
  days: readonly CalendarDay[];
  onEdit: ((day: CalendarDay) => void) | null;
}) {
  const { t, language } = useLanguage();
  return (
    <ul className="reg-days">
      {days.map((day) => (
        <li key={`${day.date}${day.scope.kind}`} className="panel">
          <span className={`reg-swatch ${day.type} ${day.status}`} aria-hidden="true" />
          <div>
            <strong>{dayText(day.date, language)}</strong>
            <p>
              {day.name} <span className="muted">{t(`cal.type.${day.type}`)}</span>
            </p>
          </div>
          <small className="muted">{day.source}</small>
          <span className={`reg-chip ${day.status === 'confirmed' ? 'good' : 'attention'}`}>
            {t(`cal.status.${day.status}`)}
          </span>
          {onEdit && (
            <button type="button" className="button" onClick={() => onEdit(day)}>
              {t(day.status === 'confirmed' ? 'cal.edit' : 'cal.confirm')}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
