import type { Clock } from '@nhipcau/base';
import {
  type AccountSecurity,
  type ConfirmTotp,
  instant,
  type LockState,
  type PasskeyAsked,
  type ProveAgain,
  type RecoveryCodes,
  type RegisterPasskey,
  type SessionInfo,
  type TotpOffered,
} from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import type { AccessSteps } from './access-steps.ts';
import { findAccess, needsSecondFactor, passwordExpiresAt } from './account-access.ts';
import { findPasskey, passkeyIdsOf, replaceRecoveryCodes } from './factors.repository.ts';
import type { Oidc } from './oidc.ts';
import { acceptPasskey, askForPasskey, credentialIdOf, newPasskey, offerPasskey } from './passkeys.ts';
import { type PasswordsService, ruleFor } from './passwords.service.ts';
import { listSessions, securityEvents } from './security.repository.ts';
import type { SessionsService } from './sessions.service.ts';
import type { Totp } from './totp.ts';

export interface SecurityParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly sessions: SessionsService;
  readonly passwords: PasswordsService;
  readonly steps: AccessSteps;
  readonly totp: Totp;
  readonly oidc: Oidc | null;
  readonly requireSecondFactor: boolean;
}

/** The signed-in person and this very session. */
export interface OwnSession {
  readonly person: SessionInfo;
  readonly tokenHash: Buffer;
  readonly origin: string;
  readonly correlationId: string;
}

/** What people do about the security of their own account. */
export class SecurityService {
  readonly #parts: SecurityParts;

  constructor(parts: SecurityParts) {
    this.#parts = parts;
  }

  async overview({ person, tokenHash }: OwnSession): Promise<AccountSecurity> {
    const { database, clock, requireSecondFactor, oidc } = this.#parts;
    const account = await this.#account(person);
    const expires = passwordExpiresAt(account);
    const totp = await database
      .selectFrom('user_totp')
      .select('confirmed_at')
      .where('user_id', '=', account.id)
      .executeTakeFirst();
    const passkeys = await database
      .selectFrom('user_passkey')
      .selectAll()
      .where('user_id', '=', account.id)
      .orderBy('created_at')
      .execute();
    const left = await database
      .selectFrom('user_recovery_code')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('user_id', '=', account.id)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow();
    const identity = await database
      .selectFrom('user_identity')
      .select('user_id')
      .where('user_id', '=', account.id)
      .executeTakeFirst();
    return {
      login: account.login,
      name: account.name,
      passwordChangedAt: account.passwordChangedAt === null ? null : instant(account.passwordChangedAt),
      passwordExpiresAt: expires === null ? null : instant(expires),
      rule: ruleFor(account, requireSecondFactor),
      secondFactorRequired: needsSecondFactor(account, requireSecondFactor),
      totpSince: totp?.confirmed_at ? instant(totp.confirmed_at.getTime()) : null,
      recoveryCodesLeft: Number(left.count),
      passkeys: passkeys.map((row) => ({
        id: row.credential_id,
        name: row.name,
        createdAt: instant(row.created_at.getTime()),
        lastUsedAt: row.last_used_at && instant(row.last_used_at.getTime()),
      })),
      identityLinked: identity !== undefined,
      oidc: oidc?.name ?? null,
      sessions: await listSessions(database, account.id, { now: clock.now(), current: tokenHash }),
      events: await securityEvents(database, account.id),
    };
  }

  async lockState(person: SessionInfo, locked: boolean): Promise<LockState> {
    const account = await this.#account(person);
    return {
      locked,
      name: account.name,
      login: account.login,
      hasPasskey: account.factors.includes('passkey'),
    };
  }

  async offerTotp({ person }: OwnSession): Promise<TotpOffered> {
    const account = await this.#account(person);
    return this.#parts.totp.offer(this.#parts.database, account.id, account.login);
  }

  /** @returns recovery codes, shown once @throws {AppError} SECOND_FACTOR_WRONG */
  async confirmTotp({ code }: ConfirmTotp, own: OwnSession): Promise<RecoveryCodes> {
    const { totp } = this.#parts;
    return this.#change(own, 'account.totp.enrol', async (trx) => {
      if (!(await totp.accepts(trx, own.person.userId, code, { confirming: true })))
        throw new AppError('SECOND_FACTOR_WRONG');
      return { codes: await replaceRecoveryCodes(trx, own.person.userId) };
    });
  }

  async removeTotp(own: OwnSession): Promise<void> {
    await this.#change(own, 'account.totp.remove', async (trx) => {
      await trx.deleteFrom('user_totp').where('user_id', '=', own.person.userId).execute();
    });
  }

  async renewRecoveryCodes(own: OwnSession): Promise<RecoveryCodes> {
    return this.#change(own, 'account.recovery.renew', async (trx) => ({
      codes: await replaceRecoveryCodes(trx, own.person.userId),
    }));
  }

  async offerPasskey({ person, origin }: OwnSession): Promise<PasskeyAsked> {
    const { database, steps } = this.#parts;
    const account = await this.#account(person);
    const existing = await passkeyIdsOf(database, account.id);
    const { options, challenge } = await offerPasskey(
      origin,
      { userId: account.id, login: account.login, name: account.name },
      existing,
    );
    const token = await steps.begin('passkeyRegister', { userId: account.id, data: { challenge } });
    return { token, options };
  }

  /** @throws {AppError} SIGN_IN_STEP_OVER, PASSKEY_REFUSED */
  async registerPasskey({ token, name, response }: RegisterPasskey, own: OwnSession): Promise<void> {
    const { steps, clock } = this.#parts;
    const { userId, data } = await steps.take(token, 'passkeyRegister');
    if (userId !== own.person.userId) throw new AppError('SIGN_IN_STEP_OVER');
    const made = await newPasskey(response, { origin: own.origin, challenge: data['challenge'] ?? '' });
    await this.#change(own, 'account.passkey.add', async (trx) => {
      await trx
        .insertInto('user_passkey')
        .values({
          credential_id: made.credentialId,
          user_id: userId,
          public_key: made.publicKey,
          counter: made.counter,
          transports: made.transports,
          name: name.normalize('NFC'),
          created_at: new Date(clock.now()),
        })
        .execute()
        .catch((cause: unknown) => {
          throw isUniqueViolation(cause, 'user_passkey_pkey')
            ? new AppError('PASSKEY_REFUSED', {}, { cause })
            : cause;
        });
    });
  }

  /** @throws {AppError} NOT_FOUND */
  async removePasskey(credentialId: string, own: OwnSession): Promise<void> {
    await this.#change(own, 'account.passkey.remove', async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('user_passkey')
        .where('credential_id', '=', credentialId)
        .where('user_id', '=', own.person.userId)
        .executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) throw new AppError('NOT_FOUND');
    });
  }

  /** @throws {AppError} SESSION_UNKNOWN */
  async endSession(sessionId: string, own: OwnSession): Promise<void> {
    const { sessions } = this.#parts;
    const ended = await this.#change(own, 'session.endOther', async (trx) => {
      const found = await sessions.endAll(trx, own.person.userId, 'signOut', { only: sessionId });
      if (found.count === 0) throw new AppError('SESSION_UNKNOWN');
      return found;
    });
    ended.tell();
  }

  async askProof({ person, origin }: OwnSession): Promise<PasskeyAsked> {
    const { database, steps } = this.#parts;
    const { options, challenge } = await askForPasskey(origin, await passkeyIdsOf(database, person.userId));
    const token = await steps.begin('passkeyProof', { userId: person.userId, data: { challenge } });
    return { token, options };
  }

  /**
   * The person proves to be there: the session unlocks and is fresh.
   *
   * @returns until when it is fresh
   * @throws {AppError} PASSWORD_WRONG, SIGN_IN_LOCKED, SECOND_FACTOR_WRONG, PASSKEY_REFUSED, SIGN_IN_STEP_OVER
   */
  async prove(proof: ProveAgain, own: OwnSession): Promise<number> {
    const { passwords, sessions, totp, database } = this.#parts;
    const { userId } = own.person;
    switch (proof.kind) {
      case 'password':
        await passwords.prove(userId, proof.password, own.correlationId);
        break;
      case 'totp':
        if (!(await totp.accepts(database, userId, proof.code))) throw new AppError('SECOND_FACTOR_WRONG');
        break;
      case 'passkey':
        await this.#provePasskey(proof.token, proof.response, own);
        break;
    }
    const until = await sessions.proved(own.tokenHash);
    await this.#change(own, 'session.prove', async () => {});
    return until;
  }

  async #provePasskey(
    token: string,
    response: Extract<ProveAgain, { kind: 'passkey' }>['response'],
    { person, origin }: OwnSession,
  ): Promise<void> {
    const { database, steps, clock } = this.#parts;
    const { userId, data } = await steps.take(token, 'passkeyProof');
    const passkey = await findPasskey(database, credentialIdOf(response));
    if (userId !== person.userId || passkey?.user_id !== person.userId) throw new AppError('PASSKEY_REFUSED');
    await acceptPasskey(database, response, passkey, {
      origin,
      challenge: data['challenge'] ?? '',
      now: clock.now(),
    });
  }

  async #account(person: SessionInfo) {
    const account = await findAccess(this.#parts.database, person.userId);
    if (!account) throw new AppError('SIGN_IN_REQUIRED');
    return account;
  }

  /** One change of the own account with its line in the audit. */
  async #change<T>(
    { person, correlationId }: OwnSession,
    action: string,
    act: (trx: Executor) => Promise<T>,
  ): Promise<T> {
    const { database, clock } = this.#parts;
    return database.transaction().execute(async (trx) => {
      const result = await act(trx);
      await appendAudit(trx, {
        at: clock.now(),
        actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
        action,
        subject: person.userId,
        correlationId,
      });
      return result;
    });
  }
}
