import { type Peer, RpcError } from '@nhipcau/base';
import {
  ProducerId,
  type RoomNote,
  type roomEndpoint,
  type roomNode,
  Source,
  TransportId,
} from '@nhipcau/contracts';
import type { types } from 'mediasoup-client';
import { mediaTypes } from './media-types.ts';

export type RoomPeer = Peer<typeof roomEndpoint, typeof roomNode>;
type Direction = 'send' | 'receive';

export interface MediaLinesOptions {
  /** The present connection to the node: it may be replaced while the transports live on. */
  readonly peer: () => RoomPeer;
  readonly device: types.Device;
  readonly sends: boolean;
  readonly onConnection: () => void;
}

/** The two WebRTC transports of a room, opened together and replaced together. */
export class MediaLines {
  readonly #options: MediaLinesOptions;
  readonly receive: types.Transport;
  readonly send: types.Transport | null;
  #closed = false;

  private constructor(options: MediaLinesOptions, receive: types.Transport, send: types.Transport | null) {
    this.#options = options;
    this.receive = receive;
    this.send = send;
    for (const transport of [receive, send])
      transport?.on('connectionstatechange', () => {
        if (!this.#closed) options.onConnection();
      });
  }

  /** @throws {RpcError} the node's refusal */
  static async open(options: MediaLinesOptions): Promise<MediaLines> {
    const receive = await openTransport(options, 'receive');
    try {
      return new MediaLines(options, receive, options.sends ? await openTransport(options, 'send') : null);
    } catch (cause) {
      receive.close();
      throw cause;
    }
  }

  get transportIds(): string[] {
    return [this.receive, this.send].flatMap((transport) => (transport ? [transport.id] : []));
  }

  /** `idle`: nothing to carry yet, so nothing was connected. */
  get state(): 'idle' | 'connecting' | 'connected' | 'disturbed' | 'failed' {
    const states = [this.receive, this.send].flatMap((transport) =>
      transport ? [transport.connectionState] : [],
    );
    if (states.includes('failed') || states.includes('closed')) return 'failed';
    if (states.includes('disconnected')) return 'disturbed';
    if (states.includes('connecting')) return 'connecting';
    return states.includes('connected') ? 'connected' : 'idle';
  }

  async restartIce(): Promise<void> {
    for (const transport of [this.receive, this.send]) {
      if (!transport || transport.closed || transport.connectionState === 'new') continue;
      const { iceParameters, iceServers } = await this.#options.peer().request('transport.restartIce', {
        transportId: TransportId.parse(transport.id),
      });
      if (iceServers.length > 0 && !transport.closed) await transport.updateIceServers({ iceServers });
      if (!transport.closed)
        await transport.restartIce({ iceParameters: mediaTypes.iceParameters(iceParameters) });
    }
  }

  /** @returns the receiving end of a stream that the node opened, or null when the lines were replaced meanwhile */
  async consume(opened: RoomNote<'consumer.opened'>): Promise<types.Consumer | null> {
    if (this.#closed || opened.transportId !== this.receive.id) return null;
    const consumer = await this.receive.consume({
      id: opened.consumerId,
      producerId: opened.producerId,
      kind: opened.kind,
      rtpParameters: mediaTypes.rtpParameters(opened.rtpParameters),
    });
    if (this.#closed) {
      consumer.close();
      return null;
    }
    return consumer;
  }

  close(): void {
    this.#closed = true;
    this.receive.close();
    this.send?.close();
  }
}

async function openTransport(
  { peer, device }: MediaLinesOptions,
  direction: Direction,
): Promise<types.Transport> {
  const opened = await peer().request('transport.open', { direction });
  const options = {
    id: opened.transportId,
    iceParameters: mediaTypes.iceParameters(opened.iceParameters),
    iceCandidates: mediaTypes.iceCandidates(opened.iceCandidates),
    dtlsParameters: mediaTypes.dtlsParameters(opened.dtlsParameters),
    iceServers: opened.iceServers,
  };
  const transport =
    direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
  transport.on('connect', ({ dtlsParameters }, done, fail) => {
    peer().request('transport.connect', { transportId: opened.transportId, dtlsParameters }).then(done, fail);
  });
  transport.on('produce', ({ kind, rtpParameters, appData }, done, fail) => {
    const source = Source.parse(appData['source']);
    peer()
      .request('producer.open', {
        transportId: opened.transportId,
        source,
        kind,
        rtpParameters: mediaTypes.plain(rtpParameters),
        muted: appData['muted'] === true,
      })
      .then(({ producerId }) => done({ id: ProducerId.parse(producerId) }), fail);
  });
  return transport;
}

/** Whether a request failed because the connection is going away, which its owner learns by other means. */
export const isGone = (cause: unknown): boolean =>
  cause instanceof RpcError && (cause.code === 'DISCONNECTED' || cause.code === 'TRANSPORT_UNKNOWN');
