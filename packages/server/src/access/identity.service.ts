import type { Clock } from '@nhipcau/base';
import type { OidcReturned, OidcStarted } from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import type { AccessSteps } from './access-steps.ts';
import type { InstallationKey } from './installation-key.ts';
import type { Oidc } from './oidc.ts';
import type { OwnSession } from './security.service.ts';
import type { OpenedSession } from './sessions.service.ts';
import type { Entrant, SignInService } from './sign-in.service.ts';

export interface IdentityParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly steps: AccessSteps;
  readonly key: InstallationKey;
  readonly oidc: Oidc | null;
  readonly signIn: SignInService;
}

/** Sign-in by an identity provider, and the link between an identity and an account. */
export class IdentityService {
  readonly #parts: IdentityParts;

  constructor(parts: IdentityParts) {
    this.#parts = parts;
  }

  /** @param userId - who wants to link an identity; null: somebody signs in */
  async start(origin: string, userId: string | null): Promise<OidcStarted> {
    const { url, data } = await this.#oidc().start(origin);
    const token = await this.#parts.steps.begin('oidc', { userId, data });
    return { token, url };
  }

  /** @throws {AppError} OIDC_REFUSED, SIGN_IN_STEP_OVER, IDENTITY_NOT_LINKED */
  async enter(returned: OidcReturned, entrant: Entrant): Promise<OpenedSession> {
    const { hash } = await this.#subject(returned, null);
    const row = await this.#parts.database
      .selectFrom('user_identity')
      .select('user_id')
      .where('subject_hash', '=', hash)
      .executeTakeFirst();
    if (!row) throw new AppError('IDENTITY_NOT_LINKED');
    return this.#parts.signIn.byIdentity(row.user_id, entrant);
  }

  /** @throws {AppError} OIDC_REFUSED, SIGN_IN_STEP_OVER, IDENTITY_LINKED_ELSEWHERE */
  async link(returned: OidcReturned, { person, correlationId }: OwnSession): Promise<void> {
    const { database, clock } = this.#parts;
    const { hash } = await this.#subject(returned, person.userId);
    const at = clock.now();
    await database.transaction().execute(async (trx) => {
      await trx.deleteFrom('user_identity').where('user_id', '=', person.userId).execute();
      await trx
        .insertInto('user_identity')
        .values({ subject_hash: hash, user_id: person.userId, linked_at: new Date(at) })
        .execute()
        .catch((cause: unknown) => {
          throw isUniqueViolation(cause, 'user_identity_pkey')
            ? new AppError('IDENTITY_LINKED_ELSEWHERE', {}, { cause })
            : cause;
        });
      await appendAudit(trx, { at, ...lineOf(person), action: 'account.identity.link', correlationId });
    });
  }

  async unlink({ person, correlationId }: OwnSession): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      await trx.deleteFrom('user_identity').where('user_id', '=', person.userId).execute();
      await appendAudit(trx, {
        at: clock.now(),
        ...lineOf(person),
        action: 'account.identity.unlink',
        correlationId,
      });
    });
  }

  async #subject({ token, query }: OidcReturned, userId: string | null): Promise<{ hash: Buffer }> {
    const { steps, key } = this.#parts;
    const oidc = this.#oidc();
    const step = await steps.take(token, 'oidc');
    if (step.userId !== userId) throw new AppError('SIGN_IN_STEP_OVER');
    const subject = await oidc.finish(query, step.data);
    return { hash: key.identityHash(oidc.issuer, subject) };
  }

  #oidc(): Oidc {
    if (!this.#parts.oidc) throw new AppError('OIDC_NOT_CONFIGURED');
    return this.#parts.oidc;
  }
}

const lineOf = (person: OwnSession['person']) => ({
  actor: { actorKind: 'user' as const, actorId: person.userId, actorName: person.name },
  subject: person.userId,
});
