import type { Timetable, TimetableEntry } from '@nhipcau/contracts';
import { dueText } from '../regulation/format.ts';
import type { Speech } from '../regulation/sentences.ts';

/** The legal timetable beside the form: one line a duty, in the order of time, the start of the meeting as the last mark. */
export function DueList({ timetable, speech }: { timetable: Timetable; speech: Speech }) {
  const { t } = speech;
  const dated = timetable.entries
    .flatMap((entry) => (entry.dueAt === null ? [] : [{ entry, at: entry.dueAt }]))
    .toSorted((a, b) => a.at - b.at);
  const before = dated.filter(({ at }) => at <= timetable.start);
  const after = dated.filter(({ at }) => at > timetable.start);
  return (
    <section className="panel rf-due" aria-label={t('reg.timeline')}>
      <h2>{t('form.due')}</h2>
      <ol>
        {before.map(({ entry, at }) => (
          <Line key={entry.deadlineId} entry={entry} at={at} speech={speech} />
        ))}
        <li className="start">
          <When at={timetable.start} speech={speech} />
          <strong>{t('reg.mark.start')}</strong>
        </li>
        {after.map(({ entry, at }) => (
          <Line key={entry.deadlineId} entry={entry} at={at} speech={speech} />
        ))}
      </ol>
    </section>
  );
}

function Line({ entry, at, speech }: { entry: TimetableEntry; at: number; speech: Speech }) {
  const { t } = speech;
  const { duty, state, cite } = entry;
  return (
    <li className={state}>
      <When at={at} speech={speech} />
      <span>
        {duty} <span className="reg-chip">{cite[0]?.article}</span>
        {state !== 'pending' && <span className="rf-due-state">{t(`reg.state.${state}`)}</span>}
      </span>
    </li>
  );
}

function When({ at, speech }: { at: number; speech: Speech }) {
  const { day, time } = dueText(at, speech);
  return (
    <time dateTime={new Date(at).toISOString()}>
      <strong>{time}</strong>
      <span className="muted">{day}</span>
    </time>
  );
}
