import './schedule.css';
import type { CalendarEntry } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { CapacityStrip } from './CapacityStrip.tsx';
import { fetchSchedule } from './calls.ts';
import { MoveDialog, type Moving } from './MoveDialog.tsx';
import { dateAt, dayStart, daysOf, type ScheduleSearch, shiftDay } from './page-search.ts';
import { ScheduleGrid } from './ScheduleGrid.tsx';
import { ScheduleLegend } from './ScheduleLegend.tsx';
import { ScheduleLinks } from './ScheduleLinks.tsx';
import { ScheduleToolbar } from './ScheduleToolbar.tsx';

const REFRESH_MS = 30_000;

/** Rooms, or MCUs and links, by the hour; a meeting is moved by dragging it. */
export function SchedulePage() {
  const t = useText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/lich' });
  const [moving, setMoving] = useState<Moving | null>(null);
  const mark = useRef<Element | null>(null);
  const date = search.ngay ?? dateAt(Date.now());
  const days = daysOf(date, search.xem === 'tuan');
  const from = dayStart(days[0] ?? date);
  const to = dayStart(shiftDay(days.at(-1) ?? date, 1));
  const asked = {
    from,
    to,
    rows: search.hang === 'mcu' ? ('nodes' as const) : ('rooms' as const),
    ...(search.tim ? { search: search.tim } : {}),
    ...(search.cap ? { level: search.cap } : {}),
    ...(search.ban ? { busy: 'yes' as const } : {}),
  };
  const query = useQuery({
    queryKey: ['schedule', asked],
    queryFn: ({ signal }) => fetchSchedule(asked, signal),
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
  const change = (more: Partial<ScheduleSearch>) =>
    void navigate({ to: '/lich', search: { ...search, ...more }, replace: true });
  const move = (entry: CalendarEntry, by: number) => {
    if (entry.meetingId === null) return;
    mark.current = document.activeElement;
    setMoving({ meetingId: entry.meetingId, title: entry.title ?? '', by });
  };
  /** Whoever works by keys goes on where they were. */
  const close = () => {
    setMoving(null);
    requestAnimationFrame(() => mark.current instanceof HTMLElement && mark.current.focus());
  };
  return (
    <OfficePage title={t('schedule.title')} subtitle={t('schedule.subtitle')} actions={<ScheduleLinks />}>
      <ScheduleToolbar
        search={search}
        date={date}
        days={days}
        levels={query.data?.levels ?? []}
        onChange={change}
      />
      <CapacityStrip from={from} to={to} />
      <LoadState query={query} isEmpty={({ rows }) => rows.length === 0} empty={t('schedule.empty')}>
        {({ rows, entries }) => (
          <>
            <ScheduleGrid rows={rows} entries={entries} days={days} onMove={move} />
            <ScheduleLegend rows={rows.length} entries={entries.length} />
          </>
        )}
      </LoadState>
      {moving !== null && (
        <MoveDialog key={`${moving.meetingId} ${moving.by}`} moving={moving} onClose={close} />
      )}
    </OfficePage>
  );
}
