import type { RegistrationChecked, Timetable } from '@nhipcau/contracts';
import { instantText, type Speech, spanText } from '../regulation/sentences.ts';
import { Icon } from '../ui/Icon.tsx';
import { useServerSecond } from '../ui/use-now.ts';

const isLead = (key: string) => key === 'lead.planned' || key === 'lead.urgent';

/** Between now and the start: every limit at its place; it moves as the start is typed. */
export function LeadBar({ checked, speech }: { checked: RegistrationChecked; speech: Speech }) {
  const { t } = speech;
  const now = useServerSecond();
  const { timetable, approval, becomes } = checked;
  const lead = timetable.entries.find(({ key, dueAt }) => isLead(key) && dueAt !== null);
  const left = (lead?.dueAt ?? timetable.start) - now;
  const isAhead = timetable.start > now;
  const isGood = timetable.admissible && isAhead;
  const leadText = !isAhead
    ? t('form.lead.past')
    : lead?.dueAt === null || lead === undefined
      ? t('form.lead.none')
      : left >= 0
        ? t('form.lead.left', { span: spanText(left, speech), due: instantText(lead.dueAt, speech) })
        : t('form.lead.late', { span: spanText(-left, speech), due: instantText(lead.dueAt, speech) });
  return (
    <div className={`rf-lead ${isGood ? 'good' : 'bad'}`} role="status" aria-label={t('form.lead')}>
      <Icon name={isGood ? 'check' : 'close'} size={22} />
      <div className="rf-lead-text">
        <strong>{leadText}</strong>
        {isAhead && lead?.cite[0] && <span className="reg-chip">{lead.cite[0].article}</span>}
        {isAhead && <span className="muted">{decisionText(approval, becomes, speech)}</span>}
      </div>
      <Track timetable={timetable} now={now} speech={speech} />
    </div>
  );
}

function decisionText(
  approval: RegistrationChecked['approval'],
  becomes: RegistrationChecked['becomes'],
  speech: Speech,
): string {
  const { t } = speech;
  if (becomes === 'confirmed' || approval === null) return t('form.becomes.confirmed');
  const { role, decideBy } = approval;
  return decideBy === null
    ? t('form.becomes.registered', { role })
    : t('form.becomes.registeredBy', { role, due: instantText(decideBy, speech) });
}

/** Now at the left, the start at the right, a mark for each limit between them. */
function Track({ timetable, now, speech }: { timetable: Timetable; now: number; speech: Speech }) {
  const { start, entries } = timetable;
  if (start <= now) return null;
  const marks = entries.flatMap(({ deadlineId, duty, dueAt, key }) =>
    dueAt !== null && dueAt > now && dueAt <= start ? [{ deadlineId, duty, dueAt, key }] : [],
  );
  return (
    <div className="rf-track" aria-hidden="true">
      {marks.map(({ deadlineId, duty, dueAt, key }) => (
        <span
          key={deadlineId}
          className={isLead(key) ? 'lead' : ''}
          style={{ left: `${((dueAt - now) / (start - now)) * 100}%` }}
          title={`${instantText(dueAt, speech)}: ${duty}`}
        />
      ))}
    </div>
  );
}
