import { once } from 'node:events';
import { type BodyOf, Peer, systemClock } from '@nhipcau/base';
import { wsSocket } from '@nhipcau/base/node';
import {
  type ChamberId,
  type Command,
  CommandId,
  consoleClient,
  consoleServer,
  type LiveDelta,
  type LiveSite,
  type LiveSnapshot,
  type MeetingId,
  PROTOCOL_VERSION,
} from '@nhipcau/contracts';
import { uuidv7 } from 'uuidv7';
import { WebSocket } from 'ws';

/** A console as the server sees it: a signed-in socket that follows one meeting. */
export class TestConsole {
  readonly peer: Peer<typeof consoleClient, typeof consoleServer>;
  readonly deltas: LiveDelta[] = [];
  readonly closed: Promise<number>;
  epoch = '';
  snapshot: LiveSnapshot | null = null;

  private constructor(ws: WebSocket) {
    let told = (_code: number): void => {};
    this.closed = new Promise((resolve) => {
      told = resolve;
    });
    this.peer = new Peer({
      socket: wsSocket(ws),
      local: consoleClient,
      remote: consoleServer,
      clock: systemClock,
      onClosed: (code) => told(code),
      handlers: { requests: {}, notes: { 'live.delta': ({ delta }) => void this.deltas.push(delta) } },
    });
  }

  static async open(url: string, cookie: string, headers: Record<string, string> = {}): Promise<TestConsole> {
    const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/console`, { headers: { cookie, ...headers } });
    await once(ws, 'open');
    return new TestConsole(ws);
  }

  async follow(
    meetingId: MeetingId,
    options: Partial<BodyOf<typeof consoleServer, 'live.open'>> = {},
  ): Promise<LiveSnapshot | null> {
    const reply = await this.peer.request('live.open', {
      version: PROTOCOL_VERSION,
      meetingId,
      wantsStills: false,
      ...options,
    });
    this.epoch = reply.epoch;
    this.snapshot = reply.snapshot;
    return reply.snapshot;
  }

  give(
    meetingId: MeetingId,
    command: Command,
    commandId = CommandId.parse(uuidv7()),
    chamber: { chamberId?: ChamberId } = {},
  ) {
    return this.peer.request('command.give', { meetingId, commandId, command, ...chamber });
  }

  /** A site as snapshot and deltas tell it so far. */
  site(siteId: string): LiveSite | undefined {
    const all = [...(this.snapshot?.sites ?? []), ...this.deltas.flatMap((delta) => delta.sites ?? [])];
    return all.findLast((site) => site.siteId === siteId);
  }

  /** Types of all events seen so far, in order. */
  get logged(): string[] {
    return this.events.map((event) => event.body.type);
  }

  get events() {
    return [...(this.snapshot?.log ?? []), ...this.deltas.flatMap((delta) => delta.log ?? [])];
  }

  close(): void {
    this.peer.close();
  }
}
