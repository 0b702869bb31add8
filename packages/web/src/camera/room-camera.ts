import { Peer, RpcError, systemClock } from '@nhipcau/base';
import {
  CAMERA_BRIDGE_PORT,
  type CameraMove,
  type CameraPosition,
  cameraBridge,
  cameraPage,
} from '@nhipcau/contracts';
import { openSocket } from '../room/browser-socket.ts';
import { UsbCamera } from './usb-camera.ts';

/** A camera that a room turns, of whatever kind. Every act fails by a code of the catalogue. */
export interface TurnedCamera {
  readonly kind: 'usb' | 'network';
  /** Under which its positions are kept. */
  readonly key: string;
  /** It goes on moving until it is told to stop. */
  readonly isHeld: boolean;
  /** @returns what is to be kept here; null: the camera keeps it */
  store(number: number): Promise<CameraPosition | null>;
  recall(number: number, position: CameraPosition | null): Promise<void>;
  move(move: CameraMove): Promise<void>;
}

export function usbCamera(track: MediaStreamTrack | null, deviceId: string | null): TurnedCamera | null {
  const camera = UsbCamera.of(track);
  if (camera === null) return null;
  const act = async (what: Promise<void>) => {
    try {
      await what;
    } catch (cause) {
      throw RpcError.because(cause, 'CAMERA_REFUSED');
    }
  };
  return {
    kind: 'usb',
    key: `usb.${deviceId ?? 'default'}`,
    isHeld: false,
    store: async () => camera.position(),
    recall: async (_number, position) => {
      if (position === null) throw new RpcError('CAMERA_REFUSED');
      await act(camera.turn(position));
    },
    move: (move) => act(camera.push(move)),
  };
}

type BridgePeer = Peer<typeof cameraPage, typeof cameraBridge>;

/** The network camera of this room, by the program on this computer (`npm run camera`). */
export class BridgeCamera implements TurnedCamera {
  readonly kind = 'network';
  readonly key = 'network';
  readonly isHeld = true;
  #peer: Promise<BridgePeer> | null = null;

  async store(number: number): Promise<null> {
    const peer = await this.#open();
    await peer.request('preset.store', { number });
    return null;
  }

  async recall(number: number): Promise<void> {
    const peer = await this.#open();
    await peer.request('preset.recall', { number });
  }

  async move(move: CameraMove): Promise<void> {
    const peer = await this.#open();
    await peer.request('camera.move', move);
  }

  close(): void {
    const peer = this.#peer;
    this.#peer = null;
    peer?.then(
      (open) => open.close(),
      () => {}, // It was never open.
    );
  }

  #open(): Promise<BridgePeer> {
    const opening = this.#peer ?? this.#dial();
    this.#peer = opening;
    return opening;
  }

  async #dial(): Promise<BridgePeer> {
    try {
      const socket = await openSocket(`ws://127.0.0.1:${CAMERA_BRIDGE_PORT}`);
      return new Peer({
        socket,
        local: cameraPage,
        remote: cameraBridge,
        clock: systemClock,
        handlers: { requests: {}, notes: {} },
        onClosed: () => {
          this.#peer = null;
        },
      });
    } catch (cause) {
      this.#peer = null;
      throw RpcError.because(cause, 'CAMERA_UNREACHABLE');
    }
  }
}
