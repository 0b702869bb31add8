import type { Timetable, TimetableEntry } from '@nhipcau/contracts';
import type { ReactNode } from 'react';
import { EntryCard } from './EntryCard.tsx';
import { dueText } from './format.ts';
import type { Speech } from './sentences.ts';

type Row =
  | { readonly kind: 'entry'; readonly at: number | null; readonly entry: TimetableEntry }
  | { readonly kind: 'mark'; readonly at: number; readonly text: 'reg.mark.registered' | 'reg.mark.start' };

/** Duties in order of time, day by day, with the registration and the start between them. */
export function Timeline({
  timetable,
  speech,
  actsOn,
}: {
  timetable: Timetable;
  speech: Speech;
  /** What can be done about a duty, where the reader may do something. */
  actsOn?: (entry: TimetableEntry) => ReactNode;
}) {
  const { t } = speech;
  if (timetable.entries.length === 0) return <p className="panel reg-empty">{t('reg.empty')}</p>;
  const days = byDay(rowsOf(timetable), speech);
  return (
    <>
      <ol className="reg-timeline">
        {days.map(({ key, title, rows }) => (
          <li key={key} className="reg-day">
            <h3>{title}</h3>
            <ol>
              {rows.map((row) =>
                row.kind === 'mark' ? (
                  <li key={row.text} className={`reg-mark ${row.text === 'reg.mark.start' ? 'start' : ''}`}>
                    <time className="reg-time">{dueText(row.at, speech).time}</time>
                    <strong>{t(row.text)}</strong>
                  </li>
                ) : (
                  <EntryCard
                    key={row.entry.deadlineId}
                    entry={row.entry}
                    computedAt={timetable.computedAt}
                    speech={speech}
                    acts={actsOn?.(row.entry)}
                  />
                ),
              )}
            </ol>
          </li>
        ))}
      </ol>
      <p className="muted">{t('reg.calendarVersion', { version: timetable.calendarVersion })}</p>
    </>
  );
}

function rowsOf({ entries, start, registeredAt }: Timetable): Row[] {
  const rows: Row[] = [
    { kind: 'mark', at: registeredAt, text: 'reg.mark.registered' },
    { kind: 'mark', at: start, text: 'reg.mark.start' },
    ...entries.map((entry) => ({
      kind: 'entry' as const,
      at: entry.dueAt ?? entry.counting.triggerAt,
      entry,
    })),
  ];
  const place = ({ at }: Row) => at ?? Number.MAX_SAFE_INTEGER;
  // At the same instant the mark comes first: the registration before what it makes due, sorting is stable.
  return rows.sort((a, b) => place(a) - place(b));
}

interface Day {
  readonly key: string;
  readonly title: string;
  readonly rows: Row[];
}

function byDay(rows: readonly Row[], speech: Speech): Day[] {
  const days: Day[] = [];
  for (const row of rows) {
    const due = row.at === null ? null : dueText(row.at, speech);
    const key = due?.key ?? 'undated';
    const last = days.at(-1);
    if (last?.key === key) last.rows.push(row);
    else days.push({ key, title: due?.day ?? speech.t('reg.undated'), rows: [row] });
  }
  return days;
}
