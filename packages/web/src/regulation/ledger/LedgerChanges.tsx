import type { LedgerChange, MeetingLedger } from '@nhipcau/contracts';
import { instantText, type Speech } from '../sentences.ts';

const causes = {
  registration: 'ledger.cause.registration',
  calendar: 'ledger.cause.calendar',
  time: 'ledger.cause.time',
  report: 'ledger.cause.report',
  waiver: 'ledger.cause.waiver',
} as const;

const isCause = (cause: string): cause is keyof typeof causes => Object.hasOwn(causes, cause);

/** What happened to each duty, newest first: one line with time, cause and name. */
export function LedgerChanges({ ledger, speech }: { ledger: MeetingLedger; speech: Speech }) {
  const { t } = speech;
  const duties = new Map(ledger.timetable.entries.map(({ deadlineId, duty }) => [deadlineId, duty]));
  return (
    <details className="panel reg-history">
      <summary>{t('ledger.history')}</summary>
      {ledger.changes.length === 0 && <p className="muted">{t('ledger.history.empty')}</p>}
      <ul>
        {ledger.changes.toReversed().map((change) => (
          <li key={`${change.deadlineId} ${change.at} ${change.toState}`}>
            <time className="muted" dateTime={new Date(change.at).toISOString()}>
              {instantText(change.at, speech)}
            </time>
            <span>{sentenceOf(change, duties.get(change.deadlineId) ?? change.deadlineId, speech)}</span>
            <span className="muted">
              {t(isCause(change.cause) ? causes[change.cause] : 'ledger.cause.registration')}
              {change.by === null ? '' : ` · ${change.by}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function sentenceOf(
  { fromState, toState, dueBefore, dueAfter }: LedgerChange,
  duty: string,
  speech: Speech,
): string {
  const { t } = speech;
  if (toState === 'void') return t('ledger.change.void', { duty });
  if (fromState === toState && dueBefore !== null && dueAfter !== null)
    return t('ledger.change.moved', {
      duty,
      before: instantText(dueBefore, speech),
      after: instantText(dueAfter, speech),
    });
  if (fromState === null && toState === 'pending' && dueAfter !== null)
    return t('ledger.change.new', { duty, due: instantText(dueAfter, speech) });
  return t('ledger.change.state', { duty, state: t(`reg.state.${toState}`) });
}
