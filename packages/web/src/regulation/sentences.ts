import type { Counting, TimetableEntry } from '@nhipcau/contracts';
import type { Translate } from '../text/catalogue.ts';
import type { Language } from '../text/language.tsx';
import { dayAndMonth, dueText, spanParts } from './format.ts';

/** What sentences are made with. */
export interface Speech {
  readonly t: Translate;
  readonly language: Language;
  readonly timeZone: string;
}

/** `4 ngày 15 giờ` */
export function spanText(ms: number, { t }: Pick<Speech, 't'>): string {
  const parts = spanParts(ms);
  return parts.length === 0
    ? t('reg.span.less')
    : parts.map(({ unit, n }) => t(`reg.span.${unit}`, { n })).join(' ');
}

/** `24:00 Thứ Sáu, 29/04/2022` */
export function instantText(at: number, speech: Speech): string {
  const { day, time } = dueText(at, speech);
  return `${time} ${day}`;
}

/** The formula in plain words: `3 ngày làm việc trước khi khai mạc`. */
export function formulaText({ trigger, direction, offset }: Counting, { t }: Pick<Speech, 't'>): string {
  const event = t(`reg.trigger.${trigger}`);
  if (offset === null) return t('reg.offset.atOnce', { trigger: event });
  if (offset.n === 0) return t('reg.offset.beforeIt', { trigger: event });
  const span = t(`reg.unit.${offset.unit}`, { n: offset.n });
  return t(`reg.offset.${direction}`, { span, trigger: event });
}

/** How the days were counted, as sentences; empty for clock times. */
export function countingText({ counted, skipped }: Counting, { t }: Pick<Speech, 't'>): string[] {
  const days = counted.map(dayAndMonth).join(', ');
  const over = skipped
    .map(
      ({ date, type, name }) =>
        `${dayAndMonth(date)} (${type === 'weeklyRest' ? t('cal.type.weeklyRest') : name})`,
    )
    .join(', ');
  return [
    ...(days === '' ? [] : [t('reg.counted', { days })]),
    ...(over === '' ? [] : [t('reg.skipped', { days: over })]),
  ];
}

/** Why the entry is in its state, in a few words. */
export function reasonText(
  { reason, dueAt }: Pick<TimetableEntry, 'reason' | 'dueAt'>,
  computedAt: number,
  speech: Speech,
): string {
  const { t } = speech;
  switch (reason.code) {
    case 'open':
      return t('reg.reason.open', { span: spanText((dueAt ?? computedAt) - computedAt, speech) });
    case 'atOnce':
      return t('reg.reason.atOnce');
    case 'waitsFor':
      return t('reg.reason.waitsFor', { trigger: t(`reg.trigger.${reason.trigger}`) });
    case 'doneAt':
      return t('reg.reason.doneAt', { at: instantText(reason.at, speech) });
    case 'doneLate':
      return t('reg.reason.doneLate', { span: spanText(reason.lateByMs, speech) });
    case 'overdue':
      return t('reg.reason.overdue', { span: spanText(reason.lateByMs, speech) });
    case 'letGo':
      return t('reg.reason.letGo', { reason: reason.reason });
    case 'calledTooLate':
      return t('reg.reason.calledTooLate', { span: spanText(reason.missedByMs, speech) });
  }
}
