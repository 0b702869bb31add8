import { type Clock, TypedEmitter } from '@nhipcau/base';
import { SessionInfo, type SignIn } from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { hashPassword, hashSecret, newSecret, passwordFits } from './secrets.ts';

export const MAX_FAILED_SIGN_INS = 5;
export const LOCK_MS = 15 * 60_000;

export interface OpenedSession {
  readonly token: string;
  readonly info: SessionInfo;
}

export interface LiveSession {
  readonly info: SessionInfo;
  readonly tokenHash: Buffer;
  readonly expiresAt: number;
}

interface Account {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly site_id: string | null;
  readonly password_hash: string;
  readonly locked_until: Date | null;
  readonly disabled: boolean;
}

const infoOf = (account: Pick<Account, 'id' | 'name' | 'role' | 'site_id'>): SessionInfo =>
  SessionInfo.parse({ userId: account.id, name: account.name, role: account.role, siteId: account.site_id });

/** Sign-in with password, opaque sessions, lock-out. */
export class SessionsService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #lifeMs: number;
  /** Told of every session that ends before its time, by its token's hash in hex. */
  readonly events = new TypedEmitter<{ ended: [tokenHash: string] }>();
  /** Checked against when there is no such account, so that the answer takes as long. */
  readonly #decoy: Promise<string>;

  constructor({ database, clock, lifeMs }: { database: Database; clock: Clock; lifeMs: number }) {
    this.#database = database;
    this.#clock = clock;
    this.#lifeMs = lifeMs;
    this.#decoy = hashPassword(newSecret());
  }

  /** @throws {AppError} SIGN_IN_FAILED, SIGN_IN_LOCKED */
  async open({ login, password }: SignIn, correlationId: string): Promise<OpenedSession> {
    const name = login.trim().toLowerCase();
    const account = await this.#database
      .selectFrom('user_account')
      .select(['id', 'name', 'role', 'site_id', 'password_hash', 'locked_until', 'disabled'])
      .where('login', '=', name)
      .executeTakeFirst();
    const fits = await passwordFits(account?.password_hash ?? (await this.#decoy), password);
    if (!account || account.disabled) {
      await this.#refuse(
        { actorKind: 'anonymous', actorId: null, actorName: null },
        name,
        'SIGN_IN_FAILED',
        correlationId,
      );
      throw new AppError('SIGN_IN_FAILED');
    }
    const now = this.#clock.now();
    const actor: AuditActor = { actorKind: 'user', actorId: account.id, actorName: account.name };
    if (account.locked_until !== null && account.locked_until.getTime() > now) {
      await this.#refuse(actor, name, 'SIGN_IN_LOCKED', correlationId);
      throw new AppError('SIGN_IN_LOCKED', { until: account.locked_until.getTime() });
    }
    if (!fits) {
      await this.#countFailure(account.id, now);
      await this.#refuse(actor, name, 'SIGN_IN_FAILED', correlationId);
      throw new AppError('SIGN_IN_FAILED');
    }
    return this.#issue(account, actor, correlationId);
  }

  /** The session a token opens, or null when it is unknown, over or ended. */
  async find(token: string): Promise<LiveSession | null> {
    const tokenHash = hashSecret(token);
    const row = await this.#database
      .selectFrom('user_session')
      .innerJoin('user_account', 'user_account.id', 'user_session.user_id')
      .select(['user_account.id', 'user_account.name', 'role', 'site_id', 'expires_at'])
      .where('token_hash', '=', tokenHash)
      .where('ended_at', 'is', null)
      .where('disabled', '=', false)
      .where('expires_at', '>', new Date(this.#clock.now()))
      .executeTakeFirst();
    return row ? { info: infoOf(row), tokenHash, expiresAt: row.expires_at.getTime() } : null;
  }

  async end(session: { tokenHash: Buffer; info: SessionInfo }, correlationId: string): Promise<void> {
    const at = this.#clock.now();
    const actor: AuditActor = {
      actorKind: 'user',
      actorId: session.info.userId,
      actorName: session.info.name,
    };
    await this.#database.transaction().execute(async (trx) => {
      await trx
        .updateTable('user_session')
        .set({ ended_at: new Date(at) })
        .where('token_hash', '=', session.tokenHash)
        .execute();
      await appendAudit(trx, { at, actor, action: 'session.end', correlationId });
    });
    this.events.emit('ended', session.tokenHash.toString('hex'));
  }

  async #issue(account: Account, actor: AuditActor, correlationId: string): Promise<OpenedSession> {
    const at = this.#clock.now();
    const token = newSecret();
    await this.#database.transaction().execute(async (trx) => {
      await trx
        .insertInto('user_session')
        .values({
          token_hash: hashSecret(token),
          user_id: account.id,
          created_at: new Date(at),
          expires_at: new Date(at + this.#lifeMs),
        })
        .execute();
      await trx
        .updateTable('user_account')
        .set({ failed_count: 0, locked_until: null })
        .where('id', '=', account.id)
        .execute();
      await appendAudit(trx, { at, actor, action: 'session.open', correlationId });
    });
    return { token, info: infoOf(account) };
  }

  /** Counted by the database, so that tries at the same time all count. */
  async #countFailure(userId: string, now: number): Promise<void> {
    const { failed_count } = await this.#database
      .updateTable('user_account')
      .set((eb) => ({ failed_count: eb('failed_count', '+', 1) }))
      .where('id', '=', userId)
      .returning('failed_count')
      .executeTakeFirstOrThrow();
    if (failed_count < MAX_FAILED_SIGN_INS) return;
    await this.#database
      .updateTable('user_account')
      .set({ failed_count: 0, locked_until: new Date(now + LOCK_MS) })
      .where('id', '=', userId)
      .execute();
  }

  async #refuse(actor: AuditActor, login: string, code: string, correlationId: string): Promise<void> {
    await appendAudit(this.#database, {
      at: this.#clock.now(),
      actor,
      action: 'session.open',
      subject: login.slice(0, 100),
      code,
      correlationId,
    });
  }
}
