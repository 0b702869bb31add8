import type { CheckPhaseSheet } from '@nhipcau/contracts';
import { spanText } from '../regulation/sentences.ts';
import type { Translate } from '../text/catalogue.ts';
import { dateAndTime } from '../ui/durations.ts';

/** Until when a phase is to be done, and how long that is. */
export function dueText(
  { opensAt, dueAt }: Pick<CheckPhaseSheet, 'opensAt' | 'dueAt'>,
  now: number,
  { t, language }: { t: Translate; language: 'vi' | 'en' },
): string {
  const at = dateAndTime(dueAt, language);
  if (opensAt !== null && opensAt > now) return t('chk.opensAt', { at: dateAndTime(opensAt, language) });
  if (dueAt < now) return t('chk.overdue', { at });
  return t('chk.dueLeft', { at, left: spanText(dueAt - now, { t }) });
}
