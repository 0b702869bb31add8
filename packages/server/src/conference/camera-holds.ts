import { type Clock, RpcError, type Timer } from '@nhipcau/base';
import { type CameraMove, type MeetingId, PUSH_LEASE_MS, type SiteId } from '@nhipcau/contracts';

export interface PushedCamera {
  readonly meetingId: MeetingId;
  readonly siteId: SiteId;
}

interface Hold {
  readonly of: PushedCamera;
  /** The newest push; null: it was let go. */
  move: CameraMove | null;
  isBegun: boolean;
  lease: Timer | null;
}

export interface CameraHoldsOptions {
  readonly clock: Clock;
  /** Asks for the right and notes that it begins. @throws what refuses it */
  readonly begin: (of: PushedCamera) => Promise<void>;
  /** Passes a push on; @returns whether there is a way to the room */
  readonly push: (of: PushedCamera, move: CameraMove) => boolean;
}

const STILL: CameraMove = { pan: 0, tilt: 0, zoom: 0 };

/**
 * The cameras that one console pushes: each push begins with its right, is said again while the button is held, and ends
 * when it is let go, when nothing is heard of it any more, and with the console.
 *
 * @rule CM-10 (R-CDT-10)
 */
export class CameraHolds {
  readonly #options: CameraHoldsOptions;
  readonly #holds = new Map<string, Hold>();

  constructor(options: CameraHoldsOptions) {
    this.#options = options;
  }

  /** @throws {RpcError} CAMERA_UNREACHABLE, and what refuses the right */
  async push(of: PushedCamera, move: CameraMove): Promise<void> {
    const key = `${of.meetingId}/${of.siteId}`;
    const known = this.#holds.get(key);
    if (move.pan === 0 && move.tilt === 0 && move.zoom === 0) {
      if (known) this.#end(key, known);
      return;
    }
    if (known) {
      known.move = move;
      if (known.isBegun) this.#say(key, known);
      return;
    }
    const hold: Hold = { of, move, isBegun: false, lease: null };
    this.#holds.set(key, hold);
    try {
      await this.#options.begin(of);
    } catch (cause) {
      this.#holds.delete(key);
      throw cause;
    }
    hold.isBegun = true;
    // It may have been let go while the right was asked for: then nothing moves.
    if (hold.move !== null) this.#say(key, hold);
  }

  close(): void {
    for (const [key, hold] of [...this.#holds]) this.#end(key, hold);
  }

  #say(key: string, hold: Hold): void {
    hold.lease?.cancel();
    hold.lease = this.#options.clock.after(PUSH_LEASE_MS, () => this.#end(key, hold));
    if (hold.move !== null && !this.#options.push(hold.of, hold.move))
      throw new RpcError('CAMERA_UNREACHABLE');
  }

  #end(key: string, hold: Hold): void {
    hold.lease?.cancel();
    hold.move = null;
    this.#holds.delete(key);
    if (hold.isBegun) this.#options.push(hold.of, STILL);
  }
}
