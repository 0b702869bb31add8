import type { NodeDependencies } from '@nhipcau/mcu';
import type { types } from 'mediasoup';
import { SINK_SRTP } from './wire.ts';

type OpenSeatTransport = NonNullable<NodeDependencies['openTransport']>;
type SeatTransport = Awaited<ReturnType<OpenSeatTransport>>;

const listen = { listenInfo: { protocol: 'udp', ip: '127.0.0.1' }, rtcpMux: true } as const;
/** A plain transport has no ICE or DTLS; the room protocol wants to see something of the kind. */
const noIce = { usernameFragment: 'none', password: 'none' };
const offer = {
  iceParameters: noIce,
  iceCandidates: [],
  dtlsParameters: { fingerprints: [{ algorithm: 'sha-256' as const, value: '00' }] },
};

/**
 * Transports of a node's seats without browsers: the sender's learns its address from the packets, the receivers' all
 * lead to one sink, encrypted as WebRTC would.
 */
export class PlainSeats {
  readonly #sinkPort: number;
  /** Port of the only seat that sends; null until it has opened its transport. */
  sendToPort: number | null = null;

  constructor(sinkPort: number) {
    this.#sinkPort = sinkPort;
  }

  readonly open: OpenSeatTransport = async ({ router, direction }) => {
    if (direction === 'send') {
      const transport = await router.createPlainTransport({ ...listen, comedia: true });
      this.sendToPort = transport.tuple.localPort;
      return seatTransport(transport);
    }
    const transport = await router.createPlainTransport({
      ...listen,
      enableSrtp: true,
      srtpCryptoSuite: SINK_SRTP.cryptoSuite,
    });
    await transport.connect({ ip: '127.0.0.1', port: this.#sinkPort, srtpParameters: SINK_SRTP });
    return seatTransport(transport);
  };
}

const seatTransport = (transport: types.PlainTransport): SeatTransport => ({
  id: transport.id,
  get closed() {
    return transport.closed;
  },
  get connected() {
    return !transport.closed;
  },
  protocol: 'udp',
  offer,
  connect: () => Promise.resolve(),
  restartIce: () => Promise.resolve(noIce),
  produce: (options) => transport.produce(options),
  consume: (options) => transport.consume(options),
  onChanged: (listener) => {
    transport.on('tuple', listener);
  },
  onClosed: (listener) => {
    transport.observer.once('close', listener);
  },
  close: () => transport.close(),
});
