import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { Mail, Mailer, MailOutcome } from './mailer.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;
/** Ends a connection nobody uses before the other side is tired of it. */
const IDLE_TIMEOUT_MS = 20_000;

export interface SmtpSettings {
  /** `smtp://` or `smtps://`, with the account when there is one. */
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
}

/** What an SMTP client tells of a failure. */
const SmtpFailure = z.object({
  code: z.string().optional(),
  responseCode: z.number().optional(),
  syscall: z.string().optional(),
});

/** A line of a header: marks that would begin another are gone, so is what cannot be seen. */
export const headerText = (text: string): string =>
  text
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a header
    .replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ')
    .trim()
    .slice(0, 200);

/** One mailbox and nothing else: no list, no comment, no second address behind a line end. */
export const isMailbox = (address: string): boolean =>
  z.email().max(254).safeParse(address).success && !/[\s<>,;:"()[\]\\]/.test(address);

/** Mail through one server, with a report of delivery asked for where the server can give one (RFC 3461). */
export class SmtpMailer implements Mailer {
  readonly isConfigured = true;
  readonly #from: SmtpSettings['from'];
  readonly #transport: ReturnType<typeof createTransport>;

  constructor({ url, from }: SmtpSettings) {
    this.#from = { name: headerText(from.name), address: from.address };
    const target = new URL(url);
    this.#transport = createTransport({
      host: target.hostname,
      port: Number(target.port) || (target.protocol === 'smtps:' ? 465 : 25),
      secure: target.protocol === 'smtps:',
      ...(target.username === ''
        ? {}
        : { auth: { user: decodeURIComponent(target.username), pass: decodeURIComponent(target.password) } }),
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      // The letters of a meeting go to hundreds of sites one after the other: over one connection, kept for the next ones.
      pool: true,
      maxConnections: 1,
      // A kept connection that the server has meanwhile ended is dialled anew, once; everything else is ours to repeat.
      maxRequeues: 1,
      idleTimeout: IDLE_TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ messageId, to, subject, text, attachments }: Mail): Promise<MailOutcome> {
    if (!isMailbox(to.address)) return { kind: 'refused', failure: 'ADDRESS_INVALID' };
    try {
      await this.#transport.sendMail({
        from: this.#from,
        to: { name: headerText(to.name), address: to.address },
        subject: headerText(subject),
        text,
        messageId: `<${messageId}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        attachments: attachments.map(({ fileName, contentType, bytes }) => ({
          filename: headerText(fileName),
          contentType,
          content: bytes,
        })),
        dsn: {
          id: messageId,
          return: 'headers',
          notify: ['success', 'failure', 'delay'],
          recipient: to.address,
        },
      });
      return { kind: 'taken' };
    } catch (cause) {
      return outcomeOf(cause);
    }
  }

  close(): void {
    this.#transport.close();
  }
}

/** Failures before anything of a mail could be handed over. */
const beforeMail: ReadonlySet<string> = new Set(['EDNS', 'EAUTH', 'ENOAUTH', 'ETLS', 'EPROXY']);

/**
 * A final answer (5xx) is one; everything else may pass. A connection that broke leaves open whether the mail was taken: SMTP
 * has no way to ask. Only what failed before there was a connection is certain.
 */
function outcomeOf(cause: unknown): MailOutcome {
  const { code = 'UNKNOWN', responseCode, syscall } = SmtpFailure.catch({}).parse(cause);
  const name = responseCode ? `SMTP_${responseCode}` : code;
  if (responseCode && responseCode >= 500 && code !== 'EAUTH') return { kind: 'refused', failure: name };
  const maybeTaken = !responseCode && syscall !== 'connect' && !beforeMail.has(code);
  return { kind: 'failed', failure: name, maybeTaken };
}
