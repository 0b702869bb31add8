import { once } from 'node:events';
import { type Clock, Peer } from '@nhipcau/base';
import { wsSocket } from '@nhipcau/base/node';
import { CAMERA_BRIDGE_HEARTBEAT, cameraBridge, cameraPage } from '@nhipcau/contracts';
import { WebSocketServer } from 'ws';
import { isStill, type NetworkCamera, STILL } from './network-camera.ts';

export interface CameraBridgeOptions {
  /** Closed with the bridge. */
  readonly camera: NetworkCamera;
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
  readonly #camera: NetworkCamera;
  #stopping: Promise<void> = Promise.resolve();

  private constructor(server: WebSocketServer, camera: NetworkCamera) {
    this.#server = server;
    this.#camera = camera;
  }

  static async open({ camera, listenPort, origin, clock }: CameraBridgeOptions): Promise<CameraBridge> {
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
    const bridge = new CameraBridge(server, camera);
    server.on('connection', (ws) => {
      let moves = false;
      new Peer({
        socket: wsSocket(ws),
        local: cameraBridge,
        remote: cameraPage,
        clock,
        heartbeat: CAMERA_BRIDGE_HEARTBEAT,
        // Whoever pushed it is gone and will not let go.
        onClosed: () => {
          if (moves) bridge.#stop();
        },
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
              moves = !isStill(move);
              await camera.move(move);
              return {};
            },
          },
          notes: {},
        },
      });
    });
    return bridge;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
    await this.#stopping;
    this.#camera.close();
  }

  #stop(): void {
    // A camera that cannot be told is away, and nobody is left who could be told of it.
    this.#stopping = this.#camera.move(STILL).catch(() => {});
  }
}
