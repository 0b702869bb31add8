import { MeetingId, type NoticeChannel } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';
import type { LetterBox, OutgoingLetter } from './database-outbox.ts';
import { addTask, type NoticeRecord, type RecipientRecord, recordEvent } from './notices.repository.ts';

/** What a letter to a recipient says beyond the notice itself. */
export type LetterFacts = Readonly<Record<string, unknown>>;

interface Target {
  readonly notice: Pick<NoticeRecord, 'id' | 'meeting_id' | 'acknowledge_by' | 'version'>;
  readonly recipient: Pick<
    RecipientRecord,
    | 'id'
    | 'kind'
    | 'organisation_id'
    | 'site_id'
    | 'account_role'
    | 'role'
    | 'name'
    | 'phone'
    | 'email'
    | 'planned_ways'
  >;
  readonly facts: LetterFacts;
  readonly at: number;
  /** False when e-mail may not or cannot be used for it. */
  readonly mayMail: boolean;
}

export const receiverOf = ({
  organisation_id,
  site_id,
  account_role,
  role,
}: Pick<
  Target['recipient'],
  'organisation_id' | 'site_id' | 'account_role' | 'role'
>): OutgoingLetter['recipient'] => {
  if (organisation_id !== null) return { kind: 'organisation', organisationId: organisation_id };
  if (site_id !== null) return { kind: 'site', siteId: site_id };
  return { kind: 'profileRole', role: account_role === null ? role : `account:${account_role}` };
};

/** A letter to a recipient of a notice. */
export const letterTo = (
  { notice, recipient, facts }: Pick<Target, 'notice' | 'recipient' | 'facts'>,
  {
    channel,
    template,
    occasion,
    way,
  }: { channel: 'email' | 'inApp' | 'sms' | 'chat'; template: string; occasion: string; way?: NoticeChannel },
): OutgoingLetter => ({
  key: `notice:${recipient.id}:${occasion}:${channel}`,
  meetingId: MeetingId.parse(notice.meeting_id),
  recipient: receiverOf(recipient),
  noticeRecipientId: recipient.id,
  channel,
  template,
  facts: { ...facts, to: recipient.name, ...(way ? { way } : {}) },
  acknowledgeBy: notice.acknowledge_by?.getTime() ?? null,
});

/** Puts a notice on one of its ways to one recipient: a letter to the outbox, or a task to the desk. */
export async function startWay(
  trx: Executor,
  outbox: LetterBox,
  target: Target,
  way: NoticeChannel,
  cause: 'prescribed' | 'fallback',
): Promise<void> {
  const { notice, recipient, at, mayMail } = target;
  const forPerson = (kind: 'telephone' | 'fax') =>
    addTask(trx, {
      kind,
      cause,
      noticeId: notice.id,
      recipientId: recipient.id,
      name: recipient.name,
      phone: recipient.phone,
      at,
      dueAt: notice.acknowledge_by,
    });
  switch (way) {
    case 'email':
    case 'document':
      if (mayMail)
        return outbox.put(trx, [
          letterTo(target, { channel: 'email', template: 'notice.sent', occasion: 'sent', way }),
        ]);
      return way === 'email' ? forPerson('telephone') : issueDocument(trx, target, cause);
    case 'telephone':
    case 'fax':
      return forPerson(way);
    case 'sms':
      return outbox.put(trx, [
        letterTo(target, { channel: 'sms', template: 'notice.sent', occasion: 'sent', way }),
      ]);
    case 'inApp':
    case 'chat':
      return; // For the whole notice, see `publish`.
  }
}

/** One document for all its recipients, issued by a person through the document system. */
const issueDocument = (
  trx: Executor,
  { notice, at }: Target,
  cause: 'prescribed' | 'fallback',
): Promise<void> =>
  addTask(trx, {
    kind: 'document',
    cause,
    noticeId: notice.id,
    recipientId: null,
    name: '',
    phone: null,
    at,
    dueAt: notice.acknowledge_by,
  });

/** To everybody: it stands in the public calendar from this moment; a group is posted to, by a person where no account does. */
export async function publish(
  trx: Executor,
  outbox: LetterBox,
  target: Target,
  { channels, isPosted }: { channels: readonly NoticeChannel[]; isPosted: boolean },
): Promise<void> {
  const { notice, recipient, at } = target;
  await recordEvent(trx, recipient.id, { event: 'left', at, way: 'inApp' });
  if (!channels.includes('chat')) return;
  if (isPosted)
    return outbox.put(trx, [
      letterTo(target, { channel: 'chat', template: 'notice.sent', occasion: 'sent', way: 'chat' }),
    ]);
  await askToPost(trx, { noticeId: notice.id, recipient, at }, 'prescribed');
}

/** A person posts to the group. */
export const askToPost = (
  trx: Executor,
  {
    noticeId,
    recipient,
    at,
  }: { noticeId: string; recipient: Pick<RecipientRecord, 'id' | 'name'>; at: number },
  cause: 'prescribed' | 'fallback',
): Promise<void> =>
  addTask(trx, {
    kind: 'chat',
    cause,
    noticeId,
    recipientId: recipient.id,
    name: recipient.name,
    phone: null,
    at,
    dueAt: null,
  });
