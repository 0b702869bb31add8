import type { CaseEvent, CaseStep, Fault, IncidentCase } from '@nhipcau/contracts';
import { LineAlarm } from '@nhipcau/contracts';
import { alarmText } from '../monitoring/alarm-text.ts';
import type { Translate } from '../text/catalogue.ts';
import type { Language } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';

interface Speech {
  readonly t: Translate;
  readonly language: Language;
}

/** What failed, in words: of an alarm its name, of what somebody reported their own words. */
export function faultText({ kind, detail }: Fault, { t }: Pick<Speech, 't'>): string {
  if (kind === 'reported') return detail;
  if (kind !== 'lineDegraded') return t(`inc.fault.${kind}`);
  const alarm = LineAlarm.safeParse(detail);
  return t('inc.fault.lineDegraded', { alarm: alarm.success ? t(alarmText[alarm.data]) : detail });
}

/** What an event says beside its name. */
function wordsOf(event: CaseEvent, parties: IncidentCase['parties'], speech: Speech): string {
  const { t, language } = speech;
  switch (event.act) {
    case 'observe':
    case 'calm':
      return faultText(event.fault, speech);
    case 'tell': {
      const party = parties.find((one) => one.party === event.party);
      return [party?.person ?? party?.name, event.note].filter(Boolean).join(': ');
    }
    case 'retype':
      return `${t(`inc.type.${event.type}`)} (${event.reason})`;
    case 'dispatch':
      return `${event.name}, ${event.phone}`;
    case 'estimate':
      return `${timeOfDay(event.fixedBy, language)}, ${event.words}`;
    case 'swap':
      return `${event.removed} → ${event.installed}`;
    case 'tellChair':
      return event.decision;
    case 'interrupt':
      return event.reason;
    case 'note':
      return event.words;
    case 'close':
      return `${event.causeWords}. ${event.solution}`;
    default:
      return '';
  }
}

/** One line of the history. */
export const stepText = (
  { event }: Pick<CaseStep, 'event'>,
  { parties }: Pick<IncidentCase, 'parties'>,
  speech: Speech,
): string => speech.t(`inc.step.${event.act}`, { words: wordsOf(event, parties, speech) });

/** A number as a telephone dials it. */
export const dialled = (phone: string): string => `tel:${phone.replace(/[^+\d]/g, '')}`;
