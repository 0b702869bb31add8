import { once } from 'node:events';
import { Peer, systemClock } from '@nhipcau/base';
import { type Identity, newNonce, signParts, verifyParts, wsSocket } from '@nhipcau/base/node';
import {
  controlNode,
  controlServer,
  type DesiredConference,
  instant,
  type MeetingId,
  NodeId,
  PROTOCOL_VERSION,
  type SeatObserved,
  type SiteId,
  seatOfSite,
} from '@nhipcau/contracts';
import { WebSocket } from 'ws';

/**
 * The control side of a node without media: proves itself as a node does and reports what it is told to. For measuring
 * what comes after a report: server, sockets, the console's page.
 */
export class SpeakingNode {
  readonly #peer: Peer<typeof controlNode, typeof controlServer>;
  #desired: DesiredConference | null = null;

  private constructor(ws: WebSocket) {
    this.#peer = new Peer({
      socket: wsSocket(ws),
      local: controlNode,
      remote: controlServer,
      clock: systemClock,
      handlers: {
        requests: {
          'desired.put': (conference) => {
            this.#desired = conference;
            return { epoch: conference.epoch, seq: conference.seq };
          },
          'desired.drop': () => ({}),
          'desired.all': () => ({}),
        },
        notes: { 'camera.push': () => {} },
      },
    });
  }

  static async open(
    url: string,
    name: string,
    { identity, serverKey }: { identity: Identity; serverKey: string },
  ): Promise<SpeakingNode> {
    const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/node`);
    await once(ws, 'open');
    const node = new SpeakingNode(ws);
    const nodeId = NodeId.parse(name);
    const nonce = newNonce();
    const hello = await node.#peer.request('node.hello', { version: PROTOCOL_VERSION, nodeId, nonce });
    if (!verifyParts(serverKey, ['nhipcau-node', nodeId, nonce, hello.nonce], hello.signature))
      throw new Error('the server did not prove itself');
    const signature = signParts(identity, ['nhipcau-node-proof', nodeId, hello.nonce, nonce]);
    // Nobody answers there: rooms and monitors find no media.
    await node.#peer.request('node.prove', { signature, roomUrl: `ws://127.0.0.1:1/${nodeId}` });
    return node;
  }

  /** Milliseconds between still pictures of a room, as the server asks for them; 0: none. */
  get stillEveryMs(): number {
    return this.#desired?.stillEveryMs ?? 0;
  }

  reportSeats(meetingId: MeetingId, seats: readonly SeatObserved[]): void {
    const { epoch = 0, seq = 0 } = this.#desired ?? {};
    this.#peer.notify('observed.seats', { meetingId, epoch, seq, full: false, seats: [...seats], gone: [] });
  }

  putStill(meetingId: MeetingId, siteId: SiteId, jpegBase64: string): void {
    this.#peer.notify('still.put', { meetingId, siteId, jpegBase64 });
  }

  close(): void {
    this.#peer.close();
  }
}

/** A room that is in the meeting with a good line. */
export const aSeatOf = (siteId: SiteId, seat: Partial<SeatObserved> = {}): SeatObserved => ({
  seatId: seatOfSite(siteId),
  siteId,
  state: 'connected',
  since: instant(Date.now()),
  transport: 'udp',
  camera: 'sending',
  mic: 'muted',
  content: 'absent',
  talk: 'absent',
  cameraWanted: null,
  flows: [],
  quality: 'good',
  stats: null,
  leg: 0,
  ...seat,
});
