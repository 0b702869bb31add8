import { once } from 'node:events';
import { type Clock, Peer } from '@nhipcau/base';
import { wsSocket } from '@nhipcau/base/node';
import { cameraBridge, cameraPage } from '@nhipcau/contracts';
import { WebSocketServer } from 'ws';
import { ViscaCamera } from './visca-camera.ts';

export interface CameraBridgeOptions {
  readonly camera: { readonly host: string; readonly port: number };
  readonly listenPort: number;
  /** Address of the system's pages, such as `https://hop.tinh.gov.vn`: no other page moves the camera. */
  readonly origin: string;
  readonly clock: Clock;
}

/**
 * Runs on a room's own computer, which is on the wire of the camera, and lets the room page beside it move it
 * (adr 0021). It listens to this computer only.
 */
export class CameraBridge {
  readonly #server: WebSocketServer;
  readonly #camera: ViscaCamera;

  private constructor(server: WebSocketServer, camera: ViscaCamera) {
    this.#server = server;
    this.#camera = camera;
  }

  static async open({
    camera: where,
    listenPort,
    origin,
    clock,
  }: CameraBridgeOptions): Promise<CameraBridge> {
    const camera = await ViscaCamera.open({ ...where, clock });
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port: listenPort,
      maxPayload: 2_000,
      verifyClient: ({ origin: asking }: { origin: string }) => asking === origin,
    });
    try {
      await once(server, 'listening');
    } catch (cause) {
      camera.close();
      throw cause;
    }
    server.on('connection', (ws) => {
      new Peer({
        socket: wsSocket(ws),
        local: cameraBridge,
        remote: cameraPage,
        clock,
        limits: { maxFrameLength: 2_000, messagesPerSecond: 20, burst: 40 },
        handlers: {
          requests: {
            'preset.recall': async ({ number }) => {
              await camera.recall(number);
              return {};
            },
            'preset.store': async ({ number }) => {
              await camera.store(number);
              return {};
            },
            'camera.move': async (move) => {
              await camera.move(move);
              return {};
            },
          },
          notes: {},
        },
      });
    });
    return new CameraBridge(server, camera);
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    this.#camera.close();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }
}
