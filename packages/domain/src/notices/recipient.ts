import type { RecipientState } from '@nhipcau/contracts';

/** What happens to a notice on its way to one recipient. */
export type RecipientEvent = 'left' | 'arrived' | 'cameBack' | 'gaveUp' | 'acknowledged' | 'toldByTelephone';

const order: Readonly<Record<RecipientState, number>> = {
  due: 0,
  failed: 1,
  bounced: 1,
  sent: 2,
  delivered: 3,
  telephoned: 4,
  acknowledged: 5,
};

const reached: Readonly<Record<RecipientEvent, RecipientState>> = {
  left: 'sent',
  arrived: 'delivered',
  cameBack: 'bounced',
  gaveUp: 'failed',
  acknowledged: 'acknowledged',
  toldByTelephone: 'telephoned',
};

/**
 * The state after an event; reports come late and out of order, and what is known better is not forgotten. A mail that came
 * back takes away that it was sent or delivered, never that somebody acknowledged.
 *
 * @rule NT-6 (R-NTC-04)
 */
export function nextRecipientState(state: RecipientState, event: RecipientEvent): RecipientState {
  const next = reached[event];
  if (event === 'cameBack') return order[state] <= order.delivered ? next : state;
  if (event === 'gaveUp') return state === 'due' || state === 'bounced' ? next : state;
  return order[next] > order[state] ? next : state;
}

/** Whether a recipient has been told and is silent: what the board shows in red. */
export const isSilent = (
  { state, isSuperseded }: { state: RecipientState; isSuperseded: boolean },
  asksAcknowledgement: boolean,
): boolean =>
  asksAcknowledgement &&
  !isSuperseded &&
  state !== 'acknowledged' &&
  state !== 'due' &&
  state !== 'telephoned';
