import type { NoticeChannel, NoticeRow } from '@nhipcau/contracts';

/** What can be used for a recipient now. */
export interface Reachable {
  /** E-mail is set up and they have an address. */
  readonly email: boolean;
  readonly sms: boolean;
  readonly chat: boolean;
  readonly isSecret: boolean;
}

/** Ways on which the content of a secret meeting never travels (HN Đ5.2, Đ12.2b with A-38; R-SEC-07). */
const openWays: readonly NoticeChannel[] = ['email', 'sms', 'chat'];

/** What is tried where the text names no way. */
const usual: readonly NoticeChannel[] = ['email'];

/**
 * The ways to one recipient in the order in which they are tried; the last is always the telephone, which needs a person and
 * never fails by itself. A message in this application goes besides, whatever the ways.
 *
 * @rule NT-3 (R-NTC-05)
 */
export function waysTo({ channels }: Pick<NoticeRow, 'channels'>, reachable: Reachable): NoticeChannel[] {
  const named = (channels.length === 0 ? usual : channels).filter((way) => isUsable(way, reachable));
  return named.includes('telephone') ? named : [...named, 'telephone'];
}

function isUsable(way: NoticeChannel, reachable: Reachable): boolean {
  if (reachable.isSecret && openWays.includes(way)) return false;
  if (way === 'email' || way === 'sms') return reachable[way];
  // To a group it is either posted by the adapter or by a person: a way for the whole notice, not for one recipient.
  return way !== 'chat' && way !== 'inApp';
}
