import { type Clock, TypedEmitter } from '@nhipcau/base';
import { type Assurance, type Duty, SessionInfo } from '@nhipcau/contracts';
import { policyOf } from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import { noticeViolation } from '../security/notice-violation.ts';
import { type AccountAccess, dutiesOf } from './account-access.ts';
import { type GrantRow, grantOf, lentGrantOf, lentGrants } from './grants.repository.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { readKind } from './words.ts';

/** How often, at most, a running session notes that somebody is there. */
const NOTE_EVERY_MS = 30_000;
/** A dangerous act needs a proof of the person not older than this. */
export const FRESH_MS = 5 * 60_000;

/** Where a request came from. */
export interface Client {
  readonly ip: string;
  readonly userAgent: string | null;
}

export interface OpenedSession {
  readonly token: string;
  readonly info: SessionInfo;
}

export interface LiveSession {
  readonly info: SessionInfo;
  readonly tokenHash: Buffer;
  readonly expiresAt: number;
  /** Idle for too long: nothing but the proof of the person opens it. */
  readonly locked: boolean;
  /** When the person last proved to be there. */
  readonly provedAt: number;
}

export type EndReason = 'signOut' | 'administrator' | 'replaced' | 'disabled' | 'passwordChanged';

export interface SessionRules {
  readonly lifeMs: number;
  readonly requireSecondFactor: boolean;
  /** False in tests that turn the clock by hours. */
  readonly idleLock: boolean;
}

const sessionRows = (database: Database, now: number) =>
  database
    .selectFrom('user_session')
    .modifyFront(prepared)
    .innerJoin('user_account', 'user_account.id', 'user_session.user_id')
    .select([
      'user_account.id as user_id',
      'login',
      'name',
      'kind',
      'organisation_id',
      'must_change_password',
      'password_changed_at',
      'second_factor_due',
      'token_hash',
      'user_session.created_at as opened_at',
      'expires_at',
      'assurance',
      'last_active_at',
      'locked_at',
      'proved_at',
      sql<boolean>`exists(select from user_totp where user_id = user_account.id and confirmed_at is not null)
        or exists(select from user_passkey where user_id = user_account.id)`.as('enrolled'),
      sql<GrantRow[]>`(select coalesce(json_agg(given order by given.position), '[]') from user_grant given
        where given.user_id = user_account.id)`.as('grants'),
      lentGrants(now).as('lent'),
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof sessionRows>['execute']>>[number];

/** Opaque sessions: opened, found with the rights as they are now, locked when idle, ended. */
export class SessionsService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #rules: SessionRules;
  #isWatching: (tokenHash: string) => boolean = () => false;
  readonly events = new TypedEmitter<{
    /** A session ended before its time; hash of its token, hex. */
    ended: [tokenHash: string];
    /** The rights of a person changed. */
    changed: [userId: string];
  }>();

  constructor({ database, clock, ...rules }: { database: Database; clock: Clock } & SessionRules) {
    this.#database = database;
    this.#clock = clock;
    this.#rules = rules;
  }

  get lifeS(): number {
    return Math.floor(this.#rules.lifeMs / 1000);
  }

  /** A session by which somebody looks at a live meeting is not locked: its console would go dark. */
  exempt(isWatching: (tokenHash: string) => boolean): void {
    this.#isWatching = isWatching;
  }

  /** The session a token opens, or null when it is unknown, over or ended. */
  async find(token: string, { acts = false }: { acts?: boolean } = {}): Promise<LiveSession | null> {
    return this.findByHash(hashSecret(token), { acts });
  }

  /** @param acts - somebody is there: the idle time begins anew */
  async findByHash(
    tokenHash: Buffer,
    { acts = false }: { acts?: boolean } = {},
  ): Promise<LiveSession | null> {
    const row = await sessionRows(this.#database, this.#clock.now())
      .where('token_hash', '=', tokenHash)
      .where('ended_at', 'is', null)
      .where('disabled', '=', false)
      .where('expires_at', '>', new Date(this.#clock.now()))
      .executeTakeFirst();
    if (!row) return null;
    const info = this.#infoOf(row);
    if (!info) return null;
    return {
      info,
      tokenHash,
      expiresAt: row.expires_at.getTime(),
      locked: await this.#isLocked(row, info, acts),
      provedAt: (row.proved_at ?? row.opened_at).getTime(),
    };
  }

  /** Opens a session for somebody who has proved who they are; tries counted before are forgotten. */
  async issue(
    account: AccountAccess,
    assurance: Assurance,
    client: Client,
    correlationId: string,
  ): Promise<OpenedSession> {
    const at = this.#clock.now();
    const token = newSecret();
    const tokenHash = hashSecret(token);
    const actor: AuditActor = { actorKind: 'user', actorId: account.id, actorName: account.name };
    await this.#database.transaction().execute(async (trx) => {
      const elsewhere = await this.#openElsewhere(trx, account.id, client.ip, at);
      await trx
        .insertInto('user_session')
        .values({
          token_hash: tokenHash,
          user_id: account.id,
          created_at: new Date(at),
          expires_at: new Date(at + this.#rules.lifeMs),
          last_active_at: new Date(at),
          proved_at: new Date(at),
          assurance,
          ip: client.ip,
          user_agent: client.userAgent?.slice(0, 300) ?? null,
        })
        .execute();
      await trx
        .updateTable('user_account')
        .set({ failed_count: 0, lockouts: 0, locked_until: null, last_sign_in_at: new Date(at) })
        .where('id', '=', account.id)
        .execute();
      const line = { at, actor, correlationId };
      await appendAudit(trx, { ...line, action: 'session.open', facts: { ip: client.ip, assurance } });
      if (elsewhere.length > 0)
        await appendAudit(trx, {
          ...line,
          action: 'session.parallel',
          facts: { ip: client.ip, others: elsewhere },
        });
      if (elsewhere.length > 0)
        await noticeViolation(trx, {
          what: 'sharedAccount',
          organisationId: account.organisationId,
          evidence: `${account.name}: tài khoản đăng nhập cùng lúc từ nhiều nơi (${[client.ip, ...elsewhere].join(', ')})`,
          // One of an account and day.
          fingerprint: `${account.id} ${new Date(at).toISOString().slice(0, 10)}`,
          at,
        });
    });
    const session = await this.findByHash(tokenHash);
    if (!session) throw new AppError('SIGN_IN_FAILED'); // No right is left, or it was disabled meanwhile.
    return { token, info: session.info };
  }

  async end(session: { tokenHash: Buffer; info: SessionInfo }, correlationId: string): Promise<void> {
    const { userId, name } = session.info;
    const actor: AuditActor = { actorKind: 'user', actorId: userId, actorName: name };
    await this.#database.transaction().execute(async (trx) => {
      await this.#close(trx, session.tokenHash, 'signOut');
      await appendAudit(trx, { at: this.#clock.now(), actor, action: 'session.end', correlationId });
    });
    this.events.emit('ended', session.tokenHash.toString('hex'));
  }

  /**
   * Ends open sessions of a person inside the caller's transaction.
   *
   * @param only - of one session; absent: all but `except`
   * @returns to be called after the transaction: consoles opened by them close
   */
  async endAll(
    trx: Executor,
    userId: string,
    reason: EndReason,
    { only, except }: { only?: string; except?: Buffer } = {},
  ): Promise<{ count: number; tell: () => void }> {
    let query = trx
      .updateTable('user_session')
      .set({ ended_at: new Date(this.#clock.now()), ended_reason: reason })
      .where('user_id', '=', userId)
      .where('ended_at', 'is', null);
    if (only !== undefined) query = query.where('id', '=', only);
    if (except !== undefined) query = query.where('token_hash', '<>', except);
    const ended = await query.returning('token_hash').execute();
    return {
      count: ended.length,
      tell: () => {
        for (const { token_hash } of ended) this.events.emit('ended', token_hash.toString('hex'));
      },
    };
  }

  /** The person has proved once more to be there: the session opens again and is fresh. */
  async proved(tokenHash: Buffer): Promise<number> {
    const now = this.#clock.now();
    await this.#database
      .updateTable('user_session')
      .set({ locked_at: null, last_active_at: new Date(now), proved_at: new Date(now) })
      .where('token_hash', '=', tokenHash)
      .execute();
    return now + FRESH_MS;
  }

  /** Somebody was there until now, as a console that closes tells. */
  async touch(tokenHash: Buffer): Promise<void> {
    await this.#database
      .updateTable('user_session')
      .set({ last_active_at: new Date(this.#clock.now()) })
      .where('token_hash', '=', tokenHash)
      .where('locked_at', 'is', null)
      .execute();
  }

  async #close(trx: Executor, tokenHash: Buffer, reason: EndReason): Promise<void> {
    await trx
      .updateTable('user_session')
      .set({ ended_at: new Date(this.#clock.now()), ended_reason: reason })
      .where('token_hash', '=', tokenHash)
      .execute();
  }

  async #openElsewhere(trx: Executor, userId: string, ip: string, at: number): Promise<string[]> {
    const rows = await trx
      .selectFrom('user_session')
      .select('ip')
      .distinct()
      .where('user_id', '=', userId)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', new Date(at))
      .where('ip', 'is not', null)
      .where('ip', '<>', ip)
      .limit(10)
      .execute();
    return rows.flatMap((row) => row.ip ?? []);
  }

  /** A person with the grants as they are now; null when there is none left. */
  #infoOf(row: Row): SessionInfo | null {
    const [home] = row.grants.map(grantOf);
    if (!home) return null;
    const grants = [...row.grants.map(grantOf), ...row.lent.map(lentGrantOf)];
    const duties = this.#dutiesOf(
      row,
      grants.map(({ role }) => role),
    );
    const idleLockS =
      policyOf(
        grants.map(({ role }) => role),
        readKind(row.kind),
      ).idleLockMinutes * 60;
    return SessionInfo.parse({
      userId: row.user_id,
      name: row.name,
      kind: row.kind,
      role: home.role,
      siteId: grants.map(({ scope }) => scope).find((scope) => scope.kind === 'site')?.siteId ?? null,
      organisationId: row.organisation_id,
      grants,
      ...(duties.length > 0 ? { duties } : {}),
      ...(this.#rules.idleLock ? { idleLockS } : {}),
    });
  }

  #dutiesOf(row: Row, roles: Parameters<typeof policyOf>[0]): Duty[] {
    return dutiesOf(
      {
        mustChangePassword: row.must_change_password,
        passwordChangedAt: row.password_changed_at?.getTime() ?? null,
        secondFactorDue: row.second_factor_due,
        policy: policyOf(roles, readKind(row.kind)),
        enrolled: row.enrolled,
        assurance: row.assurance,
      },
      { now: this.#clock.now(), requireSecondFactor: this.#rules.requireSecondFactor },
    );
  }

  /** Locks what has been idle too long, once, with a line in the audit; notes at times that somebody is there. */
  async #isLocked(row: Row, { idleLockS, userId, name }: SessionInfo, acts: boolean): Promise<boolean> {
    if (row.locked_at !== null) return true;
    const now = this.#clock.now();
    const idleMs = now - (row.last_active_at ?? row.opened_at).getTime();
    const watching = this.#isWatching(row.token_hash.toString('hex'));
    if (idleLockS !== undefined && idleMs > idleLockS * 1000 && !watching) {
      const actor: AuditActor = { actorKind: 'user', actorId: userId, actorName: name };
      await this.#database.transaction().execute(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('user_session')
          .set({ locked_at: new Date(now) })
          .where('token_hash', '=', row.token_hash)
          .where('locked_at', 'is', null)
          .executeTakeFirstOrThrow();
        if (numUpdatedRows === 1n) await appendAudit(trx, { at: now, actor, action: 'session.lock' });
      });
      return true;
    }
    if ((acts || watching) && idleMs > NOTE_EVERY_MS) await this.touch(row.token_hash);
    return false;
  }
}
