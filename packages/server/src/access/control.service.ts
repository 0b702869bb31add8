import type { Clock } from '@nhipcau/base';
import {
  type ControlRegister,
  type ControlRules,
  type DecideDelegation,
  Evidence,
  type IssueToken,
  instant,
  type RequestDelegation,
} from '@nhipcau/contracts';
import { delegationRefusal } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import { authorise } from '../http/caller.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { grantRows, scopeIdOf } from './account-lines.ts';
import type { Administering } from './accounts.service.ts';
import { delegationScopeOf, listDelegations, listTokens } from './control.repository.ts';
import { placeOfScope } from './grant-checks.ts';
import { sitePath } from './meeting-place.ts';
import type { SessionsService } from './sessions.service.ts';

export interface ControlOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly sessions: SessionsService;
}

/** What the regulation in force says of control; without a home locality it says nothing. */
export async function controlRules(database: Executor, now: number): Promise<ControlRules> {
  try {
    return (await regulationInForce(database, { now: instant(now) })).office.control;
  } catch (cause) {
    if (cause instanceof AppError) return { delegation: null, personalDevice: null };
    throw cause;
  }
}

/** Tokens, and the right to control meetings that is handed to sites with them (HN Đ10, Đ6.7). */
export class ControlService {
  readonly #options: ControlOptions;

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  async register(): Promise<ControlRegister> {
    const { database, clock } = this.#options;
    const { delegation } = await controlRules(database, clock.now());
    return {
      rule: delegation?.cite[0] ?? null,
      tokens: await listTokens(database),
      delegations: await listDelegations(database),
    };
  }

  /** @throws {AppError} DELEGATION_NOT_PROVIDED, SITE_UNKNOWN, ACCOUNT_UNKNOWN, CONTROL_TOKEN_IN_HAND, NOT_ALLOWED */
  async issue({ serial, kind, siteId, holderId }: IssueToken, acting: Administering): Promise<void> {
    const { database, clock } = this.#options;
    const at = clock.now();
    if ((await controlRules(database, at)).delegation === null) throw new AppError('DELEGATION_NOT_PROVIDED');
    await database.transaction().execute(async (trx) => {
      await this.#authoriseSite(trx, siteId, acting);
      await this.#checkPerson(trx, holderId);
      const id = uuidv7();
      await trx
        .insertInto('control_token')
        .values({
          id,
          serial,
          kind,
          site_id: siteId,
          holder_id: holderId,
          issued_at: new Date(at),
          issued_by: acting.person.userId,
        })
        .execute()
        .catch((cause: unknown) => {
          throw isUniqueViolation(cause, 'control_token_in_hand')
            ? new AppError('CONTROL_TOKEN_IN_HAND', { serial }, { cause })
            : cause;
        });
      await this.#record(trx, acting, 'control.token.issue', id, { serial, kind, siteId, holderId });
    });
  }

  /** A token comes back, or is lost: control that rests on it ends in the same moment. */
  async endToken(tokenId: string, reason: string | null, acting: Administering): Promise<void> {
    const { database, clock } = this.#options;
    const at = new Date(clock.now());
    const people = await database.transaction().execute(async (trx) => {
      const token = await trx
        .updateTable('control_token')
        .set({
          ...(reason === null ? { returned_at: at } : { revoked_at: at, revoked_reason: reason }),
          ended_by: acting.person.userId,
        })
        .where('id', '=', tokenId)
        .where('returned_at', 'is', null)
        .where('revoked_at', 'is', null)
        .returning('site_id')
        .executeTakeFirst();
      if (!token) throw new AppError('CONTROL_TOKEN_UNKNOWN');
      await this.#authoriseSite(trx, token.site_id, acting);
      const act = reason === null ? 'control.token.return' : 'control.token.revoke';
      await this.#record(trx, acting, act, tokenId, { reason });
      const resting = await trx
        .selectFrom('control_delegation')
        .select('id')
        .where('token_id', '=', tokenId)
        .where('state', '=', 'given')
        .execute();
      const ended: string[] = [];
      for (const { id } of resting)
        ended.push(await this.#end(trx, id, reason ?? 'Token, VPN đã trả lại', acting));
      return ended;
    });
    this.#tell(people);
  }

  /** @throws {AppError} DELEGATION_NOT_PROVIDED, DELEGATION_LEVEL, DELEGATION_CONDITION_MISSING, CONTROL_TOKEN_INVALID, DELEGATION_EXISTS */
  async request(wanted: RequestDelegation, acting: Administering): Promise<void> {
    const { database, clock } = this.#options;
    const { siteId, personId, tokenId, scope, evidence } = wanted;
    await database.transaction().execute(async (trx) => {
      await this.#authoriseSite(trx, siteId, acting);
      await this.#check(trx, siteId, evidence);
      await this.#checkPerson(trx, personId);
      await this.#checkToken(trx, { tokenId, siteId, personId });
      await this.#checkScope(trx, siteId, wanted);
      const id = uuidv7();
      await trx
        .insertInto('control_delegation')
        .values({
          id,
          site_id: siteId,
          person_id: personId,
          token_id: tokenId,
          scope_kind: scope.kind,
          scope_id: scopeIdOf(scope),
          evidence: JSON.stringify(evidence),
          requested_at: new Date(clock.now()),
          requested_by: acting.person.userId,
        })
        .execute()
        .catch((cause: unknown) => {
          throw isUniqueViolation(cause, 'control_delegation_open')
            ? new AppError('DELEGATION_EXISTS', {}, { cause })
            : cause;
        });
      await this.#record(trx, acting, 'control.delegation.request', id, { ...wanted });
    });
  }

  /**
   * Whoever decides is not who gets the right; the conditions and the token are looked at once more.
   *
   * @throws {AppError} DELEGATION_UNKNOWN, DELEGATION_DECIDED, OWN_ACCOUNT and those of `request`
   */
  async decide(id: string, decision: DecideDelegation, acting: Administering): Promise<void> {
    const person = await this.#options.database.transaction().execute(async (trx) => {
      const row = await this.#take(trx, id, 'requested');
      await this.#authoriseSite(trx, row.site_id, acting, 'delegation.decide');
      if (row.person_id === acting.person.userId) throw new AppError('OWN_ACCOUNT');
      if (decision.decision === 'give') {
        await this.#check(trx, row.site_id, z.array(Evidence).parse(row.evidence));
        await this.#checkToken(trx, { tokenId: row.token_id, siteId: row.site_id, personId: row.person_id });
        await this.#giveGrant(trx, id, row);
      }
      const given = decision.decision === 'give';
      await trx
        .updateTable('control_delegation')
        .set({
          state: given ? 'given' : 'refused',
          decided_at: new Date(this.#options.clock.now()),
          decided_by: acting.person.userId,
          reason: decision.decision === 'refuse' ? decision.reason : null,
        })
        .where('id', '=', id)
        .execute();
      await this.#record(trx, acting, given ? 'control.delegation.give' : 'control.delegation.refuse', id, {
        personId: row.person_id,
        siteId: row.site_id,
      });
      return row.person_id;
    });
    this.#tell([person]);
  }

  /** The right is gone with the answer: of sessions, of consoles, of a meeting that is running (R-SEC-05). */
  async revoke(id: string, reason: string, acting: Administering): Promise<void> {
    const person = await this.#options.database.transaction().execute(async (trx) => {
      const row = await this.#take(trx, id, 'given');
      await this.#authoriseSite(trx, row.site_id, acting, 'delegation.decide');
      return this.#end(trx, id, reason, acting);
    });
    this.#tell([person]);
  }

  async #end(trx: Executor, id: string, reason: string, acting: Administering): Promise<string> {
    const { person_id } = await trx
      .updateTable('control_delegation')
      .set({
        state: 'revoked',
        reason,
        revoked_at: new Date(this.#options.clock.now()),
        revoked_by: acting.person.userId,
      })
      .where('id', '=', id)
      .returning('person_id')
      .executeTakeFirstOrThrow();
    await trx.deleteFrom('user_grant').where('delegation_id', '=', id).execute();
    await this.#record(trx, acting, 'control.delegation.revoke', id, { reason, personId: person_id });
    return person_id;
  }

  async #take(trx: Executor, id: string, state: 'requested' | 'given') {
    const row = await trx
      .selectFrom('control_delegation')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new AppError('DELEGATION_UNKNOWN');
    if (row.state !== state) throw new AppError('DELEGATION_DECIDED', { state: row.state });
    return row;
  }

  async #giveGrant(
    trx: Executor,
    delegationId: string,
    { person_id, scope_kind, scope_id }: { person_id: string; scope_kind: string; scope_id: string },
  ): Promise<void> {
    const { last } = await trx
      .selectFrom('user_grant')
      .select((eb) => eb.fn.max('position').as('last'))
      .where('user_id', '=', person_id)
      .executeTakeFirstOrThrow();
    const scope = delegationScopeOf(scope_kind, scope_id);
    const rows = grantRows(person_id, [{ role: 'operator', scope }], (last ?? 0) + 1);
    await trx
      .insertInto('user_grant')
      .values(rows.map((row) => ({ ...row, delegation_id: delegationId })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async #check(trx: Executor, siteId: string, evidence: readonly Evidence[]): Promise<void> {
    const { delegation } = await controlRules(trx, this.#options.clock.now());
    const site = await trx
      .selectFrom('site')
      .select('level_code')
      .where('id', '=', siteId)
      .executeTakeFirstOrThrow();
    const refusal = delegationRefusal(delegation, site.level_code, evidence);
    if (refusal === null) return;
    if (refusal.kind === 'notProvided') throw new AppError('DELEGATION_NOT_PROVIDED');
    if (refusal.kind === 'level') throw new AppError('DELEGATION_LEVEL', { clause: refusal.clause });
    throw new AppError('DELEGATION_CONDITION_MISSING', {
      condition: refusal.condition,
      clause: refusal.clause,
    });
  }

  async #checkToken(
    trx: Executor,
    { tokenId, siteId, personId }: { tokenId: string | null; siteId: string; personId: string },
  ): Promise<void> {
    const invalid = (reason: string) => new AppError('CONTROL_TOKEN_INVALID', { reason });
    if (tokenId === null) throw invalid('none');
    const token = await trx
      .selectFrom('control_token')
      .selectAll()
      .where('id', '=', tokenId)
      .executeTakeFirst();
    if (!token) throw invalid('unknown');
    if (token.returned_at !== null) throw invalid('returned');
    if (token.revoked_at !== null) throw invalid('revoked');
    if (token.site_id !== siteId) throw invalid('site');
    if (token.holder_id !== personId) throw invalid('holder');
  }

  /** A site controls meetings of its own organisation, of itself, or one meeting; never those of a higher level. */
  async #checkScope(trx: Executor, siteId: string, { scope }: RequestDelegation): Promise<void> {
    const invalid = (reason: string) => new AppError('GRANT_INVALID', { role: 'operator', reason });
    if (!(await placeOfScope(trx, scope))) throw invalid('place');
    if (scope.kind === 'site' && scope.siteId !== siteId) throw invalid('site');
    if (scope.kind === 'organisation' && (await sitePath(trx, siteId))[0] !== scope.organisationId)
      throw invalid('organisation');
  }

  async #checkPerson(trx: Executor, userId: string): Promise<void> {
    const person = await trx
      .selectFrom('user_account')
      .select(['kind', 'disabled'])
      .where('id', '=', userId)
      .executeTakeFirst();
    if (!person || person.disabled || person.kind !== 'person') throw new AppError('ACCOUNT_UNKNOWN');
  }

  async #authoriseSite(
    trx: Executor,
    siteId: string,
    { person }: Administering,
    action: 'account.manage' | 'delegation.decide' = 'account.manage',
  ): Promise<void> {
    const path = await sitePath(trx, siteId);
    if (path.length === 0) throw new AppError('SITE_UNKNOWN', { siteId });
    authorise(person, action, { organisationPath: path });
  }

  #tell(userIds: readonly string[]): void {
    for (const userId of userIds) this.#options.sessions.events.emit('changed', userId);
  }

  async #record(
    trx: Executor,
    { person, correlationId }: Administering,
    action: string,
    subject: string,
    facts: Record<string, unknown>,
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
}
