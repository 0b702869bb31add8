import { randomInt } from 'node:crypto';
import type { Clock } from '@nhipcau/base';
import {
  type AccountDetail,
  type AccountPage,
  type AccountQuery,
  type CreateAccount,
  type DisableReason,
  type EditAccount,
  type Grant,
  type InitialPassword,
  type OrganisationId,
  type SessionInfo,
  UserId,
} from '@nhipcau/contracts';
import { can, policyOf } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { type AuditLine, appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import { type AccountAccess, findAccess } from './account-access.ts';
import { grantRows, listAccounts, readAccount } from './account-lines.ts';
import { removeFactors } from './factors.repository.ts';
import { checkGrants, placeOfScope } from './grant-checks.ts';
import { grantsOf } from './grants.repository.ts';
import { storePassword } from './passwords.service.ts';
import { hashPassword } from './secrets.ts';
import type { SessionsService } from './sessions.service.ts';

/** Letters and digits that are not mistaken for each other when read aloud. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** Whoever changes who administers holds it, so that two do not take each other's last right. */
const ADMINISTRATION_LOCK = 4_163_019;

/** Told once, on paper or aloud; it must be changed at the first sign-in. */
const initialPassword = (): string =>
  Array.from({ length: 17 }, (_, index) =>
    index % 6 === 5 ? '-' : ALPHABET.charAt(randomInt(ALPHABET.length)),
  ).join('');

export interface AccountsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly sessions: SessionsService;
  readonly requireSecondFactor: boolean;
}

/** Who acts, and on behalf of which request. */
export interface Administering {
  readonly person: SessionInfo;
  readonly correlationId: string;
}

/** Accounts and their rights, as administrators keep them. */
export class AccountsService {
  readonly #options: AccountsOptions;

  constructor(options: AccountsOptions) {
    this.#options = options;
  }

  async list({ page, size, ...query }: AccountQuery, person: SessionInfo): Promise<AccountPage> {
    const lines = await listAccounts(this.#options.database, query, this.#reading());
    const own = await this.#within(person, lines);
    return { accounts: own.slice((page - 1) * size, page * size), total: own.length };
  }

  /** @throws {AppError} ACCOUNT_UNKNOWN, NOT_ALLOWED */
  async read(userId: string, person: SessionInfo): Promise<AccountDetail> {
    const account = await readAccount(this.#options.database, userId, this.#reading());
    if (!account) throw new AppError('ACCOUNT_UNKNOWN');
    await this.#authorise(this.#options.database, person, account.organisationId);
    return account;
  }

  /** @throws {AppError} LOGIN_TAKEN, GRANT_INVALID, NOT_ALLOWED */
  async create(wanted: CreateAccount, acting: Administering): Promise<InitialPassword> {
    const { database, clock, requireSecondFactor } = this.#options;
    const password = initialPassword();
    const passwordHash = await hashPassword(password);
    const userId = UserId.parse(`u-${uuidv7()}`);
    const { login, grants, kind } = wanted;
    const policy = policyOf(
      grants.map(({ role }) => role),
      kind,
    );
    await database.transaction().execute(async (trx) => {
      await this.#authorise(trx, acting.person, wanted.organisationId);
      await this.#checkGiven(trx, kind, grants, acting.person);
      await trx
        .insertInto('user_account')
        .values({
          id: userId,
          login,
          password_hash: passwordHash,
          must_change_password: true,
          password_changed_at: new Date(clock.now()),
          second_factor_due: requireSecondFactor && policy.secondFactor === 'always',
          created_at: new Date(clock.now()),
          created_by: acting.person.userId,
          ...columnsOf(wanted),
        })
        .execute()
        .catch((cause: unknown) => {
          throw isUniqueViolation(cause, 'user_account_login')
            ? new AppError('LOGIN_TAKEN', { login }, { cause })
            : cause;
        });
      await trx.insertInto('user_grant').values(grantRows(userId, grants)).execute();
      await this.#record(trx, acting, 'account.create', userId, { login, kind, after: { grants } });
    });
    return { userId, login, password };
  }

  async edit(userId: string, wanted: EditAccount, acting: Administering): Promise<void> {
    await this.#change(userId, acting, async (trx, account) => {
      await this.#authorise(trx, acting.person, wanted.organisationId);
      await checkGrants(trx, wanted.kind, await grantsOf(trx, userId));
      const before = await trx
        .selectFrom('user_account')
        .select(['name', 'kind', 'organisation_id', 'title', 'email', 'phone', 'note'])
        .where('id', '=', account.id)
        .executeTakeFirstOrThrow();
      const after = columnsOf(wanted);
      await trx.updateTable('user_account').set(after).where('id', '=', account.id).execute();
      await this.#record(trx, acting, 'account.edit', userId, { before, after });
    });
  }

  /** Replaces the grants of a person but those of a delegation, which end with it. */
  async setGrants(userId: string, grants: readonly Grant[], acting: Administering): Promise<void> {
    await this.#change(userId, acting, async (trx, account) => {
      this.#notOwn(userId, acting);
      await this.#checkGiven(trx, account.kind, grants, acting.person);
      const before = await grantsOf(trx, userId);
      const delegated = await trx
        .selectFrom('user_grant')
        .selectAll()
        .where('user_id', '=', userId)
        .where('delegation_id', 'is not', null)
        .orderBy('position')
        .execute();
      await trx.deleteFrom('user_grant').where('user_id', '=', userId).execute();
      await trx.insertInto('user_grant').values(grantRows(userId, grants)).execute();
      for (const [index, row] of delegated.entries())
        await trx
          .insertInto('user_grant')
          .values({ ...row, position: grants.length + 1 + index })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      await this.#keepAdministrator(trx);
      await this.#record(trx, acting, 'account.grants', userId, { before, after: grants });
    });
    this.#options.sessions.events.emit('changed', userId);
  }

  async disable(userId: string, reason: DisableReason, acting: Administering): Promise<void> {
    const ended = await this.#change(userId, acting, async (trx) => {
      this.#notOwn(userId, acting);
      await this.#disable(trx, userId, reason);
      await this.#keepAdministrator(trx);
      await this.#record(trx, acting, 'account.disable', userId, { reason });
      return this.#options.sessions.endAll(trx, userId, 'disabled');
    });
    ended.tell();
  }

  async enable(userId: string, acting: Administering): Promise<void> {
    await this.#change(userId, acting, async (trx) => {
      await trx
        .updateTable('user_account')
        .set({
          disabled: false,
          disabled_at: null,
          disabled_reason: null,
          // Its idle time begins anew.
          last_sign_in_at: null,
          created_at: new Date(this.#options.clock.now()),
        })
        .where('id', '=', userId)
        .execute();
      await this.#record(trx, acting, 'account.enable', userId, {});
    });
  }

  /** Opens a lock before its time; the reason stands in the audit (TCVN 14423, 5.5.2.2). */
  async unlock(userId: string, reason: string, acting: Administering): Promise<void> {
    await this.#change(userId, acting, async (trx, { lockedUntil, lockouts }) => {
      await trx
        .updateTable('user_account')
        .set({ locked_until: null, failed_count: 0, lockouts: 0 })
        .where('id', '=', userId)
        .execute();
      await this.#record(trx, acting, 'account.unlock', userId, { reason, lockedUntil, lockouts });
    });
  }

  /** A new first password, told once; every session of the person ends. */
  async resetPassword(userId: string, acting: Administering): Promise<InitialPassword> {
    const password = initialPassword();
    const passwordHash = await hashPassword(password);
    const { login, ended } = await this.#change(userId, acting, async (trx, account) => {
      this.#notOwn(userId, acting);
      await storePassword(trx, account, passwordHash, this.#options.clock.now(), { mustChange: true });
      await trx
        .updateTable('user_account')
        .set({ locked_until: null, lockouts: 0 })
        .where('id', '=', userId)
        .execute();
      await this.#record(trx, acting, 'account.reset', userId, {});
      return {
        login: account.login,
        ended: await this.#options.sessions.endAll(trx, userId, 'administrator'),
      };
    });
    ended.tell();
    return { userId: UserId.parse(userId), login, password };
  }

  /** For whoever lost every factor. */
  async resetFactors(userId: string, acting: Administering): Promise<void> {
    const ended = await this.#change(userId, acting, async (trx) => {
      this.#notOwn(userId, acting);
      await removeFactors(trx, userId);
      await this.#record(trx, acting, 'account.factors.reset', userId, {});
      return this.#options.sessions.endAll(trx, userId, 'administrator');
    });
    ended.tell();
  }

  /** @param sessionId - absent: all of them @throws {AppError} SESSION_UNKNOWN */
  async endSessions(userId: string, sessionId: string | undefined, acting: Administering): Promise<number> {
    const ended = await this.#change(userId, acting, async (trx) => {
      const found = await this.#options.sessions.endAll(
        trx,
        userId,
        'administrator',
        sessionId === undefined ? {} : { only: sessionId },
      );
      if (sessionId !== undefined && found.count === 0) throw new AppError('SESSION_UNKNOWN');
      await this.#record(trx, acting, 'account.sessions.end', userId, { sessions: found.count });
      return found;
    });
    ended.tell();
    return ended.count;
  }

  /**
   * Disables accounts nobody used for the days of their policy; carried out every night.
   *
   * @returns how many
   */
  async disableIdle(): Promise<number> {
    const { database, clock, sessions } = this.#options;
    const now = clock.now();
    const rows = await database
      .selectFrom('user_account')
      .select(['id', sql<Date>`coalesce(last_sign_in_at, created_at)`.as('used_at')])
      .where('disabled', '=', false)
      .where('kind', '<>', 'service')
      .execute();
    let count = 0;
    for (const { id, used_at } of rows) {
      const account = await findAccess(database, id);
      if (!account || now - used_at.getTime() <= account.policy.idleDisableDays * 24 * 3600_000) continue;
      const tell = await database.transaction().execute(async (trx) => {
        await this.#lockAdministration(trx);
        if ((await countAdministrators(trx)) === 1 && account.roles.includes('administrator')) return null;
        await this.#disable(trx, id, 'idle');
        const actor = { actorKind: 'system' as const, actorId: null, actorName: null };
        await appendAudit(trx, {
          at: now,
          actor,
          action: 'account.disable',
          subject: id,
          facts: { reason: 'idle', lastUsedAt: used_at.getTime() },
        });
        return (await sessions.endAll(trx, id, 'disabled')).tell;
      });
      if (!tell) continue;
      tell();
      count += 1;
    }
    return count;
  }

  async #disable(trx: Executor, userId: string, reason: DisableReason): Promise<void> {
    await trx
      .updateTable('user_account')
      .set({ disabled: true, disabled_at: new Date(this.#options.clock.now()), disabled_reason: reason })
      .where('id', '=', userId)
      .execute();
  }

  /** One change of one account, one after the other, by somebody who may administer it. */
  async #change<T>(
    userId: string,
    { person }: Administering,
    act: (trx: Executor, account: AccountAccess) => Promise<T>,
  ): Promise<T> {
    return this.#options.database.transaction().execute(async (trx) => {
      await this.#lockAdministration(trx);
      const account = await findAccess(trx, userId);
      if (!account) throw new AppError('ACCOUNT_UNKNOWN');
      await this.#authorise(trx, person, account.organisationId);
      return act(trx, account);
    });
  }

  #notOwn(userId: string, { person }: Administering): void {
    if (person.userId === userId) throw new AppError('OWN_ACCOUNT');
  }

  async #lockAdministration(trx: Executor): Promise<void> {
    await sql`select pg_advisory_xact_lock(${ADMINISTRATION_LOCK})`.execute(trx);
  }

  /** @throws {AppError} LAST_ADMINISTRATOR */
  async #keepAdministrator(trx: Executor): Promise<void> {
    if ((await countAdministrators(trx)) === 0) throw new AppError('LAST_ADMINISTRATOR');
  }

  /** Nobody gives a right for a place that is not the own to administer. */
  async #checkGiven(
    trx: Executor,
    kind: CreateAccount['kind'],
    grants: readonly Grant[],
    person: SessionInfo,
  ): Promise<void> {
    await checkGrants(trx, kind, grants);
    for (const { scope } of grants)
      authorise(person, 'account.manage', (await placeOfScope(trx, scope)) ?? {});
  }

  async #authorise(executor: Executor, person: SessionInfo, organisationId: string | null): Promise<void> {
    const path = organisationId === null ? [] : await organisationPath(executor, organisationId);
    authorise(person, 'account.manage', { organisationPath: path });
  }

  async #within<T extends { organisationId: string | null }>(
    { grants }: SessionInfo,
    lines: readonly T[],
  ): Promise<T[]> {
    if (can(grants, 'account.manage', {})) return [...lines];
    const paths = new Map<string, OrganisationId[]>();
    for (const { organisationId } of lines)
      if (organisationId !== null && !paths.has(organisationId))
        paths.set(organisationId, await organisationPath(this.#options.database, organisationId));
    return lines.filter(({ organisationId }) =>
      can(grants, 'account.manage', {
        organisationPath: organisationId === null ? [] : (paths.get(organisationId) ?? []),
      }),
    );
  }

  async #record(
    trx: Executor,
    { person, correlationId }: Administering,
    action: string,
    subject: string,
    facts: NonNullable<AuditLine['facts']>,
  ): Promise<void> {
    await appendAudit(trx, {
      at: this.#options.clock.now(),
      actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
      action,
      subject,
      facts,
      correlationId,
    });
  }

  #reading() {
    const { clock, requireSecondFactor } = this.#options;
    return { now: clock.now(), requireSecondFactor };
  }
}

const columnsOf = ({ name, kind, organisationId, title, email, phone, note }: EditAccount) => ({
  name,
  kind,
  organisation_id: organisationId,
  title,
  email,
  phone,
  note,
});

/** People who can sign in and administer the whole installation. */
async function countAdministrators(trx: Executor): Promise<number> {
  const { count } = await trx
    .selectFrom('user_account')
    .innerJoin('user_grant', 'user_grant.user_id', 'user_account.id')
    .select((eb) => eb.fn.count<string>('user_account.id').distinct().as('count'))
    .where('disabled', '=', false)
    .where('role', '=', 'administrator')
    .where('scope_kind', '=', 'installation')
    .executeTakeFirstOrThrow();
  return Number(count);
}
