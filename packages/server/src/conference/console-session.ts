import { type Clock, type MessageSocket, Peer, RpcError } from '@nhipcau/base';
import {
  CONSOLE_HEARTBEAT,
  CommandId,
  consoleClient,
  consoleServer,
  type LiveDelta,
  type MeetingId,
  PROTOCOL_VERSION,
  type SessionInfo,
} from '@nhipcau/contracts';
import { can, partiesOf } from '@nhipcau/domain';
import type { FastifyBaseLogger } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { meetingPlace } from '../access/meeting-place.ts';
import type { SessionsService } from '../access/sessions.service.ts';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { checkDuties } from '../http/caller.ts';
import { CameraHolds } from './camera-holds.ts';
import type { LiveMeeting } from './live-meeting.ts';
import type { LiveMeetings } from './live-meetings.ts';
import type { PostLine } from './post-watch.ts';

/** Meetings one console may look at at once. */
const MAX_OPEN = 8;
const MAX_FRAME_LENGTH = 65_536;

interface Subscription {
  readonly meeting: LiveMeeting;
  readonly wantsStills: boolean;
  /** Of somebody who may conduct it; null: of one who looks. */
  readonly post: PostLine | null;
  readonly end: () => void;
}

export interface ConsoleSessionOptions {
  readonly socket: MessageSocket;
  readonly database: Database;
  readonly sessions: SessionsService;
  readonly person: SessionInfo;
  readonly tokenHash: Buffer;
  readonly meetings: LiveMeetings;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly onOffence: () => void;
  readonly onCommand: (type: string, outcome: 'allowed' | 'refused', ms: number) => void;
  /** The number of consoles that look at a meeting's wall changed. */
  readonly onViewers: (meeting: LiveMeeting) => void;
  readonly onClosed: (session: ConsoleSession) => void;
}

/** One console: its subscriptions and commands. Who it is was made sure of before the socket opened. */
export class ConsoleSession {
  readonly #options: ConsoleSessionOptions;
  readonly #peer: Peer<typeof consoleServer, typeof consoleClient>;
  readonly #open = new Map<MeetingId, Subscription>();
  readonly #cameras: CameraHolds;
  #watchedLive = false;

  constructor(options: ConsoleSessionOptions) {
    this.#options = options;
    const { log } = options;
    this.#cameras = new CameraHolds({
      clock: options.clock,
      begin: async ({ meetingId, siteId }) => {
        const commandId = CommandId.parse(uuidv7());
        await this.#give({ meetingId, commandId, command: { type: 'camera.turn', siteId } });
      },
      push: ({ meetingId, siteId }, move) =>
        options.meetings.known(meetingId)?.pushCamera(siteId, move) ?? false,
    });
    this.#peer = new Peer({
      version: PROTOCOL_VERSION,
      socket: options.socket,
      local: consoleServer,
      remote: consoleClient,
      clock: options.clock,
      heartbeat: CONSOLE_HEARTBEAT,
      limits: { maxFrameLength: MAX_FRAME_LENGTH, messagesPerSecond: 100, burst: 400 },
      onOffence: (offence) => {
        options.onOffence();
        log.warn({ offence, userId: options.person.userId }, 'console sent something malformed');
      },
      onDefect: (cause, method) => log.error({ err: cause, method }, 'console request failed by a defect'),
      onClosed: () => this.#ended(),
      handlers: {
        requests: {
          'live.open': (body) => told(() => this.#openLive(body)),
          'live.close': async ({ meetingId }) => {
            this.#closeLive(meetingId);
            return {};
          },
          'command.give': (body) => told(() => this.#give(body)),
          'camera.push': ({ move, ...of }) =>
            told(async () => {
              await this.#cameras.push(of, move);
              return {};
            }),
        },
        notes: { 'desk.present': ({ meetingId }) => this.#present(meetingId) },
      },
    });
  }

  /** Looks at a meeting that is live now. */
  get watchesLive(): boolean {
    return [...this.#open.values()].some(({ meeting }) => meeting.state.phase === 'live');
  }

  /** Looked at a live meeting until it closed. */
  get watchedLive(): boolean {
    return this.#watchedLive;
  }

  looksAt(meeting: LiveMeeting): boolean {
    return [...this.#open.values()].some((open) => open.meeting === meeting && open.wantsStills);
  }

  close(code: number, reason: string): void {
    this.#peer.close(code, reason);
  }

  async #openLive({
    version,
    meetingId,
    resume,
    wantsStills,
  }: {
    version: number;
    meetingId: MeetingId;
    resume?: { epoch: string; seq: number } | undefined;
    wantsStills: boolean;
  }) {
    if (version !== PROTOCOL_VERSION)
      throw new AppError('PROTOCOL_VERSION_UNSUPPORTED', { version: PROTOCOL_VERSION });
    const person = await this.#person();
    const meeting = await this.#options.meetings.open(meetingId);
    if (!(await this.#mayWatch(meeting, person)))
      throw new AppError('NOT_ALLOWED', { action: 'meeting.watch' });
    const hasPost = await this.#mayConduct(meeting, person);
    this.#closeLive(meetingId);
    if (this.#peer.closed) throw new AppError('DISCONNECTED');
    if (this.#open.size >= MAX_OPEN) throw new AppError('RATE_LIMITED', { most: MAX_OPEN });
    const { deltas } = meeting;
    deltas.flush();
    const send = (delta: LiveDelta) => this.#peer.notify('live.delta', { meetingId, delta });
    let end = () => {};
    const post = hasPost ? meeting.posts.open(person) : null;
    this.#open.set(meetingId, { meeting, wantsStills, post, end: () => end() });
    if (wantsStills) this.#options.onViewers(meeting);
    if (!resume || deltas.since(resume.epoch, resume.seq) === null) {
      end = deltas.subscribe(send);
      return { epoch: deltas.epoch, snapshot: meeting.snapshot() };
    }
    // After the reply, one by one: each follows the last by exactly one, as always.
    const catchUp = this.#options.clock.after(0, () => {
      for (const delta of deltas.since(resume.epoch, resume.seq) ?? []) send(delta);
      end = deltas.subscribe(send);
    });
    end = () => catchUp.cancel();
    return { epoch: deltas.epoch, snapshot: null };
  }

  #closeLive(meetingId: MeetingId): void {
    const open = this.#open.get(meetingId);
    if (!open) return;
    this.#open.delete(meetingId);
    open.end();
    open.post?.closed();
    if (open.wantsStills) this.#options.onViewers(open.meeting);
  }

  async #give({ meetingId, ...given }: { meetingId: MeetingId } & Parameters<LiveMeeting['give']>[0]) {
    const { clock, meetings, onCommand } = this.#options;
    const since = clock.now();
    try {
      const person = await this.#person();
      const meeting = await meetings.open(meetingId);
      const stored = await meeting.give(given, person);
      meeting.posts.acted(person.userId);
      onCommand(given.command.type, 'allowed', clock.now() - since);
      return stored;
    } catch (cause) {
      onCommand(given.command.type, 'refused', clock.now() - since);
      throw cause;
    }
  }

  /** The person with the rights of this moment: what was taken away a second ago is gone (R-SEC-05). */
  async #person(): Promise<SessionInfo> {
    const session = await this.#options.sessions.findByHash(this.#options.tokenHash, { acts: true });
    if (!session) throw new AppError('SIGN_IN_REQUIRED');
    if (session.locked) throw new AppError('SESSION_LOCKED');
    checkDuties(session.info);
    return session.info;
  }

  /** Whoever conducts a chamber of the meeting looks at its wall too. */
  async #mayWatch({ record, state }: LiveMeeting, { grants }: SessionInfo): Promise<boolean> {
    const chambers = state.chambers.filter(({ isOpen }) => isOpen);
    const chairs = [
      state.chairSiteId ?? record.chairSiteId,
      ...chambers.map((chamber) => chamber.chairSiteId),
    ];
    for (const chairSiteId of new Set(chairs)) {
      const { meetingId } = record;
      const place = await meetingPlace(this.#options.database, { meetingId, chairSiteId }, grants);
      if (can(grants, 'meeting.watch', place)) return true;
    }
    return false;
  }

  #present(meetingId: MeetingId): void {
    const open = this.#open.get(meetingId);
    if (open?.post) open.meeting.posts.acted(this.#options.person.userId);
  }

  /** Holds a post when at this console (R-CDT-12). */
  async #mayConduct({ record, state }: LiveMeeting, { grants }: SessionInfo): Promise<boolean> {
    const { meetingId } = record;
    const chairSiteId = state.chairSiteId ?? record.chairSiteId;
    const place = await meetingPlace(this.#options.database, { meetingId, chairSiteId }, grants);
    return partiesOf(grants, place).size > 0;
  }

  #ended(): void {
    this.#watchedLive = this.watchesLive;
    this.#cameras.close();
    for (const meetingId of [...this.#open.keys()]) this.#closeLive(meetingId);
    this.#options.onClosed(this);
  }
}

/** A refusal crosses the socket as its code; anything else is a defect and becomes INTERNAL. */
function told<T>(act: () => Promise<T>): Promise<T> {
  return act().catch((cause: unknown) => {
    throw cause instanceof AppError ? new RpcError(cause.code, cause.facts, { cause }) : cause;
  });
}
