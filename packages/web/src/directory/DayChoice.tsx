import { LocalDate, type Reform } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Slider } from 'antd';
import dayjs from 'dayjs';
import { useText } from '../text/language.tsx';
import { DayInput } from '../ui/DateInputs.tsx';
import { handsNow } from '../ui/zone.ts';
import { fetchReforms } from './calls.ts';
import { dayText } from './words.ts';

const EARLIEST = dayjs('2019-01-01');
const YEARS_AHEAD = 2;

/** The day as of which the directory is shown: typed, or dragged along a line on which reforms are marked. */
export function DayChoice({
  day,
  onChange,
}: {
  day: LocalDate | undefined;
  onChange: (day: LocalDate | undefined) => void;
}) {
  const t = useText();
  const today = handsNow().startOf('day');
  const end = today.add(YEARS_AHEAD, 'year');
  const shown = day === undefined ? today : dayjs(day);
  const reforms = useQuery({ queryKey: ['reforms'], queryFn: ({ signal }) => fetchReforms(signal) });
  const choose = (chosen: dayjs.Dayjs) =>
    onChange(chosen.isSame(today, 'day') ? undefined : LocalDate.parse(chosen.format('YYYY-MM-DD')));
  return (
    <div className="dir-day">
      <div className="dir-day-field">
        <span>{t('dir.asOf')}</span>
        <span className="day-filter">
          <DayInput
            aria-label={t('dir.asOf')}
            value={shown.format('YYYY-MM-DD')}
            mayBeEmpty={false}
            onChange={(chosen) => chosen !== null && choose(dayjs(chosen))}
          />
        </span>
      </div>
      <Slider
        className="dir-day-line"
        ariaLabelForHandle={t('dir.slider')}
        min={0}
        max={end.diff(EARLIEST, 'day')}
        value={Math.max(0, shown.diff(EARLIEST, 'day'))}
        marks={marksOf(reforms.data?.reforms ?? [], t('dir.today'), today)}
        tooltip={{ formatter: (value) => EARLIEST.add(value ?? 0, 'day').format('DD/MM/YYYY') }}
        onChange={(value) => choose(EARLIEST.add(value, 'day'))}
      />
      {day !== undefined && <Button onClick={() => onChange(undefined)}>{t('dir.today')}</Button>}
    </div>
  );
}

function marksOf(reforms: readonly Reform[], today: string, now: dayjs.Dayjs): Record<number, string> {
  const marks: Record<number, string> = { [now.diff(EARLIEST, 'day')]: today };
  for (const { effectiveOn, state } of reforms)
    if (state !== 'withdrawn') marks[dayjs(effectiveOn).diff(EARLIEST, 'day')] = dayText(effectiveOn);
  return marks;
}
