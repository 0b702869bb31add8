import { backoffMs, type Clock, Lifetime, type MessageSocket, Peer, RpcError } from '@nhipcau/base';
import {
  type CameraMove,
  type ChamberId,
  CONSOLE_HEARTBEAT,
  type Command,
  CommandId,
  consoleClient,
  consoleServer,
  type MeetingId,
  PROTOCOL_VERSION,
  type SiteId,
} from '@nhipcau/contracts';
import { Store } from '../state/store.ts';
import { LiveStore } from './live-store.ts';

const RECONNECT = { firstMs: 250, maxMs: 5_000 } as const;
/** Longest wait for an acknowledgement before the command is sent again under the same id. */
const COMMAND_TIMEOUT_MS = 5_000;

/** Whether what is shown is current. */
export type ServerLine =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'away'; readonly since: number; readonly attempt: number }
  | { readonly kind: 'refused'; readonly code: string };

/** A command on its way, or how it ended. */
export interface GivenCommand {
  readonly commandId: string;
  readonly command: Command;
  /** The room that was looked at when it was given; left out: the common room. */
  readonly chamberId?: ChamberId;
  readonly givenAt: number;
  readonly state:
    | { readonly kind: 'pending' }
    | { readonly kind: 'acknowledged'; readonly tookMs: number; readonly seq: number }
    | { readonly kind: 'refused'; readonly code: string };
}

export interface LiveState {
  readonly line: ServerLine;
  /** Server's clock minus this machine's, milliseconds. */
  readonly clockOffsetMs: number;
  /** The newest commands, newest last. */
  readonly commands: readonly GivenCommand[];
}

export interface LiveConnectionOptions {
  readonly clock: Clock;
  readonly meetingId: MeetingId;
  readonly openSocket: (signal: AbortSignal) => Promise<MessageSocket>;
  readonly newId: () => string;
  readonly wantsStills: boolean;
}

type ConsolePeer = Peer<typeof consoleClient, typeof consoleServer>;

/** The stream of a meeting's state, and the way for commands. Reconnects for ever and resumes where it was. */
export class LiveConnection {
  readonly live = new LiveStore();
  readonly store = new Store<LiveState>({ line: { kind: 'connecting' }, clockOffsetMs: 0, commands: [] });
  readonly #options: LiveConnectionOptions;
  readonly #lifetime = new Lifetime();
  readonly #abort = new AbortController();
  #peer: ConsolePeer | null = null;
  #epoch: string | null = null;
  #awaitingCatchUp = false;
  #attempt = 0;

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#lifetime.add(() => this.#abort.abort());
    this.#lifetime.add(() => this.#peer?.close());
    void this.#connect();
  }

  close(): void {
    this.#lifetime.close();
  }

  /** The server's idea of now, epoch milliseconds. */
  now(): number {
    return this.#options.clock.now() + this.store.get().clockOffsetMs;
  }

  /**
   * Gives a command under a fresh id and keeps trying with that id until the server answers.
   *
   * @returns how it ended; never throws
   */
  async give(command: Command): Promise<GivenCommand> {
    const commandId = CommandId.parse(this.#options.newId());
    const chamberId = this.live.chamberId();
    const given: GivenCommand = {
      commandId,
      command,
      ...(chamberId === null ? {} : { chamberId }),
      givenAt: this.#options.clock.now(),
      state: { kind: 'pending' },
    };
    this.store.set({ commands: [...this.store.get().commands.slice(-49), given] });
    for (;;) {
      const state = await this.#tryCommand(commandId, given);
      if (state !== null) {
        const ended = { ...given, state };
        this.store.set({
          commands: this.store.get().commands.map((entry) => (entry.commandId === commandId ? ended : entry)),
        });
        return ended;
      }
      if (this.#lifetime.closed) return given;
    }
  }

  /** Passes a push of a room's camera on. It is not kept: what does not get through is said again or let go. @returns why not */
  async pushCamera(siteId: SiteId, move: CameraMove): Promise<string | null> {
    const peer = this.#peer;
    if (peer === null || peer.closed) return 'DISCONNECTED';
    try {
      await peer.request('camera.push', { meetingId: this.#options.meetingId, siteId, move });
      return null;
    } catch (cause) {
      return cause instanceof RpcError ? cause.code : 'INTERNAL';
    }
  }

  async #tryCommand(commandId: CommandId, given: GivenCommand): Promise<GivenCommand['state'] | null> {
    const peer = this.#peer;
    if (peer === null || peer.closed) {
      await this.#nextConnection();
      return null;
    }
    try {
      const { seq } = await peer.request(
        'command.give',
        {
          meetingId: this.#options.meetingId,
          commandId,
          command: given.command,
          ...(given.chamberId === undefined ? {} : { chamberId: given.chamberId }),
        },
        { timeoutMs: COMMAND_TIMEOUT_MS },
      );
      return { kind: 'acknowledged', tookMs: this.#options.clock.now() - given.givenAt, seq };
    } catch (cause) {
      const code = cause instanceof RpcError ? cause.code : 'INTERNAL';
      if (code === 'DISCONNECTED' || code === 'REQUEST_TIMED_OUT') return null;
      return { kind: 'refused', code };
    }
  }

  /** Somebody is at this console (R-CDT-12). */
  present(): void {
    const peer = this.#peer;
    if (peer !== null && !peer.closed) peer.notify('desk.present', { meetingId: this.#options.meetingId });
  }

  /** Resolves when the line changes to live, or the connection is closed. */
  #nextConnection(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.store.subscribe(() => {
        if (this.store.get().line.kind !== 'live') return;
        stop();
        resolve();
      });
      this.#lifetime.add(() => {
        stop();
        resolve();
      });
    });
  }

  async #connect(): Promise<void> {
    try {
      const socket = await this.#options.openSocket(this.#abort.signal);
      const peer: ConsolePeer = new Peer({
        socket,
        local: consoleClient,
        remote: consoleServer,
        clock: this.#options.clock,
        heartbeat: CONSOLE_HEARTBEAT,
        limits: { maxFrameLength: 16_000_000, messagesPerSecond: 400, burst: 2_000 },
        handlers: {
          requests: {},
          notes: {
            'live.delta': ({ delta }) => {
              if (this.#awaitingCatchUp) {
                this.#awaitingCatchUp = false;
                this.live.catchUp(delta);
              } else if (!this.live.apply(delta)) void this.#open(peer);
            },
          },
        },
        onClosed: () => this.#away(),
      });
      if (this.#lifetime.closed) return peer.close();
      this.#peer = peer;
      await this.#open(peer);
    } catch (cause) {
      if (cause instanceof RpcError && finalRefusals.has(cause.code)) {
        this.store.set({ line: { kind: 'refused', code: cause.code } });
        return this.#peer?.close();
      }
      this.#peer?.close();
      this.#away();
    }
  }

  async #open(peer: ConsolePeer): Promise<void> {
    const resume = this.#epoch === null ? null : { epoch: this.#epoch, seq: this.live.seq };
    const before = this.#options.clock.now();
    this.#awaitingCatchUp = resume !== null;
    const { epoch, snapshot } = await peer.request('live.open', {
      version: PROTOCOL_VERSION,
      meetingId: this.#options.meetingId,
      wantsStills: this.#options.wantsStills,
      ...(resume ? { resume } : {}),
    });
    this.#epoch = epoch;
    this.#attempt = 0;
    let clockOffsetMs = this.store.get().clockOffsetMs;
    if (snapshot) {
      this.#awaitingCatchUp = false;
      const after = this.#options.clock.now();
      clockOffsetMs = snapshot.serverTime - (before + after) / 2;
      this.live.reset(snapshot);
    }
    this.store.set({ line: { kind: 'live' }, clockOffsetMs });
  }

  #away(): void {
    if (this.#lifetime.closed || this.store.get().line.kind === 'refused') return;
    this.#peer = null;
    const line = this.store.get().line;
    const now = this.#options.clock.now();
    const since = line.kind === 'away' ? line.since : now;
    this.store.set({ line: { kind: 'away', since, attempt: this.#attempt } });
    const timer = this.#options.clock.after(
      backoffMs(this.#attempt++, RECONNECT),
      () => void this.#connect(),
    );
    this.#lifetime.add(() => timer.cancel());
  }
}

const finalRefusals: ReadonlySet<string> = new Set([
  'PROTOCOL_VERSION_UNSUPPORTED',
  'MEETING_NOT_FOUND',
  'NOT_ALLOWED',
  'SIGN_IN_REQUIRED',
]);
