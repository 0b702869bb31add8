import type { CalendarDay, CalendarYear } from '@nhipcau/contracts';
import { useLanguage } from '../text/language.tsx';

const DAY_MS = 86_400_000;
const locales = { vi: 'vi-VN', en: 'en-GB' } as const;
const WEEK = [1, 2, 3, 4, 5, 6, 7];
/** 1 January 2024 was a Monday. */
const weekdayText = (weekday: number, language: 'vi' | 'en'): string =>
  new Intl.DateTimeFormat(locales[language], { weekday: 'narrow', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, weekday),
  );
const two = (n: number) => String(n).padStart(2, '0');

/** One month: Monday first, special days in the colour of what they are. */
export function MonthGrid({
  calendar: { days, weeklyRest },
  year,
  month,
}: {
  calendar: CalendarYear;
  year: number;
  month: number;
}) {
  const { t, language } = useLanguage();
  const first = Date.UTC(year, month - 1, 1);
  const count = Math.round((Date.UTC(year, month, 1) - first) / DAY_MS);
  const leading = (new Date(first).getUTCDay() + 6) % 7;
  const title = new Intl.DateTimeFormat(locales[language], { month: 'long', timeZone: 'UTC' }).format(first);
  return (
    <figure className="panel reg-month">
      <figcaption>{title}</figcaption>
      <div className="reg-weekdays" aria-hidden="true">
        {WEEK.map((weekday) => (
          <span key={weekday}>{weekdayText(weekday, language)}</span>
        ))}
      </div>
      <ol>
        {Array.from({ length: count }, (_, index) => {
          const date = `${year}-${two(month)}-${two(index + 1)}`;
          const special = narrowest(days.filter((day) => day.date === date));
          const weekday = ((leading + index) % 7) + 1;
          const label = special ? `${special.name} (${t(`cal.type.${special.type}`)})` : undefined;
          return (
            <li
              key={date}
              className={classOf(special, weeklyRest.includes(weekday))}
              style={index === 0 ? { gridColumnStart: leading + 1 } : undefined}
              title={label}
            >
              {index + 1}
              {label && <span className="visually-hidden">{label}</span>}
            </li>
          );
        })}
      </ol>
    </figure>
  );
}

const ranks = { nation: 0, province: 1, organisation: 2 } as const;
const narrowest = (days: readonly CalendarDay[]): CalendarDay | undefined =>
  days.toSorted((a, b) => ranks[b.scope.kind] - ranks[a.scope.kind])[0];

function classOf(special: CalendarDay | undefined, rests: boolean): string {
  if (!special) return rests ? 'weeklyRest' : 'working';
  return `${special.type} ${special.status}`;
}
