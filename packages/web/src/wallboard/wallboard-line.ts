import { backoffMs, type Clock, Lifetime, type MessageSocket, Peer, RpcError } from '@nhipcau/base';
import {
  type Instant,
  PROTOCOL_VERSION,
  WALLBOARD_HEARTBEAT,
  type WallboardView,
  wallboardClient,
  wallboardServer,
} from '@nhipcau/contracts';
import { Store } from '../state/store.ts';

/** A hall full of screens does not come back in one second. */
const RECONNECT = { firstMs: 1_000, maxMs: 15_000 } as const;

export interface WallboardState {
  readonly line:
    | { readonly kind: 'connecting' }
    | { readonly kind: 'live' }
    | { readonly kind: 'away'; readonly since: number }
    | { readonly kind: 'refused'; readonly code: string };
  readonly view: WallboardView | null;
  /** Server's clock minus this machine's, milliseconds. */
  readonly clockOffsetMs: number;
}

export interface WallboardLineOptions {
  readonly clock: Clock;
  readonly token: string;
  readonly openSocket: (signal: AbortSignal) => Promise<MessageSocket>;
  /** The server speaks another version than this page: it was replaced meanwhile. */
  readonly onOutdated: () => void;
}

type ScreenPeer = Peer<typeof wallboardClient, typeof wallboardServer>;

/** Keeps a screen told what to show. Comes back by itself for ever; only a withdrawn address is the end. */
export class WallboardLine {
  readonly store = new Store<WallboardState>({ line: { kind: 'connecting' }, view: null, clockOffsetMs: 0 });
  readonly #options: WallboardLineOptions;
  readonly #lifetime = new Lifetime();
  readonly #abort = new AbortController();
  #peer: ScreenPeer | null = null;
  #attempt = 0;

  constructor(options: WallboardLineOptions) {
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

  async #connect(): Promise<void> {
    try {
      const socket = await this.#options.openSocket(this.#abort.signal);
      const peer: ScreenPeer = new Peer({
        socket,
        local: wallboardClient,
        remote: wallboardServer,
        clock: this.#options.clock,
        heartbeat: WALLBOARD_HEARTBEAT,
        handlers: {
          requests: {},
          notes: {
            'wallboard.view': ({ view, serverTime }) => this.#show(view, serverTime),
            'wallboard.over': () => this.#refused('WALLBOARD_LINK_INVALID'),
          },
        },
        onClosed: () => this.#away(),
      });
      if (this.#lifetime.closed) return peer.close();
      this.#peer = peer;
      const { token } = this.#options;
      const { view, serverTime } = await peer.request('wallboard.open', { version: PROTOCOL_VERSION, token });
      this.#attempt = 0;
      this.#show(view, serverTime);
      this.store.set({ line: { kind: 'live' } });
    } catch (cause) {
      const code = cause instanceof RpcError ? cause.code : null;
      if (code === 'WALLBOARD_LINK_INVALID') return this.#refused(code);
      if (code === 'PROTOCOL_VERSION_UNSUPPORTED') this.#options.onOutdated();
      this.#peer?.close();
      this.#away();
    }
  }

  #show(view: WallboardView, serverTime: Instant): void {
    this.store.set({ view, clockOffsetMs: serverTime - this.#options.clock.now() });
  }

  #refused(code: string): void {
    this.store.set({ line: { kind: 'refused', code }, view: null });
    this.#peer?.close();
  }

  #away(): void {
    const { line } = this.store.get();
    if (this.#lifetime.closed || line.kind === 'refused' || this.#waiting) return;
    this.#waiting = true;
    this.#peer = null;
    this.store.set({
      line: line.kind === 'away' ? line : { kind: 'away', since: this.#options.clock.now() },
    });
    const timer = this.#options.clock.after(backoffMs(this.#attempt++, RECONNECT), () => {
      this.#waiting = false;
      void this.#connect();
    });
    this.#lifetime.add(() => timer.cancel());
  }

  /** A new try is due; told by both the socket that closed and the request that failed. */
  #waiting = false;
}
