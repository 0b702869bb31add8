import type { Clock, MessageSocket } from '@nhipcau/base';
import type { FastifyBaseLogger } from 'fastify';
import type { LiveSession, SessionsService } from '../access/sessions.service.ts';
import { ConsoleSession } from './console-session.ts';
import type { LiveMeeting } from './live-meeting.ts';
import type { LiveMeetings } from './live-meetings.ts';

export interface ConsolesOptions {
  readonly meetings: LiveMeetings;
  readonly sessions: SessionsService;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly onOffence: () => void;
  readonly onCommand: (type: string, outcome: 'allowed' | 'refused', ms: number) => void;
}

/** All open consoles. A console ends with the session it was opened by. */
export class Consoles {
  readonly #options: ConsolesOptions;
  readonly #open = new Map<ConsoleSession, string>();

  constructor(options: ConsolesOptions) {
    this.#options = options;
    options.sessions.events.on('ended', (tokenHash) => {
      for (const [session, hash] of [...this.#open])
        if (hash === tokenHash) session.close(4401, 'SIGN_IN_REQUIRED');
    });
  }

  get count(): number {
    return this.#open.size;
  }

  accept(socket: MessageSocket, { info, tokenHash, expiresAt }: LiveSession): void {
    const { clock } = this.#options;
    const session = new ConsoleSession({
      ...this.#options,
      socket,
      person: info,
      onViewers: (meeting) => this.#countViewers(meeting),
      onClosed: (closed) => {
        expiry.cancel();
        this.#open.delete(closed);
      },
    });
    const expiry = clock.after(Math.min(expiresAt - clock.now(), 2 ** 31 - 1), () =>
      session.close(4401, 'SIGN_IN_REQUIRED'),
    );
    this.#open.set(session, tokenHash.toString('hex'));
  }

  close(): void {
    for (const session of [...this.#open.keys()]) session.close(1001, 'SERVER_STOPPING');
  }

  #countViewers(meeting: LiveMeeting): void {
    meeting.setViewers([...this.#open.keys()].filter((session) => session.looksAt(meeting)).length);
  }
}
