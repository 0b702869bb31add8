import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, SerialQueue } from '@nhipcau/base';
import { z } from 'zod';
import { outcomeOfStatus, post } from './http-post.ts';
import type { MailOutcome, TextGateway } from './mailer.ts';

/** An official account (OA) of Zalo that posts to one group. */
export interface ZaloSettings {
  readonly appId: string;
  readonly secretKey: string;
  /** With which the account was authorised; each renewal replaces it, the newest is kept in the data folder. */
  readonly refreshToken: string;
  readonly groupId: string;
  readonly apiUrl: string;
  readonly oauthUrl: string;
}

const MOST_LETTERS = 2_000;
/** A token that ends within this time is renewed before it is used. */
const MARGIN_MS = 5 * 60_000;

const Tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresAt: z.number(),
  /** Digest of the configured token they descend from: an account that was authorised anew starts anew. */
  origin: z.string(),
});
type Tokens = z.output<typeof Tokens>;

const Renewed = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
});

/** Zalo answers 200 to everything; what became of it says `error`. */
const Answer = z.object({ error: z.number() });

/** The access token is not, or no longer, good. */
const TOKEN_INVALID: ReadonlySet<number> = new Set([-124, -216]);
/** Too many at once, or broken on their side: worth another attempt. */
const MAY_PASS: ReadonlySet<number> = new Set([-32, -200, -500]);

/**
 * Posts the text of public notices to the group of an official account (HN Đ12.2b). The access token lives a day and is
 * renewed with a refresh token that works once: both are written to `zalo-tokens.json` in the data folder before they are
 * used.
 */
export class ZaloGateway implements TextGateway {
  readonly isConfigured = true;
  readonly #settings: ZaloSettings;
  readonly #file: string;
  readonly #clock: Clock;
  readonly #renewals = new SerialQueue();
  #tokens: Tokens;

  constructor(settings: ZaloSettings, { dataDir, clock }: { dataDir: string; clock: Clock }) {
    this.#settings = settings;
    this.#clock = clock;
    this.#file = join(dataDir, 'zalo-tokens.json');
    const { refreshToken } = settings;
    const origin = createHash('sha256').update(refreshToken).digest('hex');
    const kept = existsSync(this.#file) ? Tokens.parse(JSON.parse(readFileSync(this.#file, 'utf8'))) : null;
    this.#tokens = kept?.origin === origin ? kept : { accessToken: '', refreshToken, expiresAt: 0, origin };
  }

  async send({ text }: { id: string; to: string; text: string }): Promise<MailOutcome> {
    const first = await this.#token(this.#tokens.accessToken, false);
    if (typeof first !== 'string') return first;
    const outcome = await this.#post(first, text);
    if (outcome !== 'tokenInvalid') return outcome;
    const second = await this.#token(first, true);
    if (typeof second !== 'string') return second;
    const again = await this.#post(second, text);
    return again === 'tokenInvalid' ? { kind: 'failed', failure: 'ZALO_TOKEN', maybeTaken: false } : again;
  }

  async #post(accessToken: string, text: string): Promise<MailOutcome | 'tokenInvalid'> {
    const { apiUrl, groupId } = this.#settings;
    const posted = await post(`${apiUrl}/v3.0/oa/group/message`, {
      headers: { access_token: accessToken, 'content-type': 'application/json' },
      body: JSON.stringify({
        recipient: { group_id: groupId },
        message: { text: text.normalize('NFC').slice(0, MOST_LETTERS) },
      }),
    });
    if (posted.kind === 'failed') return posted.outcome;
    const answer = Answer.safeParse(posted.body);
    if (!answer.success || posted.status >= 300) {
      const outcome = outcomeOfStatus(posted.status);
      return outcome.kind === 'taken'
        ? { kind: 'failed', failure: 'ZALO_ANSWER', maybeTaken: true }
        : outcome;
    }
    const { error } = answer.data;
    if (error === 0) return { kind: 'taken' };
    if (TOKEN_INVALID.has(error)) return 'tokenInvalid';
    const failure = `ZALO_${Math.abs(error)}`;
    return MAY_PASS.has(error)
      ? { kind: 'failed', failure, maybeTaken: false }
      : { kind: 'refused', failure };
  }

  /** The token to use; renewed when it ends soon or was refused, once however many ask. */
  async #token(used: string, wasRefused: boolean): Promise<string | MailOutcome> {
    return this.#renewals.run(async () => {
      const { accessToken, expiresAt } = this.#tokens;
      const isGood = expiresAt - MARGIN_MS > this.#clock.now() && !(wasRefused && accessToken === used);
      return isGood ? accessToken : this.#renew();
    });
  }

  async #renew(): Promise<string | MailOutcome> {
    const { oauthUrl, appId, secretKey } = this.#settings;
    const posted = await post(`${oauthUrl}/v4/oa/access_token`, {
      headers: { secret_key: secretKey, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        app_id: appId,
        grant_type: 'refresh_token',
        refresh_token: this.#tokens.refreshToken,
      }).toString(),
    });
    if (posted.kind === 'failed') return { ...posted.outcome, maybeTaken: false };
    const renewed = Renewed.safeParse(posted.body);
    if (!renewed.success) return { kind: 'failed', failure: 'ZALO_TOKEN', maybeTaken: false };
    const { access_token, refresh_token, expires_in } = renewed.data;
    this.#keep({
      ...this.#tokens,
      accessToken: access_token,
      refreshToken: refresh_token,
      expiresAt: this.#clock.now() + expires_in * 1000,
    });
    return access_token;
  }

  /** The old refresh token is worth nothing from now on: first on the disk, then in use. */
  #keep(tokens: Tokens): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(tokens), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
    this.#tokens = tokens;
  }
}
