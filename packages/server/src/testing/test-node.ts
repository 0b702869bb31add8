import { once } from 'node:events';
import { Peer, systemClock } from '@nhipcau/base';
import { type Identity, newNonce, signParts, verifyParts, wsSocket } from '@nhipcau/base/node';
import {
  controlNode,
  controlServer,
  type DesiredConference,
  type Flow,
  instant,
  type LinkObserved,
  type MeetingId,
  type NodeHappening,
  type NodeId,
  PROTOCOL_VERSION,
  type SeatObserved,
  seatOfSite,
  type TicketKey,
} from '@nhipcau/contracts';
import { nodeId as nodeIdOf, siteId } from '@nhipcau/testkit';
import { uuidv7 } from 'uuidv7';
import { WebSocket } from 'ws';
import type { NodeCameraPush } from '../nodes/node-session.ts';

/** The control side of a media node: proves itself, records what it should do, reports what the test says. */
export class TestNode {
  readonly nodeId: NodeId;
  readonly peer: Peer<typeof controlNode, typeof controlServer>;
  readonly desired = new Map<MeetingId, DesiredConference>();
  readonly dropped: MeetingId[] = [];
  /** What consoles pushed cameras of its rooms to do. */
  readonly pushes: NodeCameraPush[] = [];
  readonly closed: Promise<string>;
  announced: readonly MeetingId[] | null = null;
  ticketKeys: readonly TicketKey[] = [];

  private constructor(nodeId: NodeId, ws: WebSocket) {
    this.nodeId = nodeId;
    let told = (_reason: string): void => {};
    this.closed = new Promise((resolve) => {
      told = resolve;
    });
    this.peer = new Peer({
      socket: wsSocket(ws),
      local: controlNode,
      remote: controlServer,
      clock: systemClock,
      onClosed: (_code, reason) => told(reason),
      handlers: {
        requests: {
          'desired.put': (conference) => {
            this.desired.set(conference.meetingId, conference);
            return { epoch: conference.epoch, seq: conference.seq };
          },
          'desired.drop': ({ meetingId }) => {
            this.desired.delete(meetingId);
            this.dropped.push(meetingId);
            return {};
          },
          'desired.all': ({ meetingIds }) => {
            this.announced = meetingIds;
            return {};
          },
        },
        notes: { 'camera.push': (push) => this.pushes.push(push) },
      },
    });
  }

  /** Opens the socket only. */
  static async dial(url: string, name: string): Promise<TestNode> {
    const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/node`);
    await once(ws, 'open');
    return new TestNode(nodeIdOf(name), ws);
  }

  static async open(url: string, name: string, identity: Identity, serverKey: string): Promise<TestNode> {
    const node = await TestNode.dial(url, name);
    await node.prove(identity, serverKey);
    return node;
  }

  async prove(identity: Identity, serverKey: string): Promise<void> {
    const { nodeId } = this;
    const nonce = newNonce();
    const hello = await this.peer.request('node.hello', { version: PROTOCOL_VERSION, nodeId, nonce });
    if (!verifyParts(serverKey, ['nhipcau-node', nodeId, nonce, hello.nonce], hello.signature))
      throw new Error('the server did not prove itself');
    const signature = signParts(identity, ['nhipcau-node-proof', nodeId, hello.nonce, nonce]);
    const proven = await this.peer.request('node.prove', {
      signature,
      roomUrl: `ws://127.0.0.1:1/${nodeId}`,
      mark: 46,
    });
    this.ticketKeys = proven.ticketKeys;
  }

  reportSeats(
    meetingId: MeetingId,
    seats: readonly SeatObserved[],
    { full = false, gone = [] as string[] } = {},
  ): void {
    this.peer.notify('observed.seats', {
      meetingId,
      epoch: 0,
      seq: 0,
      full,
      seats: [...seats],
      gone: gone.map((name) => seatOfSite(siteId(name))),
    });
  }

  reportLink(
    meetingId: MeetingId,
    link: Pick<LinkObserved, 'childId' | 'parentId'> & Partial<LinkObserved>,
  ): void {
    this.peer.notify('observed.links', {
      meetingId,
      links: [
        {
          state: 'up',
          since: instant(0),
          rttMs: 1,
          receives: [],
          receiveKbps: 0,
          sendKbps: 0,
          loss: 0,
          jitterMs: 1,
          keyFrames: 0,
          limitKbps: null,
          limitMeasured: false,
          shed: [],
          ...link,
        },
      ],
    });
  }

  happen(meetingId: MeetingId, happening: NodeHappening, { at = Date.now(), id = uuidv7() } = {}) {
    return this.peer.request('happening.put', { happeningId: id, meetingId, at: instant(at), happening });
  }

  close(): void {
    this.peer.close();
  }
}

/** A flow as a room reports it: `aFlow('commune/mic')`. */
export function aFlow(name: string, flowing = true): Flow {
  const [site = '', source = ''] = name.split('/');
  if (source !== 'camera' && source !== 'mic' && source !== 'content')
    throw new Error(`no such source: ${source}`);
  return { siteId: siteId(site), source, flowing };
}

/** A connected room that sends picture and sound. */
export const aSeat = (site: string, seat: Partial<SeatObserved> = {}): SeatObserved => ({
  seatId: seatOfSite(siteId(site)),
  siteId: siteId(site),
  state: 'connected',
  since: instant(Date.UTC(2026, 2, 2, 1)),
  transport: 'udp',
  camera: 'sending',
  mic: 'open',
  content: 'absent',
  talk: 'absent',
  cameraWanted: 'high',
  flows: [],
  quality: 'good',
  stats: null,
  leg: 0,
  ...seat,
});
