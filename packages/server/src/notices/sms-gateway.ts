import { outcomeOfStatus, post } from './http-post.ts';
import type { MailOutcome, TextGateway } from './mailer.ts';

/** A provider of short messages, or the adapter an installation puts before it. */
export interface SmsSettings {
  readonly url: string;
  readonly token: string;
  /** Registered name that stands as the sender. */
  readonly sender: string;
}

/** Parts a message is cut into; more than these nobody reads on a telephone. */
const MOST_LETTERS = 450;

/** `0912…`, `+84 912…` → `84912…`; null for what is no number. */
export function internationalNumber(text: string): string | null {
  const digits = text.replace(/[ .()-]/g, '').replace(/^(\+|00)/, '');
  const number = digits.startsWith('0') ? `84${digits.slice(1)}` : digits;
  return /^\d{9,15}$/.test(number) ? number : null;
}

/**
 * Short messages over HTTP: `POST {id, from, to, text}` with a bearer token; 2xx says that it was taken. The same id is the
 * same message, also as `Idempotency-Key`, so that one sent again after a broken connection goes out once.
 */
export class SmsGateway implements TextGateway {
  readonly isConfigured = true;
  readonly #settings: SmsSettings;

  constructor(settings: SmsSettings) {
    this.#settings = settings;
  }

  async send({ id, to, text }: { id: string; to: string; text: string }): Promise<MailOutcome> {
    const { url, token, sender } = this.#settings;
    const number = internationalNumber(to);
    if (number === null) return { kind: 'refused', failure: 'ADDRESS_INVALID' };
    const posted = await post(url, {
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': id,
      },
      body: JSON.stringify({
        id,
        from: sender,
        to: number,
        text: text.normalize('NFC').slice(0, MOST_LETTERS),
      }),
    });
    return posted.kind === 'failed' ? posted.outcome : outcomeOfStatus(posted.status);
  }
}
