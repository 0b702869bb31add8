import type { CalendarEntry } from '@nhipcau/contracts';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useLanguage } from '../text/language.tsx';
import { msOfShare, shareOf } from './page-search.ts';
import { spanWords } from './time-words.ts';

const QUARTER_MS = 15 * 60_000;

/** A booking on its row; one's own meetings are moved by dragging or by the arrow keys. */
export function EntryMark({
  entry,
  days,
  onMove,
}: {
  entry: CalendarEntry;
  days: readonly string[];
  onMove: (entry: CalendarEntry, by: number) => void;
}) {
  const { t, language } = useLanguage();
  const { shift, handlers } = useDrag(entry, days.length, onMove);
  const start = shareOf(entry.start, days);
  const width = shareOf(entry.end, days) - start;
  if (width <= 0) return null;
  const title = entry.isSecret ? t('schedule.secret') : (entry.title ?? t('schedule.taken'));
  const label = [
    title,
    spanWords(entry.start, entry.end, language),
    t(`schedule.kind.${entry.kind}`),
    ...(entry.hostName === null ? [] : [entry.hostName]),
    ...(entry.isFirm ? [] : [t('schedule.asked')]),
    ...(entry.isDisputed ? [t('schedule.disputed')] : []),
  ].join(', ');
  const looks = [
    'schedule-entry',
    `schedule-${entry.kind}`,
    entry.isFirm ? '' : 'schedule-asked',
    entry.isDisputed ? 'schedule-disputed' : '',
    entry.isUrgent ? 'schedule-urgent' : '',
    entry.mayMove ? 'schedule-movable' : '',
  ];
  return (
    <button
      type="button"
      className={looks.filter(Boolean).join(' ')}
      style={{ left: `${start * 100}%`, width: `${width * 100}%`, transform: `translateX(${shift}px)` }}
      aria-label={label}
      title={label}
      {...(entry.mayMove ? handlers : {})}
    >
      {title}
    </button>
  );
}

function useDrag(entry: CalendarEntry, days: number, onMove: (entry: CalendarEntry, by: number) => void) {
  const from = useRef<number | null>(null);
  const [shift, setShift] = useState(0);
  const lineWidth = (element: HTMLElement) => element.parentElement?.clientWidth ?? 1;
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      from.current = event.clientX;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLButtonElement>) => {
      if (from.current !== null) setShift(event.clientX - from.current);
    },
    onPointerUp: (event: PointerEvent<HTMLButtonElement>) => {
      if (from.current === null) return;
      const by = msOfShare((event.clientX - from.current) / lineWidth(event.currentTarget), days);
      from.current = null;
      setShift(0);
      onMove(entry, by);
    },
    onPointerCancel: () => {
      from.current = null;
      setShift(0);
    },
    onKeyDown: (event: KeyboardEvent<HTMLButtonElement>) => {
      const by = { ArrowLeft: -QUARTER_MS, ArrowRight: QUARTER_MS, Enter: 0 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      onMove(entry, by);
    },
  };
  return { shift, handlers };
}
