import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { Peer, RpcError, systemClock } from '@nhipcau/base';
import { newNonce, signParts, verifyParts, wsSocket } from '@nhipcau/base/node';
import {
  type CameraMove,
  controlNode,
  controlServer,
  type DesiredConference,
  type LinkObserved,
  type MeetingId,
  type NodeHappening,
  type NodeLoad,
  type SeatId,
  type SeatObserved,
  type SiteId,
  type TicketKey,
} from '@nhipcau/contracts';
import { WebSocketServer } from 'ws';
import type { SeatsReport } from '../control/seat-reports.ts';

type NodePeer = Peer<typeof controlServer, typeof controlNode>;

/** The server's side of the control connection, as a test needs it: proves itself, gives wishes, notes reports. */
export class TestServer {
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #identity: { readonly privateKey: KeyObject; readonly publicKey: string };
  readonly #nodeKey: () => string;
  readonly #ticketKey: TicketKey;
  #peer: NodePeer | null = null;
  readonly seats = new Map<SeatId, SeatObserved>();
  readonly reports: SeatsReport[] = [];
  readonly happenings = new Map<string, NodeHappening>();
  readonly stills: string[] = [];
  links: LinkObserved[] = [];
  load: NodeLoad | null = null;
  /** Answers nothing to happenings while false. */
  acknowledges = true;
  /** Signs with another key than the node expects. */
  isImpostor = false;
  connections = 0;

  private constructor(nodeKey: () => string, ticketKey: TicketKey) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.#identity = {
      privateKey,
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
    };
    this.#nodeKey = nodeKey;
    this.#ticketKey = ticketKey;
    this.#http = createServer();
    this.#sockets = new WebSocketServer({ server: this.#http, path: '/ws/node' });
    this.#sockets.on('connection', (socket) => this.#accept(wsSocket(socket)));
  }

  static async start(
    { nodeKey, ticketKey }: { nodeKey: () => string; ticketKey: TicketKey },
    port = 0,
  ): Promise<TestServer> {
    const server = new TestServer(nodeKey, ticketKey);
    await server.listen(port);
    return server;
  }

  get publicKey(): string {
    return this.#identity.publicKey;
  }

  get port(): number {
    const address = this.#http.address();
    if (typeof address !== 'object' || address === null) throw new Error('server is not listening');
    return address.port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/ws/node`;
  }

  get connected(): boolean {
    return this.#peer !== null;
  }

  async put(desired: DesiredConference): Promise<void> {
    await this.#connectedPeer().request('desired.put', desired);
  }

  async drop(desired: DesiredConference): Promise<void> {
    const { meetingId, epoch, seq } = desired;
    await this.#connectedPeer().request('desired.drop', { meetingId, epoch, seq });
  }

  async keepOnly(epoch: number, meetings: readonly DesiredConference[]): Promise<void> {
    const meetingIds = meetings.map((desired) => desired.meetingId);
    await this.#connectedPeer().request('desired.all', { epoch, meetingIds });
  }

  /** A console's push on its way to the camera of a room. */
  pushCamera(meetingId: MeetingId, siteId: SiteId, move: CameraMove): void {
    this.#connectedPeer().notify('camera.push', { meetingId, siteId, move });
  }

  /** The server goes away, with its port. */
  async pause(): Promise<number> {
    const { port } = this;
    for (const client of this.#sockets.clients) client.terminate();
    await new Promise<void>((resolve) => this.#http.close(() => resolve()));
    this.#peer = null;
    return port;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.#http.listen(port, '127.0.0.1', () => resolve()));
  }

  #connectedPeer(): NodePeer {
    if (!this.#peer) throw new Error('no node is connected');
    return this.#peer;
  }

  #accept(socket: ReturnType<typeof wsSocket>): void {
    this.connections += 1;
    let greeting: { nodeId: string; theirs: string; ours: string } | null = null;
    const peer: NodePeer = new Peer({
      socket,
      local: controlServer,
      remote: controlNode,
      clock: systemClock,
      limits: { maxFrameLength: 4_000_000, messagesPerSecond: 1_000, burst: 5_000 },
      onClosed: () => {
        if (this.#peer === peer) this.#peer = null;
      },
      handlers: {
        requests: {
          'node.hello': ({ nodeId, nonce }) => {
            const ours = newNonce();
            greeting = { nodeId, theirs: nonce, ours };
            const parts = ['nhipcau-node', nodeId, nonce, this.isImpostor ? 'another' : ours];
            return { nonce: ours, signature: signParts(this.#identity, parts) };
          },
          'node.prove': ({ signature }) => {
            if (!greeting) throw new RpcError('NODE_PROOF_WRONG');
            const { nodeId, ours, theirs } = greeting;
            if (!verifyParts(this.#nodeKey(), ['nhipcau-node-proof', nodeId, ours, theirs], signature))
              throw new RpcError('NODE_PROOF_WRONG');
            setTimeout(() => {
              this.#peer = peer;
            }, 5);
            return { ticketKeys: [this.#ticketKey] };
          },
          'happening.put': async ({ happeningId, happening }) => {
            if (!this.acknowledges) await new Promise(() => {});
            this.happenings.set(happeningId, happening);
            return {};
          },
          'segment.put': () => ({ upload: null }),
          'recording.done': () => ({}),
        },
        notes: {
          'observed.seats': (report) => {
            this.reports.push(report);
            if (report.full) this.seats.clear();
            for (const seat of report.seats) this.seats.set(seat.seatId, seat);
            for (const seatId of report.gone) this.seats.delete(seatId);
          },
          'observed.links': ({ links }) => {
            this.links = links;
          },
          'observed.load': (load) => {
            this.load = load;
          },
          'still.put': ({ jpegBase64 }) => void this.stills.push(jpegBase64),
        },
      },
    });
  }
}
