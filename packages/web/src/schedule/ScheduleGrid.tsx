import { type CalendarEntry, type CalendarRow, SharedKind } from '@nhipcau/contracts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { useLanguage } from '../text/language.tsx';
import { EntryMark } from './EntryMark.tsx';
import { dayStart, FIRST_HOUR, LAST_HOUR } from './page-search.ts';
import { shortDay } from './time-words.ts';

const ROW_PX = 44;
const OVERSCAN = 8;

/** Rows of rooms with what is booked on them; only the rows in view are drawn. */
export function ScheduleGrid({
  rows,
  entries,
  days,
  onMove,
}: {
  rows: readonly CalendarRow[];
  entries: readonly CalendarEntry[];
  days: readonly string[];
  onMove: (entry: CalendarEntry, by: number) => void;
}) {
  const { t } = useLanguage();
  const scroller = useRef<HTMLDivElement>(null);
  const byRow = useMemo(() => groupByResource(entries), [entries]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  return (
    <div className="schedule-grid">
      <Hours days={days} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className="schedule-rows" ref={scroller} tabIndex={0} aria-label={t('schedule.grid')}>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={row.resourceId}
                className="schedule-row"
                style={{ transform: `translateY(${start}px)`, height: ROW_PX }}
              >
                <RowName row={row} />
                <div
                  className="schedule-line"
                  style={{ '--days': days.length } as Record<string, string | number>}
                >
                  {(byRow.get(row.resourceId) ?? []).map((entry) => (
                    <EntryMark key={entry.bookingId} entry={entry} days={days} onMove={onMove} />
                  ))}
                </div>
              </div>
            );
          })}
        </div>
      </section>
    </div>
  );
}

function RowName({ row }: { row: CalendarRow }) {
  const { t } = useLanguage();
  const name = row.kind === 'session' ? t('schedule.sessions') : row.place || row.name;
  const shared = SharedKind.safeParse(row.kind);
  return (
    <div className="schedule-name" title={`${row.place} ${row.name}`.trim()}>
      <span>{name}</span>
      {row.place !== '' && <small>{row.name}</small>}
      {shared.success && <small>{t(`schedule.limits.${shared.data}`)}</small>}
    </div>
  );
}

function Hours({ days }: { days: readonly string[] }) {
  const { language } = useLanguage();
  const isDay = days.length === 1;
  const hours = Array.from({ length: LAST_HOUR - FIRST_HOUR }, (_, index) => FIRST_HOUR + index);
  return (
    <div className="schedule-hours" aria-hidden="true">
      <div className="schedule-name" />
      <div className="schedule-scale">
        {isDay
          ? hours.map((hour) => <span key={hour}>{`${String(hour).padStart(2, '0')}:00`}</span>)
          : days.map((day) => <span key={day}>{shortDay(dayStart(day), language)}</span>)}
      </div>
    </div>
  );
}

function groupByResource(entries: readonly CalendarEntry[]): Map<string, CalendarEntry[]> {
  const groups = new Map<string, CalendarEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.resourceId);
    if (group) group.push(entry);
    else groups.set(entry.resourceId, [entry]);
  }
  return groups;
}
