/** A mail ready to leave; texts are plain, nothing of it comes from outside unchecked. */
export interface Mail {
  /** Without angle brackets; the same for every attempt. */
  readonly messageId: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly {
    readonly fileName: string;
    readonly contentType: string;
    readonly bytes: Buffer;
  }[];
}

/** What became of an attempt. */
export type MailOutcome =
  | { readonly kind: 'taken' }
  /** It will not be taken another time either. */
  | { readonly kind: 'refused'; readonly failure: string }
  /** `maybeTaken`: the connection broke when the other side may have taken it. */
  | { readonly kind: 'failed'; readonly failure: string; readonly maybeTaken: boolean };

/** Electronic mail; one module behind it. */
export interface Mailer {
  readonly isConfigured: boolean;
  send(mail: Mail): Promise<MailOutcome>;
  close(): void;
}

/** An installation without a mail server: every letter falls back to a person. */
export const noMailer: Mailer = {
  isConfigured: false,
  send: async () => ({ kind: 'refused', failure: 'NOT_CONFIGURED' }),
  close: () => {
    // Nothing was opened.
  },
};

/** Short messages and groups of chat programs: the same port for each, off until an installation has a contract with one. */
export interface TextGateway {
  readonly isConfigured: boolean;
  /** @param to - number, or name of the group */
  send(message: { readonly id: string; readonly to: string; readonly text: string }): Promise<MailOutcome>;
}

/** No gateway: nothing is pretended, the letter falls back to a person. */
export const noGateway: TextGateway = {
  isConfigured: false,
  send: async () => ({ kind: 'refused', failure: 'NOT_CONFIGURED' }),
};
