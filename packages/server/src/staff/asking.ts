import type { MeetingId, RegulationProfile } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';
import type { Letter, Recipient } from '../notices/outbox.ts';
import { holdersOf } from '../notices/parties.ts';

/** Somebody to be told, and whether the directory has a mailbox of theirs. */
export interface Addressee {
  readonly recipient: Recipient;
  /** The same text for the same addressee: part of the letter's key. */
  readonly id: string;
  readonly hasMailbox: boolean;
  /** False when the office itself is not here, so that the desk has to tell it. */
  readonly isOffice: boolean;
}

const desk: Addressee = {
  recipient: { kind: 'profileRole', role: 'account:desk' },
  id: 'desk',
  hasMailbox: false,
  isOffice: false,
};

/** Who holds a role of the locality's notices outside of any meeting; the desk when nobody does. */
export async function officeOf(
  executor: Executor,
  profile: RegulationProfile,
  role: string,
): Promise<Addressee[]> {
  const parties = await holdersOf(executor, { profile, data: null }, role);
  const found = parties.flatMap(({ organisationId, accountRole, email }): Addressee[] => {
    if (organisationId !== null)
      return [
        {
          recipient: { kind: 'organisation', organisationId },
          id: organisationId,
          hasMailbox: email !== null,
          isOffice: true,
        },
      ];
    if (accountRole === null) return [];
    const recipient = { kind: 'profileRole' as const, role: `account:${accountRole}` };
    return [{ recipient, id: `account:${accountRole}`, hasMailbox: false, isOffice: true }];
  });
  return found.length > 0 ? found : [desk];
}

/** Organisations with a mailbox. */
export async function mailboxes(executor: Executor): Promise<ReadonlySet<string>> {
  const rows = await executor
    .selectFrom('organisation')
    .select('id')
    .where('email', 'is not', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** A message in this application, and a mail to whoever has a mailbox. */
export function lettersTo(
  { recipient, id, hasMailbox }: Addressee,
  {
    key,
    meetingId,
    template,
    facts,
  }: { key: string; meetingId: MeetingId | null; template: string; facts: Readonly<Record<string, unknown>> },
): Letter[] {
  const channels = hasMailbox ? (['inApp', 'email'] as const) : (['inApp'] as const);
  return channels.map((channel) => ({
    key: `${key}:${id}:${channel}`,
    meetingId,
    recipient,
    channel,
    template,
    facts,
    acknowledgeBy: null,
  }));
}
