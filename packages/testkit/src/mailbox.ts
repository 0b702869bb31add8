import { SMTPServer } from 'smtp-server';

/** A mail as a server received it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Head and body as they came. */
  readonly raw: string;
}

/** How the server behaves towards the next mails. */
export type MailManner =
  | 'take'
  /** 550 for the recipient: nobody of this name. */
  | 'refuse'
  /** 451: not now. */
  | 'busy'
  /** Takes the mail and breaks the connection before it says so. */
  | 'takeAndDie';

/** A real SMTP server in this process, for one test file. */
export class TestMailbox {
  readonly mails: ReceivedMail[] = [];
  manner: MailManner = 'take';
  /** How often somebody has dialled. */
  connections = 0;
  readonly #server: SMTPServer;
  readonly url: string;

  private constructor(server: SMTPServer, port: number) {
    this.#server = server;
    this.url = `smtp://127.0.0.1:${port}`;
  }

  static async open(): Promise<TestMailbox> {
    let mailbox: TestMailbox | null = null;
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      disableReverseLookup: true,
      onConnect: (_, done) => {
        if (mailbox) mailbox.connections += 1;
        done();
      },
      onRcptTo: (_, __, done) => done(mailbox?.manner === 'refuse' ? answer(550, 'no such mailbox') : null),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (!mailbox || mailbox.manner === 'busy') return done(answer(451, 'try again later'));
          const { mailFrom, rcptTo } = session.envelope;
          mailbox.mails.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString('utf8'),
          });
          if (mailbox.manner !== 'takeAndDie') return done();
          mailbox.hangUp();
        });
      },
    });
    server.on('error', () => {
      // A client that went away is what some tests are about.
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    mailbox = new TestMailbox(server, address.port);
    return mailbox;
  }

  /** Ends every connection, as servers do with those that are idle. */
  hangUp(): void {
    for (const connection of this.#server.connections) connection._socket.destroy();
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

const answer = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode });
