import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type Clock, RpcError, SerialQueue, type Timer } from '@nhipcau/base';
import type { CameraMove } from '@nhipcau/contracts';
import type { NetworkCamera } from './network-camera.ts';
import {
  decode,
  drive,
  encode,
  RESET_SEQUENCE,
  recallPreset,
  replyOf,
  storePreset,
  type ViscaMessage,
  type ViscaType,
  zoomTo,
} from './visca.ts';

/** A datagram may be lost: it is sent again under its own number, so that it is carried out once. */
const AGAIN_MS = 300;
const MOST_TRIES = 4;

export interface ViscaCameraOptions {
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
}

interface Waiting {
  readonly sequence: number;
  readonly type: ViscaType;
  readonly done: () => void;
  readonly failed: (cause: RpcError) => void;
}

/** One camera on the network, by VISCA over IP. Commands go one at a time; each is over when the camera has taken it. */
export class ViscaCamera implements NetworkCamera {
  readonly #options: ViscaCameraOptions;
  readonly #socket: Socket;
  readonly #queue = new SerialQueue();
  #sequence = 0;
  #isReset = false;
  #waiting: Waiting | null = null;

  private constructor(options: ViscaCameraOptions, socket: Socket) {
    this.#options = options;
    this.#socket = socket;
    socket.on('message', (datagram) => {
      const message = decode(datagram);
      if (message) this.#take(message);
    });
    // Nobody listens there at present: the command that waits runs out of tries and says so.
    socket.on('error', () => {});
  }

  static async open(options: ViscaCameraOptions): Promise<ViscaCamera> {
    const socket = createSocket('udp4');
    socket.connect(options.port, options.host);
    await once(socket, 'connect');
    return new ViscaCamera(options, socket);
  }

  /** @throws {RpcError} CAMERA_UNREACHABLE, CAMERA_REFUSED */
  recall(number: number): Promise<void> {
    return this.#command(recallPreset(number));
  }

  /** @throws {RpcError} CAMERA_UNREACHABLE, CAMERA_REFUSED */
  store(number: number): Promise<void> {
    return this.#command(storePreset(number));
  }

  /** @throws {RpcError} CAMERA_UNREACHABLE, CAMERA_REFUSED */
  async move(move: CameraMove): Promise<void> {
    await this.#command(drive(move));
    await this.#command(zoomTo(move));
  }

  close(): void {
    this.#waiting?.failed(new RpcError('CAMERA_UNREACHABLE'));
    this.#socket.close();
  }

  #command(payload: Buffer): Promise<void> {
    return this.#queue.run(async () => {
      if (!this.#isReset) {
        this.#sequence = 0;
        await this.#send('control', RESET_SEQUENCE, 0);
        this.#isReset = true;
      }
      this.#sequence = (this.#sequence + 1) >>> 0;
      await this.#send('command', payload, this.#sequence);
    });
  }

  #send(type: ViscaType, payload: Buffer, sequence: number): Promise<void> {
    const datagram = encode({ type, payload, sequence });
    let again: Timer | null = null;
    let tries = 0;
    const answered = new Promise<void>((done, failed) => {
      this.#waiting = { sequence, type, done, failed };
      const attempt = () => {
        if (tries === MOST_TRIES) {
          // It may have been switched off meanwhile: its numbers begin anew.
          this.#isReset = false;
          return failed(new RpcError('CAMERA_UNREACHABLE'));
        }
        tries += 1;
        this.#socket.send(datagram);
        again = this.#options.clock.after(AGAIN_MS, attempt);
      };
      attempt();
    });
    return answered.finally(() => {
      again?.cancel();
      this.#waiting = null;
    });
  }

  #take({ type, sequence, payload }: ViscaMessage): void {
    const waiting = this.#waiting;
    if (waiting === null || sequence !== waiting.sequence) return;
    if (type === 'controlReply') {
      if (waiting.type === 'control') return waiting.done();
      // 0F 01: the camera counts otherwise, as after it was switched off and on.
      this.#isReset = false;
      return waiting.failed(new RpcError('CAMERA_REFUSED', { code: payload[1] ?? 0 }));
    }
    if (type !== 'reply' || waiting.type !== 'command') return;
    const reply = replyOf(payload);
    if (reply.kind === 'ack' || reply.kind === 'completion') waiting.done();
    else if (reply.kind === 'error') waiting.failed(new RpcError('CAMERA_REFUSED', { code: reply.code }));
  }
}
