import type { CalendarDay, CalendarYear, RegulationProfile, SessionInfo } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiFailure } from '../api/http.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchCalendar } from './calls.ts';
import { DayForm } from './DayForm.tsx';
import { shortDate, toField } from './format.ts';
import { MonthGrid } from './MonthGrid.tsx';
import { SpecialDays } from './SpecialDays.tsx';
import { usePageSearch } from './use-page-search.ts';

const legend = ['publicHoliday', 'dayInLieu', 'swappedWorking', 'halfDay', 'localClosure'] as const;
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

/** The working calendar of a year: what is free, what is worked, what an officer still has to look up. */
export function CalendarView({ profile, session }: { profile: RegulationProfile; session: SessionInfo }) {
  const t = useText();
  const [search, change] = usePageSearch();
  const [openedAt] = useState(() => Date.now());
  const [edited, setEdited] = useState<CalendarDay | 'new' | null>(null);
  const year = search.nam ?? Number(toField(openedAt, profile.timeZone).slice(0, 4));
  const { data, error, isPending } = useQuery({
    queryKey: ['calendar', year, profile.locality],
    queryFn: ({ signal }) => fetchCalendar(year, profile.locality, signal),
  });
  const code = error === null ? null : error instanceof ApiFailure ? error.code : 'INTERNAL';
  const mayEdit = session.role === 'administrator';
  return (
    <section className="reg-calendar" aria-busy={isPending}>
      <FailureText code={code} />
      {data && (
        <>
          <Years calendar={data} year={year} onChoose={(nam) => change({ nam })} />
          <div className="reg-months">
            {MONTHS.map((month) => (
              <MonthGrid key={month} calendar={data} year={year} month={month} />
            ))}
          </div>
          <ul className="reg-legend">
            {legend.map((type) => (
              <li key={type}>
                <span className={`reg-swatch ${type}`} aria-hidden="true" />
                {t(`cal.type.${type}`)}
              </li>
            ))}
          </ul>
          <div className="reg-days-head">
            <h3>{t('cal.special')}</h3>
            <p className="muted">{toConfirmText(data, t)}</p>
            {mayEdit ? (
              <button type="button" className="button" onClick={() => setEdited('new')}>
                {t('cal.add')}
              </button>
            ) : (
              <p className="muted">{t('cal.officers')}</p>
            )}
          </div>
          {edited !== null && (
            <DayForm
              key={edited === 'new' ? 'new' : `${edited.date}${edited.scope.kind}`}
              day={edited === 'new' ? null : edited}
              year={year}
              profile={profile}
              onClose={() => setEdited(null)}
            />
          )}
          <SpecialDays days={data.days} onEdit={mayEdit ? setEdited : null} />
        </>
      )}
    </section>
  );
}

function toConfirmText({ days }: CalendarYear, t: ReturnType<typeof useText>): string {
  const count = days.filter(({ status }) => status !== 'confirmed').length;
  return count === 0 ? '' : t('cal.toConfirm', { count });
}

function Years({
  calendar: { from, to, version },
  year,
  onChoose,
}: {
  calendar: CalendarYear;
  year: number;
  onChoose: (year: number) => void;
}) {
  const t = useText();
  const first = Number(from.slice(0, 4));
  const years = Array.from({ length: Number(to.slice(0, 4)) - first + 1 }, (_, index) => first + index);
  return (
    <div className="reg-years">
      <nav className="segments" aria-label={t('cal.year')}>
        {years.map((one) => (
          <button
            key={one}
            type="button"
            className="button"
            aria-pressed={one === year}
            onClick={() => onChoose(one)}
          >
            {one}
          </button>
        ))}
      </nav>
      <p className="muted">{t('cal.version', { version, from: shortDate(from), to: shortDate(to) })}</p>
    </div>
  );
}
