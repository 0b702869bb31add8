import { createSocket } from 'node:dgram';
import { connect } from 'node:net';

/** Where to a node takes media. */
export interface WireTarget {
  readonly protocol: 'udp' | 'tcp';
  readonly address: string;
  readonly port: number;
}

/** A way for packets, over which nobody has answered yet. */
export interface Wire {
  readonly protocol: 'udp' | 'tcp' | 'turn';
  send(packet: Buffer): void;
  close(): void;
}

export interface WireEvents {
  /** Packets can be sent. */
  readonly onOpen: (wire: Wire) => void;
  readonly onPacket: (wire: Wire, packet: Buffer) => void;
  readonly onFailed: (wire: Wire, why: string) => void;
}

/** What arrives while this process is busy, bytes. */
const RECEIVE_BUFFER = 262_144;
const LENGTH_BYTES = 2;

export const openWire = (target: WireTarget, events: WireEvents): Wire =>
  target.protocol === 'udp' ? openUdp(target, events) : openTcp(target, events);

function openUdp({ address, port }: WireTarget, { onOpen, onPacket, onFailed }: WireEvents): Wire {
  const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER });
  let isClosed = false;
  const wire: Wire = {
    protocol: 'udp',
    send: (packet) => {
      if (!isClosed)
        socket.send(packet, () => {
          // A node that restarts refuses packets for a moment; what is lost is lost, as on any network.
        });
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      socket.close();
    },
  };
  socket.on('message', (packet) => onPacket(wire, packet));
  socket.on('error', (cause) => onFailed(wire, cause.message));
  socket.connect(port, address, () => onOpen(wire));
  return wire;
}

/** ICE over TCP (RFC 6544): each packet behind its length (RFC 4571). */
function openTcp({ address, port }: WireTarget, { onOpen, onPacket, onFailed }: WireEvents): Wire {
  const socket = connect({ host: address, port, noDelay: true });
  let waiting = Buffer.alloc(0);
  const wire: Wire = {
    protocol: 'tcp',
    send: (packet) => {
      if (socket.destroyed) return;
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt16BE(packet.length);
      socket.write(Buffer.concat([length, packet]));
    },
    close: () => socket.destroy(),
  };
  socket.once('connect', () => onOpen(wire));
  socket.on('data', (data) => {
    waiting = Buffer.concat([waiting, data]);
    while (waiting.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + waiting.readUInt16BE();
      if (waiting.length < end) return;
      onPacket(wire, waiting.subarray(LENGTH_BYTES, end));
      waiting = waiting.subarray(end);
    }
  });
  socket.on('error', (cause) => onFailed(wire, cause.message));
  socket.on('close', () => onFailed(wire, 'the connection was closed'));
  return wire;
}
