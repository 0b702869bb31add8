import type { TimetableEntry } from '@nhipcau/contracts';
import type { ReactNode } from 'react';
import { Citations } from './Citations.tsx';
import { dueText } from './format.ts';
import { countingText, formulaText, instantText, reasonText, type Speech } from './sentences.ts';

/** One duty: when, what, who owes it, and on request how it was counted and where it stands. */
export function EntryCard({
  entry,
  computedAt,
  speech,
  acts,
}: {
  entry: TimetableEntry;
  computedAt: number;
  speech: Speech;
  /** What can be done about it, below the line. */
  acts?: ReactNode;
}) {
  const { t } = speech;
  const { dueAt, state, duty, owes, tells, counting, cite, note, reminders } = entry;
  return (
    <li className={`reg-entry ${state}`}>
      {dueAt === null ? (
        <span className="reg-time" aria-hidden="true" />
      ) : (
        <time className="reg-time" dateTime={new Date(dueAt).toISOString()}>
          {dueText(dueAt, speech).time}
        </time>
      )}
      <div className="panel reg-card">
        <div className="reg-head">
          <h4>{duty}</h4>
          <span className={`reg-chip state ${state}`}>{t(`reg.state.${state}`)}</span>
        </div>
        <p className="reg-line">
          <strong>{formulaText(counting, speech)}</strong>
          <span className="muted">{reasonText(entry, computedAt, speech)}</span>
          {counting.basis === 'latest' && <span className="muted">{t('reg.basis.latest')}</span>}
        </p>
        {acts}
        <dl className="reg-parties">
          <div>
            <dt>{t('reg.owes')}</dt>
            <dd>{owes.map(({ name }) => name).join(', ')}</dd>
          </div>
          {tells.length > 0 && (
            <div>
              <dt>{t('reg.tells')}</dt>
              <dd>{tells.map(({ name }) => name).join(', ')}</dd>
            </div>
          )}
        </dl>
        <details>
          <summary>
            <span>{t('reg.article')}</span>
            {[...new Set(cite.map(({ article }) => article))].map((article) => (
              <span key={article} className="reg-chip">
                {article}
              </span>
            ))}
          </summary>
          <Citations cite={cite} />
          {countingText(counting, speech).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {reminders.length > 0 && (
            <p>
              {t('reg.reminders', {
                times: reminders
                  .toSorted((a, b) => a - b)
                  .map((at) => instantText(at, speech))
                  .join('; '),
              })}
            </p>
          )}
          {note !== null && (
            <p className="muted">
              <strong>{t('reg.reading')}</strong> {note}
            </p>
          )}
        </details>
      </div>
    </li>
  );
}
