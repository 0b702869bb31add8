import type { SchedulePage } from '@nhipcau/contracts';
import { Button, Checkbox, Input, Segmented, Select } from 'antd';
import { useLanguage } from '../text/language.tsx';
import { DayInput } from '../ui/DateInputs.tsx';
import { dateAt, dayStart, type ScheduleSearch, shiftDay } from './page-search.ts';
import { dayWords, shortDay } from './time-words.ts';

/** What is shown of the calendar; everything of it stands in the address. */
export function ScheduleToolbar({
  search,
  date,
  days,
  levels,
  onChange,
}: {
  search: ScheduleSearch;
  date: string;
  days: readonly string[];
  levels: SchedulePage['levels'];
  onChange: (more: Partial<ScheduleSearch>) => void;
}) {
  const { t, language } = useLanguage();
  const isWeek = search.xem === 'tuan';
  const step = isWeek ? 7 : 1;
  const first = dayStart(days[0] ?? date);
  const last = dayStart(days.at(-1) ?? date);
  return (
    <div className="schedule-toolbar">
      <Button onClick={() => onChange({ ngay: shiftDay(date, -step) })}>{t('schedule.previous')}</Button>
      <Button onClick={() => onChange({ ngay: dateAt(Date.now()) })}>{t('schedule.today')}</Button>
      <Button onClick={() => onChange({ ngay: shiftDay(date, step) })}>{t('schedule.next')}</Button>
      <span className="day-filter">
        <DayInput
          aria-label={t('schedule.date')}
          value={date}
          mayBeEmpty={false}
          onChange={(ngay) => ngay !== null && onChange({ ngay })}
        />
      </span>
      <strong className="schedule-period">
        {isWeek ? `${shortDay(first, language)} – ${shortDay(last, language)}` : dayWords(first, language)}
      </strong>
      <Segmented
        aria-label={t('schedule.view')}
        value={isWeek ? 'week' : 'day'}
        options={[
          { value: 'day', label: t('schedule.view.day') },
          { value: 'week', label: t('schedule.view.week') },
        ]}
        onChange={(value) => onChange({ xem: value === 'week' ? 'tuan' : undefined })}
      />
      <Segmented
        aria-label={t('schedule.rows')}
        value={search.hang ?? 'rooms'}
        options={[
          { value: 'rooms', label: t('schedule.rows.rooms') },
          { value: 'mcu', label: t('schedule.rows.nodes') },
        ]}
        onChange={(value) => onChange({ hang: value === 'mcu' ? 'mcu' : undefined })}
      />
      <Input.Search
        className="schedule-search"
        aria-label={t('schedule.search')}
        placeholder={t('schedule.search')}
        allowClear
        defaultValue={search.tim ?? ''}
        onSearch={(value) => onChange({ tim: value.trim() || undefined })}
      />
      <Select
        className="schedule-level"
        aria-label={t('schedule.level')}
        value={search.cap ?? ''}
        options={[
          { value: '', label: t('schedule.level.all') },
          ...levels.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChange={(value) => onChange({ cap: value || undefined })}
      />
      <Checkbox
        checked={search.ban === 'co'}
        onChange={({ target }) => onChange({ ban: target.checked ? 'co' : undefined })}
      >
        {t('schedule.busyOnly')}
      </Checkbox>
    </div>
  );
}
