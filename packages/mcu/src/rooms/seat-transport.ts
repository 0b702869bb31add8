import type { types } from 'mediasoup';
import { within } from '../media/within.ts';
import type { MediaWorker } from '../workers/media-worker.ts';

export type Direction = 'send' | 'receive';

/** What an endpoint is told about a transport opened for it. */
export interface TransportOffer {
  readonly iceParameters: types.IceParameters;
  readonly iceCandidates: types.IceCandidate[];
  readonly dtlsParameters: types.DtlsParameters;
}

/** A way for media between one seat and its node. */
export interface SeatTransport {
  readonly id: string;
  readonly closed: boolean;
  /** Packets pass. */
  readonly connected: boolean;
  readonly protocol: 'udp' | 'tcp';
  readonly offer: TransportOffer;
  connect(dtlsParameters: types.DtlsParameters): Promise<void>;
  restartIce(): Promise<types.IceParameters>;
  produce(options: types.ProducerOptions): Promise<types.Producer>;
  consume(options: types.ConsumerOptions): Promise<types.Consumer>;
  onChanged(listener: () => void): void;
  onClosed(listener: () => void): void;
  close(): void;
}

export interface SeatTransportRequest {
  readonly worker: MediaWorker;
  readonly router: types.Router;
  readonly direction: Direction;
  /** For a name in logs and tests. */
  readonly seatId: string;
  /** Rate assumed for a receiver before its line is measured, bits per second. */
  readonly initialOutgoingBitrate: number;
}

/** Opens a transport; browsers get WebRTC, load generators and tests bring their own. */
export type OpenSeatTransport = (request: SeatTransportRequest) => Promise<SeatTransport>;

/** Silence after which a browser's line counts as gone, seconds; mediasoup's default is the whole reconnection budget. */
const ICE_CONSENT_S = 10;

/** ICE, DTLS and SRTP on the worker's one port, UDP preferred, TCP for those behind strict firewalls. */
export const openWebRtcTransport: OpenSeatTransport = async ({ worker, router, initialOutgoingBitrate }) => {
  const transport = await within(
    router,
    router.createWebRtcTransport({
      webRtcServer: worker.webRtcServer,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      enableSctp: false,
      iceConsentTimeout: ICE_CONSENT_S,
      initialAvailableOutgoingBitrate: initialOutgoingBitrate,
    }),
  );
  return {
    id: transport.id,
    get closed() {
      return transport.closed;
    },
    get connected() {
      const { iceState, dtlsState } = transport;
      return dtlsState === 'connected' && (iceState === 'connected' || iceState === 'completed');
    },
    get protocol() {
      return transport.iceSelectedTuple?.protocol ?? 'udp';
    },
    get offer() {
      const { iceParameters, iceCandidates, dtlsParameters } = transport;
      return { iceParameters, iceCandidates, dtlsParameters };
    },
    connect: (dtlsParameters) => transport.connect({ dtlsParameters }),
    restartIce: () => transport.restartIce(),
    produce: (options) => transport.produce(options),
    consume: (options) => transport.consume(options),
    onChanged: (listener) => {
      transport.on('icestatechange', listener);
      transport.on('dtlsstatechange', listener);
      transport.on('iceselectedtuplechange', listener);
    },
    onClosed: (listener) => {
      transport.observer.once('close', listener);
    },
    close: () => transport.close(),
  };
};
