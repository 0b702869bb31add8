import type { Clock } from '@nhipcau/base';
import type { ChangePassword, SessionInfo } from '@nhipcau/contracts';
import { passwordFault, passwordRule } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { type AccountAccess, findAccess, needsSecondFactor } from './account-access.ts';
import { countFailure } from './lockout.ts';
import { hashPassword, passwordFits } from './secrets.ts';
import type { SessionsService } from './sessions.service.ts';

/** Whether an account will have a second factor decides how long its password must be. */
export const ruleFor = (account: AccountAccess, requireSecondFactor: boolean) =>
  passwordRule(account.policy, account.factors.length > 0 || needsSecondFactor(account, requireSecondFactor));

/** Changes of passwords: policy of the roles, history, and what ends with the old one. */
export class PasswordsService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #sessions: SessionsService;
  readonly #requireSecondFactor: boolean;

  constructor({
    database,
    clock,
    sessions,
    requireSecondFactor,
  }: { database: Database; clock: Clock; sessions: SessionsService; requireSecondFactor: boolean }) {
    this.#database = database;
    this.#clock = clock;
    this.#sessions = sessions;
    this.#requireSecondFactor = requireSecondFactor;
  }

  /**
   * Every other session of the person ends.
   *
   * @throws {AppError} PASSWORD_WRONG, SIGN_IN_LOCKED, PASSWORD_TOO_WEAK, PASSWORD_USED_BEFORE
   */
  async change(
    { current, next }: ChangePassword,
    person: SessionInfo,
    tokenHash: Buffer,
    correlationId: string,
  ): Promise<void> {
    const account = await this.#checked(person.userId, current, correlationId);
    const rule = ruleFor(account, this.#requireSecondFactor);
    const fault = passwordFault(next, { login: account.login, ...rule });
    if (fault)
      throw new AppError('PASSWORD_TOO_WEAK', {
        reason: fault,
        minLength: rule.minLength,
        minClasses: rule.minClasses,
      });
    if (await this.#wasUsed(account, next, rule.history)) throw new AppError('PASSWORD_USED_BEFORE');
    const passwordHash = await hashPassword(next);
    const at = this.#clock.now();
    const ended = await this.#database.transaction().execute(async (trx) => {
      await storePassword(trx, account, passwordHash, at, { mustChange: false });
      const others = await this.#sessions.endAll(trx, account.id, 'passwordChanged', { except: tokenHash });
      await appendAudit(trx, {
        at,
        actor: { actorKind: 'user', actorId: account.id, actorName: account.name },
        action: 'account.password',
        subject: account.id,
        facts: { sessionsEnded: others.count },
        correlationId,
      });
      return others;
    });
    ended.tell();
    await this.#sessions.proved(tokenHash);
  }

  /** The account when this is its password. Wrong ones count as at the sign-in. */
  async #checked(userId: string, password: string, correlationId: string): Promise<AccountAccess> {
    const account = await findAccess(this.#database, userId);
    if (!account) throw new AppError('SIGN_IN_REQUIRED');
    const { lockedUntil } = account;
    if (lockedUntil !== null && lockedUntil > this.#clock.now())
      throw new AppError('SIGN_IN_LOCKED', { until: lockedUntil });
    if (await passwordFits(account.passwordHash, password)) return account;
    await countFailure({ database: this.#database, clock: this.#clock }, account, correlationId);
    throw new AppError('PASSWORD_WRONG');
  }

  /** @throws {AppError} PASSWORD_WRONG, SIGN_IN_LOCKED */
  async prove(userId: string, password: string, correlationId: string): Promise<void> {
    await this.#checked(userId, password, correlationId);
  }

  async #wasUsed(account: AccountAccess, next: string, history: number): Promise<boolean> {
    const rows = await this.#database
      .selectFrom('password_history')
      .select('password_hash')
      .where('user_id', '=', account.id)
      .orderBy('id', 'desc')
      .limit(history)
      .execute();
    for (const hash of [account.passwordHash, ...rows.map((row) => row.password_hash)])
      if (await passwordFits(hash, next)) return true;
    return false;
  }
}

/** Puts a new password in place of the present one, which goes into the history. */
export async function storePassword(
  trx: Executor,
  account: Pick<AccountAccess, 'id' | 'passwordHash'>,
  passwordHash: string,
  at: number,
  { mustChange }: { mustChange: boolean },
): Promise<void> {
  await trx
    .insertInto('password_history')
    .values({ user_id: account.id, password_hash: account.passwordHash, set_at: new Date(at) })
    .execute();
  await trx
    .updateTable('user_account')
    .set({
      password_hash: passwordHash,
      password_changed_at: new Date(at),
      must_change_password: mustChange,
      failed_count: 0,
    })
    .where('id', '=', account.id)
    .execute();
}
