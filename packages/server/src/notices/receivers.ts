import { RegistrationData } from '@nhipcau/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Executor } from '../database/database.ts';
import { findProfile } from '../regulation/regulation.repository.ts';
import { holdersOf } from './parties.ts';

/** A stored recipient of a letter. */
export const StoredRecipient = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('organisation'), organisationId: z.string() }),
  z.object({ kind: z.literal('site'), siteId: z.string() }),
  z.object({ kind: z.literal('user'), userId: z.string() }),
  z.object({ kind: z.literal('profileRole'), role: z.string() }),
]);
export type StoredRecipient = z.output<typeof StoredRecipient>;

const ACCOUNTS = 'account:';

const enabled = (executor: Executor) =>
  executor
    .selectFrom('user_account')
    .select('user_account.id')
    .distinct()
    .where('user_account.disabled', '=', false);

/** The accounts of an organisation: those who belong to it or work for it. */
const ofOrganisation = async (executor: Executor, organisationId: string): Promise<string[]> =>
  (
    await enabled(executor)
      .leftJoin('user_grant', 'user_grant.user_id', 'user_account.id')
      .where((eb) =>
        eb.or([
          eb('user_account.organisation_id', '=', organisationId),
          eb.and([eb('scope_kind', '=', 'organisation'), eb('scope_id', '=', organisationId)]),
        ]),
      )
      .execute()
  ).map(({ id }) => id);

/** The accounts that sit at a site; without any, those of its organisation. */
async function ofSite(executor: Executor, siteId: string): Promise<string[]> {
  const atSite = await enabled(executor)
    .innerJoin('user_grant', 'user_grant.user_id', 'user_account.id')
    .where('scope_kind', '=', 'site')
    .where('scope_id', '=', siteId)
    .execute();
  if (atSite.length > 0) return atSite.map(({ id }) => id);
  const site = await executor
    .selectFrom('site')
    .select('organisation_id')
    .where('id', '=', siteId)
    .executeTakeFirst();
  return site ? ofOrganisation(executor, site.organisation_id) : [];
}

const ofRole = async (executor: Executor, role: string): Promise<string[]> =>
  (
    await enabled(executor)
      .innerJoin('user_grant', 'user_grant.user_id', 'user_account.id')
      .where('user_grant.role', '=', role)
      .where('scope_kind', '=', sql<string>`'installation'`)
      .execute()
  ).map(({ id }) => id);

/** Everybody with an account whom a letter is for. */
export async function usersOf(
  executor: Executor,
  recipient: StoredRecipient,
  meetingId: string | null,
): Promise<string[]> {
  switch (recipient.kind) {
    case 'user':
      return [recipient.userId];
    case 'organisation':
      return ofOrganisation(executor, recipient.organisationId);
    case 'site':
      return ofSite(executor, recipient.siteId);
    case 'profileRole': {
      if (recipient.role.startsWith(ACCOUNTS)) return ofRole(executor, recipient.role.slice(ACCOUNTS.length));
      return meetingId === null ? [] : ofProfileRole(executor, recipient.role, meetingId);
    }
  }
}

async function ofProfileRole(executor: Executor, role: string, meetingId: string): Promise<string[]> {
  const file = await executor
    .selectFrom('registration')
    .select(['locality', 'regulation_version', 'data'])
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  const profile = file && (await findProfile(executor, file.locality, file.regulation_version));
  if (!file || !profile) return [];
  const holders = await holdersOf(executor, { profile, data: RegistrationData.parse(file.data) }, role);
  const users = new Set<string>();
  for (const { organisationId, siteId, accountRole } of holders) {
    const found =
      organisationId !== null
        ? await ofOrganisation(executor, organisationId)
        : siteId !== null
          ? await ofSite(executor, siteId)
          : accountRole !== null
            ? await ofRole(executor, accountRole)
            : [];
    for (const id of found) users.add(id);
  }
  // Nobody of theirs works in this system: the desk sees to it.
  return users.size > 0 ? [...users] : ofRole(executor, 'desk');
}

/** The mailbox of a recipient; null when the directory has none. */
export async function mailboxOf(
  executor: Executor,
  recipient: StoredRecipient,
): Promise<{ name: string; address: string } | null> {
  if (recipient.kind !== 'organisation' && recipient.kind !== 'site') return null;
  const row = await executor
    .selectFrom('organisation')
    .leftJoin('site', 'site.organisation_id', 'organisation.id')
    .select(['organisation.name', 'organisation.email'])
    .where(
      recipient.kind === 'site' ? 'site.id' : 'organisation.id',
      '=',
      recipient.kind === 'site' ? recipient.siteId : recipient.organisationId,
    )
    .executeTakeFirst();
  return row?.email ? { name: row.name, address: row.email } : null;
}
