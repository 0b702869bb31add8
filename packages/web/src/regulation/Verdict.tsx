import type { Timetable, TimetableEntry } from '@nhipcau/contracts';
import { Icon } from '../ui/Icon.tsx';
import { instantText, type Speech, spanText } from './sentences.ts';

const isLead = ({ key }: TimetableEntry) => key === 'lead.planned' || key === 'lead.urgent';

/** Whether the meeting can be registered as asked, and what has become impossible: the one thing to read first. */
export function Verdict({ timetable, speech }: { timetable: Timetable; speech: Speech }) {
  const { t } = speech;
  const { entries, admissible, registeredAt, rehearsalHalfDays } = timetable;
  const lead = entries.find((entry) => isLead(entry) && entry.dueAt !== null);
  const waived = entries.filter(({ state }) => state === 'waived').length;
  const impossible = entries.filter((entry) => entry.state === 'impossible' && !isLead(entry)).length;
  return (
    <div className={`reg-verdict ${admissible ? 'good' : 'bad'}`} role="status">
      <Icon name={admissible ? 'check' : 'close'} size={26} />
      <div>
        <h2>{t(admissible ? 'reg.verdict.admissible' : 'reg.verdict.refused')}</h2>
        <p>{leadText(lead, registeredAt, speech)}</p>
        {impossible > 0 && <p>{t('reg.verdict.impossible', { count: impossible })}</p>}
        {waived > 0 && <p>{t('reg.verdict.waived', { count: waived })}</p>}
        {rehearsalHalfDays !== null && <p>{t('reg.verdict.stages', { count: rehearsalHalfDays })}</p>}
      </div>
    </div>
  );
}

function leadText(lead: TimetableEntry | undefined, registeredAt: number, speech: Speech): string {
  const { t } = speech;
  if (!lead || lead.dueAt === null) return t('reg.verdict.noLimit');
  const due = instantText(lead.dueAt, speech);
  const span = spanText(Math.abs(lead.dueAt - registeredAt), speech);
  if (lead.dueAt >= registeredAt) return t('reg.verdict.left', { span, due });
  return t('reg.verdict.refusedWhy', { due, span, article: lead.cite[0]?.article ?? '' });
}
