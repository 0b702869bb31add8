import type { Clock } from '@nhipcau/base';
import type {
  PasskeyAnswer,
  PasskeyAsked,
  Proof,
  ProveSecondFactor,
  SecondFactorDue,
  SignIn,
} from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import type { AccessSteps } from './access-steps.ts';
import { type AccountAccess, findAccess, findAccessByLogin } from './account-access.ts';
import { findPasskey, passkeyIdsOf, useRecoveryCode } from './factors.repository.ts';
import { countFailure } from './lockout.ts';
import { acceptPasskey, askForPasskey, credentialIdOf } from './passkeys.ts';
import { hashPassword, newSecret, passwordFits } from './secrets.ts';
import type { Client, OpenedSession, SessionsService } from './sessions.service.ts';
import type { Totp } from './totp.ts';

export interface SignInParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly sessions: SessionsService;
  readonly steps: AccessSteps;
  readonly totp: Totp;
}

/** Who enters, and from where: address of the browser and of the page it shows. */
export interface Entrant extends Client {
  /** `https://host` of our own page, to which passkeys are bound. */
  readonly origin: string;
  readonly correlationId: string;
}

export type SignInAnswer =
  | { readonly kind: 'open'; readonly session: OpenedSession }
  | { readonly kind: 'secondFactor'; readonly due: SecondFactorDue };

/** Ways in: password with a second factor where one is enrolled, passkey alone, an identity provider. */
export class SignInService {
  readonly #parts: SignInParts;
  /** Checked against when there is no such account, so that the answer takes as long. */
  readonly #decoy: Promise<string>;

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.#decoy = hashPassword(newSecret());
  }

  /** @throws {AppError} SIGN_IN_FAILED, SIGN_IN_LOCKED */
  async byPassword({ login, password }: SignIn, entrant: Entrant): Promise<SignInAnswer> {
    const name = login.trim().toLowerCase();
    const account = await findAccessByLogin(this.#parts.database, name);
    if (!account || account.disabled || account.kind === 'service') {
      await passwordFits(await this.#decoy, password);
      return this.#refuse(account, name, 'SIGN_IN_FAILED', entrant);
    }
    await this.#checkLock(account, name, entrant);
    if (!(await passwordFits(account.passwordHash, password))) {
      await countFailure(this.#parts, account, entrant.correlationId);
      return this.#refuse(account, name, 'SIGN_IN_FAILED', entrant);
    }
    if (account.factors.length > 0)
      return { kind: 'secondFactor', due: await this.#askSecondFactor(account, entrant) };
    return { kind: 'open', session: await this.#enter(account, 'password', entrant) };
  }

  /** @throws {AppError} SIGN_IN_STEP_OVER, SECOND_FACTOR_WRONG, PASSKEY_REFUSED, SIGN_IN_LOCKED */
  async bySecondFactor({ token, proof }: ProveSecondFactor, entrant: Entrant): Promise<OpenedSession> {
    const { steps, database } = this.#parts;
    const step = await steps.attempt(token, 'secondFactor');
    const account = step.userId === null ? null : await findAccess(database, step.userId);
    if (!account || account.disabled) return this.#refuse(account, '', 'SIGN_IN_FAILED', entrant);
    await this.#checkLock(account, account.login, entrant);
    const accepted = await this.#accepts(account, proof, step.data, entrant);
    if (!accepted) {
      await countFailure(this.#parts, account, entrant.correlationId);
      return this.#refuse(account, account.login, 'SECOND_FACTOR_WRONG', entrant);
    }
    await steps.finish(token);
    return this.#enter(account, proof.kind, entrant);
  }

  /** Options for a sign-in by passkey alone: whichever the person chooses says who it is. */
  async askPasskey({ origin }: Entrant): Promise<PasskeyAsked> {
    const { options, challenge } = await askForPasskey(origin, []);
    const token = await this.#parts.steps.begin('passkeySignIn', { userId: null, data: { challenge } });
    return { token, options };
  }

  /** @throws {AppError} SIGN_IN_STEP_OVER, PASSKEY_REFUSED, SIGN_IN_LOCKED */
  async byPasskey({ token, response }: PasskeyAnswer, entrant: Entrant): Promise<OpenedSession> {
    const { steps, database, clock } = this.#parts;
    const { data } = await steps.take(token, 'passkeySignIn');
    const passkey = await findPasskey(database, credentialIdOf(response));
    const account = passkey ? await findAccess(database, passkey.user_id) : null;
    if (!passkey || !account || account.disabled)
      return this.#refuse(account, '', 'PASSKEY_REFUSED', entrant);
    await this.#checkLock(account, account.login, entrant);
    await this.#orRefuse(account, entrant, () =>
      acceptPasskey(database, response, passkey, {
        origin: entrant.origin,
        challenge: data['challenge'] ?? '',
        now: clock.now(),
      }),
    );
    return this.#enter(account, 'passkey', entrant);
  }

  /** Somebody an identity provider has vouched for. @throws {AppError} SIGN_IN_FAILED, SIGN_IN_LOCKED */
  async byIdentity(userId: string, entrant: Entrant): Promise<OpenedSession> {
    const account = await findAccess(this.#parts.database, userId);
    if (!account || account.disabled) return this.#refuse(account, '', 'SIGN_IN_FAILED', entrant);
    await this.#checkLock(account, account.login, entrant);
    return this.#enter(account, 'oidc', entrant);
  }

  async #enter(
    account: AccountAccess,
    assurance: Parameters<SessionsService['issue']>[1],
    entrant: Entrant,
  ): Promise<OpenedSession> {
    if (account.roles.length === 0) return this.#refuse(account, account.login, 'SIGN_IN_FAILED', entrant);
    return this.#parts.sessions.issue(account, assurance, entrant, entrant.correlationId);
  }

  async #askSecondFactor(account: AccountAccess, { origin }: Entrant): Promise<SecondFactorDue> {
    const { database, steps } = this.#parts;
    const asked = account.factors.includes('passkey')
      ? await askForPasskey(origin, await passkeyIdsOf(database, account.id))
      : null;
    const token = await steps.begin('secondFactor', {
      userId: account.id,
      data: asked ? { challenge: asked.challenge } : {},
    });
    return { step: 'secondFactor', token, methods: [...account.factors], passkey: asked?.options ?? null };
  }

  async #accepts(
    account: AccountAccess,
    proof: Proof,
    data: Readonly<Record<string, string>>,
    { origin }: Entrant,
  ): Promise<boolean> {
    const { database, clock, totp } = this.#parts;
    const now = clock.now();
    switch (proof.kind) {
      case 'totp':
        return totp.accepts(database, account.id, proof.code);
      case 'recovery':
        return useRecoveryCode(database, account.id, proof.code, now);
      case 'passkey': {
        const passkey = await findPasskey(database, credentialIdOf(proof.response));
        if (passkey?.user_id !== account.id) return false;
        try {
          await acceptPasskey(database, proof.response, passkey, {
            origin,
            challenge: data['challenge'] ?? '',
            now,
          });
          return true;
        } catch (cause) {
          if (cause instanceof AppError) return false;
          throw cause;
        }
      }
    }
  }

  async #checkLock(account: AccountAccess, login: string, entrant: Entrant): Promise<void> {
    const { lockedUntil } = account;
    if (lockedUntil === null || lockedUntil <= this.#parts.clock.now()) return;
    await this.#note(account, login, 'SIGN_IN_LOCKED', entrant);
    throw new AppError('SIGN_IN_LOCKED', { until: lockedUntil });
  }

  async #orRefuse(account: AccountAccess, entrant: Entrant, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (cause) {
      if (cause instanceof AppError) await this.#note(account, account.login, cause.code, entrant);
      throw cause;
    }
  }

  async #refuse(
    account: AccountAccess | null,
    login: string,
    code: 'SIGN_IN_FAILED' | 'SECOND_FACTOR_WRONG' | 'PASSKEY_REFUSED',
    entrant: Entrant,
  ): Promise<never> {
    await this.#note(account, login, code, entrant);
    throw new AppError(code);
  }

  async #note(
    account: AccountAccess | null,
    login: string,
    code: string,
    { ip, correlationId }: Entrant,
  ): Promise<void> {
    const actor: AuditActor = account
      ? { actorKind: 'user', actorId: account.id, actorName: account.name }
      : { actorKind: 'anonymous', actorId: null, actorName: null };
    await appendAudit(this.#parts.database, {
      at: this.#parts.clock.now(),
      actor,
      action: 'session.open',
      subject: login.slice(0, 100),
      code,
      facts: { ip },
      correlationId,
    });
  }
}
