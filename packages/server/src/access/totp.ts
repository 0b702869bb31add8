import type { Clock } from '@nhipcau/base';
import { Secret, TOTP } from 'otpauth';
import type { Database, Executor } from '../database/database.ts';
import type { InstallationKey } from './installation-key.ts';

const PERIOD_S = 30;
/** A clock that is half a minute off still works. */
const WINDOW = 1;
const SECRET_BYTES = 20;
const ISSUER = 'Nhịp Cầu';

const contextOf = (userId: string): string => `user_totp ${userId}`;

/** Codes of an authenticator application (RFC 6238), their secrets sealed with the key of the installation. */
export class Totp {
  readonly #key: InstallationKey;
  readonly #clock: Clock;

  constructor({ key, clock }: { key: InstallationKey; clock: Clock }) {
    this.#key = key;
    this.#clock = clock;
  }

  /** Makes a new secret in place of any former one; it counts only after the first code was right. */
  async offer(database: Database, userId: string, login: string): Promise<{ uri: string; secret: string }> {
    const secret = new Secret({ size: SECRET_BYTES });
    const values = {
      secret_sealed: this.#key.seal(secret.base32, contextOf(userId)),
      created_at: new Date(this.#clock.now()),
      confirmed_at: null,
      last_step: '0',
    };
    await database
      .insertInto('user_totp')
      .values({ user_id: userId, ...values })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values))
      .execute();
    return { uri: this.#generator(secret.base32, login).toString(), secret: secret.base32 };
  }

  /**
   * Whether the code is right now and was not used before.
   *
   * @param confirming - the first code after the offer: from now on it counts
   */
  async accepts(
    executor: Executor,
    userId: string,
    code: string,
    { confirming = false }: { confirming?: boolean } = {},
  ): Promise<boolean> {
    const row = await executor
      .selectFrom('user_totp')
      .select(['secret_sealed', 'confirmed_at'])
      .where('user_id', '=', userId)
      .executeTakeFirst();
    if (!row || (row.confirmed_at === null) !== confirming) return false;
    const generator = this.#generator(this.#key.open(row.secret_sealed, contextOf(userId)), '');
    const now = this.#clock.now();
    const delta = generator.validate({ token: code, timestamp: now, window: WINDOW });
    if (delta === null) return false;
    const step = Math.floor(now / 1000 / PERIOD_S) + delta;
    const { numUpdatedRows } = await executor
      .updateTable('user_totp')
      .set({ last_step: String(step), ...(confirming ? { confirmed_at: new Date(now) } : {}) })
      .where('user_id', '=', userId)
      .where('last_step', '<', String(step))
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  }

  #generator(secret: string, login: string): TOTP {
    return new TOTP({ issuer: ISSUER, label: login, algorithm: 'SHA1', digits: 6, period: PERIOD_S, secret });
  }
}
