import type { Clock } from '@nhipcau/base';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { hashSecret, newSecret } from './secrets.ts';

const STEP_LIFE_MS = 5 * 60_000;
const MOST_TRIES = 5;

export type StepKind = 'secondFactor' | 'passkeySignIn' | 'passkeyRegister' | 'passkeyProof' | 'oidc';

export interface Step {
  readonly userId: string | null;
  readonly data: Readonly<Record<string, string>>;
}

const StepData = z.record(z.string(), z.string());

/** What is under way between two requests: it is in the hands of one browser, works for five minutes and once. */
export class AccessSteps {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  async begin(kind: StepKind, { userId, data }: Step): Promise<string> {
    const token = newSecret();
    const now = this.#clock.now();
    await this.#database.deleteFrom('access_step').where('expires_at', '<=', new Date(now)).execute();
    await this.#database
      .insertInto('access_step')
      .values({
        token_hash: hashSecret(token),
        kind,
        user_id: userId,
        data: JSON.stringify(data),
        expires_at: new Date(now + STEP_LIFE_MS),
      })
      .execute();
    return token;
  }

  /**
   * Takes one try at it; after the fifth it is over.
   *
   * @throws {AppError} SIGN_IN_STEP_OVER
   */
  async attempt(token: string, kind: StepKind): Promise<Step> {
    const row = await this.#database
      .updateTable('access_step')
      .set((eb) => ({ tries: eb('tries', '+', 1) }))
      .where('token_hash', '=', hashSecret(token))
      .where('kind', '=', kind)
      .where('tries', '<', MOST_TRIES)
      .where('expires_at', '>', new Date(this.#clock.now()))
      .returning(['user_id', 'data'])
      .executeTakeFirst();
    if (!row) throw new AppError('SIGN_IN_STEP_OVER');
    return { userId: row.user_id, data: StepData.parse(row.data) };
  }

  /**
   * Ends it with success. Of two that end it at the same moment one gets through.
   *
   * @throws {AppError} SIGN_IN_STEP_OVER
   */
  async finish(token: string): Promise<void> {
    const { numDeletedRows } = await this.#database
      .deleteFrom('access_step')
      .where('token_hash', '=', hashSecret(token))
      .executeTakeFirstOrThrow();
    if (numDeletedRows !== 1n) throw new AppError('SIGN_IN_STEP_OVER');
  }

  /** For what allows a single try: a passkey's challenge, the return from an identity provider. */
  async take(token: string, kind: StepKind): Promise<Step> {
    const step = await this.attempt(token, kind);
    await this.finish(token);
    return step;
  }
}
