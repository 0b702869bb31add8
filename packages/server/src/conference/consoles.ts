import type { Clock, MessageSocket } from '@nhipcau/base';
import type { FastifyBaseLogger } from 'fastify';
import type { LiveSession, SessionsService } from '../access/sessions.service.ts';
import type { Database } from '../database/database.ts';
import { ConsoleSession } from './console-session.ts';
import type { LiveMeeting } from './live-meeting.ts';
import type { LiveMeetings } from './live-meetings.ts';

export interface ConsolesOptions {
  readonly database: Database;
  readonly meetings: LiveMeetings;
  readonly sessions: SessionsService;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly onOffence: () => void;
  readonly onCommand: (type: string, outcome: 'allowed' | 'refused', ms: number) => void;
}

interface OpenConsole {
  readonly tokenHash: string;
  readonly userId: string;
}

/** All open consoles. A console ends with the session it was opened by, and begins anew when its person's rights change. */
export class Consoles {
  readonly #options: ConsolesOptions;
  readonly #open = new Map<ConsoleSession, OpenConsole>();

  constructor(options: ConsolesOptions) {
    this.#options = options;
    options.sessions.events.on('ended', (tokenHash) => {
      this.#close((console_) => console_.tokenHash === tokenHash, 4401, 'SIGN_IN_REQUIRED');
    });
    options.sessions.events.on('changed', (userId) => {
      this.#close((console_) => console_.userId === userId, 1012, 'RIGHTS_CHANGED');
    });
  }

  get count(): number {
    return this.#open.size;
  }

  /** Whether a console of this session looks at a live meeting. */
  isWatching(tokenHash: string): boolean {
    return [...this.#open].some(([session, opened]) => opened.tokenHash === tokenHash && session.watchesLive);
  }

  accept(socket: MessageSocket, { info, tokenHash, expiresAt }: LiveSession): void {
    const { clock, sessions, log } = this.#options;
    const session = new ConsoleSession({
      ...this.#options,
      socket,
      person: info,
      tokenHash,
      onViewers: (meeting) => this.#countViewers(meeting),
      onClosed: (closed) => {
        expiry.cancel();
        this.#open.delete(closed);
        // Who conducted until now was there until now.
        if (closed.watchedLive)
          sessions.touch(tokenHash).catch((err: unknown) => log.warn({ err }, 'activity was not noted'));
      },
    });
    const expiry = clock.after(Math.min(expiresAt - clock.now(), 2 ** 31 - 1), () =>
      session.close(4401, 'SIGN_IN_REQUIRED'),
    );
    this.#open.set(session, { tokenHash: tokenHash.toString('hex'), userId: info.userId });
  }

  close(): void {
    this.#close(() => true, 1001, 'SERVER_STOPPING');
  }

  #close(which: (console_: OpenConsole) => boolean, code: number, reason: string): void {
    for (const [session, opened] of [...this.#open]) if (which(opened)) session.close(code, reason);
  }

  #countViewers(meeting: LiveMeeting): void {
    meeting.setViewers([...this.#open.keys()].filter((session) => session.looksAt(meeting)).length);
  }
}
