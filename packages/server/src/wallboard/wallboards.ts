import { type Clock, type MessageSocket, Peer, RpcError, type Timer } from '@nhipcau/base';
import {
  instant,
  PROTOCOL_VERSION,
  WALLBOARD_HEARTBEAT,
  type WallboardId,
  type WallboardView,
  wallboardClient,
  wallboardServer,
} from '@nhipcau/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { AppError } from '../app-error.ts';
import { appendAudit, systemActor } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import type { ScreenDoor } from './screen-door.ts';
import type { WallboardViews } from './wallboard-views.ts';
import type { GoodWallboard, WallboardsService } from './wallboards.service.ts';

const LOOK_EVERY_MS = 1_000;
/** A socket that does not say which screen it is. */
const OPEN_WITHIN_MS = 10_000;
const MAX_FRAME_LENGTH = 4_096;
const MOST_SCREENS = 500;
const MOST_OF_ONE = 20;

export const WALLBOARD_MAX_PAYLOAD = MAX_FRAME_LENGTH * 4;
const OVER = { code: 4403, reason: 'WALLBOARD_LINK_INVALID' } as const;

type ScreenPeer = Peer<typeof wallboardServer, typeof wallboardClient>;

interface Screen {
  readonly peer: ScreenPeer;
  readonly address: string;
  wallboard: GoodWallboard | null;
  /** What was told last. */
  told: string;
}

export interface WallboardsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly service: WallboardsService;
  readonly views: WallboardViews;
  readonly door: ScreenDoor;
}

/** All screens on walls that are open now: each is told what it shows, whenever that is something else. */
export class Wallboards {
  readonly #options: WallboardsOptions;
  readonly #screens = new Set<Screen>();
  #timer: Timer | null = null;
  #looking = false;

  constructor(options: WallboardsOptions) {
    this.#options = options;
    options.service.screensOf = (wallboardId) => this.#countOf(wallboardId);
    options.service.onWithdrawn = (wallboardId) => {
      for (const screen of [...this.#screens])
        if (screen.wallboard?.wallboardId === wallboardId) end(screen.peer);
    };
  }

  /** @throws {AppError} RATE_LIMITED before the socket opens */
  admit(address: string): (socket: MessageSocket) => void {
    const { door, clock } = this.#options;
    if (this.#screens.size >= MOST_SCREENS || !door.knock(address, clock.now()))
      throw new AppError('RATE_LIMITED');
    return (socket) => this.#accept(socket, address);
  }

  close(): void {
    for (const { peer } of [...this.#screens]) peer.close(1001, 'SERVER_STOPPING');
    this.#timer?.cancel();
    this.#timer = null;
  }

  #accept(socket: MessageSocket, address: string): void {
    const { clock, log } = this.#options;
    const peer: ScreenPeer = new Peer({
      version: PROTOCOL_VERSION,
      socket,
      local: wallboardServer,
      remote: wallboardClient,
      clock,
      heartbeat: WALLBOARD_HEARTBEAT,
      limits: { maxFrameLength: MAX_FRAME_LENGTH, messagesPerSecond: 5, burst: 20, maxPendingIn: 4 },
      onDefect: (cause, method) => log.error({ err: cause, method }, 'screen request failed by a defect'),
      onClosed: () => {
        patience.cancel();
        this.#screens.delete(screen);
        if (this.#screens.size > 0) return;
        this.#timer?.cancel();
        this.#timer = null;
      },
      handlers: {
        requests: { 'wallboard.open': (body) => told(() => this.#open(screen, body)) },
        notes: {},
      },
    });
    const screen: Screen = { peer, address, wallboard: null, told: '' };
    const patience = clock.after(OPEN_WITHIN_MS, () => {
      if (screen.wallboard === null) peer.close(4408, 'REQUEST_TIMED_OUT');
    });
    this.#screens.add(screen);
  }

  async #open(
    screen: Screen,
    { version, token }: { version: number; token: string },
  ): Promise<{ view: WallboardView; serverTime: ReturnType<typeof instant> }> {
    const { service, views, clock, door } = this.#options;
    if (version !== PROTOCOL_VERSION)
      throw new AppError('PROTOCOL_VERSION_UNSUPPORTED', { version: PROTOCOL_VERSION });
    const found = await service.find(token);
    if (found === null) {
      door.missed(screen.address, clock.now());
      await this.#audit({ code: 'WALLBOARD_LINK_INVALID' });
      throw new AppError('WALLBOARD_LINK_INVALID');
    }
    const { wallboard, isFirst } = found;
    if (this.#countOf(wallboard.wallboardId) >= MOST_OF_ONE)
      throw new AppError('RATE_LIMITED', { screens: MOST_OF_ONE });
    // A screen comes back after every restart for weeks: only its first time is worth a line.
    if (isFirst) await this.#audit({ subject: wallboard.wallboardId, meetingId: wallboard.meetingId });
    const [view] = await views.of([wallboard]);
    if (screen.peer.closed || !view) throw new AppError('DISCONNECTED');
    screen.wallboard = wallboard;
    screen.told = JSON.stringify(view);
    this.#timer ??= clock.every(LOOK_EVERY_MS, () => void this.#look());
    return { view, serverTime: instant(clock.now()) };
  }

  #audit(line: { subject?: string; meetingId?: string | null; code?: string }): Promise<void> {
    const { database, clock } = this.#options;
    return appendAudit(database, {
      at: clock.now(),
      actor: { ...systemActor, actorKind: 'anonymous' },
      action: 'wallboard.open',
      ...line,
    });
  }

  /** Tells every screen what changed, and closes those whose address is good no longer. */
  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const { views, clock, log } = this.#options;
    try {
      const open = await this.#goodOnes();
      const looks = await views.of(open.map(({ wallboard }) => wallboard));
      for (const [index, { screen }] of open.entries()) {
        const view = looks[index];
        if (!view || screen.peer.closed) continue;
        const text = JSON.stringify(view);
        if (text === screen.told) continue;
        screen.told = text;
        screen.peer.notify('wallboard.view', { view, serverTime: instant(clock.now()) });
      }
    } catch (cause) {
      // The next look tries again; screens go on showing what they were told.
      log.warn({ err: cause }, 'screens were not told');
    } finally {
      this.#looking = false;
    }
  }

  async #goodOnes(): Promise<{ screen: Screen; wallboard: GoodWallboard }[]> {
    const open = [...this.#screens].flatMap((screen) =>
      screen.wallboard === null ? [] : [{ screen, wallboard: screen.wallboard }],
    );
    const good = await this.#options.service.good(
      new Set(open.map(({ wallboard }) => wallboard.wallboardId)),
    );
    for (const { screen, wallboard } of open) if (!good.has(wallboard.wallboardId)) end(screen.peer);
    return open.filter(({ wallboard }) => good.has(wallboard.wallboardId));
  }

  #countOf(wallboardId: WallboardId): number {
    return [...this.#screens].filter(({ wallboard }) => wallboard?.wallboardId === wallboardId).length;
  }
}

function end(peer: ScreenPeer): void {
  peer.notify('wallboard.over', {});
  peer.close(OVER.code, OVER.reason);
}

/** A refusal crosses the socket as its code; anything else is a defect and becomes INTERNAL. */
function told<T>(act: () => Promise<T>): Promise<T> {
  return act().catch((cause: unknown) => {
    throw cause instanceof AppError ? new RpcError(cause.code, cause.facts, { cause }) : cause;
  });
}
