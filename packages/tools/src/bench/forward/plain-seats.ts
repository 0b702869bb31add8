import { type OpenSeatTransport, seatTransport } from '../plain-transport.ts';
import { LOOPBACK } from './bare-router.ts';
import { isCounted } from './receivers.ts';
import { type SeatPorts, SINK_SRTP } from './wire.ts';

/**
 * Transports of a node's seats without browsers: the sender's learns its address from the packets, the receivers' all
 * lead to one of two sockets, encrypted as WebRTC would.
 */
export class PlainSeats {
  readonly #ports: SeatPorts;
  #receivers = 0;
  /** Port of the only seat that sends; null until it has opened its transport. */
  sendToPort: number | null = null;

  constructor(ports: SeatPorts) {
    this.#ports = ports;
  }

  readonly open: OpenSeatTransport = async ({ router, direction }) => {
    if (direction === 'send') {
      const transport = await router.createPlainTransport({ ...LOOPBACK, comedia: true });
      this.sendToPort = transport.tuple.localPort;
      return seatTransport(transport);
    }
    const transport = await router.createPlainTransport({
      ...LOOPBACK,
      enableSrtp: true,
      srtpCryptoSuite: SINK_SRTP.cryptoSuite,
    });
    const port = isCounted(this.#receivers) ? this.#ports.sink : this.#ports.hole;
    this.#receivers += 1;
    await transport.connect({ ip: '127.0.0.1', port, srtpParameters: SINK_SRTP });
    return seatTransport(transport);
  };
}
