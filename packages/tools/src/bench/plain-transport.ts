import type { NodeDependencies } from '@nhipcau/mcu';
import type { types } from 'mediasoup';

export type OpenSeatTransport = NonNullable<NodeDependencies['openTransport']>;
type SeatTransport = Awaited<ReturnType<OpenSeatTransport>>;

/** A plain transport has no ICE or DTLS; the room protocol wants to see something of the kind. */
const noIce = { usernameFragment: 'none', password: 'none' };
const offer = {
  iceParameters: noIce,
  iceCandidates: [],
  dtlsParameters: { fingerprints: [{ algorithm: 'sha-256' as const, value: '00' }] },
};

/** A plain transport in the place of a seat's, for seats without browsers. */
export const seatTransport = (transport: types.PlainTransport): SeatTransport => ({
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
