import { createSocket, type Socket } from 'node:dgram';

export interface UdpAddress {
  readonly ip: string;
  readonly port: number;
}

const open = async (): Promise<Socket> => {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket;
};
const portOf = (socket: Socket): number => socket.address().port;

/** A datagram line between two sides that know each other's address: each sees the other at one of its sockets. */
export class UdpLine {
  readonly #left: Socket;
  readonly #right: Socket;
  readonly #isCut: () => boolean;

  private constructor(left: Socket, right: Socket, isCut: () => boolean) {
    this.#left = left;
    this.#right = right;
    this.#isCut = isCut;
  }

  static async open(isCut: () => boolean): Promise<UdpLine> {
    return new UdpLine(await open(), await open(), isCut);
  }

  /** Where the left side finds the right one. */
  get portForLeft(): number {
    return portOf(this.#left);
  }

  /** Where the right side finds the left one. */
  get portForRight(): number {
    return portOf(this.#right);
  }

  join(left: UdpAddress, right: UdpAddress): void {
    this.#left.on('message', (packet) => {
      if (!this.#isCut()) this.#right.send(packet, right.port, right.ip);
    });
    this.#right.on('message', (packet) => {
      if (!this.#isCut()) this.#left.send(packet, left.port, left.ip);
    });
  }

  close(): void {
    this.#left.close();
    this.#right.close();
  }
}
