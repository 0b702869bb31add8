import type { NoticeRecipient, RecipientState } from '@nhipcau/contracts';

/** Colour of a state; the word says it first. */
export const stateTone: Readonly<Record<RecipientState, string>> = {
  due: 'default',
  sent: 'blue',
  delivered: 'cyan',
  acknowledged: 'green',
  telephoned: 'green',
  bounced: 'red',
  failed: 'red',
};

export const isAnswered = ({ state }: Pick<NoticeRecipient, 'state'>): boolean =>
  state === 'acknowledged' || state === 'telephoned';

export type RecipientFilter = 'all' | 'silent' | 'done';

/** Those of a filter, the silent ones first. */
export function shownRecipients(
  recipients: readonly NoticeRecipient[],
  filter: RecipientFilter,
): NoticeRecipient[] {
  const chosen = recipients.filter((one) =>
    filter === 'all' ? true : filter === 'silent' ? one.isSilent || one.state === 'due' : isAnswered(one),
  );
  return [...chosen.filter((one) => one.isSilent), ...chosen.filter((one) => !one.isSilent)];
}
